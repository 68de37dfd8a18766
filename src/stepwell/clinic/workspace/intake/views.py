"""The intake: one page of questions after another, what matters next first.

Lives here: finding, checking, calling one service, rendering. Lives elsewhere: pages (intake/pages.py), answers (intake/answers.py),
drafts (intake/drafts.py), what is written (intake/services.py).
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import CLINICIANS
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import Conflict
from stepwell.clinic.pages import page
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.workspace.intake import pages, treatments
from stepwell.clinic.workspace.intake.answers import Posted
from stepwell.clinic.workspace.intake.drafts import Typed, keep_typed, key_in, number_in, typed_of
from stepwell.clinic.workspace.intake.known import Known, known_of
from stepwell.clinic.workspace.intake.opened import Opened, newly_opened, opened_by
from stepwell.clinic.workspace.intake.reading import Read, fields_on, no_to_the_rest, read_page
from stepwell.clinic.workspace.intake.services import KIND, OPENING, draft_name, sign_page
from stepwell.clinic.workspace.shared import author_of, episode_of, person_values, words_of
from stepwell.errors import RecordError

SKIPPED = "skipped"
MOST_SHOWN = 60
NOTHING = "Nothing on this page is answered. Answer what you asked, or skip the page."
NO_FAULTS = Read((), {}, {})


@dataclass(frozen=True)
class Sitting:
    """One page of one episode's intake, with the pages around it."""

    episode: Episode
    plan: Mapping[str, Any]
    known: Known
    wanted: tuple[pages.Page, ...]
    page: pages.Page

    @property
    def names(self) -> tuple[str, ...]:
        """The findings of the page."""
        return self.page.set.findings

    @property
    def open_before(self) -> frozenset[str]:
        """The exits that are open already."""
        return frozenset(one.id for one in opened_by(self.plan))


@allowed(*CLINICIANS)
@require_safe
def intake(request: Asked, episode: UUID) -> HttpResponse:
    """Where the intake stands: what matters now, what was skipped, what is open."""
    found = episode_of(request, episode)
    known, plan = known_of(found), pages.plan_of(found)
    wanted = pages.pages_of(plan, known.pathway, _skipped(request, found))
    values = {
        "wanted": wanted,
        "others": pages.other_pages(wanted, known.pathway),
        "next": pages.next_page(wanted),
        "opened": opened_by(plan),
        "progress": pages.progress(wanted, known.signed_today(KIND, but=OPENING)),
    }
    return page(request, "intake/intake.html", {**person_values(request, found), **values})


@allowed(*CLINICIANS)
@require_http_methods(["GET", "HEAD", "POST"])
def intake_page(request: Asked, episode: UUID, page: str) -> HttpResponse:
    """One page: its questions, and signing it."""
    sitting = _sitting(request, episode, page)
    if request.method == "POST":
        return _sign(request, sitting)
    typed = typed_of(sitting.episode, request.user, draft_name(page))
    return _shown(request, sitting, typed)


@allowed(*CLINICIANS)
@require_POST
def intake_draft(request: Asked, episode: UUID, page: str) -> HttpResponse:
    """Keep what was typed, and say at once what an answer opens."""
    sitting = _sitting(request, episode, page)
    posted = request.POST.dict()
    fields = fields_on(sitting.names, posted)
    version = number_in(posted, "take" if "take" in posted else "version")
    typed = keep_typed(sitting.episode, request.user, draft_name(page), fields, version=version)
    if request.htmx:
        return render(request, "intake/_kept.html", _values(request, sitting, typed))
    if typed.conflict:
        return _shown(request, sitting, typed)
    return redirect("intake_page", sitting.episode.pk, page)


@allowed(*CLINICIANS)
@require_POST
def intake_skip(request: Asked, episode: UUID, page: str) -> HttpResponse:
    """Leave a page for later, and go on to the next."""
    sitting = _sitting(request, episode, page)
    skipped = _skipped(request, sitting.episode)
    if page not in skipped:
        request.session[SKIPPED] = {**request.session.get(SKIPPED, {}), str(episode): [*skipped, page]}
    return _onward(request, sitting.episode, after=page)


def _sitting(request: Asked, episode: UUID, name: str) -> Sitting:
    """raises Http404"""
    found = episode_of(request, episode)
    known, plan = known_of(found), pages.plan_of(found)
    wanted = pages.pages_of(plan, known.pathway, _skipped(request, found))
    chosen = pages.page_named(wanted, pages.other_pages(wanted, known.pathway), name)
    if chosen is None:
        raise Http404
    return Sitting(found, plan, known, wanted, chosen)


def _skipped(request: Asked, episode: Episode) -> list[str]:
    """The pages that were skipped in this session."""
    found: list[str] = request.session.get(SKIPPED, {}).get(str(episode.pk), [])
    return found


def _opened(request: Asked, sitting: Sitting, fields: Posted) -> tuple[Opened, ...]:
    """The exits that the answers would open; none where they contradict what was signed."""
    by = author_of(request)
    lines = read_page(sitting.names, sitting.known, fields, by=by).lines
    try:
        return newly_opened(
            sitting.known.facts_with(lines, by=by.words), sitting.known.pathway, sitting.open_before
        )
    except RecordError:
        return ()


def _sign(request: Asked, sitting: Sitting) -> HttpResponse:
    posted, by = request.POST.dict(), author_of(request)
    fields = fields_on(sitting.names, posted)
    if posted.get("none"):
        shown = request.POST.getlist("shown")[:MOST_SHOWN]
        fields = no_to_the_rest(sitting.names, shown, sitting.known, fields)
    read = read_page(sitting.names, sitting.known, fields, by=by)
    wrong = [] if read.lines or not read.sound else [NOTHING]
    if read.sound and read.lines:
        try:
            sign_page(
                sitting.episode,
                sitting.page.set.id,
                read.lines,
                by=by,
                key=key_in(posted),
                seen=number_in(posted, "seen"),
            )
            return _signed(request, sitting)
        except (Conflict, RecordError) as refused:
            wrong = words_of(refused)
            sitting = replace(sitting, known=known_of(sitting.episode))
    return _shown(request, sitting, Typed(fields, number_in(posted, "version")), read=read, wrong=wrong)


def _signed(request: Asked, sitting: Sitting) -> HttpResponse:
    """Say what was opened, and go on: to the next page, or to what cannot wait."""
    new = [one for one in opened_by(pages.plan_of(sitting.episode)) if one.id not in sitting.open_before]
    for one in new:
        messages.error(request, f"{one.urgency}. {one.title}.")
    messages.success(request, f"Signed: {sitting.page.set.title}.")
    if any(one.emergency for one in new):
        return redirect("intake", sitting.episode.pk)
    return _onward(request, sitting.episode, after=sitting.page.set.id)


def _onward(request: Asked, episode: Episode, *, after: str) -> HttpResponse:
    pathway = pathway_of(episode.person.clinic)
    wanted = pages.pages_of(pages.plan_of(episode), pathway, _skipped(request, episode))
    following = pages.next_page(wanted, after=after)
    if following is None:
        return redirect("intake", episode.pk)
    return redirect("intake_page", episode.pk, following.set.id)


def _shown(
    request: Asked,
    sitting: Sitting,
    typed: Typed,
    *,
    read: Read = NO_FAULTS,
    wrong: Sequence[str] = (),
) -> HttpResponse:
    first, rest = pages.questions_on(sitting.page, sitting.known, typed.fields, read.faults)
    values = {
        "questions": first,
        "rest": rest,
        "rest_used": any(one.used for one in rest),
        "faulty": [one for one in (*first, *rest) if one.fault],
        "treatments": _treatments(sitting, typed, read),
        "refused": bool(wrong) or not read.sound,
        "wrong": wrong,
        "key": uuid.uuid4(),
        "progress": pages.progress(sitting.wanted, sitting.known.signed_today(KIND, but=OPENING)),
    }
    values |= person_values(request, sitting.episode) | _values(request, sitting, typed)
    return page(request, "intake/intake_page.html", values)


def _values(request: Asked, sitting: Sitting, typed: Typed) -> dict[str, Any]:
    """What the page shows and each saving shows anew."""
    opened = _opened(request, sitting, typed.fields)
    return {
        "episode": sitting.episode,
        "page": sitting.page,
        "typed": typed,
        "opened": opened,
        "cannot_wait": any(one.emergency for one in opened),
        "screen": pages.is_screen(sitting.page, sitting.known.pathway),
        "form": "answers",
    }


def _treatments(sitting: Sitting, typed: Typed, read: Read) -> treatments.Form | None:
    if not treatments.belongs_to(sitting.names):
        return None
    return treatments.form_of(sitting.known, typed.fields, read.rows)
