"""A request as it is here: with who asks, in which clinic and role, and its id in the log."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from stepwell.clinic.accounts.models import Membership, User


class Asked(HttpRequest):
    """A request after all middleware (clinic/middleware.py). It is a type only: Django makes the object.

    user        who has signed in, on pages that need it
    membership  in which clinic and role they work now; None for who belongs to none
    id          names the request in the log
    """

    user: User
    membership: Membership | None
    htmx: HtmxDetails
    id: str
