"""Take this to your doctor: what a person alone said, and what somebody should look at, on one page and on paper.

Lives here: what stands on it, and the page. Lives elsewhere: what a person alone does themselves (selfcare/shown.py), the layout on
paper (documents/pdf/record.typ), the whole record on paper (owning/paper.py).

It names tests, referrals and reviews that the plan has come to. It names no medicine, injection or operation, in no step.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import Role
from stepwell.clinic.asked import Asked
from stepwell.clinic.audit.services import note
from stepwell.clinic.episodes.basis import Basis
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import Identity, identity_of
from stepwell.clinic.episodes.services import basis, today_of
from stepwell.clinic.languages import spoken
from stepwell.clinic.pages import page
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.patient.mine import own_episode, own_values
from stepwell.clinic.selfcare.shown import doctors_steps, is_own, own_sets
from stepwell.clinic.selfcare.standing import is_alone
from stepwell.clinic.workspace.shared import member_of
from stepwell.documents.codes import uncoded
from stepwell.documents.pdf.compiler import pdf_of
from stepwell.documents.pdf.header import frame
from stepwell.documents.pdf.wording import wording
from stepwell.errors import StepwellError
from stepwell.knowledge.translations import ENGLISH
from stepwell.reasoning.explain import value_in_words

REACHED = ("recommended", "prepare", "stop", "paused")
"""Statuses with which an entry is something for a doctor now."""
PAPER = "my-doctor.pdf"


@dataclass(frozen=True)
class Summary:
    """What somebody takes along.

    signs    signs of danger that are open
    look     what the plan has come to, for somebody else to decide
    more     whether the plan has come to a treatment that only a doctor chooses
    said     what the person answered with yes or a number, and `nos` what with no
    unknown  how many questions that matter now have no answer
    """

    signs: list[str]
    look: list[str]
    more: bool
    said: list[str]
    nos: list[str]
    unknown: int


def summary_of(found: Basis) -> Summary:
    """The summary of a record."""
    entries, steps = found.pathway.interventions, doctors_steps(found.pathway)
    rows = [(entries[one.id], one) for one in found.plan.recommendations if one.status in REACHED]
    foreign = [entry for entry, _row in rows if not is_own(entry, found.pathway)]
    answers = dict(_answers(found))
    return Summary(
        signs=[uncoded(entry.title) for entry, row in rows if entry.exit and row.status == "recommended"],
        look=[uncoded(entry.title) for entry in foreign if entry.step not in steps],
        more=any(entry.step in steps for entry in foreign),
        said=[f"{title}: {words}" for title, words in answers.items() if words not in ("no", "")],
        nos=[title for title, words in answers.items() if words == "no"],
        unknown=_unknown(found),
    )


def _unknown(found: Basis) -> int:
    asked = {name for one in own_sets(found.pathway) for name in one.findings}
    return len(asked & {one.finding for part in found.plan.questions for one in part.questions})


def _answers(found: Basis) -> Iterator[tuple[str, str]]:
    """Each question of a person alone by its title, with what was last said; empty where nothing was."""
    for name in dict.fromkeys(name for one in own_sets(found.pathway) for name in one.findings):
        finding, value = found.pathway.findings[name], found.facts.values.get(name)
        words = "" if value is None else value_in_words(value, finding) or ""
        yield uncoded(finding.title), words


@allowed(Role.PATIENT)
@require_safe
def own_doctor(request: Asked) -> HttpResponse:
    """The page, which prints well."""
    episode = _alone(request)
    found = basis(episode, pathway=pathway_of(episode.person.clinic, spoken()))
    values = {**own_values(request, episode, "doctor"), "summary": summary_of(found), "today": found.today}
    return page(request, "selfcare/doctor.html", values)


@allowed(Role.PATIENT)
@require_safe
def own_doctor_paper(request: Asked) -> HttpResponse:
    """The same as PDF. Its name says nothing of the person."""
    episode, member = _alone(request), member_of(request)
    try:
        content = doctors_paper(episode)
    except StepwellError:
        return redirect("own_doctor")
    note("self-care.summary-made", by=member, subject=episode.pk)
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{PAPER}"'
    return answer


def doctors_paper(episode: Episode) -> bytes:
    """The summary as PDF/UA-1, in English, for whoever reads it. raises StepwellError"""
    with override(ENGLISH):
        return _paper(episode)


def _paper(episode: Episode) -> bytes:
    words, pathway = wording(ENGLISH), pathway_of(episode.person.clinic)
    identity, summary = identity_of(episode.person), summary_of(basis(episode, pathway=pathway))
    day = today_of(episode.person.clinic)
    values = {
        **frame(pathway, words, printed=day),
        "title": _("Take this to your doctor"),
        "person": _person(episode, identity, words(f"sides.{episode.side}")),
        "empty": "",
        "days": [_part(head, entries) for head, entries in _parts(summary).items() if entries],
    }
    return pdf_of("record", values, day=day)


def _person(episode: Episode, identity: Identity, side: str) -> list[list[str]]:
    return [[_("Name"), identity.name], [_("Born"), identity.birth], [_("Side"), side]]


def _parts(summary: Summary) -> Mapping[str, list[dict[str, Any]]]:
    return {
        _("Signs of danger"): _entry(_("Open now"), summary.signs),
        _("Please look at"): _entry(_("The plan has come to this"), [*summary.look, *_more(summary)]),
        _("What I said"): _entry(_("Answers"), summary.said, nos=", ".join(summary.nos)),
    }


def _more(summary: Summary) -> list[str]:
    return [_("Whether there is more that only a doctor can choose.")] if summary.more else []


def _entry(head: str, lines: list[str], nos: str = "") -> list[dict[str, Any]]:
    if not lines and not nos:
        return []
    return [{"head": head, "lines": lines, "nos": nos, "no": _("No: "), "texts": []}]


def _part(head: str, entries: list[dict[str, Any]]) -> dict[str, Any]:
    return {"on": head, "entries": entries}


def _alone(request: Asked) -> Episode:
    """raises Http404 where a clinician answers for the person, and writes the letters"""
    episode = own_episode(request)
    if not is_alone(episode):
        raise Http404
    return episode
