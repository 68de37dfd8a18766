"""What treatments do: to the pain, and to the record, where a response is written later.

Lives here: the effect of each kind of treatment, where needles and operations are aimed, and how people say it went. Lives
elsewhere: how pain follows (body.py), when treatments happen (care.py).
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from stepwell.knowledge.types import Pathway
from stepwell.population.codes import ANOTHER, codes_of
from stepwell.simulate.chance import Ints, Truths
from stepwell.simulate.hidden import World, response_words, source_share
from stepwell.simulate.journal import NOTHING, Journal
from stepwell.simulate.people import helped
from stepwell.simulate.plans import ANSWERING, Plan

LONG = 36_500
"""Relief that lasts still has no last day yet; the greatest number of days that a record holds."""


class Effects:
    """The effects of treatments on the people of a bucket, and the responses that are still to be recorded.

    waiting   for each effect that is answered later: day, `seq` and code of the course, relief in percent, by person
    """

    def __init__(self, world: World, pathway: Pathway, journal: Journal) -> None:
        self._world, self._pathway, self._journal = world, pathway, journal
        count = len(world.people)
        self._waiting = {
            one: {
                part: np.full(count, NOTHING, np.int64) for part in ("day", "seq", "code", "relief", "done")
            }
            for one in ANSWERING
        }

    def start(self, plan: Plan, rows: Ints, day: int) -> None:
        """A medicine begins to work, in some."""
        world, read = self._world, self._world.parameters
        if plan.effect == "painkiller":
            works = helped(world.people, world.chance, read, read.number("painkiller-helped"), "painkiller")
            world.body.medicine_gain[rows] = np.where(works[rows] > 0, read.number("painkiller-gain"), 0.0)
        elif plan.effect == "nerve-medicine":
            world.body.medicine_gain[rows] = read.number("nerve-medicine-gain")

    def stop(self, plan: Plan, rows: Ints) -> None:
        """A medicine works no more."""
        if plan.effect in ("painkiller", "nerve-medicine"):
            self._world.body.medicine_gain[rows] = 0.0

    def guessed(self, rows: Ints) -> Ints:
        """The source that a clinician names for a person: often the hidden one, else the commonest other."""
        world = self._world
        right = world.chance.happens(world.parameters.number("right-source"), "right source", 0, rows)
        hidden = world.people.source[rows]
        return np.where(right, hidden, np.where(hidden == 0, 1, 0))

    def parts(self, plan: Plan, rows: Ints, day: int) -> dict[str, Any]:
        """Where a needle or an operation is aimed, with what, and how."""
        if plan.kind not in ("needle", "surgery"):
            return {}
        words, world = codes_of(self._pathway).words, self._world
        aim = world.believed[rows]
        aim = np.where(aim == NOTHING, self.guessed(rows), aim)
        targets = np.array([words["target"][name] for name in world.people.sources])
        parts: dict[str, Any] = {"target": targets[aim], "aim": aim}
        if plan.kind == "needle":
            parts["guidance"] = self._drawn("guidance", plan, rows, day)
            parts["agent"] = ANOTHER
        else:
            parts["approach"] = self._drawn("approach", plan, rows, day)
        return parts

    def _drawn(self, part: str, plan: Plan, rows: Ints, day: int) -> Ints:
        shares = self._world.parameters.shares(f"{part}-used")
        codes = codes_of(self._pathway).words[part]
        numbers = np.array([codes.get(word, ANOTHER) for word in shares])
        return numbers[self._world.chance.one_of(shares, f"{part} {plan.id}", day, rows)]

    def do(self, plan: Plan, rows: Ints, day: int, seq: Any, parts: Mapping[str, Any]) -> None:
        """A needle or an operation works, in some; how it went is recorded later."""
        if plan.effect == "better-plan":
            better = self._world.body.adherence[rows] + self._world.parameters.number("better-plan")
            self._world.body.adherence[rows] = np.minimum(better, 1.0)
        if plan.effect not in ANSWERING:
            return
        world = self._world
        hits = parts["aim"] == world.people.source[rows]
        relief = self._relief(plan, rows, day, hits)
        waiting = self._waiting[plan.effect]
        after = world.chance.between(world.parameters.ends("response-after"), "response", day, rows)
        waiting["day"][rows], waiting["seq"][rows], waiting["code"][rows] = day + after, seq, plan.code
        waiting["relief"][rows], waiting["done"][rows] = np.rint(100 * relief).astype(np.int64), day

    def _relief(self, plan: Plan, rows: Ints, day: int, hits: Any) -> Any:
        """How much of the pain goes at best."""
        world, body = self._world, self._world.body
        if plan.effect == "operation":
            read = world.parameters
            share = source_share(world, rows, "operation-helped-by-source", read.number("operation-helped"))
            body.operate(rows, day, np.where(hits, share, read.number("injection-elsewhere-relief")))
            return body.operation_gain[rows]
        if plan.effect == "block":
            return body.blocked(rows, day, hits)
        body.inject(rows, day, hits, toxin=plan.effect == "toxin")
        return body.injection_gain[rows]

    def respond(self, here: Truths, day: int) -> None:
        """Write the responses that are due today."""
        for effect, waiting in self._waiting.items():
            rows = np.flatnonzero((waiting["day"] == day) & here)
            if len(rows):
                self._respond(effect, waiting, rows, day)

    def _respond(self, effect: str, waiting: Mapping[str, Ints], rows: Ints, day: int) -> None:
        words, codes = codes_of(self._pathway).words["response"], codes_of(self._pathway)
        relief = waiting["relief"][rows]
        said = response_words(self._world.parameters, relief.astype(np.float64))
        parts: dict[str, Any] = {"response": np.array([words[one] for one in said], np.int64)}
        parts["of_seq"] = waiting["seq"][rows]
        if effect != "operation":
            shown = np.clip(relief, 0, 100)
            parts |= {"relief_percent_low": shown, "relief_percent_high": shown}
        if effect in ("injection", "toxin"):
            parts |= self._lasted(waiting, rows, day)
        days = self._world.people.entry[rows] + day
        for code in np.unique(waiting["code"][rows]):
            here = waiting["code"][rows] == code
            chosen = {name: value[here] for name, value in parts.items()}
            self._journal.happen(rows[here], int(code), codes.events["responded"], days[here], **chosen)

    def _lasted(self, waiting: Mapping[str, Ints], rows: Ints, day: int) -> dict[str, Any]:
        """How long the relief lasted; of relief that lasts still, only that it lasted so long."""
        end = self._world.body.worn_off[rows]
        lasted = np.maximum(np.minimum(end, day) - waiting["done"][rows], 0)
        return {"relief_days_low": lasted, "relief_days_high": np.where(end > day, LONG, lasted)}
