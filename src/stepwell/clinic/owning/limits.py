"""Pages that anybody may open who has their address: how often, and that nobody else learns of them.

Lives here: how often, and the headers. Lives elsewhere: counting (clinic/counting.py), the pages (owning/links.py, reminders/views.py).
"""

from django.http import HttpRequest

from stepwell.clinic.counting import too_often
from stepwell.clinic.operations.proxy import address_of

OPENED_A_MINUTE = 40
"""How often one address may open pages of a kind in a minute, in each web worker."""
MINUTE = 60
UNSEEN = {"X-Robots-Tag": "noindex, nofollow, noarchive", "Referrer-Policy": "no-referrer"}


def too_many(request: HttpRequest, kind: str) -> bool:
    """Whether who asks has asked too often."""
    return too_often(f"opened:{kind}:{address_of(request)}", OPENED_A_MINUTE, seconds=MINUTE)
