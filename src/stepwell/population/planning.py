"""The statement as an engine with a kernel executes it: parts as text, and steps over words.

Lives here: making the parts for a day, from those that are kept where there are some. Lives elsewhere: the statement
(population/statement/compiler.py), where parts are kept (population/kept.py), executing them (population/engine.py).
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from stepwell.knowledge.types import Pathway
from stepwell.population.kept import NO_DAY, Tree
from stepwell.population.statement.compiler import Compiler
from stepwell.population.statement.dialects import planned_text
from stepwell.population.statement.program import Answers, Step, Stepped


@dataclass(frozen=True)
class Planned:
    """One part of the statement as text: the table that it makes (the last makes none), and those that nobody reads after it.

    step     what the kernel does in place of the text
    answers  the result, which the kernel makes; the text of this part, if any, adds to it
    """

    name: str
    text: str
    forget: tuple[str, ...]
    step: Step | None = None
    answers: Answers | None = None


def trees_of(pathway: Pathway, *, findings: bool) -> list[Tree]:
    """The parts as they are kept, for no day."""
    return [asdict(one) for one in made_for(pathway, NO_DAY, findings=findings)]


def made_for(pathway: Pathway, day: int, *, findings: bool = False) -> list[Planned]:
    """The parts for a day."""
    with _without_collector():
        return list(_planned(Compiler(pathway, day).steps(findings=findings)))


@contextmanager
def _without_collector() -> Iterator[None]:
    """A syntax tree of half a million nodes is made and kept: looking for garbage in it takes longer than making it."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _planned(stepped: Stepped) -> Iterator[Planned]:
    *before, last = stepped.parts
    for one in before:
        step = stepped.steps.get(one.name)
        yield Planned(one.name, "" if step else planned_text(one.query), one.forget, step)
    if stepped.more:
        yield Planned("", planned_text(last.query), (), answers=stepped.answers)
    else:
        yield Planned("", "", last.forget, answers=stepped.answers)


def from_trees(trees: Sequence[Tree]) -> list[Planned]:
    """Parts that were kept; nothing where they have another form."""
    try:
        return [_from_tree(**one) for one in trees]
    except (TypeError, ValueError, KeyError):
        return []


def _from_tree(name: str, text: str, forget: list[str], step: Any, answers: Any) -> Planned:
    made = Step(_tuples(step["brings"]), tuple(step["code"]), _tuples(step["gives"])) if step else None
    digits = tuple((one, tuple(many)) for one, many in answers["digits"]) if answers else ()
    found = Answers(answers["table"], digits) if answers else None
    return Planned(name, text, tuple(forget), made, found)


def _tuples(rows: Any) -> Any:
    return tuple(map(tuple, rows))
