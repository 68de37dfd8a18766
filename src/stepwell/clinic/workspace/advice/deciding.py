"""Deciding about one intervention, and answering its questions in place.

Lives here: the pages of both forms, what a conflict shows. Lives elsewhere: which decisions there are (advice/choices.py), fields
(advice/forms.py), what is written (advice/services.py).
"""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import CLINICIANS
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.basis import Basis
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import Conflict, basis, stored_content
from stepwell.clinic.fields import WritingForm
from stepwell.clinic.pages import page
from stepwell.clinic.workspace.advice import services
from stepwell.clinic.workspace.advice.answer_form import AnswersForm
from stepwell.clinic.workspace.advice.cards import Asked as Question
from stepwell.clinic.workspace.advice.cards import question_of
from stepwell.clinic.workspace.advice.choices import DECIDES, MAY_DECIDE, Offer, offer_of
from stepwell.clinic.workspace.advice.decided import news_since
from stepwell.clinic.workspace.advice.explained import row_of
from stepwell.clinic.workspace.advice.forms import DecisionForm
from stepwell.clinic.workspace.advice.heads import head_values
from stepwell.clinic.workspace.advice.places import back_of, go_to
from stepwell.clinic.workspace.advice.rows import exits_in
from stepwell.clinic.workspace.advice.words import ACTIONS
from stepwell.clinic.workspace.shared import episode_of, member_of, words_of
from stepwell.documents.words import plural
from stepwell.errors import RecordError
from stepwell.knowledge.types import Finding, Intervention

DONE = {
    "accept": "Accepted",
    "change": "Accepted with the change",
    "decline": "Declined",
    "override": "Overridden",
    "happened": "Recorded",
    "responded": "Response recorded",
}


@dataclass(frozen=True)
class Subject:
    """What a form is about: the intervention, its row of today's plan, and what may be done."""

    episode: Episode
    basis: Basis
    entry: Intervention
    one: dict[str, Any]
    offer: Offer
    today: date


def _subject(request: Asked, episode: UUID, intervention: str) -> Subject:
    """raises Http404 where the plan has no row of that name"""
    found = episode_of(request, episode)
    everything = basis(found)
    one = row_of(everything, intervention)
    if one is None:
        raise Http404
    entry = everything.pathway.interventions[intervention]
    courses = everything.facts.courses.get(intervention, ())
    taken = any(course.state != "declined" for course in courses)
    offer = offer_of(entry, one["status"], member_of(request).role, taken=taken)
    return Subject(found, everything, entry, one, offer, everything.today)


@allowed(*CLINICIANS)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: Asked, episode: UUID, intervention: str) -> HttpResponse:
    """The form of one decision, and writing it."""
    subject = _subject(request, episode, intervention)
    sent = request.method == "POST"
    asked = request.POST if sent else request.GET
    action = asked.get("do", "")
    if subject.entry.exit:
        return redirect("settle", episode, intervention)
    if sent and services.was_written(subject.episode, asked.get("key", "")):
        return go_to(request, asked.get("back"), subject.episode, intervention)
    if not subject.offer.allows(action):
        return _not_offered(request, subject, action, sent=sent)
    form = _decision_form(subject, action, asked, sent=sent)
    if sent and form.is_valid():
        try:
            services.decide(subject.episode, subject.entry, action, form.cleaned_data, by=member_of(request))
        except (Conflict, RecordError) as wrong:
            return _form_page(request, subject, action, form, news=keep(form, subject.episode, wrong))
        messages.success(request, f"{DONE[action]}: {subject.entry.title}.")
        return go_to(request, asked.get("back"), subject.episode, intervention)
    form.mend(subject.episode.count)
    return _form_page(request, subject, action, form)


def _decision_form(subject: Subject, action: str, asked: Any, *, sent: bool) -> DecisionForm:
    initial = {
        "key": str(uuid.uuid4()),
        "seen": subject.episode.count,
        "event": asked.get("event", ""),
    }
    return DecisionForm(
        asked if sent else None,
        action=action,
        entry=subject.entry,
        offer=subject.offer,
        pathway=subject.basis.pathway,
        today=subject.today,
        instead=_alternatives(subject) if action == "change" else (),
        courses=_courses(subject) if action == "responded" else (),
        side=subject.episode.side,
        initial=initial,
    )


def _alternatives(subject: Subject) -> list[tuple[str, str]]:
    """The other options of the same choice that are advised today, in the plan's order."""
    rows = subject.basis.plan.recommendations
    if subject.one["status"] != "recommended" or not subject.entry.choice:
        return []
    return [
        (one.id, one.title)
        for one in rows
        if one.choice == subject.entry.choice and one.id != subject.entry.id and one.status == "recommended"
    ]


def _courses(subject: Subject) -> list[tuple[str, str]]:
    """The courses that a response can belong to, latest first."""
    courses = subject.basis.facts.courses.get(subject.entry.id, ())
    return [
        (str(one.seq), _course_words(one, subject)) for one in reversed(courses) if one.state != "declined"
    ]


def _course_words(course: Any, subject: Subject) -> str:
    first = course.start or course.end or course.last
    day = date.fromordinal(int(first.low)).isoformat() if first.exact and first.low > 1 else "day not known"
    target = subject.basis.pathway.targets.get(course.target or "", "")
    return ", ".join(part for part in (day, course.state.replace("-", " "), target) if part)


def _not_offered(request: Asked, subject: Subject, action: str, *, sent: bool) -> HttpResponse:
    """Nothing to fill in; where it was sent all the same, the page says why it was not written."""
    words = _refusal(subject, action) if sent or action else ""
    return _form_page(request, subject, "", None, refused=words)


def _refusal(subject: Subject, action: str) -> str:
    if action not in ACTIONS:
        return "There is no such decision. Nothing was saved."
    if subject.offer.held:
        return "An open exit holds this. No override silences an exit: follow it up first. Nothing was saved."
    if not subject.offer.decides:
        who = " or ".join(role.label.lower() for role in MAY_DECIDE[subject.entry.decided_by])
        return f"This is for a {who} to decide. Nothing was saved."
    if action == "responded":
        return "Nothing of it is on record yet, so that there is no response. Nothing was saved."
    return "This cannot be decided while it has its present status. Nothing was saved."


def _form_page(
    request: Asked, subject: Subject, action: str, form: DecisionForm | None, **more: Any
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    values = {
        **head_values(request, subject.episode, subject.basis.pathway),
        "entry": subject.entry,
        "one": subject.one,
        "offer": subject.offer,
        "action": action,
        "title": ACTIONS.get(action, ""),
        "form": form,
        "conflicts": [subject.basis.pathway.conflicts[name] for name in subject.one["conflicts"]],
        "decides": DECIDES[subject.entry.decided_by],
        "back": back_of(asked.get("back")),
        **more,
    }
    return page(request, "advice/decide.html", values)


def keep(form: WritingForm, episode: Episode, wrong: Conflict | RecordError) -> list[Any]:
    """Say what went wrong at the head of the form, keep what was typed, and let it be sent again once it was looked at."""
    seen = form.cleaned_data.get("seen") or 0
    for words in words_of(wrong):
        form.add_error(None, f"{words[:1].upper()}{words[1:]}")
    if not isinstance(wrong, Conflict):
        return []
    form.retype(seen=episode.count)
    return news_since(episode, seen)


@allowed(*CLINICIANS)
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: Asked, episode: UUID, intervention: str) -> HttpResponse:
    """The questions that one intervention waits for, and writing the answers."""
    subject = _subject(request, episode, intervention)
    findings = _asked(subject)
    sent = request.method == "POST"
    if sent and services.was_written(subject.episode, request.POST.get("key", "")):
        return go_to(request, request.POST.get("back"), subject.episode, intervention)
    asked = request.POST if sent else request.GET
    form = AnswersForm(request.POST if sent else None, findings)
    form.initial = {"key": str(uuid.uuid4()), "seen": subject.episode.count}
    news: list[Any] = []
    if sent and form.is_valid():
        try:
            return _answered(request, subject, form)
        except (Conflict, RecordError) as wrong:
            news = keep(form, subject.episode, wrong)
    form.mend(subject.episode.count)
    values = {
        **head_values(request, subject.episode, subject.basis.pathway),
        "entry": subject.entry,
        "one": subject.one,
        "form": form,
        "sets": _sets(subject, form),
        "news": news,
        "back": back_of(asked.get("back")),
    }
    return page(request, "advice/answers.html", values)


def _asked(subject: Subject) -> list[Finding]:
    findings = subject.basis.pathway.findings
    found = [findings[name] for name in subject.one["ask"] if name in findings]
    return [one for one in found if one.ask and one.type != "text"]


def _sets(subject: Subject, form: AnswersForm) -> list[tuple[str, list[Question]]]:
    """The questions by their authored page, with what was typed and what is wrong with it."""
    titles = {
        name: page.title for page in reversed(subject.basis.pathway.question_sets) for name in page.findings
    }
    found: dict[str, list[Question]] = {}
    for one in form.findings:
        bound = form[one.id]
        question = question_of(
            one,
            value=str(bound.value() or ""),
            errors=[str(wrong) for wrong in bound.errors],
            other_unit=form.kept(one),
        )
        found.setdefault(titles.get(one.id, "Other questions"), []).append(question)
    return list(found.items())


def _answered(request: Asked, subject: Subject, form: AnswersForm) -> HttpResponse:
    """Write the answers. A sign that opens an exit leads to the exits at once."""
    before = {
        one.id for one in subject.basis.plan.recommendations if one.urgency and one.status == "recommended"
    }
    typed = form.cleaned_data
    services.answer(subject.episode, form.findings, form.answers(typed), typed, by=member_of(request))
    rows = stored_content(subject.episode)["plan"]["recommendations"]
    opened = [one["title"] for one in exits_in(rows) if one["id"] not in before]
    if opened:
        messages.error(request, f"An answer opened an exit: {'; '.join(opened)}.")
        return go_to(request, "exits", subject.episode)
    messages.success(request, f"{plural(len(form.answers(typed)), 'answer')} saved.")
    return go_to(request, request.POST.get("back"), subject.episode, subject.entry.id)
