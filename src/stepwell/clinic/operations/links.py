"""Signing in to the demo by one click: a link for each role.

Lives here: making links, and giving each to the first browser that opens it. Lives elsewhere: the page behind it (views.py).

There is no link outside of a demo, where everybody is made up. A link is a secret of 32 random characters, of which a hash is kept
in a file of the home. The first browser that opens it gets a cookie, and from then on the link works in that browser alone:
whoever reads it later from a screen or a log gets nothing.
"""

import hashlib
import hmac
import json
import os
import re
import secrets
from pathlib import Path

from django.conf import settings

from stepwell.clinic.accounts.models import Membership
from stepwell.files import PRIVATE, write_whole

SECRET = re.compile(r"[A-Za-z0-9_-]{32}")


def make_links(members: list[Membership]) -> dict[str, str]:
    """A secret for each member, by the member's id. Earlier links end."""
    made = {str(one.pk): secrets.token_urlsafe(24) for one in members}
    kept = {_hash(secret): member for member, secret in made.items()}
    write_whole(_folder() / "links.json", json.dumps(kept), mode=PRIVATE)
    return made


def member_of_link(secret: str, browser: str) -> Membership | None:
    """Whose link it is; None where it is nobody's, or another browser's.

    browser  what names the browser that opens it
    """
    if not settings.DEMO or not SECRET.fullmatch(secret):
        return None
    try:
        kept = json.loads((_folder() / "links.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    member = kept.get(_hash(secret))
    if member is None or not _claimed(_hash(secret), browser):
        return None
    found: Membership | None = (
        Membership.objects.current().select_related("user", "clinic").filter(pk=member).first()
    )
    return found


def _claimed(link: str, browser: str) -> bool:
    """Whether the link belongs to this browser, which it does for the first that comes."""
    path = _folder() / f"link-{link}"
    mine = _hash(browser)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "w") as file:
            file.write(mine)
    except FileExistsError:
        return hmac.compare_digest(path.read_text(encoding="ascii"), mine)
    return True


def _folder() -> Path:
    folder: Path = settings.HOME.folder / "demo"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
