"""The exam: tests on one side of the page, what they say of the source on the other.

Lives here: finding, checking, calling one service, rendering. Lives elsewhere: the tests (exam/groups.py), the sources
(exam/sources.py), answers and drafts (intake/answers.py, intake/drafts.py), what is written (exam/services.py).
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import CLINICIANS
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import Conflict
from stepwell.clinic.pages import page
from stepwell.clinic.workspace.exam.groups import WORKING, findings_of, groups_of
from stepwell.clinic.workspace.exam.services import KIND, LONGEST_REASON, needs_reason, sign_exam, taken_in
from stepwell.clinic.workspace.exam.sources import Beside, sources_of
from stepwell.clinic.workspace.intake.answers import (
    NOT_ASKED,
    Posted,
    Question,
    Values,
    fields_of,
    question_of,
    standing_of,
)
from stepwell.clinic.workspace.intake.drafts import Typed, keep_typed, key_in, number_in, typed_of
from stepwell.clinic.workspace.intake.known import Known, known_of
from stepwell.clinic.workspace.intake.opened import opened_by
from stepwell.clinic.workspace.intake.pages import plan_of
from stepwell.clinic.workspace.intake.reading import read_answers
from stepwell.clinic.workspace.shared import author_of, episode_of, person_values, words_of
from stepwell.errors import RecordError

REASON = "reason"
LEAVE = {NOT_ASKED: "Leave as it is"}
SCREEN = {True: "clear", False: "open", None: "incomplete"}


@dataclass(frozen=True)
class Answers:
    """What was typed, as lines of record, what is wrong by finding, and the sources with the lines counted in."""

    fields: Mapping[str, str]
    lines: Sequence[Values]
    faults: Mapping[str, str]
    wrong: Sequence[str]
    beside: Beside


@allowed(*CLINICIANS)
@require_http_methods(["GET", "HEAD", "POST"])
def exam(request: Asked, episode: UUID) -> HttpResponse:
    """The form with what was typed so far; signing it."""
    found = episode_of(request, episode)
    if request.method == "POST":
        return _sign(request, found)
    typed = typed_of(found, request.user, KIND)
    known = known_of(found)
    return _shown(request, known, typed, _answers(known, typed.fields, author_of(request)))


@allowed(*CLINICIANS)
@require_POST
def exam_draft(request: Asked, episode: UUID) -> HttpResponse:
    """Keep what was typed, and say what it does to the sources."""
    found = episode_of(request, episode)
    known, posted = known_of(found), request.POST.dict()
    fields = _fields(known, posted)
    version = number_in(posted, "take" if "take" in posted else "version")
    typed = keep_typed(found, request.user, KIND, fields, version=version)
    answers = _answers(known, fields, author_of(request))
    if request.htmx:
        return render(request, "exam/_kept.html", _values(known, typed, answers))
    if typed.conflict:
        return _shown(request, known, typed, answers)
    return redirect("exam", found.pk)


def _fields(known: Known, posted: Posted) -> dict[str, str]:
    fields = fields_of(posted, [one.id for one in findings_of(known.pathway)])
    reason = posted.get(REASON, "")[:LONGEST_REASON]
    return {**fields, REASON: reason} if reason else fields


def _answers(known: Known, fields: Mapping[str, str], by: Author) -> Answers:
    lines, faults = read_answers(findings_of(known.pathway), known, fields, by=by)
    said: list[str] = []
    try:
        facts = known.facts_with(lines, by=by.words) if lines else known.signed
    except RecordError as refused:
        facts, said = known.signed, words_of(refused)
    return Answers(fields, lines, faults, said, sources_of(known.pathway, facts))


def _sign(request: Asked, episode: Episode) -> HttpResponse:
    posted, known = request.POST.dict(), known_of(episode)
    answers = _checked(_answers(known, _fields(known, posted), author_of(request)))
    if not answers.faults and not answers.wrong:
        try:
            sign_exam(
                episode,
                answers.lines,
                by=author_of(request),
                key=key_in(posted),
                seen=number_in(posted, "seen"),
                offered=answers.beside.offered,
                shortfalls=answers.beside.shortfalls,
                reason=answers.fields.get(REASON, "").strip(),
            )
        except (Conflict, RecordError) as refused:
            known, answers = known_of(episode), replace(answers, wrong=words_of(refused))
        else:
            messages.success(request, "Exam signed.")
            return redirect("exam", episode.pk)
    typed = Typed(answers.fields, number_in(posted, "version"))
    return _shown(request, known, typed, answers, refused=True)


def _checked(answers: Answers) -> Answers:
    """With what is missing for a signature."""
    taken = taken_in(answers.lines)
    if needs_reason(taken, answers.beside.offered) and not answers.fields.get(REASON, "").strip():
        said = "The tests do not offer this source. Write why you take it."
        return replace(answers, faults={**answers.faults, REASON: said})
    if not answers.lines and not answers.faults:
        return replace(answers, wrong=["No test has a result yet. Record one, or keep the page as a draft."])
    return answers


def _shown(
    request: Asked, known: Known, typed: Typed, answers: Answers, *, refused: bool = False
) -> HttpResponse:
    groups = tuple(groups_of(known.pathway, known.signed, answers.fields, answers.faults))
    questions = [question for group in groups for _, question in group.rows]
    working = _working(known, answers)
    values = {
        "groups": groups,
        "working": working,
        "reason": answers.fields.get(REASON, ""),
        "reason_fault": answers.faults.get(REASON, ""),
        "faulty": [one for one in (*questions, working) if one.fault],
        "refused": refused,
        "key": uuid.uuid4(),
        "screen": SCREEN[_truth(known, "screen-clear")],
        "opened": opened_by(plan_of(known.episode)),
    }
    values |= person_values(request, known.episode) | _values(known, typed, answers)
    return page(request, "exam/exam.html", values)


def _values(known: Known, typed: Typed, answers: Answers) -> dict[str, Any]:
    return {
        "episode": known.episode,
        "typed": typed,
        "beside": answers.beside,
        "wrong": answers.wrong,
        "examined": [one.id for one in findings_of(known.pathway) if one.id != WORKING],
        "form": "answers",
    }


def _truth(known: Known, name: str) -> bool | None:
    value = known.signed.values[name]
    return value if isinstance(value, bool) else None


def _working(known: Known, answers: Answers) -> Question:
    finding = known.pathway.findings[WORKING]
    return question_of(
        finding,
        text="Working source",
        posted=answers.fields,
        words=LEAVE,
        standing=standing_of(known.signed, finding),
        fault=answers.faults.get(WORKING, ""),
    )
