"""Letters and the printed programme: choosing one is one click, making it the other."""

import uuid
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import CLINICIANS
from stepwell.clinic.asked import Asked
from stepwell.clinic.pages import page
from stepwell.clinic.workspace.papers import services
from stepwell.clinic.workspace.papers.forms import LetterForm
from stepwell.clinic.workspace.shared import episode_of, member_of, person_values, words_of
from stepwell.errors import StepwellError


@allowed(*CLINICIANS)
@require_safe
def letters(request: Asked, episode: UUID) -> HttpResponse:
    """Every letter that can be written now, and what is missing for the others."""
    found = episode_of(request, episode)
    values = {
        **person_values(request, found),
        "offers": services.offers(found),
        "languages": services.LANGUAGES,
        "key": uuid.uuid4(),
    }
    return page(request, "papers/letters.html", values)


@allowed(*CLINICIANS)
@require_POST
def letter(request: Asked, episode: UUID) -> HttpResponse:
    """The letter as PDF. It is written down that it was made."""
    found = episode_of(request, episode)
    form = LetterForm(request.POST)
    if not form.is_valid():
        messages.error(request, "This letter is not known. Choose one of those below.")
        return redirect("letters", found.pk)
    clean = form.cleaned_data
    try:
        content = services.letter(
            found,
            clean["kind"],
            by=member_of(request),
            key=clean["key"],
            language=clean["language"],
            receiver=clean["receiver"],
        )
    except StepwellError as wrong:
        messages.error(request, " ".join(words_of(wrong)))
        return redirect("letters", found.pk)
    return _pdf(content, clean["kind"])


@allowed(*CLINICIANS)
@require_safe
def programme_pdf(request: Asked, episode: UUID) -> HttpResponse:
    """The programme on paper."""
    found = episode_of(request, episode)
    language = request.GET.get("language", "en")
    if language not in services.LANGUAGES:
        raise Http404
    number = request.GET.get("version", "")
    try:
        content = services.programme(
            found,
            by=member_of(request),
            version=int(number) if number.isascii() and number.isdigit() else None,
            large="large" in request.GET,
            chart="chart" in request.GET,
            language=language,
        )
    except LookupError:
        raise Http404 from None
    except StepwellError as wrong:
        messages.error(request, " ".join(words_of(wrong)))
        return redirect("programme", found.pk)
    return _pdf(content, "programme")


def _pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF that opens in the browser. Its name says nothing of the person."""
    shown = HttpResponse(content, content_type="application/pdf")
    shown.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return shown
