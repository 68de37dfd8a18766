"""Treatments, tests and signs under way: what is planned, started, stopped, done, settled and answered.

Lives here: the state of every intervention of every person, and writing what happens to it. Lives elsewhere: who decides to
begin (following.py), what a treatment does to the pain (effects.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from stepwell.knowledge.types import Pathway
from stepwell.population.codes import codes_of
from stepwell.records.parts import SETTLING
from stepwell.simulate.asking import Asking
from stepwell.simulate.chance import Ints, Truths
from stepwell.simulate.effects import Effects
from stepwell.simulate.hidden import World, imaging_shows, response_words
from stepwell.simulate.journal import NOTHING
from stepwell.simulate.plans import ANSWERING, REHABILITATION, Plan

IMAGED = "imaging-structure"
"""What imaging of the deep gluteal space finds. Where it names the source, that is the working source."""


@dataclass
class Counted:
    """How many people something happened to: one place for each person."""

    injected: Truths
    operated: Truths
    signs: Truths
    outside: Truths


@dataclass(eq=False)
class Care:
    """The treatments of the people of a bucket.

    under_way   by person and place of the intervention
    pending     the day of life in the clinic on which it will be carried out, or -1
    paused      whose conservative care is paused
    """

    world: World
    pathway: Pathway
    asking: Asking
    plans: Sequence[Plan]
    effects: Effects
    counted: Counted
    under_way: Truths
    pending: npt.NDArray[np.int16]
    paused: Truths
    of_course: dict[str, Plan] = field(default_factory=dict)

    @staticmethod
    def begin(world: World, pathway: Pathway, asking: Asking, plans: Sequence[Plan]) -> "Care":
        """Nothing has happened yet."""
        count, width = len(world.people), len(plans)
        nobody = [np.zeros(count, np.bool_) for _ in range(5)]
        return Care(
            world,
            pathway,
            asking,
            plans,
            Effects(world, pathway, asking.journal),
            Counted(*nobody[:4]),
            np.zeros((count, width), np.bool_),
            np.full((count, width), NOTHING, np.int16),
            nobody[4],
            {plan.id: plan for plan in plans},
        )

    def in_rehabilitation(self) -> Truths:
        """Whose conservative care goes on."""
        places = [plan.place for plan in self.plans if plan.effect == REHABILITATION]
        found: Truths = self.under_way[:, places].any(axis=1) & ~self.paused
        return found

    def write(self, plan: Plan, rows: Ints, event: str, day: int, **parts: Any) -> npt.NDArray[np.int32]:
        """Write that something happened to an intervention today."""
        code = codes_of(self.pathway).events[event]
        return self.asking.journal.happen(rows, plan.code, code, self.world.people.entry[rows] + day, **parts)

    def arrange(self, plan: Plan, rows: Ints, day: int) -> None:
        """It will be carried out after a wait."""
        wait = self.world.chance.between(plan.wait, f"wait {plan.id}", day, rows)
        self.pending[rows, plan.place] = day + wait

    def carry_out(self, here: Truths, day: int) -> None:
        """Everything that is due today, and the responses that are, of people whose time is not over."""
        rows, places = np.divmod(np.flatnonzero(self.pending.ravel() == day), len(self.plans))
        rows, places = rows[here[rows]], places[here[rows]]
        for place, chosen in _grouped(places, rows):
            self.pending[chosen, place] = NOTHING
            self._carry_out(self.plans[place], chosen, day)
        self.effects.respond(here, day)

    def _carry_out(self, plan: Plan, rows: Ints, day: int) -> None:
        if plan.exit:
            self._settle(plan, rows, day)
        elif plan.ongoing:
            self.start(plan, rows, day)
        else:
            self._do(plan, rows, day)

    def start(self, plan: Plan, rows: Ints, day: int) -> None:
        """A treatment begins."""
        self.under_way[rows, plan.place] = True
        self.write(plan, rows, "started", day)
        self.effects.start(plan, rows, day)

    def stop(self, plan: Plan, rows: Ints, day: int) -> None:
        """A treatment ends."""
        if len(rows):
            self.under_way[rows, plan.place] = False
            self.write(plan, rows, "stopped", day)
            self.effects.stop(plan, rows)

    def _do(self, plan: Plan, rows: Ints, day: int) -> None:
        parts = self.effects.parts(plan, rows, day)
        seq = self.write(plan, rows, "done", day, **parts)
        self.effects.do(plan, rows, day, seq, parts)
        self._count(plan, rows)
        self._find(plan, rows, day)
        for name in plan.reviews:
            self._review(self.of_course[name], rows, day)

    def _count(self, plan: Plan, rows: Ints) -> None:
        if plan.effect == "operation":
            self.counted.operated[rows] = True
        elif plan.effect in ANSWERING:
            self.counted.injected[rows] = True

    def _find(self, plan: Plan, rows: Ints, day: int) -> None:
        """What a test gives, what an arrangement brings about, and a source that is named because of it."""
        for name in plan.brings:
            self.asking.answers.bring(name, rows)
            self.asking.tell(name, rows, day)
        if plan.by_patient:
            self.asking.questions(plan.finds, rows, day, skipped=0.0)
        else:
            for name in plan.finds:
                self.asking.tell(name, rows, day)
        if plan.names_source:
            self._name_source(plan, rows, day)
        if IMAGED in plan.finds:
            self._believe(rows[imaging_shows(self.world, rows)], self.world.people.source, day)

    def _name_source(self, plan: Plan, rows: Ints, day: int) -> None:
        world = self.world
        rows = rows[world.believed[rows] == NOTHING]
        rows = rows[world.chance.happens(plan.names_source, f"names source {plan.id}", day, rows)]
        guessed = np.zeros(len(world.people), np.int64)
        guessed[rows] = self.effects.guessed(rows)
        self._believe(rows, guessed, day)

    def _believe(self, rows: Ints, sources: Ints, day: int) -> None:
        """From now on this is the working source; where it was told today already, it is told at the next visit."""
        rows = rows[self.world.believed[rows] != sources[rows]]
        self.world.believed[rows] = sources[rows]
        told = rows[self.asking.told_today("working-source", rows, day)]
        self.asking.tell("working-source", rows, day)
        self.asking.forget(["working-source"], told)

    def _review(self, plan: Plan, rows: Ints, day: int) -> None:
        """How a treatment goes is recorded, of those whose treatment it is."""
        rows = rows[self.under_way[rows, plan.place]]
        people, body = self.world.people, self.world.body
        relief = 100 * (1 - body.usual[rows] / np.maximum(people.pain[rows], 1.0))
        done = np.rint(100 * body.adherence[rows]).astype(np.int64)
        codes = codes_of(self.pathway).words["response"]
        words = response_words(self.world.parameters, relief)
        parts = {"response": np.array([codes[one] for one in words], np.int64)}
        self.write(plan, rows, "responded", day, adherence_low=done, adherence_high=done, **parts)

    def _settle(self, plan: Plan, rows: Ints, day: int) -> None:
        """A clinician settles a sign. Signs that pass are gone, and are asked about again."""
        shares, chance = self.world.parameters.shares("settled-as"), self.world.chance
        words = list(shares)
        drawn = chance.one_of(shares, f"settled {plan.id}", day, rows)
        codes = np.array([codes_of(self.pathway).events[one] for one in words])
        self.asking.journal.happen(rows, plan.code, codes[drawn], self.world.people.entry[rows] + day)
        passing = [name for name in plan.signs if not self.pathway.findings[name].lasting]
        for name in passing:
            self.asking.answers.signs[name][rows] = False
        self.asking.forget(passing, rows)
        share = self.world.parameters.number("explained-share")
        other = (drawn == words.index(SETTLING[1])) & chance.happens(share, "explained", day, rows)
        self.world.explained[rows[other]] = True
        self.asking.forget(["explained-by-other-diagnosis"], rows[other])


def _grouped(places: Ints, rows: Ints) -> Iterator[tuple[int, Ints]]:
    """The rows of each place."""
    order = np.argsort(places, kind="stable")
    places, rows = places[order], rows[order]
    starts = np.flatnonzero(np.diff(places, prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(places)]):
        yield int(places[start]), rows[start:end]
