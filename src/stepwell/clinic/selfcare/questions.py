"""The questions of a person, one page after another, in their own pages: kept while they type, and resumed where they stopped.

Lives here: finding, checking, calling one service, rendering. Lives elsewhere: which questions these are (selfcare/asking.py), reading an
answer and drafts (workspace/intake/), what is written (workspace/intake/services.py).
"""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import Role
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.services import Conflict
from stepwell.clinic.pages import page as shown
from stepwell.clinic.patient.mine import open_episode_of, own_values
from stepwell.clinic.selfcare.asking import Asking, asking_of, can_all_be_no, open_exits, questions_of
from stepwell.clinic.selfcare.standing import is_alone
from stepwell.clinic.workspace.intake.drafts import Typed, keep_typed, key_in, number_in, typed_of
from stepwell.clinic.workspace.intake.pages import Page
from stepwell.clinic.workspace.intake.reading import Read, fields_on, no_to_the_rest, read_page
from stepwell.clinic.workspace.intake.services import draft_name, sign_page
from stepwell.clinic.workspace.shared import author_of, words_of
from stepwell.errors import RecordError

MOST_SHOWN = 60
NOW = "emergency"
NO_FAULTS = Read((), {}, {})


@allowed(Role.PATIENT)
@require_safe
def own_questions(request: Asked) -> HttpResponse:
    """Which pages of questions matter now, and which can be opened all the same. Others are asked by their clinic."""
    episode = open_episode_of(request)
    if not is_alone(episode):
        return redirect("way")
    asking = asking_of(episode)
    values = {
        "wanted": asking.wanted,
        "others": asking.others,
        "next": asking.after(""),
        "exits": open_exits(asking.plan),
    }
    return shown(
        request, "selfcare/questions.html", {**own_values(request, asking.episode, "questions"), **values}
    )


@allowed(Role.PATIENT)
@require_http_methods(["GET", "HEAD", "POST"])
def own_question_page(request: Asked, page: str) -> HttpResponse:
    """One page: its questions, and saving them."""
    asking, found = _page(request, page)
    if request.method == "POST":
        return _save(request, asking, found)
    return _shown(request, asking, found, typed_of(asking.episode, request.user, draft_name(page)))


@allowed(Role.PATIENT)
@require_POST
def own_question_draft(request: Asked, page: str) -> HttpResponse:
    """Keep what was typed, without saving it."""
    asking, found = _page(request, page)
    posted = request.POST.dict()
    version = number_in(posted, "take" if "take" in posted else "version")
    fields = fields_on(found.set.findings, posted)
    typed = keep_typed(asking.episode, request.user, draft_name(page), fields, version=version)
    if request.htmx:
        return render(request, "selfcare/_kept.html", {"typed": typed, "page": found})
    if typed.conflict:
        return _shown(request, asking, found, typed)
    return redirect("own_questions")


def _asking(request: Asked) -> Asking:
    """raises Http404 where a clinician answers for the person, and asks"""
    episode = open_episode_of(request)
    if not is_alone(episode):
        raise Http404
    return asking_of(episode)


def _page(request: Asked, name: str) -> tuple[Asking, Page]:
    asking = _asking(request)
    found = asking.page_named(name)
    if found is None:
        raise Http404
    return asking, found


def _save(request: Asked, asking: Asking, page: Page) -> HttpResponse:
    posted, by, names = request.POST.dict(), author_of(request), page.set.findings
    fields = fields_on(names, posted)
    if posted.get("none"):
        fields = no_to_the_rest(names, request.POST.getlist("shown")[:MOST_SHOWN], asking.known, fields)
    read = read_page(names, asking.known, fields, by=by)
    wrong = [] if read.lines or not read.sound else [_("Nothing on this page is answered yet.")]
    if read.sound and read.lines:
        key, seen = key_in(posted), number_in(posted, "seen")
        try:
            sign_page(asking.episode, page.set.id, read.lines, by=by, key=key, seen=seen)
        except (Conflict, RecordError) as refused:
            wrong = words_of(refused)
            asking = asking_of(asking.episode)
        else:
            return _onward(request, asking, page)
    typed = Typed(fields, number_in(posted, "version"))
    return _shown(request, asking, page, typed, read=read, wrong=wrong)


def _onward(request: Asked, before: Asking, page: Page) -> HttpResponse:
    """To the next page; to what cannot wait where an answer opened that."""
    now, known = asking_of(before.episode), {one["id"] for one in open_exits(before.plan)}
    new = [one for one in open_exits(now.plan) if one["id"] not in known]
    for one in new:
        entry = now.known.pathway.interventions[one["id"]]
        messages.error(request, f"{entry.title}. {entry.say.get('patient', '')}".strip())
    if any(one["urgency"] == NOW for one in new):
        return redirect("get_help")
    following = now.after(page.set.id)
    if new or following is None:
        return redirect("own_questions")
    return redirect("own_question_page", following.set.id)


def _shown(
    request: Asked,
    asking: Asking,
    page: Page,
    typed: Typed,
    *,
    read: Read = NO_FAULTS,
    wrong: Sequence[str] = (),
) -> HttpResponse:
    first, rest = questions_of(page, asking.known, typed.fields, read.faults)
    values: dict[str, Any] = {
        "page": page,
        "typed": typed,
        "questions": first,
        "rest": rest,
        "rest_used": any(one.used for one in rest),
        "faulty": [one for one in (*first, *rest) if one.fault],
        "wrong": wrong,
        "refused": bool(wrong) or not read.sound,
        "screen": can_all_be_no(page, asking.known),
        "key": uuid.uuid4(),
    }
    return shown(
        request,
        "selfcare/question_page.html",
        own_values(request, asking.episode, "questions") | values,
    )
