"""The version of today's plan: what a phone says of the plan by which something was done.

Lives here: making and recognising it. Lives elsewhere: the plan (patient/plan.py).

It counts the entries of the episode, names the day, and carries a hash under the person's own key: so every version that was ever given
out is recognised and none of another person, and no list of them is kept.
"""

import hashlib
import hmac
from datetime import date

from stepwell.clinic.episodes.models import Episode

SIGNS = 16
"""Digits of the hash that a version carries."""


def version_of(episode: Episode, count: int, day: date, secret: bytes) -> str:
    """The version of the plan that was made from so many entries for a day.

    secret  the person's key
    """
    named = f"{count}-{day:%Y%m%d}"
    found = hmac.new(secret, f"plan:{episode.pk}:{named}".encode(), hashlib.sha256).hexdigest()
    return f"{named}-{found[:SIGNS]}"


def is_version(text: object, episode: Episode, secret: bytes) -> bool:
    """Whether the text is a version that was given out for the episode."""
    parts = text.split("-") if isinstance(text, str) else []
    if len(parts) != 3 or not (parts[0].isdecimal() and parts[0].isascii() and len(parts[0]) < 10):
        return False
    try:
        day = date.fromisoformat(parts[1])
    except ValueError:
        return False
    return hmac.compare_digest(
        version_of(episode, int(parts[0]), day, secret).encode(), str(text).encode(errors="replace")
    )
