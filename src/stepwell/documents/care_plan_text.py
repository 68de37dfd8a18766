"""A care plan as a tired clinician reads it: what is dangerous, what to do, what to ask, what to leave.

Lives here: the layout of `stepwell next`. Lives elsewhere: rows (documents/rows.py), reasons (documents/reasons.py),
words (documents/words.py), the plan (reasoning/apply.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stepwell.documents.paint import Paint
from stepwell.documents.reasons import deciding, reason_lines, said, tree_lines
from stepwell.documents.rows import Row, rows_of
from stepwell.documents.words import BANNER, GROUP_ORDER, GROUPS, STATUS, STRENGTH, URGENCY, plural
from stepwell.knowledge.bibliography import short_citation
from stepwell.knowledge.types import TREATMENTS, Evidence, Pathway
from stepwell.reasoning.types import CarePlan, QuestionPage, Recommendation

MOST = {"Do": 12, "Ask": 6, "Go on": 12, "Stop or hold": 8, "Not now": 6}
"""Rows of each group that are shown before the rest is only counted."""
MOST_PAGES = 5
"""Pages of questions that are named; the first is shown whole."""


@dataclass(frozen=True)
class CarePlanText:
    """Prints one care plan.

    audience   clinician or patient: a patient sees plain words and no dose
    everything whether to show every row of every group
    """

    pathway: Pathway
    plan: CarePlan
    paint: Paint
    person: str
    audience: str = "clinician"
    everything: bool = False

    def text(self) -> str:
        """The whole page."""
        rows = [
            row for row in rows_of(self.plan.recommendations) if self.audience in self._audience(row.head)
        ]
        exits = [row for row in rows if row.head.urgency and row.head.status == "recommended"]
        urgent = [row for row in rows if row.head.status in ("stop", "paused")]
        lines = [
            *self._head(),
            *self._exits(exits),
            *self._group("Stop or hold", urgent, title="Stop or pause"),
        ]
        rest = [row for row in rows if row not in exits and row not in urgent]
        for group in GROUP_ORDER:
            found = [row for row in rest if GROUPS[row.head.status] == group]
            if group == "Ask" and any(row.head.urgency == "emergency" for row in exits):
                continue  # an emergency ends the questions
            if group == "Ask":
                lines += self._questions()
            lines += self._together(found) if group == "Stop or hold" else self._group(group, found)
        return "\n".join([*lines, *self._foot(), ""])

    def _audience(self, one: Recommendation) -> tuple[str, ...]:
        return self.pathway.interventions[one.id].audience

    def _head(self) -> Iterator[str]:
        paint, plan = self.paint, self.plan
        side = {"left": "left side", "right": "right side", "both": "both sides"}.get(
            plan.side, "side not recorded"
        )
        yield paint(f"{self.person} · {side} · as of {day(plan.as_of)}", "bold")
        steps = self.pathway.steps
        number = [step.id for step in steps].index(plan.step)
        yield paint(f"Step {number + 1} of {len(steps)}: {steps[number].title}", "blue", "bold")
        yield from paint.lines(steps[number].say, "dim")
        if not plan.knowledge["reviewed"]:
            yield from paint.lines(BANNER, "amber")

    def _exits(self, rows: list[Row]) -> Iterator[str]:
        for row in rows:
            one = row.head
            style = ("loud",) if one.urgency in ("emergency", "same-day") else ("red", "bold")
            yield ""
            yield self.paint(f" {URGENCY[one.urgency]} ", *style) + " " + self.paint(one.title, "bold")
            yield from self.paint.lines(one.say.get(self.audience, ""), indent=3)
            yield from reason_lines(one.because, self.paint, indent=3)
            yield from self._parts(row)

    def _group(self, group: str, rows: list[Row], *, title: str = "") -> Iterator[str]:
        if not rows:
            return
        yield ""
        yield self.paint(title or group, "bold", "blue")
        shown = rows if self.everything else rows[: MOST[group]]
        brief = group == "Not now"
        for row in shown:
            yield from self._brief(row) if brief else self._row(row)
        if len(rows) > len(shown):
            yield self.paint(f"  and {len(rows) - len(shown)} more (--all shows them)", "dim")

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

    def _row(self, row: Row) -> Iterator[str]:
        one = row.head
        titles = " or ".join(each.title for each in (one, *row.alternatives))
        yield from self.paint.lines(titles, "bold", indent=1, mark="• ", hang=0)
        yield from self.paint.lines(self._status(one), "dim", indent=3)
        if one.silenced:
            yield from self.paint.lines(f"Overridden: {one.silenced}", "amber", indent=3)
        if one.status in ("recommended", "prepare", "stop", "continue"):
            yield from self.paint.lines(one.say.get(self.audience, ""), indent=3)
        yield from reason_lines(one.because, self.paint, indent=3, most=2 if one.status == "ask-first" else 3)
        yield from self._details(one)
        yield from self._parts(row)

    def _status(self, one: Recommendation) -> str:
        words = STRENGTH[one.strength] if one.status == "recommended" else STATUS[one.status]
        asks = f": {plural(len(one.ask), 'question')}" if one.status == "ask-first" and one.ask else ""
        how = f" {one.how}" if one.how else ""
        return f"{words}{asks}{how} · {one.decided_by} decides · {one.id}"

    def _details(self, one: Recommendation) -> Iterator[str]:
        lines = self.paint.lines
        for need in one.unmet:
            title = self.pathway.interventions[need].title if need in self.pathway.interventions else need
            yield from lines(title, indent=3, mark="First: ")
        for caution in one.cautions:
            yield from lines(caution, "amber", indent=3, mark="With care: ")
        if self.audience == "clinician":
            for dose in one.dose:
                yield from lines(dose, indent=3, mark="Dose: ")
            if one.kind in TREATMENTS and one.status != "ask-first":
                yield from self._conflicts(one)
        if one.status in ("recommended", "prepare"):
            yield from lines(cited(one.evidence, self.pathway), "dim", indent=3, mark="Evidence: ")

    def _conflicts(self, one: Recommendation) -> Iterator[str]:
        for name in one.conflicts:
            entry = self.pathway.conflicts[name]
            sides = " / ".join(str(side.get("says", "")) for side in (entry.side_a, entry.side_b))
            yield from self.paint.lines(
                f"{entry.title}: {sides}", "dim", indent=3, mark=f"Sources disagree ({name}): "
            )
            yield from self.paint.lines(entry.safer, "dim", indent=5, mark="Stepwell: ")

    def _parts(self, row: Row) -> Iterator[str]:
        for part in row.parts:
            exact = (
                ""
                if part.status == row.head.status
                else f" ({STATUS.get(part.status, 'recommended').lower()})"
            )
            yield from self.paint.lines(f"{part.title}{exact}", indent=5, mark="- ")

    def _brief(self, row: Row) -> Iterator[str]:
        one = row.head
        titles = " or ".join(each.title for each in (one, *row.alternatives))
        yield from self.paint.lines(f"{titles}: {STATUS[one.status].lower()}", indent=1, mark="• ")
        if one.changes_if:
            soonest = one.changes_if[0]
            when = f" (from {day(soonest.on)})" if soonest.on else ""
            yield from self.paint.lines(f"{soonest.words}{when}", "dim", indent=3, mark="would change with: ")
        for part in row.parts:
            yield from self.paint.lines(part.title, "dim", indent=5, mark="- ")

    def _questions(self) -> Iterator[str]:
        pages = [
            page for page in self.plan.questions if self.audience == "clinician" or page.audience == "patient"
        ]
        if not pages:
            return
        yield ""
        yield self.paint("Ask next", "bold", "blue")
        for page in pages if self.everything else pages[:1]:
            yield from self._page(page)
        if self.everything or len(pages) == 1:
            return
        titles = "; ".join(page.title for page in pages[1:MOST_PAGES])
        more = f"; and {len(pages) - MOST_PAGES} more pages" if len(pages) > MOST_PAGES else ""
        yield from self.paint.lines(f"{titles}{more} (--all shows them)", "dim", indent=1, mark="then: ")

    def _page(self, page: QuestionPage) -> Iterator[str]:
        urgency = f", {page.urgency}" if page.urgency else ""
        yield self.paint(f" {page.title}", "bold") + self.paint(f"  ({page.audience}{urgency})", "dim")
        for question in page.questions:
            yield from self.paint.lines(question.text, indent=3, mark=self.paint.mark(None) + " ")
            yield self.paint(f"     {question.finding}", "dim")

    def _foot(self) -> Iterator[str]:
        yield ""
        unknown = sum(len(page.questions) for page in self.plan.questions)
        if unknown:
            yield f"Not known: {plural(unknown, 'answer')} that could still change this plan."
        if self.plan.next_review:
            yield f"Next review: {day(self.plan.next_review)}, when something changes with time alone."
        if self.plan.ask_again_by:
            yield f"Ask again by: {day(self.plan.ask_again_by)}, when the first answer is too old."
        yield self.paint(
            f"Knowledge {self.plan.knowledge['version']} ({self.plan.knowledge['digest'][:12]})", "dim"
        )


def _by_reason(rows: list[Row]) -> Iterator[tuple[str, Recommendation]]:
    """The titles that share a reason, and one of their recommendations."""
    together: dict[tuple[str, ...], list[Recommendation]] = {}
    for row in rows:
        key = (*(said(leaf) for tree in row.head.because for leaf in deciding(tree)), row.head.until)
        together.setdefault(key, []).extend((row.head, *row.alternatives))
    yield from (("; ".join(one.title for one in found), found[0]) for found in together.values())


def why_text(plan: CarePlan, name: str, pathway: Pathway, paint: Paint) -> str:
    """The whole explanation of one intervention, with its evidence and both sides of each conflict."""
    one = next(found for found in plan.recommendations if found.id == name)
    status = "Recommended" if one.status == "recommended" else STATUS[one.status]
    lines = [paint(one.title, "bold"), f"{status} · {one.kind} · {one.decided_by} decides", ""]
    for tree in one.because:
        lines += tree_lines(tree, paint)
    for conflict in one.conflicts:
        entry = pathway.conflicts[conflict]
        lines += ["", paint(f"{conflict}: {entry.title}", "bold")]
        for side in (entry.side_a, entry.side_b):
            lines += paint.lines(str(side.get("says", "")), indent=2, mark="- ")
        lines += paint.lines(entry.safer, indent=2, mark="Stepwell: ")
    for change in one.changes_if:
        when = f", from {day(change.on)}" if change.on else ""
        lines += paint.lines(f"{change.words}{when} ({change.by})", mark="Would change with: ")
    lines += ["", *paint.lines(cited(one.evidence, pathway), "dim", mark="Evidence: ")]
    return "\n".join(lines) + "\n"


def cited(evidence: tuple[Evidence, ...], pathway: Pathway) -> str:
    """Each citation in short, with its verification flag."""
    return "; ".join(
        f"{short_citation(pathway.references[entry.reference])} [{entry.verified}]" for entry in evidence
    )


def day(on: date) -> str:
    """`3 March 2026`."""
    return f"{on.day} {on:%B %Y}"
