"""Links between what was written: each carries a keyed hash of itself and of the link before it.

Lives here: the hash, and following a chain. Lives elsewhere: what is linked (episodes/models.py, audit/models.py).

The hash is HMAC-SHA256 under a key that is made from the master key, so that who can only write to the database cannot make a
chain that holds. It goes over the ciphertext: after an erasure, when nothing can be opened any more, the chain still holds.
That the last links are there is known from the head, which carries their count and has a keyed hash of its own.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

START = b"\0" * 32
"""What stands before the first link."""


@dataclass(frozen=True)
class Link:
    """One thing that was written.

    number   its place in the chain, from 1
    header   what is kept in the clear, as text
    payload  what is sealed; empty where there is nothing
    hash     as it was kept
    """

    number: int
    header: str
    payload: bytes
    hash: bytes


def link_hash(key: bytes, before: bytes, number: int, header: str, payload: bytes) -> bytes:
    """The hash of a link; 32 bytes. Lengths go in, so that no byte can move from the header to the payload."""
    text = header.encode()
    place = number.to_bytes(8, "big") + len(text).to_bytes(8, "big")
    return hmac.digest(key, before + place + text + hashlib.sha256(payload).digest(), "sha256")


def head_hash(key: bytes, chain: str, count: int, last: bytes) -> bytes:
    """The hash of a head: which chain, how many links, and the last of them."""
    return hmac.digest(key, f"{chain}:{count}:".encode() + last, "sha256")


def broken(key: bytes, links: Iterable[Link]) -> Iterator[str]:
    """What does not hold in a chain, in words; nothing where all of it does.

    links  in the order of their numbers
    """
    before, expected = START, 1
    for link in links:
        if link.number != expected:
            yield f"link {expected} is missing; link {link.number} stands in its place"
        if not hmac.compare_digest(link_hash(key, before, link.number, link.header, link.payload), link.hash):
            yield f"link {link.number} is not as it was written, or what stands before it is not"
        before, expected = link.hash, link.number + 1
