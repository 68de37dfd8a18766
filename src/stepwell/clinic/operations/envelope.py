"""A sealed file that is written and read as a stream, however large it is.

Lives here: its form, and the keys it is sealed with. Lives elsewhere: what is in it (snapshot.py, restore.py).

    stepwell-backup/1 <newline>
    a line of JSON: how the key is made, with which salt, and the first bytes of every nonce
    chunks of 1 MiB, each AES-256-GCM with its tag; the nonce counts them and marks the last

The header is bound to every chunk, so that a chunk cannot be moved, left out, repeated or cut off, and nothing of the header can
be changed. The key is new for each file: scrypt of a passphrase with a salt, or HKDF of a key file with a salt.
"""

import base64
import hashlib
import io
import json
import secrets
from collections.abc import Callable
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from stepwell.errors import Fault, StepwellError

MAGIC = b"stepwell-backup/1\n"
CHUNK = 1 << 20
TAG = 16
PREFIX_BYTES, SALT_BYTES, KEY_BYTES = 7, 16, 32
LONGEST_HEADER = 4096
SCRYPT = {"n": 1 << 17, "r": 8, "p": 1}
"""128 MiB and some tenths of a second for each guess (RFC 7914)."""
MOST_SCRYPT = {"n": 1 << 20, "r": 16, "p": 4}
"""What a header may ask for: more would only take the memory of whoever opens it."""

PASSPHRASE, KEY_FILE = "passphrase", "key-file"
AskSecret = Callable[[str], bytes]
"""Given the kind, the passphrase as bytes or the key file's 32 bytes."""


class Unreadable(StepwellError):
    """A file that is no backup, was changed, or does not open with this key."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__([Fault("backup", 0, problem, remedy)])


class Sealer(io.RawIOBase):
    """A file to write into; `finish` writes the last chunk, without which nothing of it counts."""

    def __init__(self, out: BinaryIO, kind: str, secret: bytes) -> None:
        salt, self.prefix = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(PREFIX_BYTES)
        header = {"key": kind, "salt": _text(salt), "prefix": _text(self.prefix)}
        if kind == PASSPHRASE:
            header["scrypt"] = SCRYPT  # type: ignore[assignment]
        self.header = json.dumps(header).encode() + b"\n"
        self.cipher = AESGCM(_key(header, salt, secret))
        self.out, self.number, self.waiting = out, 0, bytearray()
        out.write(MAGIC + self.header)

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, content: Any) -> int:
        """Take content; what fills a chunk is written."""
        self.waiting += content
        while len(self.waiting) > CHUNK:
            self._put(bytes(self.waiting[:CHUNK]), last=False)
            del self.waiting[:CHUNK]
        return len(content)

    def finish(self) -> None:
        """Write what is left, as the last chunk."""
        self._put(bytes(self.waiting), last=True)
        self.waiting.clear()

    def _put(self, content: bytes, *, last: bool) -> None:
        nonce = _nonce(self.prefix, self.number, last)
        self.out.write(self.cipher.encrypt(nonce, content, MAGIC + self.header))
        self.number += 1


class Opener(io.RawIOBase):
    """A sealed file to read from. raises Unreadable at the first chunk that does not open, and where the last one is missing"""

    def __init__(self, source: BinaryIO, ask: AskSecret) -> None:
        if source.read(len(MAGIC)) != MAGIC:
            raise Unreadable("it is not a backup of Stepwell.", "Name the file that `stepwell backup` wrote.")
        self.header = source.readline(LONGEST_HEADER)
        read, salt, self.prefix = _header(self.header)
        self.cipher = AESGCM(_key(read, salt, ask(read["key"])))
        self.source, self.number, self.waiting = source, 0, memoryview(b"")
        self.next = source.read(CHUNK + TAG)
        self.ended = False

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes."""
        while not self.waiting and not self.ended:
            self._open_next()
        count = min(len(buffer), len(self.waiting))
        buffer[:count] = self.waiting[:count]
        self.waiting = self.waiting[count:]
        return count

    def _open_next(self) -> None:
        sealed, self.next = self.next, self.source.read(CHUNK + TAG)
        self.ended = not self.next
        nonce = _nonce(self.prefix, self.number, self.ended)
        try:
            self.waiting = memoryview(self.cipher.decrypt(nonce, sealed, MAGIC + self.header))
        except (InvalidTag, ValueError):
            problem = (
                "it does not open with this passphrase or key, or its beginning was changed."
                if self.number == 0
                else f"it was changed or cut off after {self.number} MiB."
            )
            raise Unreadable(problem, "Try the right key, then another copy of the file.") from None
        self.number += 1


def _header(line: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    """What the header says. raises Unreadable"""
    try:
        read = json.loads(line)
        salt, prefix = (base64.b64decode(read[name], validate=True) for name in ("salt", "prefix"))
        cost = read.get("scrypt", SCRYPT)
        fits = all(
            isinstance(cost[name], int) and 0 < cost[name] <= most for name, most in MOST_SCRYPT.items()
        )
        if read["key"] not in (PASSPHRASE, KEY_FILE) or len(prefix) != PREFIX_BYTES or not fits:
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise Unreadable("its header cannot be read.", "Try another copy of the file.") from None
    return read, salt, prefix


def _key(header: dict[str, Any], salt: bytes, secret: bytes) -> bytes:
    """The key of one file. raises Unreadable where the header asks for what scrypt cannot do"""
    if header["key"] == KEY_FILE:
        return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=salt, info=b"stepwell backup").derive(
            secret
        )
    cost = header["scrypt"]
    memory = 132 * cost["n"] * cost["r"] * cost["p"] + (1 << 20)
    try:
        return hashlib.scrypt(secret, salt=salt, dklen=KEY_BYTES, maxmem=memory, **cost)
    except ValueError:
        raise Unreadable("its header cannot be read.", "Try another copy of the file.") from None


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
