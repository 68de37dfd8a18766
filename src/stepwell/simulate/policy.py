"""What people are advised at a visit: the compiled knowledge, executed for everybody who is seen in a round.

Lives here: planning the statement once, and the step and statuses of some people as of the day of their visit. Lives
elsewhere: the statement and its engine (population/), what people do with the advice (following.py).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stepwell.knowledge.types import Pathway
from stepwell.population.engine import ANSWERED, Engine, Planned, clear, execute, make_tables, opened, plan
from stepwell.population.prepare import TABLES
from stepwell.reasoning.apply import step_of
from stepwell.reasoning.facts import compile_pathway, read_facts
from stepwell.reasoning.statuses import judge
from stepwell.reasoning.types import STATUSES
from stepwell.simulate.people_records import records_of
from stepwell.simulate.tables import Tables

TODAY = date(2000, 1, 3)
"""The day to which every visit is moved, so that one statement serves all."""


@dataclass(frozen=True, eq=False)
class Advice:
    """The place of each person's step, and of each status in STATUSES: a row for each person, a column for each intervention."""

    step: npt.NDArray[np.int8]
    statuses: npt.NDArray[np.int8]


Advise = Callable[[Tables], Advice]
"""The advice for the people of prepared tables, as of `TODAY`."""


FEW = 80
"""People below which the reasoning in Python is faster than executing the statement."""


@contextmanager
def compiled(pathway: Pathway, *, few: int = FEW, memory: str = "", threads: int = 0) -> Iterator[Advise]:
    """The compiled knowledge of a pathway, planned once, when it is first needed.

    few   rounds of fewer people go to the reasoning in Python, which says the same
    """
    reason = reasoned(pathway)
    names = [f"status_{name.replace('-', '_')}" for name in pathway.interventions]
    with opened(memory, threads) as engine:
        planned: list[Planned] = []

        def advise(tables: Tables) -> Advice:
            if len(tables.persons) < few:
                return reason(tables)
            if not planned:
                make_tables(engine, pathway)
                planned.extend(plan(pathway, TODAY))
            return _advise(engine, planned, tables, names)

        yield advise


def _advise(engine: Engine, parts: Sequence[Planned], tables: Tables, names: list[str]) -> Advice:
    clear(engine)
    for name in TABLES:
        _insert(engine, name, getattr(tables, name))
    execute(engine, parts)
    found = engine.execute(f"SELECT * FROM {ANSWERED} ORDER BY patient_id").fetchnumpy()  # noqa: S608
    statuses = np.stack([np.asarray(found[name], np.int8) for name in names], axis=1)
    return Advice(np.asarray(found["step"], np.int8), statuses)


def _insert(engine: Engine, name: str, table: pa.Table) -> None:
    engine.register("given", table)
    engine.execute(f"INSERT INTO {name} SELECT * FROM given")  # noqa: S608  # fixed names
    engine.unregister("given")


def reasoned(pathway: Pathway) -> Advise:
    """The same advice from the reasoning in Python: for rounds of few people, where the statement would take longer."""
    knowledge, steps = compile_pathway(pathway), [step.id for step in pathway.steps]

    def advise(tables: Tables) -> Advice:
        sides = ["right" if known else "" for known in tables.persons["side_known"].to_pylist()]
        found, placed = [], []
        for _, record in records_of(tables, sides, pathway):
            facts = read_facts(knowledge, record.as_of(TODAY.toordinal()), TODAY.toordinal())
            judged = judge(knowledge, facts).by_id
            found.append([STATUSES.index(judged[name].status) for name in pathway.interventions])
            placed.append(steps.index(step_of(knowledge, facts).id))
        return Advice(np.array(placed, np.int8), np.array(found, np.int8))

    return advise
