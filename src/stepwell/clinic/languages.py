"""The language in which a person is spoken to.

Lives here: which one it is, the page where it is chosen, and English for staff. Lives elsewhere: the words of pages (locale/), the texts of
the knowledge (knowledge/translations.py), its choice by a cookie (django.views.i18n), what the programme says (patient/said.py).

The choice stays on the device, also after signing out. Without one the browser's own languages count.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from stepwell.clinic.accounts.access import public
from stepwell.clinic.accounts.models import Role
from stepwell.clinic.asked import Asked
from stepwell.clinic.pages import page
from stepwell.knowledge.translations import ENGLISH

Answer = Callable[[Asked], HttpResponse]


def spoken() -> str:
    """The language of this request; English where nobody asks."""
    found = (translation.get_language() or ENGLISH).partition("-")[0]
    return found if found in dict(settings.LANGUAGES) else ENGLISH


class StaffInEnglish:
    """Staff read English, whatever their browser asks for: their pages are written in it, and so is the clinical text."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Asked) -> HttpResponse:
        member = getattr(request, "membership", None)
        if member is not None and member.role != Role.PATIENT:
            translation.activate(ENGLISH)
            request.LANGUAGE_CODE = ENGLISH
        return self.get_response(request)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Whether the page is in another language than the one in which the clinical text was written."""
    return {"translated": spoken() != ENGLISH}


@public
@require_safe
def choose(request: Asked) -> HttpResponse:
    """The languages that there are, each by its own name."""
    names = [(code, translation.get_language_info(code)["name_local"]) for code, _ in settings.LANGUAGES]
    return page(request, "languages/choose.html", {"names": names, "now": spoken()})
