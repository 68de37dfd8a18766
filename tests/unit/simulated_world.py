"""Synthetic people for tests: a few, advised by the reasoning in Python, and what they were advised at each visit."""

from functools import lru_cache

import numpy as np

from stepwell.knowledge.loader import load_pathway
from stepwell.simulate.clinic import Setting, live
from stepwell.simulate.parameters import read_parameters
from stepwell.simulate.policy import TODAY, reasoned
from stepwell.simulate.tables import seen_by_visit

START = 739_500
SEED = 7
WHO = (*range(1, 16), 32, 149)
"""The first people, one without a side, and one who comes as far as the step of operations."""


@lru_cache
def pathway(**local):
    return load_pathway(local=local or None)


@lru_cache
def changed(name, value):
    """The pathway with another value of one parameter."""
    return load_pathway(local={name: value})


@lru_cache
def parameters():
    return read_parameters(pathway())


def lived(numbers, days, *, advised=True, seed=SEED, knowledge=None, watch=None):
    """People who lived for some days."""
    knowledge = knowledge or pathway()
    advise = reasoned(knowledge) if advised else None
    setting = Setting(START, days, seed)
    return live(np.asarray(numbers), knowledge, parameters(), setting, advise, watch=watch)


class Visits:
    """Remembers every round: its day, the tables that were judged, the advice."""

    def __init__(self):
        self.rounds = []

    def __call__(self, care, rows, advice, day):
        days = care.world.people.entry[rows] + day
        tables = seen_by_visit(care.asking.journal, rows, days, TODAY.toordinal())
        self.rounds.append((day, rows, tables, advice))


@lru_cache
def clinic():
    """Some people over a year and a half, with every round of visits."""
    visits = Visits()
    return lived(WHO, 500, watch=visits), visits
