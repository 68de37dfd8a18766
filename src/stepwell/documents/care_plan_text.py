"""A care plan as a tired clinician reads it: what is dangerous, what to do, what to ask, what to leave.

Lives here: the layout of `stepwell next`. Lives elsewhere: rows (documents/rows.py, documents/row_text.py), reasons
(documents/reasons.py), words (documents/words.py), the plan (reasoning/apply.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stepwell.documents.citing import day
from stepwell.documents.paint import Paint
from stepwell.documents.reasons import deciding, reason_lines, said
from stepwell.documents.row_text import RowText, titles_of
from stepwell.documents.rows import Row, rows_of
from stepwell.documents.words import BANNER, GROUP_ORDER, GROUPS, URGENCY, plural
from stepwell.knowledge.types import Pathway
from stepwell.reasoning.types import CarePlan, QuestionPage, Recommendation

MOST = {"Do": 15, "Ask": 6, "Go on": 12, "Stop or hold": 8, "Not now": 6}
"""Rows of each group that are shown before the rest is only counted."""
MOST_PAGES = 5
"""Pages of questions that are named; the first is shown whole."""
MOST_OPEN = 8
"""Titles that are named of what is not known to be needed."""
SIDES = {"left": "left side", "right": "right side", "both": "both sides"}


@dataclass(frozen=True)
class CarePlanText:
    """Prints one care plan.

    audience    clinician or patient: a patient sees plain words and no dose
    everything  whether to show every row of every group
    long        whether to show the whole explanation of each row
    numbers     whom to call, in words
    """

    pathway: Pathway
    plan: CarePlan
    paint: Paint
    person: str
    audience: str = "clinician"
    everything: bool = False
    long: bool = False
    numbers: str = ""

    def text(self) -> str:
        """The whole page."""
        write = RowText(self.pathway, self.paint, self.audience, self.long)
        plan = self.plan.recommendations
        rows = rows_of([one for one in plan if self.audience in self.pathway.interventions[one.id].audience])
        exits = [row for row in rows if row.head.urgency and row.head.status == "recommended"]
        urgent = [row for row in rows if row.head.status in ("stop", "paused")]
        rest = [row for row in rows if row not in exits and row not in urgent]
        lines = [
            *self._head(),
            *self._exits(exits, write),
            *self._group("Stop or hold", urgent, write, title="Stop or pause"),
        ]
        for group in GROUP_ORDER:
            found = [row for row in rest if GROUPS[row.head.status] == group]
            lines += self._part(group, found, write, emergency=_emergency(exits))
        return "\n".join([*lines, *self._foot(), ""])

    def _part(self, group: str, rows: list[Row], write: RowText, *, emergency: bool) -> Iterator[str]:
        """One group of the page. An emergency ends the questions."""
        if group == "Ask" and not emergency:
            yield from self._questions()
            yield from self._asking(rows, write)
        elif group == "Stop or hold":
            yield from self._together(rows)
        elif group != "Ask":
            yield from self._group(group, rows, write)

    def _head(self) -> Iterator[str]:
        paint, plan = self.paint, self.plan
        side = SIDES.get(plan.side, "side not recorded")
        yield paint(f"{self.person} · {side} · as of {day(plan.as_of)}", "bold")
        steps = self.pathway.steps
        number = [step.id for step in steps].index(plan.step)
        yield paint(f"Step {number + 1} of {len(steps)}: {steps[number].title}", "blue", "bold")
        yield from paint.lines(steps[number].say, "dim")
        if not plan.knowledge["reviewed"]:
            yield from paint.lines(BANNER, "amber")

    def _exits(self, rows: list[Row], write: RowText) -> Iterator[str]:
        for row in rows:
            one = row.head
            style = ("loud",) if one.urgency in ("emergency", "same-day") else ("red", "bold")
            yield ""
            yield self.paint(f" {URGENCY[one.urgency]} ", *style)
            yield from self.paint.lines(one.title, "bold", indent=1)
            yield from self.paint.lines(one.say.get(self.audience, ""), indent=3)
            yield from write.reasons(one)
            yield from write.parts(row)
        if any(row.head.urgency != "routine" for row in rows):
            yield from self.paint.lines(self.numbers, "bold", indent=1)

    def _group(self, group: str, rows: list[Row], write: RowText, *, title: str = "") -> Iterator[str]:
        if not rows:
            return
        yield ""
        yield self.paint(title or group, "bold", "blue")
        brief = group == "Not now"
        found = sorted(rows, key=lambda row: not row.head.changes_if) if brief else rows
        shown = found if self.everything else found[: MOST[group]]
        for row in shown:
            yield from write.brief(row) if brief else write.full(row)
        if len(rows) > len(shown):
            yield self.paint(f"   and {len(rows) - len(shown)} more (--all shows them)", "dim")

    def _asking(self, rows: list[Row], write: RowText) -> Iterator[str]:
        """What is needed once its questions are answered; then, in short, what may or may not be needed."""
        needed = [row for row in rows if self.everything or _needed(row.head)]
        yield from self._group("Ask", needed, write, title="Then, once the questions are answered")
        open_ = [titles_of(row) for row in rows if row not in needed]
        if open_:
            more = f"; and {len(open_) - MOST_OPEN} more (--all shows them)" if len(open_) > MOST_OPEN else ""
            yield ""
            yield self.paint("Not known yet whether it is needed", "bold", "blue")
            yield from self.paint.lines("; ".join(open_[:MOST_OPEN]) + more, "dim", indent=1)

    def _together(self, rows: list[Row]) -> Iterator[str]:
        """What must not be done, by what forbids it; then what is held, by what holds it."""
        held = [row for row in rows if row.head.status == "held"]
        forbidden = [row for row in rows if row.head.status == "contraindicated"]
        if forbidden:
            yield ""
            yield self.paint("Not while this holds", "bold", "blue")
        for titles, one in _by_reason(forbidden):
            yield from self.paint.lines(titles, indent=1, mark="• ")
            yield from reason_lines(one.because, self.paint, indent=3)
            yield from self.paint.lines(f"until {one.until}" if one.until else "", "dim", indent=3)
        for titles, one in _by_reason(held):
            yield ""
            reason = one.until.replace("settled: ", "") or "outside the pathway"
            yield from self.paint.lines(f"Held until settled: {reason}", "bold", "amber")
            yield from self.paint.lines(titles, indent=2)

    def _questions(self) -> Iterator[str]:
        found = self.plan.questions
        pages = [page for page in found if self.audience in ("clinician", page.audience)]
        if not pages:
            return
        yield ""
        yield self.paint("Ask next", "bold", "blue")
        for page in pages if self.everything else pages[:1]:
            yield from self._page(page)
        if not self.everything and len(pages) > 1:
            titles = "; ".join(page.title for page in pages[1:MOST_PAGES])
            more = f"; and {len(pages) - MOST_PAGES} more pages" if len(pages) > MOST_PAGES else ""
            yield from self.paint.lines(f"{titles}{more} (--all shows them)", "dim", indent=1, mark="then: ")

    def _page(self, page: QuestionPage) -> Iterator[str]:
        urgency = f", {page.urgency}" if page.urgency else ""
        yield self.paint(f" {page.title}", "bold") + self.paint(f"  ({page.audience}{urgency})", "dim")
        for question in page.questions:
            yield from self.paint.lines(question.text, indent=3, mark=self.paint.mark(None) + " ")
            if self.audience == "clinician":
                why = f" · {question.why}" if self.long else ""
                yield from self.paint.lines(f"{question.finding}{why}", "dim", indent=5)

    def _foot(self) -> Iterator[str]:
        yield ""
        unknown = sum(len(page.questions) for page in self.plan.questions)
        if unknown:
            yield f"Not known: {plural(unknown, 'answer')} that could still change this plan."
        if self.plan.next_review:
            yield f"Next review: {day(self.plan.next_review)}, when something changes with time alone."
        if self.plan.ask_again_by:
            yield f"Ask again by: {day(self.plan.ask_again_by)}, when the first answer is too old."
        digest = self.plan.knowledge["digest"][:12]
        yield self.paint(f"Knowledge {self.plan.knowledge['version']} ({digest})", "dim")


def _emergency(exits: Sequence[Row]) -> bool:
    return any(row.head.urgency == "emergency" for row in exits)


def _needed(one: Recommendation) -> bool:
    """Whether all that speaks for it holds, and only its safety is still open."""
    return one.status == "ask-first" and bool(one.because) and all(tree.truth is True for tree in one.because)


def _by_reason(rows: list[Row]) -> Iterator[tuple[str, Recommendation]]:
    """The titles that share a reason, and one of their recommendations."""
    together: dict[tuple[str, ...], list[Recommendation]] = {}
    for row in rows:
        key = (*(said(leaf) for tree in row.head.because for leaf in deciding(tree)), row.head.until)
        together.setdefault(key, []).extend((row.head, *row.alternatives, *row.parts))
    yield from (("; ".join(one.title for one in found), found[0]) for found in together.values())
