"""Keys: one for the house, one for each person.

Lives here: sealing and opening. Lives elsewhere: where the person's wrapped key is kept (episodes/models.py), links between
entries (keeping/chain.py).

The master key is a file that only the service's user may read. A person's key is made at random, wrapped under the master key,
and kept in the database; destroying that row makes everything of the person unreadable for good. Sealing is AES-256-GCM with
a fresh nonce of 12 bytes, which stands before the ciphertext; `about` is bound to it, so that a payload cannot be moved to
another row.
"""

import base64
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from stepwell.errors import Fault, StepwellError

KEY_BYTES = 32
NONCE_BYTES = 12


class Unopened(StepwellError):
    """A payload that the key does not open: it was changed, moved, or sealed under another key."""


@dataclass(frozen=True)
class Keyring:
    """Keys that are made from the master key, each for one purpose."""

    wrapping: bytes
    linking: bytes

    @classmethod
    def of(cls, master: bytes) -> "Keyring":
        """The keys of a master key of 32 bytes."""
        return cls(_derived(master, b"stepwell wrapping"), _derived(master, b"stepwell linking"))

    def new_key(self, person: str) -> bytes:
        """A new key for a person, wrapped."""
        return seal(self.wrapping, secrets.token_bytes(KEY_BYTES), about=person)

    def unwrap(self, wrapped: bytes, person: str) -> bytes:
        """A person's key. raises Unopened"""
        return unseal(self.wrapping, wrapped, about=person)


def seal(key: bytes, content: bytes, *, about: str) -> bytes:
    """Content, sealed: nonce, then ciphertext with its tag.

    key    32 bytes
    about  what the content belongs to; opening needs the same
    """
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, about.encode())


def unseal(key: bytes, sealed: bytes, *, about: str) -> bytes:
    """What was sealed. raises Unopened"""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())
    except (InvalidTag, ValueError):
        problem = "it does not open with this key: it was changed, or the key is another."
        raise Unopened(
            [Fault(about, 0, problem, "Run `stepwell audit verify`, and check the key file.")]
        ) from None


def read_master(path: Path) -> bytes:
    """The master key from its file. raises StepwellError"""
    try:
        master = base64.urlsafe_b64decode(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as wrong:
        raise _no_key(path, f"the key cannot be read: {wrong}.") from None
    if len(master) != KEY_BYTES:
        raise _no_key(path, f"the key has {len(master)} bytes and not {KEY_BYTES}.")
    return master


def _no_key(path: Path, problem: str) -> StepwellError:
    return StepwellError([Fault(str(path), 0, problem, "Put back the file from where keys are kept.")])


def make_master(path: Path) -> None:
    """Make a master key, where there is none. Only its owner may read it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(file, "wb") as out:
        out.write(base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
        out.flush()
        os.fsync(out.fileno())


def _derived(master: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(master)
