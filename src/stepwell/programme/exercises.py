"""One exercise and its ladder, as the knowledge writes it.

Lives here: the shapes and how they are built from a parsed file. Lives elsewhere: the files
(knowledge/dgs/exercises/), whether an exercise suits a person (programme/suitability.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Tree = Mapping[str, Any]
Span = tuple[float, float]
"""A number between two others, ends included; both are the same where only one is written."""

Needs = tuple[frozenset[str], ...]
"""What is needed: each part is satisfied by any one of its words."""


@dataclass(frozen=True, slots=True)
class Level:
    """One rung of a ladder. `say` is the dose in the words of the evidence; None means not stated."""

    name: str
    say: str
    sets: int = 1
    repetitions: int | None = None
    hold_seconds: int | None = None
    minutes: Span | None = None
    walk_minutes: float | None = None
    run_minutes: float | None = None
    times_per_day: Span | None = None
    days_per_week: Span | None = None
    range: str = ""
    load: str = ""
    support: str = ""
    needs: Needs = ()


@dataclass(frozen=True, slots=True)
class Concern:
    """What a source or modifier means for an exercise: `forbid`, `caution` or `ok`, and how to do it."""

    level: str
    note: str


@dataclass(frozen=True, slots=True)
class Contraindication:
    """Never while the condition of this `key` holds."""

    key: str
    because: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise. `rest_days` is None where its group says."""

    id: str
    code: str
    title: str
    group: str
    phases: tuple[str, ...]
    targets: tuple[str, ...]
    position: str
    sides: str
    purpose: str
    start: str
    steps: tuple[str, ...]
    ladder: tuple[Level, ...]
    stop: tuple[str, ...]
    needs: Needs
    sources: Mapping[str, Concern]
    modifiers: Mapping[str, Concern]
    contraindicated: tuple[Contraindication, ...]
    at_most_when_irritable: Mapping[str, str]
    single_leg: bool = False
    rest_days: int | None = None
    easier: str = ""
    harder: str = ""

    def index(self, level: str) -> int:
        """The place of a level on the ladder, from 0. raises ValueError if the ladder has no such level"""
        return [rung.name for rung in self.ladder].index(level)

    def has(self, level: str) -> bool:
        """Whether the ladder has this level."""
        return any(rung.name == level for rung in self.ladder)


def exercise_from(tree: Tree) -> Exercise:
    """Build one exercise from its parsed file. raises KeyError where a required part is missing"""
    return Exercise(
        id=str(tree["id"]),
        code=str(tree["code"]),
        title=str(tree["title"]),
        group=str(tree["group"]),
        phases=tuple(tree["phases"]),
        targets=tuple(tree["targets"]),
        position=str(tree["position"]),
        sides=str(tree["sides"]),
        purpose=str(tree["purpose"]),
        start=str(tree["start"]),
        steps=tuple(tree["steps"]),
        ladder=tuple(map(_level, tree["ladder"])),
        stop=tuple(tree["stop"]),
        needs=needs(tree["equipment"]),
        sources=_concerns(tree["sources"]),
        modifiers=_concerns(tree.get("modifiers", {})),
        contraindicated=tuple(_contraindications(tree)),
        at_most_when_irritable=dict(tree.get("at_most_when_irritable", {})),
        single_leg=bool(tree.get("single_leg", False)),
        rest_days=tree.get("rest_days"),
        easier=str(tree.get("easier", "")),
        harder=str(tree.get("harder", "")),
    )


def needs(words: Iterable[str]) -> Needs:
    """Equipment as written: `bike or pool` is satisfied by either.

    >>> needs(["mat", "bike or pool"]) == (frozenset({"mat"}), frozenset({"bike", "pool"}))
    True
    """
    return tuple(frozenset(word.split(" or ")) for word in words)


def span(value: Any) -> Span | None:
    """A number, or a list of the least and the most; None where nothing is written.

    >>> span(3), span([3, 7])
    ((3, 3), (3, 7))
    """
    if value is None:
        return None
    return (value[0], value[1]) if isinstance(value, list) else (value, value)


def condition_key(exercise: str, index: int) -> str:
    """The key under which a contraindication of an exercise is asked."""
    return f"exercise/{exercise}/{index}"


def _level(tree: Tree) -> Level:
    return Level(
        name=str(tree["level"]),
        say=str(tree["say"]),
        sets=int(tree.get("sets", 1)),
        repetitions=tree.get("repetitions"),
        hold_seconds=tree.get("hold_seconds"),
        minutes=span(tree.get("minutes")),
        walk_minutes=tree.get("walk_minutes"),
        run_minutes=tree.get("run_minutes"),
        times_per_day=span(tree.get("times_per_day")),
        days_per_week=span(tree.get("days_per_week")),
        range=str(tree.get("range", "")),
        load=str(tree.get("load", "")),
        support=str(tree.get("support", "")),
        needs=needs(tree.get("needs", ())),
    )


def _concerns(tree: Tree) -> dict[str, Concern]:
    return {name: Concern(str(row["level"]), str(row["note"])) for name, row in tree.items()}


def _contraindications(tree: Tree) -> Iterable[Contraindication]:
    for index, row in enumerate(tree.get("contraindicated", ())):
        yield Contraindication(condition_key(tree["id"], index), str(row["because"]))
