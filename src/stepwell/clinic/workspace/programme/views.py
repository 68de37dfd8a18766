"""The programme editor: today's session, proposals, settings, versions, pictures."""

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import CLINICIANS
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import Conflict
from stepwell.clinic.pages import page
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.workspace.programme import services
from stepwell.clinic.workspace.programme.forms import AcceptForm, ExerciseForm, HomeForm
from stepwell.clinic.workspace.programme.reading import Reading, elsewhere, in_words, reading_of, shown
from stepwell.clinic.workspace.shared import episode_of, member_of, person_values, words_of
from stepwell.documents.pdf.pictures import drawn
from stepwell.errors import StepwellError


@allowed(*CLINICIANS)
@require_safe
def programme(request: Asked, episode: UUID) -> HttpResponse:
    """Today's session, what is proposed, and what can be set."""
    found = episode_of(request, episode)
    return _editor(request, found, reading_of(found))


def _editor(request: Asked, episode: Episode, reading: Reading, **more: Any) -> HttpResponse:
    values = {
        **person_values(request, episode),
        "reading": reading,
        "shown": shown(reading),
        "left_out": [(reading.exercise(one.exercise), one) for one in reading.session.left_out],
        "elsewhere": elsewhere(reading),
        "proposed": [(one, _title(one.exercise, reading)) for one in reading.proposals],
        "versions": [
            (one, [in_words(line, reading.pathway) for line in one.lines]) for one in reading.versions
        ],
        "phases": reading.pathway.findings["phase"].options,
        "key": uuid.uuid4(),
        **more,
    }
    return page(request, "programme/programme.html", values)


def _title(name: str, reading: Reading) -> str:
    return reading.exercise(name).title if name else ""


@allowed(*CLINICIANS)
@require_http_methods(["GET", "HEAD", "POST"])
def exercise(request: Asked, episode: UUID, exercise: str) -> HttpResponse:
    """One exercise for one person: what it is, its levels, and what a clinician sets."""
    found = episode_of(request, episode)
    reading = reading_of(found)
    if exercise not in reading.programme.exercises:
        raise Http404
    one = reading.exercise(exercise)
    form = ExerciseForm(
        request.POST if request.method == "POST" else None,
        reading=reading,
        exercise=one,
        side=found.side,
        initial={"key": uuid.uuid4(), "seen": found.count},
    )
    if form.is_valid() and _set(request, found, one.id, form):
        return redirect("programme", found.pk)
    values = {
        **person_values(request, found),
        "exercise": one,
        "form": form,
        "set": [words for name, words in _all_settings(reading) if name == one.id],
        "picture": drawn(reading.pathway, found.side)(one.id),
    }
    return page(request, "programme/exercise.html", values)


def _all_settings(reading: Reading) -> list[tuple[str, str]]:
    rows = [(row.exercise.id, row.set) for row in shown(reading)]
    rows += [(one.id, words) for one, words in elsewhere(reading)]
    return [(name, word) for name, words in rows for word in words]


def _set(request: Asked, episode: Episode, name: str, form: ExerciseForm) -> bool:
    clean = form.cleaned_data
    try:
        services.set_exercise(
            episode, name, clean["act"], clean, by=member_of(request), key=clean["key"], seen=clean["seen"]
        )
    except StepwellError as wrong:
        for words in words_of(wrong):
            form.add_error(None, words)
        return False
    messages.success(request, "Saved as a new version of the programme.")
    return True


@allowed(*CLINICIANS)
@require_POST
def accept(request: Asked, episode: UUID) -> HttpResponse:
    """Do what is proposed now. A proposal that no longer holds is refused."""
    found = episode_of(request, episode)
    form = AcceptForm(request.POST)
    reading = reading_of(found)
    said = form.cleaned_data if form.is_valid() else {}
    wanted = (said.get("kind"), said.get("exercise"), said.get("to"))
    proposal = next((one for one in reading.proposals if (one.kind, one.exercise, one.to) == wanted), None)
    if proposal is None:
        messages.error(
            request, "This is no longer proposed. Nothing was changed: look at what is proposed now."
        )
        return redirect("programme", found.pk)
    try:
        services.accept(found, proposal, by=member_of(request), key=said["key"], seen=said["seen"])
        messages.success(request, "Saved as a new version of the programme.")
    except Conflict as wrong:
        messages.error(request, " ".join(words_of(wrong)))
    return redirect("programme", found.pk)


@allowed(*CLINICIANS)
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: Asked, episode: UUID) -> HttpResponse:
    """What there is at home, and what the person would rather or rather not do."""
    found = episode_of(request, episode)
    reading = reading_of(found)
    usual = {"equipment": sorted(reading.programme.shape.everyday), **reading.home}
    form = HomeForm(
        request.POST if request.method == "POST" else None,
        reading=reading,
        initial={"key": uuid.uuid4(), "seen": found.count, **usual},
    )
    if form.is_valid():
        clean = form.cleaned_data
        try:
            said = {name: clean[name] for name in ("equipment", "avoid", "prefer")}
            services.set_home(found, said, by=member_of(request), key=clean["key"], seen=clean["seen"])
            messages.success(request, "Saved as a new version of the programme.")
            return redirect("programme", found.pk)
        except Conflict as wrong:
            form.add_error(None, " ".join(words_of(wrong)))
    return page(request, "programme/home.html", {**person_values(request, found), "form": form})


@allowed(*CLINICIANS)
@require_safe
def version(request: Asked, episode: UUID, number: int) -> HttpResponse:
    """The programme as a version made it, on its day."""
    found = episode_of(request, episode)
    try:
        reading = reading_of(found, version=number)
    except LookupError:
        raise Http404 from None
    return _editor(request, found, reading, of_version=reading.versions[0])


@allowed(*CLINICIANS)
@require_safe
def picture(request: Asked, episode: UUID, exercise: str) -> HttpResponse:
    """The picture of an exercise for the side of the episode."""
    found = episode_of(request, episode, reading="")
    pathway = pathway_of(found.person.clinic)
    if exercise not in pathway.exercises:
        raise Http404
    drawing = drawn(pathway, found.side)(exercise)
    if drawing is None:
        raise Http404
    return HttpResponse(drawing.svg, content_type="image/svg+xml")
