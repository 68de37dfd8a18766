"""The synthetic clinic: the people of one bucket, day by day, from their first visit to the last simulated day.

Lives here: the order of a day. Lives elsewhere: each part of it.

Everybody's days are counted from their own first visit. So one round of visits holds people who are equally long in the
clinic, and the calendar comes in only when days are written down.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stepwell.knowledge.types import Pathway
from stepwell.population.codes import codes_of
from stepwell.simulate.asking import Asking
from stepwell.simulate.body import YEAR, Body
from stepwell.simulate.care import Care, Counted
from stepwell.simulate.chance import Chance, Ints, Truths
from stepwell.simulate.diary import Diary
from stepwell.simulate.earlier import write_earlier, write_who
from stepwell.simulate.hidden import World, side_words
from stepwell.simulate.journal import NOTHING, Journal
from stepwell.simulate.parameters import Parameters
from stepwell.simulate.people import People, draw_people
from stepwell.simulate.plans import plans_of
from stepwell.simulate.policy import TODAY, Advise
from stepwell.simulate.visiting import Visiting, Watch

UNSTATED = "unstated"


@dataclass(frozen=True)
class Setting:
    """What is simulated: the first day as an ordinal, how many days, and the seed."""

    start: int
    days: int
    seed: int


@dataclass(frozen=True, eq=False)
class Lived:
    """A bucket whose time is over.

    side   the side of each person's record, or an empty word
    step   the place of each person's step at the last visit, or -1
    """

    people: People
    journal: Journal
    side: npt.NDArray[np.str_]
    step: npt.NDArray[np.int8]
    counted: Counted
    body: Body
    visits: int


def live(
    numbers: Ints,
    pathway: Pathway,
    parameters: Parameters,
    setting: Setting,
    advise: Advise | None,
    *,
    watch: Watch | None = None,
) -> Lived:
    """Let some people live.

    numbers  their numbers in the whole population
    advise   the advice at visits; None: nobody is advised, and people only live and are asked
    """
    chance = Chance(setting.seed, numbers)
    people = draw_people(numbers, chance, pathway, parameters, start=setting.start, days=setting.days)
    care = _begin(people, chance, pathway, parameters)
    visiting = Visiting(care, advise, TODAY.toordinal(), watch)
    last_day = setting.start + setting.days - people.entry
    leaves = _leaves(chance, parameters)
    diary = Diary(care.asking)
    for day in range(int(last_day.max(initial=0))):
        here = day < last_day
        _day(care, diary, visiting, here, here & (day < leaves), day)
    side = side_words(parameters)[people.side]
    side = np.where(side == UNSTATED, "", side)
    return Lived(
        people, care.asking.journal, side, visiting.step, care.counted, care.world.body, visiting.visits
    )


def _begin(people: People, chance: Chance, pathway: Pathway, parameters: Parameters) -> Care:
    count = len(people)
    believed, explained = np.full(count, NOTHING, np.int64), np.zeros(count, np.bool_)
    world = World(people, Body(people, chance, parameters), chance, parameters, believed, explained)
    stated = side_words(parameters)[people.side] != UNSTATED
    asking = Asking.begin(world, pathway, Journal(stated.astype(np.int64)))
    care = Care.begin(world, pathway, asking, plans_of(pathway, parameters))
    named = np.flatnonzero(chance.happens(parameters.number("named-at-entry"), "named at entry"))
    believed[named] = care.effects.guessed(named)
    write_who(care)
    write_earlier(care)
    return care


def _leaves(chance: Chance, parameters: Parameters) -> Ints:
    """The day on which each person stops coming."""
    share = 1 - (1 - parameters.number("drops-out-per-year")) ** (1 / YEAR)
    found: Ints = np.floor(np.log1p(-chance.uniform("leaves")) / np.log1p(-share)).astype(np.int64) + 1
    return found


def _day(care: Care, diary: Diary, visiting: Visiting, here: Truths, present: Truths, day: int) -> None:
    """One day: life, the diary, on some days a round of visits, and what was arranged for today."""
    every = int(care.world.parameters.number("round-days"))
    in_care = care.in_rehabilitation() & here
    care.world.body.live(day, in_care)
    diary.write(present, in_care, day)
    if day % every == 0:
        visiting.round(present, day, every)
    care.carry_out(here, day)


def finding_names(pathway: Pathway) -> list[str]:
    """The names that the codes of findings stand for, from 1."""
    return ["", *codes_of(pathway).findings]
