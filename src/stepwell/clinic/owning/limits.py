"""Pages that anybody may open who has their address: how often, and that nobody else learns of them.

Lives here: counting by address in each web worker, and the headers. Lives elsewhere: the pages (owning/links.py, reminders/views.py).
"""

from django.core.cache import cache
from django.http import HttpRequest

from stepwell.clinic.operations.proxy import address_of

OPENED_A_MINUTE = 40
"""How often one address may open pages of a kind in a minute, in each web worker."""
MINUTE = 60
UNSEEN = {"X-Robots-Tag": "noindex, nofollow, noarchive", "Referrer-Policy": "no-referrer"}


def too_many(request: HttpRequest, kind: str) -> bool:
    """Whether who asks has asked too often. What cannot be counted is answered."""
    name = f"opened:{kind}:{address_of(request)}"
    cache.add(name, 0, MINUTE)
    try:
        return bool(cache.incr(name) > OPENED_A_MINUTE)
    except ValueError:
        return False
