"""The pages of the intake: which matter now, in which order, and what has become of each.

Lives here: pages of the stored plan beside those of the knowledge, progress in words, the questions of one page. Lives elsewhere: which
questions matter and why (reasoning/questions.py), one question (intake/answers.py), the clinician's tests (exam/groups.py).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import stored_content
from stepwell.clinic.workspace.intake.answers import Posted, Question, question_of, standing_of
from stepwell.clinic.workspace.intake.known import Known
from stepwell.documents.words import plural
from stepwell.knowledge.types import Pathway, QuestionSet

SIGNS = {
    "emergency": "A yes here is an emergency",
    "same-day": "A yes here is seen today",
    "urgent": "A yes here is seen within two weeks",
}
"""What a yes means on a page of signs. Pages of signs come first."""


@dataclass(frozen=True)
class Page:
    """A page of questions.

    wanted   the questions that matter now: finding, its words and why; empty for a page that nothing needs
    skipped  left for later in this sitting
    """

    set: QuestionSet
    wanted: tuple[Mapping[str, str], ...] = ()
    skipped: bool = False

    @property
    def urgency(self) -> str:
        """How pressing a yes would be, in words; empty for a page without signs."""
        return SIGNS.get(self.set.urgency, "")

    @property
    def count(self) -> str:
        """How many questions matter."""
        return plural(len(self.wanted), "question")


def is_exam(one: QuestionSet) -> bool:
    """Whether a page belongs to the exam: a clinician finds it, and it tells the source."""
    return one.audience == "clinician" and one.step == "identify"


def pages_of(plan: Mapping[str, Any], pathway: Pathway, skipped: Collection[str]) -> tuple[Page, ...]:
    """The pages that matter now, in the order of the plan; those that were skipped come last."""
    sets = {one.id: one for one in pathway.question_sets}
    wanted = [
        Page(sets[one["id"]], tuple(one["questions"]), one["id"] in skipped)
        for one in plan["questions"]
        if one["id"] in sets and not is_exam(sets[one["id"]])
    ]
    return tuple(sorted(wanted, key=lambda page: page.skipped))


def other_pages(pages: Sequence[Page], pathway: Pathway) -> tuple[Page, ...]:
    """The pages that nothing needs now: answered, or without a use yet. They can be opened all the same."""
    needed = {page.set.id for page in pages}
    return tuple(Page(one) for one in pathway.question_sets if one.id not in needed and not is_exam(one))


def page_named(pages: Sequence[Page], others: Sequence[Page], name: str) -> Page | None:
    """The page of a name; None where there is none."""
    return next((page for page in (*pages, *others) if page.set.id == name), None)


def next_page(pages: Sequence[Page], *, after: str = "") -> Page | None:
    """The first page that matters and was neither skipped nor just signed."""
    return next((page for page in pages if not page.skipped and page.set.id != after), None)


def progress(pages: Sequence[Page], signed: int) -> str:
    """How far the intake is, in words."""
    left = [page for page in pages if not page.skipped]
    signs = sum(bool(page.urgency) for page in left)
    said = [
        f"{plural(signed, 'page')} signed today." if signed else "",
        f"{plural(signs, 'page')} of signs first." if signs else "",
        f"Then {plural(len(left) - signs, 'page')} that may matter." if len(left) > signs else "",
        f"{len(pages) - len(left)} skipped." if len(pages) > len(left) else "",
    ]
    return " ".join(one for one in said if one) or "Nothing is left to ask."


def is_screen(page: Page, pathway: Pathway) -> bool:
    """Whether one tap can say no to all of it: several questions that matter, or that are there, each yes or no."""
    names = [one["finding"] for one in page.wanted] or list(page.set.findings)
    return len(names) > 1 and all(pathway.findings[name].type == "yes-no" for name in names)


def questions_on(
    page: Page, known: Known, posted: Posted, faults: Mapping[str, str]
) -> tuple[list[Question], list[Question]]:
    """The questions that matter now, and the others of the page."""
    facts = known.signed
    wanted = {one["finding"]: one for one in page.wanted}
    first: list[Question] = []
    rest: list[Question] = []
    for name in page.set.findings:
        finding = known.pathway.findings[name]
        text = finding.ask.get(page.set.audience) or next(iter(finding.ask.values()), finding.title)
        question = question_of(
            finding,
            text=text,
            posted=posted,
            why=wanted.get(name, {}).get("why", ""),
            standing=standing_of(facts, finding),
            fault=faults.get(name, ""),
        )
        (first if name in wanted or not wanted else rest).append(question)
    return first, rest


def plan_of(episode: Episode) -> dict[str, Any]:
    """The plan as it was stored."""
    plan: dict[str, Any] = stored_content(episode)["plan"]
    return plan
