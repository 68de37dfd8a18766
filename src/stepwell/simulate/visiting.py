"""Rounds of visits: who is seen, what is asked, what the knowledge advises, and when the next visit is.

Lives here: one round for the people of a bucket. Lives elsewhere: the questions (asking.py), the advice (policy.py), what is
done with it (following.py), life between the rounds (clinic.py).
"""

from collections.abc import Callable

import numpy as np

from stepwell.knowledge.types import QuestionSet
from stepwell.simulate.care import Care
from stepwell.simulate.chance import Ints, Truths
from stepwell.simulate.following import follow, give_up, go_elsewhere, waits_for
from stepwell.simulate.policy import Advice, Advise
from stepwell.simulate.tables import seen_by_visit

Watch = Callable[[Care, Ints, Advice, int], None]
"""Called with the people of a round, their advice and the day, before anybody follows it."""

YEAR = 365.0


class Visiting:
    """The visits of the people of a bucket.

    step   the place of the step of each person at the last visit, or -1
    """

    def __init__(self, care: Care, advise: Advise | None, today: int, watch: Watch | None) -> None:
        self._care, self._advise, self._today, self._watch = care, advise, today, watch
        read, count = care.world.parameters, len(care.world.people)
        self._gaps = np.array(read.values["visit-gaps"], np.int64)
        self._next = np.zeros(count, np.int64)
        self._seen = np.zeros(count, np.int64)
        self.step = np.full(count, -1, np.int8)
        first = [
            place
            for place, one in enumerate(care.pathway.steps)
            if one.id in read.values["first-visit-steps"]
        ]
        self._wanted = np.zeros((count, len(care.pathway.question_sets)), np.bool_)
        self._first = first
        self.visits = 0

    def round(self, present: Truths, day: int, days: int) -> None:
        """A round; `days` is how long the last one is ago."""
        care, chance = self._care, self._care.world.chance
        self._new_signs(present, day, days)
        go_elsewhere(care, np.flatnonzero(present), day, days)
        give_up(care, present, day, days)
        due = present & (self._next <= day)
        kept = (self._seen == 0) | chance.happens(care.world.parameters.number("attends"), "attends", day)
        self._see(np.flatnonzero(due & kept), day)

    def _new_signs(self, present: Truths, day: int, days: int) -> None:
        """New red flags; people come in the same round."""
        care, read, chance = self._care, self._care.world.parameters, self._care.world.chance
        share = read.number("new-flags-per-year") * days / YEAR
        rows = np.flatnonzero(chance.happens(share, "new flag", day) & present)
        weights = read.shares("flag-weights")
        shares = {
            name: float(weights[flag]) for name in care.asking.answers.signs
            if (flag := care.pathway.findings[name].flag) and name not in read.answers
        }  # fmt: skip
        drawn = chance.one_of(_evenly(shares, care), "which flag", day, rows)
        for place, name in enumerate(shares):
            here = rows[drawn == place]
            care.asking.answers.signs[name][here] = True
            care.asking.forget([name], here)
        self._next[rows] = np.minimum(self._next[rows], day)

    def _see(self, rows: Ints, day: int) -> None:
        """Some people are seen: asked, advised; they do what they do with it."""
        if not len(rows):
            return
        self._ask(rows, day)
        gap = self._gaps[np.minimum(self._seen[rows], len(self._gaps) - 1)]
        self._seen[rows] += 1
        self._next[rows] = day + gap
        self.visits += len(rows)
        if self._advise is None:
            return
        days = self._care.world.people.entry[rows] + day
        advice = self._advise(seen_by_visit(self._care.asking.journal, rows, days, self._today))
        self.step[rows] = advice.step
        if self._watch is not None:
            self._watch(self._care, rows, advice, day)
        self._wanted[rows] |= waits_for(self._care, advice)
        follow(self._care, rows, advice, day)

    def _ask(self, rows: Ints, day: int) -> None:
        steps = [one.id for one in self._care.pathway.steps]
        pages = self._care.world.parameters.values["first-visit-pages"]
        for place, page in enumerate(self._care.pathway.question_sets):
            wanted = self._wanted[rows, place] | self._always(page, steps.index(page.step), pages)
            self._care.asking.page(page, rows[wanted], day)

    def _always(self, page: QuestionSet, step: int, pages: list[str]) -> bool:
        return page.id in pages or page.audience == "patient" and step in self._first


def _evenly(weights: dict[str, float], care: Care) -> dict[str, float]:
    """Weights of urgencies, divided among the flags of each."""
    flags = [care.pathway.findings[name].flag for name in weights]
    return {name: weight / flags.count(care.pathway.findings[name].flag) for name, weight in weights.items()}
