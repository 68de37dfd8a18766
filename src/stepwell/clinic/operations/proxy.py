"""From which address a request came, where a reverse proxy stands in front.

Lives here: one answer for lock-outs. Lives elsewhere: how many proxies are trusted (settings.py), rate limits (allauth, which asks
the same function).
"""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address of who asks: the last that the trusted proxy wrote, and nothing that a browser wrote itself.
    A request that came from no address, as that of a command, has none."""
    return str(get_adapter().get_client_ip(request)) if request.META.get("REMOTE_ADDR") else ""
