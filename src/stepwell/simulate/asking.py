"""Who is asked what: pages of questions, what is left out, and what was answered when.

Lives here: writing answers into the journal, once a day at most, and asking again once they are stale. Lives elsewhere: the
answers (answers.py), which pages a visit needs (visiting.py).

How long an answer stays fresh is the knowledge's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stepwell.knowledge.types import Finding, Pathway, QuestionSet
from stepwell.population.codes import codes_of
from stepwell.simulate.answers import Answers, asked
from stepwell.simulate.chance import Ints, Truths
from stepwell.simulate.hidden import World
from stepwell.simulate.journal import NOT_SURE, Journal

NEVER = -30000
"""Earlier than any answer."""

ALWAYS_SURE = frozenset({"age", "sex", "country", "side-known", "working-source", "treatment-history"})


@dataclass(frozen=True, eq=False)
class Asking:
    """Asking the people of a bucket.

    told   the day of life in the clinic on which each finding was last answered, by person and place of the finding
    """

    world: World
    pathway: Pathway
    journal: Journal
    answers: Answers
    told: npt.NDArray[np.int16]

    @staticmethod
    def begin(world: World, pathway: Pathway, journal: Journal) -> "Asking":
        """Nobody has been asked anything."""
        told = np.full((len(world.people), len(pathway.findings) + 1), NEVER, np.int16)
        return Asking(world, pathway, journal, Answers(world, pathway), told)

    def tell(self, finding: str, rows: Ints, day: int) -> None:
        """These people answer now, unless they have answered this today."""
        place = codes_of(self.pathway).findings[finding]
        rows = rows[self.told[rows, place] != day]
        if not len(rows):
            return
        self.told[rows, place] = day
        low = self.answers.value(finding, rows, day)
        high = low
        share = self._unsure_share(self.pathway.findings[finding])
        if share:
            unsure = self.world.chance.happens(share, f"unsure {finding}", day, rows)
            low, high = np.where(unsure, NOT_SURE[0], low), np.where(unsure, NOT_SURE[1], low)
        days = self.world.people.entry[rows] + day
        self.journal.observe(
            rows, place, days, low, high=high, per_side=self.pathway.findings[finding].per_side
        )

    def told_today(self, finding: str, rows: Ints, day: int) -> Truths:
        """Who has answered this today."""
        found: Truths = self.told[rows, codes_of(self.pathway).findings[finding]] == day
        return found

    def _unsure_share(self, finding: Finding) -> float:
        if finding.id in ALWAYS_SURE:
            return 0.0
        return self.world.parameters.number("not-sure-flags" if finding.flag else "not-sure-share")

    def page(self, page: QuestionSet, rows: Ints, day: int) -> None:
        """A page of questions: only those whose answer is not fresh, and some people leave the page out."""
        read, safety = self.world.parameters, bool(page.urgency)
        rarer = read.number("skipped-safety") if safety else 1.0
        skipped = self.world.people.skips[rows] * rarer
        rows = rows[~self.world.chance.happens(skipped, f"page {page.id}", day, rows)]
        self.questions(page.findings, rows, day, skipped=0.0 if safety else read.number("skipped-questions"))

    def questions(self, findings: Iterable[str], rows: Ints, day: int, *, skipped: float) -> None:
        """Questions one by one, where the answer is not fresh."""
        for name in findings:
            wanted = rows[self._stale(self.pathway.findings[name], rows, day)]
            if skipped and len(wanted):
                wanted = wanted[~self.world.chance.happens(skipped, f"skipped {name}", day, wanted)]
            self.tell(name, wanted, day)

    def _stale(self, finding: Finding, rows: Ints, day: int) -> Truths:
        told = self.told[rows, codes_of(self.pathway).findings[finding.id]]
        never: Truths = told == NEVER
        return never if finding.fresh_for is None else never | (day - told > finding.fresh_for)

    def forget(self, findings: Iterable[str], rows: Ints) -> None:
        """What was settled is asked again."""
        for name in findings:
            self.told[rows, codes_of(self.pathway).findings[name]] = NEVER


def observable(pathway: Pathway, findings: Iterable[str]) -> list[str]:
    """Those findings of a list that can be observed."""
    known = {one.id for one in asked(pathway)}
    return [name for name in findings if name in known]
