"""What people do with advice: they follow it, put it off, decline it, stop when told to, or give up by themselves.

Lives here: deciding, for all people of a round at once, one intervention after another. Lives elsewhere: the advice
(policy.py), carrying it out (care.py).
"""

import numpy as np

from stepwell.reasoning.types import STATUSES
from stepwell.simulate.care import Care
from stepwell.simulate.chance import Ints, Truths
from stepwell.simulate.journal import NOTHING
from stepwell.simulate.plans import REHABILITATION, Plan
from stepwell.simulate.policy import Advice

STOP, PAUSED, RECOMMENDED, ASK_FIRST = (
    STATUSES.index(one) for one in ("stop", "paused", "recommended", "ask-first")
)
YEAR = 365.0


def follow(care: Care, rows: Ints, advice: Advice, day: int) -> None:
    """Some people have been advised today.

    rows    their places in the bucket, in the order of the advice
    """
    chosen: dict[str, Truths] = {}
    for plan in care.plans:
        statuses = advice.statuses[:, plan.place]
        if plan.effect == REHABILITATION:
            care.paused[rows] = statuses == PAUSED
        if plan.ongoing:
            _heed_stop(care, plan, rows[statuses == STOP], day)
        advised = statuses == RECOMMENDED
        if advised.any():
            taken = chosen.setdefault(plan.choice, np.zeros(len(rows), np.bool_)) if plan.choice else None
            if taken is not None:
                advised &= ~taken
            accepted = _decide(care, plan, rows[advised], day)
            if taken is not None:
                taken |= np.isin(rows, accepted)


def _heed_stop(care: Care, plan: Plan, rows: Ints, day: int) -> None:
    rows = rows[care.under_way[rows, plan.place]]
    share = care.world.parameters.number("heeds-stop")
    care.stop(plan, rows[care.world.chance.happens(share, f"heeds {plan.id}", day, rows)], day)


def _decide(care: Care, plan: Plan, rows: Ints, day: int) -> Ints:
    """Who follows advice that was not followed before; the people who do."""
    rows = rows[(care.pending[rows, plan.place] == NOTHING) & ~care.under_way[rows, plan.place]]
    if plan.exit:
        return _accept_exit(care, plan, rows, day)
    read, chance = care.world.parameters, care.world.chance
    follows = chance.happens(read.shares("follows")[plan.strength], f"follows {plan.id}", day, rows)
    care.arrange(plan, rows[follows], day)
    share = read.shares("declines").get(plan.kind, 0.0)
    if share:
        declines = ~follows & chance.happens(share, f"declines {plan.id}", day, rows)
        care.write(plan, rows[declines], "declined", day)
    return rows[follows]


def _accept_exit(care: Care, plan: Plan, rows: Ints, day: int) -> Ints:
    """A sign is looked at by somebody who can settle it."""
    care.counted.signs[rows] = True
    care.write(plan, rows, "accepted", day)
    care.arrange(plan, rows, day)
    return rows


def waits_for(care: Care, advice: Advice) -> Truths:
    """The pages of questions that somebody's advice waits for: a row for each person, a column for each page."""
    waits = advice.statuses == ASK_FIRST
    found = np.zeros((len(waits), len(care.pathway.question_sets)), np.bool_)
    for plan in care.plans:
        found[:, list(plan.pages)] |= waits[:, plan.place, None]
    return found


def give_up(care: Care, present: Truths, day: int, days: int) -> None:
    """Treatments under way that are given up without advice, within some days."""
    share = 1 - (1 - care.world.parameters.number("gives-up-per-year")) ** (days / YEAR)
    for plan in care.plans:
        if plan.ongoing:
            rows = np.flatnonzero(care.under_way[:, plan.place] & present)
            care.stop(plan, rows[care.world.chance.happens(share, f"gives up {plan.id}", day, rows)], day)


def go_elsewhere(care: Care, rows: Ints, day: int, days: int) -> None:
    """Treatments that people have without anybody here advising them, within some days."""
    for name, per_year in care.world.parameters.shares("outside-pathway").items():
        plan = care.of_course[name]
        share = per_year * days / YEAR
        here = rows[care.world.chance.happens(share, f"elsewhere {name}", day, rows)]
        here = here[~care.under_way[here, plan.place] & (care.pending[here, plan.place] == NOTHING)]
        if len(here):
            care.counted.outside[here] = True
            care.pending[here, plan.place] = day
