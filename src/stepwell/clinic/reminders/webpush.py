"""Web push: a message that only the person's browser can read, signed by this installation.

Lives here: encrypting (RFC 8291 with RFC 8188), signing (RFC 8292), handing over to the push service. Lives elsewhere: what is said
(reminders/sending.py), showing it (templates/patient/sw.js).

The signing key is made from the master key, so that it is as safe as that and is there again after a restore. The address of a browser
comes from that browser, and is only ever asked where it is one of the known push services.
"""

import base64
import http.client
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from stepwell.clinic.keeping.ring import keyring

SERVICES = ("fcm.googleapis.com", "push.services.mozilla.com", "push.apple.com", "notify.windows.com")
"""The push services of browsers. Another address is never asked: it could be one of our own network."""
LOOPBACK = ("127.0.0.1", "localhost")
GONE = (404, 410)
RECORD_BYTES = 4096
SALT_BYTES, AUTH_BYTES, POINT_BYTES = 16, 16, 65
VALID_SECONDS = 12 * 3600
KEPT_SECONDS = 4 * 3600
"""For how long a push service keeps a message for a phone that is off."""
TIMEOUT_SECONDS = 10
CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class NotReached(Exception):
    """The message could not be handed over; `gone` says that this browser will never be reached again."""

    def __init__(self, why: str, *, gone: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.gone = gone


@dataclass(frozen=True)
class Place:
    """Where a browser is reached: its address at the push service, its public key, its secret."""

    endpoint: str
    p256dh: str
    auth: str

    def known(self) -> bool:
        """Whether all of it can be used."""
        try:
            point, auth = unpadded(self.p256dh), unpadded(self.auth)
            ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
        except ValueError:
            return False
        return len(point) == POINT_BYTES and len(auth) == AUTH_BYTES and _is_service(self.endpoint)


def _is_service(endpoint: str) -> bool:
    try:
        read = urlsplit(endpoint)
        host, _port = read.hostname or "", read.port
    except ValueError:
        return False
    if settings.HOME.mode == "test" and read.scheme == "http" and host in LOOPBACK:
        return True
    named = any(host == one or host.endswith(f".{one}") for one in SERVICES)
    return read.scheme == "https" and named and read.port in (None, 443) and read.username is None


@lru_cache(maxsize=1)
def signing_key() -> ec.EllipticCurvePrivateKey:
    """The key of this installation."""
    wide = HKDF(algorithm=hashes.SHA256(), length=48, salt=None, info=b"stepwell push")
    number = int.from_bytes(wide.derive(keyring().wrapping), "big") % (ORDER - 1) + 1
    return ec.derive_private_key(number, CURVE)


def public_key() -> str:
    """What a browser is told, so that it takes messages of this installation alone."""
    return padless(_point(signing_key()))


def send(place: Place, message: Mapping[str, object], *, now: float | None = None) -> None:
    """Hand a message over. raises NotReached"""
    if not place.known():
        raise NotReached("unknown-service", gone=True)
    read = urlsplit(place.endpoint)
    body = encrypted(json.dumps(message, ensure_ascii=False).encode(), place)
    headers = {
        "Authorization": f"vapid t={_token(read, now or time.time())}, k={public_key()}",
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_SECONDS),
        "Topic": "plan",
        "Urgency": "normal",
    }
    status = _posted(read, body, headers)
    if not 200 <= status < 300:
        raise NotReached(f"status-{status}", gone=status in GONE)


def _posted(read: SplitResult, body: bytes, headers: dict[str, str]) -> int:
    """The status of the answer; a redirect is not followed."""
    kind = http.client.HTTPSConnection if read.scheme == "https" else http.client.HTTPConnection
    line = kind(read.hostname or "", read.port, timeout=TIMEOUT_SECONDS)
    try:
        line.request("POST", f"{read.path or '/'}{'?' + read.query if read.query else ''}", body, headers)
        return line.getresponse().status
    except (OSError, http.client.HTTPException) as wrong:
        raise NotReached(type(wrong).__name__[:20]) from None
    finally:
        line.close()


def encrypted(
    content: bytes,
    place: Place,
    *,
    key: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of a message: one record of RFC 8188 under keys of RFC 8291.

    key   made for this message alone; given only where a test compares with the vector of the standard
    salt  likewise
    """
    key, salt = key or ec.generate_private_key(CURVE), salt or secrets.token_bytes(SALT_BYTES)
    theirs, ours = unpadded(place.p256dh), _point(key)
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
    material = _derived(unpadded(place.auth), shared, b"WebPush: info\0" + theirs + ours, 32)
    secret = _derived(salt, material, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(salt, material, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(secret).encrypt(nonce, content + b"\x02", None)
    return salt + RECORD_BYTES.to_bytes(4, "big") + bytes([len(ours)]) + ours + sealed


def _derived(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(material)


def _token(read: SplitResult, now: float) -> str:
    """Who sends, to which service, and until when that holds: a JSON Web Token under ES256."""
    address = settings.HOME.address.geturl()
    about = address if settings.HOME.secure else f"mailto:{settings.DEFAULT_FROM_EMAIL}"
    claims = {"aud": f"{read.scheme}://{read.netloc}", "exp": int(now) + VALID_SECONDS, "sub": about}
    parts = ({"typ": "JWT", "alg": "ES256"}, claims)
    signed = ".".join(padless(json.dumps(one, separators=(",", ":")).encode()) for one in parts)
    numbers = decode_dss_signature(signing_key().sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{signed}.{padless(b''.join(one.to_bytes(32, 'big') for one in numbers))}"


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    form = serialization.PublicFormat.UncompressedPoint
    return key.public_key().public_bytes(serialization.Encoding.X962, form)


def padless(content: bytes) -> str:
    """Base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def unpadded(text: str) -> bytes:
    """What such a text stands for. raises ValueError"""
    return base64.urlsafe_b64decode(text.encode("ascii", "strict") + b"=" * (-len(text) % 4))
