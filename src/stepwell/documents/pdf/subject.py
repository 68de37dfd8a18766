"""One person's record, read for a letter: what is known, what the plan says, and in which words.

Lives here: `Subject`, and single facts in words. Lives elsewhere: the letters (letter.py) and their parts
(letter_parts.py, letter_history.py).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from stepwell.documents.pdf.header import NO_HEADER, Header
from stepwell.documents.pdf.wording import Said, Wording
from stepwell.documents.reasons import deciding
from stepwell.knowledge.types import Intervention, Pathway
from stepwell.reasoning.apply import apply
from stepwell.reasoning.explain import value_in_words
from stepwell.reasoning.facts import Facts, compile_pathway, read_facts
from stepwell.reasoning.types import CarePlan, Explanation, Recommendation
from stepwell.records.bounds import Bounds
from stepwell.records.types import Record

ADVISED = ("recommended", "prepare")
"""Statuses in which something can be asked of somebody."""


@dataclass(frozen=True)
class Subject:
    """Whom a letter is about. `facts` and `plan` are of the same record on the same day."""

    pathway: Pathway
    facts: Facts
    plan: CarePlan
    words: Wording
    header: Header = NO_HEADER

    def row(self, id_: str) -> Recommendation | None:
        """The row of an intervention in the plan; None where the plan has none."""
        return next((one for one in self.plan.recommendations if one.id == id_), None)

    def advised(self, ids: Iterable[str]) -> list[Recommendation]:
        """The rows among these that can be asked for, in the order of the plan."""
        wanted = frozenset(ids)
        return [one for one in self.plan.recommendations if one.id in wanted and one.status in ADVISED]

    def open_exits(self) -> list[Recommendation]:
        """What must be dealt with first."""
        return [one for one in self.plan.recommendations if one.urgency and one.status == "recommended"]

    def entry(self, id_: str) -> Intervention:
        """The intervention of this id as the knowledge writes it."""
        return self.pathway.interventions[id_]

    def person(self) -> str:
        """`41 years, female`, as far as it is known."""
        words, age, sex = self.words, self.facts.values.get("age"), self.facts.values.get("sex")
        recorded = "age" in self.facts.origins and isinstance(age, Bounds)
        years = self._years(age) if recorded and isinstance(age, Bounds) else words("letter.age_unknown")
        known = min(sex) if isinstance(sex, frozenset) and len(sex) == 1 else ""
        return f"{years}, {words(f'sexes.{known}') if known else words('letter.sex_unknown')}"

    def _years(self, age: Bounds) -> str:
        low, high = int(age.low), int(age.high)
        years = str(low) if age.exact else self.words("from_to", low=low, high=high)
        return self.words("letter.age", age=years)

    def observed(self, finding: str) -> tuple[Said, Said, str]:
        """A finding's title, its value or that none is recorded, and its day."""
        title = self.words.known(self.pathway.findings[finding].title)
        value = value_in_words(self.facts.values[finding], self.pathway.findings[finding])
        if not value:
            return title, self.words("not_recorded"), ""
        return title, self.answer(value), self.dated(finding)

    def dated(self, finding: str) -> str:
        """The day of the observation that counts, or that the value was worked out."""
        seen = self.facts.origins.get(finding)
        if seen is None:
            return self.words("letter.not_dated")
        return "" if seen.on.high <= 1 else self.words.when(seen.on)

    def answer(self, value: str) -> Said:
        """Yes and no in the language of the document; other values as the knowledge writes them."""
        return self.words(value) if value in ("yes", "no") else self.words.known(value)

    def reasons(self, rows: Iterable[Recommendation]) -> Iterator[tuple[Said, Said, str]]:
        """The facts that decide, each once: what it says, the answer, its day."""
        leaves = (leaf for one in rows for tree in one.because for leaf in deciding(tree))
        for leaf in dict.fromkeys(leaf for leaf in leaves if leaf.words != "always"):
            yield self.words.known(leaf.words), self._answer_of(leaf), self._day_of(leaf)

    def _answer_of(self, leaf: Explanation) -> Said:
        if leaf.truth is None:
            return self.words("not_known")
        return self.answer(leaf.value or ("yes" if leaf.truth else "no"))

    def _day_of(self, leaf: Explanation) -> str:
        if leaf.on is not None:
            return self.words.day(leaf.on)
        return self.words("letter.not_dated") if leaf.truth is not None else ""


def subject_of(
    pathway: Pathway,
    record: Record,
    day: date,
    words: Wording,
    *,
    header: Header = NO_HEADER,
) -> Subject:
    """Read a record for a letter on a day."""
    ordinal = day.toordinal()
    facts = read_facts(compile_pathway(pathway), record.as_of(ordinal), ordinal)
    return Subject(pathway, facts, apply(pathway, record, day), words, header)
