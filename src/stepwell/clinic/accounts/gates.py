"""Pages that come before others: somebody is sent from the pages of their role to one where something is to be done first.

Lives here: what all such middlewares share. Lives elsewhere: each of them (administration/factor.py, owning/consenting.py,
selfcare/beginning.py), who may open a page at all (clinic/middleware.py).
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from stepwell.clinic.accounts.access import Access, access_of
from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.asked import Asked


class Gate(ABC):
    """A middleware that leaves alone whoever has no role, and pages that are open to everybody. A subclass says the rest."""

    def __init__(self, get_response: Callable[[Asked], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Asked) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Asked, view: Any, _args: object, _kwargs: object) -> HttpResponse | None:
        """Nothing where somebody may go on; else what they get instead."""
        match, member = request.resolver_match, request.membership
        access = access_of(view, match.view_name if match else None)
        if match is None or member is None or access is None or isinstance(access.who, str):
            return None
        return self.instead(request, member, access, match.url_name or "")

    @abstractmethod
    def instead(self, request: Asked, member: Membership, access: Access, name: str) -> HttpResponse | None:
        """What the member gets instead of the page of that name; nothing where they may go on."""
