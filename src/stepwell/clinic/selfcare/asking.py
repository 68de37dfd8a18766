"""The questions of a person alone: which pages there are, what is on one, and reading what was typed.

Lives here: the intake in the person's words. Lives elsewhere: its parts (workspace/intake/), which questions a person alone is asked
(selfcare/shown.py), the pages of the browser (selfcare/questions.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import stored_content
from stepwell.clinic.languages import spoken
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.selfcare.shown import PATIENT, own_plan, own_sets
from stepwell.clinic.workspace.intake.answers import Posted, Question, question_of, standing_of
from stepwell.clinic.workspace.intake.known import Known, known_of
from stepwell.clinic.workspace.intake.pages import Page, is_screen
from stepwell.records.types import NOT_SURE

WORDS = {"yes": _("Yes"), "no": _("No"), NOT_SURE: _("Not sure")}
OPEN = "recommended"


@dataclass(frozen=True)
class Asking:
    """One person's questions: the pages that matter now in their order, then the others."""

    episode: Episode
    plan: Mapping[str, Any]
    known: Known
    wanted: Sequence[Page]
    others: Sequence[Page]

    def page_named(self, name: str) -> Page | None:
        """The page of a name; None where there is none."""
        return next((page for page in (*self.wanted, *self.others) if page.set.id == name), None)

    def after(self, name: str) -> Page | None:
        """The first page that matters beside one."""
        return next((page for page in self.wanted if page.set.id != name), None)


def asking_of(episode: Episode) -> Asking:
    """The questions as they are now, in the language in which the person is spoken to."""
    known = replace(known_of(episode), pathway=pathway_of(episode.person.clinic, spoken()))
    sets = {one.id: one for one in own_sets(known.pathway)}
    plan = own_plan(stored_content(episode)["plan"], known.pathway)
    wanted = [Page(sets[one["id"]], tuple(one["questions"])) for one in plan["questions"]]
    needed = {page.set.id for page in wanted}
    others = [Page(one) for name, one in sets.items() if name not in needed]
    return Asking(episode, plan, known, wanted, others)


def questions_of(
    page: Page, known: Known, posted: Posted, faults: Mapping[str, str]
) -> tuple[list[Question], list[Question]]:
    """The questions of a page that matter now, and its others."""
    wanted = {one["finding"] for one in page.wanted} or set(page.set.findings)
    found = [_question(name, known, posted, faults.get(name, "")) for name in page.set.findings]
    return [one for one in found if one.id in wanted], [one for one in found if one.id not in wanted]


def _question(name: str, known: Known, posted: Posted, fault: str) -> Question:
    finding = known.pathway.findings[name]
    words = {value: str(said) for value, said in WORDS.items()}
    text = finding.ask.get(PATIENT, finding.title)
    standing = standing_of(known.signed, finding)
    return question_of(finding, text=text, posted=posted, words=words, standing=standing, fault=fault)


def can_all_be_no(page: Page, known: Known) -> bool:
    """Whether "None of these" is offered: several questions, each yes or no."""
    return is_screen(page, known.pathway)


def open_exits(plan: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The exits that are open, as the person is told of them."""
    return [one for one in plan["recommendations"] if one["urgency"] and one["status"] == OPEN]
