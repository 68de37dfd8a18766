"""What happened to people before they came: who they are, and what was tried, often on a day that nobody remembers.

Lives here: the lines that stand before all others of a person. Lives elsewhere: what happens later (care.py).
"""

from typing import Any

import numpy as np

from stepwell.population.codes import ANOTHER, codes_of
from stepwell.records.dates import NO_EARLIEST
from stepwell.records.patient import patient_seqs
from stepwell.simulate.care import Care
from stepwell.simulate.chance import Ints
from stepwell.simulate.plans import Plan

MONTH, YEAR = 30, 365


def write_who(care: Care) -> None:
    """Age, sex and country, on every day; a few people leave one out."""
    asking, world = care.asking, care.world
    everybody = np.arange(len(world.people))
    for name, seq in patient_seqs(1).items():
        left_out = world.chance.happens(world.parameters.number("skipped-questions"), f"who {name}")
        rows = everybody[~left_out]
        code = codes_of(care.pathway).findings[name]
        asking.journal.about(rows, code, asking.answers.value(name, rows, 0), seq)
        asking.told[:, code] = 0


def write_earlier(care: Care) -> None:
    """The treatments that people had before they came."""
    world = care.world
    for name, share in world.parameters.shares("before-entry").items():
        rows = np.flatnonzero(world.chance.happens(share, f"before {name}"))
        if len(rows):
            _write(care, care.of_course[name], rows)


def _write(care: Care, plan: Plan, rows: Ints) -> None:
    """A treatment that lay some time back, with its end, and how it went; of a test, the report, brought to the first visit."""
    world, chance = care.world, care.world.chance
    since = np.minimum(world.people.symptom_days[rows], 2 * YEAR) + MONTH
    ended = (chance.uniform(f"ended {plan.id}", 0, rows) * since).astype(np.int64) + 1
    began = ended + chance.between((2 * 7, 20 * 7), f"began {plan.id}", 0, rows)
    undated = chance.happens(world.parameters.number("undated-share"), f"undated {plan.id}", 0, rows)
    if plan.ongoing:
        _happen(care, plan, rows, "started", began, undated)
        _happen(care, plan, rows, "stopped", ended, undated)
        _happen(care, plan, rows, "responded", ended, undated, **_response(care, plan, rows))
    elif plan.finds:
        _happen(care, plan, rows, "done", ended, undated)
        for name in plan.finds:
            care.asking.tell(name, rows, 0)
    else:
        parts = {**care.effects.parts(plan, rows, 0), **_response(care, plan, rows)}
        _happen(care, plan, rows, "done", ended, undated, **parts)


def _happen(care: Care, plan: Plan, rows: Ints, event: str, ago: Ints, undated: Any, **parts: Any) -> None:
    """It happened so many days before entry, or at some time before."""
    entry = care.world.people.entry[rows]
    days = np.where(undated, entry - 1, entry - ago)
    first = np.where(undated, NO_EARLIEST, days)
    code = codes_of(care.pathway).events[event]
    care.asking.journal.happen(rows, plan.code, code, days, on_low=first, **parts)


def _response(care: Care, plan: Plan, rows: Ints) -> dict[str, Any]:
    """Nothing, or a little: it would not have brought them here otherwise. Some do not say."""
    words = codes_of(care.pathway).words["response"]
    drawn = care.world.chance.uniform(f"response {plan.id}", 0, rows)
    code = np.where(drawn < 0.5, words.get("none", ANOTHER), words.get("partial", ANOTHER))
    parts: dict[str, Any] = {"response": np.where(drawn > 0.9, -1, code)}
    if plan.kind == "load":
        done = np.rint(100 * care.world.body.adherence[rows]).astype(np.int64)
        parts |= {"adherence_low": done, "adherence_high": done}
    return parts
