"""Where a form leads back to: a page of the same person, and never an address that was typed.

Lives here: the few names a form may carry. Lives elsewhere: the addresses (workspace/*/urls.py).
"""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django_htmx.http import HttpResponseClientRedirect

from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.models import Episode

BACK = ("person", "advice", "exits", "why")
"""Names of pages that a form may lead back to."""


def back_of(name: object) -> str:
    """A name that a form carries, where it is one of those; else the advice page."""
    return str(name) if name in BACK else "advice"


def address_of(name: str, episode: Episode, intervention: str = "") -> str:
    """The address of one of those pages."""
    try:
        return reverse(name, args=[episode.pk, intervention] if name == "why" else [episode.pk])
    except NoReverseMatch:
        return reverse("advice", args=[episode.pk])


def go_to(request: Asked, name: object, episode: Episode, intervention: str = "") -> HttpResponse:
    """Back to where the form was; htmx is told to load that page."""
    address = address_of(back_of(name), episode, intervention)
    if request.htmx:
        return HttpResponseClientRedirect(address)
    return redirect(f"{address}#advice-{intervention}" if intervention else address)
