"""One row of a care plan as text: the title, how strong, why, with what care, at what dose, on what evidence.

Lives here: the layout of a row. Lives elsewhere: which rows there are (documents/rows.py), their order on the page
(documents/care_plan_text.py).

A patient sees the words meant for patients: no dose, no instruction for clinicians, no id.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from stepwell.documents.citing import cited, day
from stepwell.documents.paint import Paint
from stepwell.documents.reasons import reason_lines, tree_lines
from stepwell.documents.rows import Row
from stepwell.documents.words import DECIDER, STATUS, STOP_SLOWLY, STRENGTH, plural
from stepwell.knowledge.types import TREATMENTS, Pathway
from stepwell.reasoning.types import Recommendation

SAID = ("recommended", "prepare", "stop", "continue")
"""Statuses whose advice is spelled out; the others have their title and reason."""


@dataclass(frozen=True)
class RowText:
    """Writes rows. `long` shows every reason and both sides of every conflict.

    told    conflicts whose sides stand on the page already
    """

    pathway: Pathway
    paint: Paint
    audience: str
    long: bool = False
    told: set[str] = field(default_factory=set)

    @property
    def for_clinicians(self) -> bool:
        """Whether a clinician reads this."""
        return self.audience == "clinician"

    def full(self, row: Row) -> Iterator[str]:
        """A row with its reasons and details."""
        if row.whole is not None and not self.long:
            yield from self._within(row)
            return
        for one in row.within or (row,):
            yield from self._alone(one)

    def _alone(self, row: Row) -> Iterator[str]:
        one = row.head
        yield from self.paint.lines(titles_of(row), "bold", indent=1, mark="• ")
        yield from self.paint.lines(self._status(one), "dim", indent=3)
        if one.silenced:
            yield from self.paint.lines(f"Overridden: {one.silenced}", "amber", indent=3)
        if one.status in SAID:
            yield from self.paint.lines(one.say.get(self.audience, ""), indent=3)
        yield from self.reasons(one, most=2 if one.status == "ask-first" else 3)
        yield from self._details(row)
        yield from self.parts(row)

    def _within(self, row: Row) -> Iterator[str]:
        """Parts of a treatment that goes on, one line each."""
        whole = row.whole.title if row.whole else ""
        yield from self.paint.lines(f"As part of: {whole}", "bold", indent=1, mark="• ")
        for one in row.within:
            yield from self.paint.lines(f"{one.head.title} ({self._briefly(one.head)})", indent=3, mark="- ")
            titles = "; ".join(part.title for part in one.parts)
            yield from self.paint.lines(titles, "dim", indent=5)
            yield from self._care(one)

    def reasons(self, one: Recommendation, *, most: int = 3, indent: int = 3) -> list[str]:
        """The few reasons that decide, or the whole trees."""
        if not self.long:
            return reason_lines(one.because, self.paint, indent=indent, most=most)
        return [line for tree in one.because for line in tree_lines(tree, self.paint, indent=indent)]

    def _briefly(self, one: Recommendation) -> str:
        words = STRENGTH[one.strength] if one.status == "recommended" else STATUS[one.status]
        asks = f": {plural(len(one.ask), 'question')}" if one.status == "ask-first" and one.ask else ""
        return f"{words}{asks}".lower()

    def _status(self, one: Recommendation) -> str:
        words = self._briefly(one).capitalize()
        if not self.for_clinicians:
            slowly = one.status == "stop" and one.how.startswith("Taper")
            return f"{STOP_SLOWLY if slowly else words} · {DECIDER[one.decided_by]}"
        return " · ".join((f"{words} {one.how}".strip(), f"{one.decided_by} decides", one.id))

    def _details(self, row: Row) -> Iterator[str]:
        yield from self._care(row)
        if not self.for_clinicians:
            return
        yield from self._doses(row)
        one = row.head
        weighed = one.kind in TREATMENTS or one.strength == "consider"
        if self.long or (weighed and one.status != "ask-first"):
            yield from self._conflicts(row)
        if one.status in ("recommended", "prepare"):
            words = cited(one.evidence, self.pathway)
            yield from self.paint.lines(words, "dim", indent=3, mark="Evidence: ")

    def _care(self, row: Row) -> Iterator[str]:
        """What comes first, and with what care. Alternatives say what differs."""
        rows = (row.head, *row.alternatives)
        for need in dict.fromkeys(need for one in rows for need in one.unmet):
            title = self.pathway.interventions[need].title if need in self.pathway.interventions else need
            yield from self.paint.lines(title, indent=3, mark="First: ")
        cautions: dict[str, list[Recommendation]] = {}
        for one in rows if self.for_clinicians else ():
            for caution in one.cautions:
                cautions.setdefault(caution, []).append(one)
        for words, ones in cautions.items():
            some = "" if len(ones) == len(rows) else f" ({'; '.join(one.title for one in ones)})"
            yield from self.paint.lines(words + some, "amber", indent=3, mark="With care: ")

    def _doses(self, row: Row) -> Iterator[str]:
        for one in (row.head, *row.alternatives):
            whose = f"{one.title}: " if row.alternatives else ""
            for dose in one.dose:
                yield from self.paint.lines(f"{whose}{dose}", indent=3, mark="Dose: ")

    def _conflicts(self, row: Row) -> Iterator[str]:
        """Where sources disagree: what Stepwell does; both sides in full where the advice itself is only weak."""
        for name in dict.fromkeys(name for one in (row.head, *row.alternatives) for name in one.conflicts):
            entry = self.pathway.conflicts[name]
            yield from self.paint.lines(
                f"{entry.title} ({name}). {entry.safer}", indent=3, mark="Sources disagree: "
            )
            if (row.head.strength == "consider" or self.long) and name not in self.told:
                self.told.add(name)
                for side in (entry.side_a, entry.side_b):
                    yield from self.paint.lines(str(side.get("says", "")), "dim", indent=5, mark="- ")

    def parts(self, row: Row) -> Iterator[str]:
        """The parts under a row, with the exact status where it differs."""
        for part in row.parts:
            exact = "" if part.status == row.head.status else f" ({self._briefly(part)})"
            yield from self.paint.lines(f"{part.title}{exact}", indent=5, mark="- ")

    def brief(self, row: Row) -> Iterator[str]:
        """One line, and what would change it."""
        one = row.head
        words = f"{titles_of(row)}: {STATUS[one.status].lower()}"
        yield from self.paint.lines(words, indent=1, mark="• ")
        if one.changes_if:
            soonest = one.changes_if[0]
            when = f" (from {day(soonest.on)})" if soonest.on else ""
            yield from self.paint.lines(f"{soonest.words}{when}", "dim", indent=3, mark="would change with: ")


def titles_of(row: Row) -> str:
    """The title of a row: alternatives are joined by `or`."""
    return " or ".join(one.title for one in (row.head, *row.alternatives))
