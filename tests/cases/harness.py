"""Runs the published cases: the record as it stood at a decision point, the plan, and whether an expectation is met.

Lives here: reading cases and tables, selecting the lines of a decision point, rows as they are shown, and what counts.
Lives elsewhere: the rules that are tested (test_decision_points.py), the printed page (concordance.py).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from stepwell.knowledge.loader import load_pathway
from stepwell.knowledge.types import Pathway
from stepwell.knowledge.yaml_text import load
from stepwell.reasoning.apply import apply
from stepwell.reasoning.types import CarePlan, Recommendation
from stepwell.records.reader import parse_record
from stepwell.records.types import Record
from tests.cases.answering import rounds

HERE = Path(__file__).parent
RECORDS = HERE.parents[1] / "examples" / "records"
TABLES = ("actions.yaml", "missing.yaml", "reasons.yaml", "reviewed.yaml")
DAY_ZERO = date(2020, 1, 1)
"""Day 0 of every record file."""

ADVISED = ("recommended", "prepare")
SHOWN = ("stop", "paused", "recommended", "prepare", "ask-first", "continue")
"""The statuses that are rows of their own in the plan; the others say what is not done now."""

RULED_OUT = ("contraindicated", "held", "paused", "stop", "not-indicated", "done", "declined", "known")
FIRST_ROWS = 3


@lru_cache
def table(name: str) -> Mapping[str, Any]:
    """One of the tables beside the cases."""
    found: Mapping[str, Any] = load((HERE / name).read_text(encoding="utf-8"), name=name)
    return found


@lru_cache
def pathway() -> Pathway:
    """The pathway, read once."""
    return load_pathway()


@dataclass(frozen=True)
class Met:
    """How an expectation is met: by which recommendation, in which main row, with which status."""

    by: str
    place: int
    status: str


@dataclass(frozen=True)
class Point:
    """One decision point of one case."""

    case: Mapping[str, Any]
    stated: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The case and its decision point, in a word."""
        return f"{self.case['id']}/{self.stated['id']}"

    @cached_property
    def record(self) -> Record:
        """The record with the lines of the facts up to `after_seq`."""
        file = RECORDS / f"{self.case['id']}.yaml"
        tree = load(file.read_text(encoding="utf-8"), name=file.name)
        lines = [line for line in tree["observations"] if line["seq"] // 10 <= self.stated["after_seq"]]
        return parse_record(json.dumps({**tree, "observations": lines}), pathway(), name=file.name)

    @cached_property
    def as_of(self) -> date:
        """The day of the decision, or the latest dated day of what was known."""
        if self.stated["day"] is not None:
            return DAY_ZERO + timedelta(days=self.stated["day"])
        return date.fromordinal(self.record.last_day or DAY_ZERO.toordinal())

    @cached_property
    def plan(self) -> CarePlan:
        """What Stepwell says."""
        return apply(pathway(), self.record, self.as_of)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The main row, counted from 1, in which each recommendation is shown."""
        return dict(_places(self.plan))

    @cached_property
    def once_answered(self) -> frozenset[str]:
        """What is recommended or to be prepared once questions have got harmless answers."""
        plans = rounds(pathway(), self.record, self.as_of)
        return frozenset(one.id for plan in plans for one in plan.recommendations if one.status in ADVISED)

    def met(self, expected: Mapping[str, Any]) -> Met | None:
        """The best row that does what is expected: one that is advised before one that asks first."""
        words = {expected["action"], *expected["or"]}
        found = [one for one in self.plan.recommendations if words & words_of(one) and self._counts(one)]
        best = min(found, key=lambda one: (one.status == "ask-first", self.places[one.id]), default=None)
        return None if best is None else Met(best.id, self.places[best.id], best.status)

    def _counts(self, one: Recommendation) -> bool:
        return one.status in ADVISED or (one.status == "ask-first" and one.id in self.once_answered)

    @cached_property
    def first(self) -> Met | None:
        """How the main expectation is met within the first rows."""
        met = self.met(self.stated["must_recommend"][0])
        return met if met is not None and met.place <= FIRST_ROWS else None

    def does(self, action: str) -> Iterator[Recommendation]:
        """Every recommendation, whatever its status, that would do this action."""
        return (one for one in self.plan.recommendations if self._is(action, one))

    def _is(self, action: str, one: Recommendation) -> bool:
        needle = "needle_procedure" in words_of(one)
        match action:
            case "repeat_same_injection":
                given = {event.intervention for event in self.record.events}
                return needle and one.id in given
            case "unguided_injection":
                return needle and one.status == "recommended" and not self._guidance_recorded()
        return action in words_of(one)

    def _guidance_recorded(self) -> bool:
        return any(line.finding == "guidance-arranged" for line in self.record.observations)

    def asks_for(self, item: str) -> bool:
        """Whether the plan asks for a missing item, or advises what goes and gets it."""
        return not self._sought.isdisjoint(table("missing.yaml")[item])

    @cached_property
    def _sought(self) -> frozenset[str]:
        questions = {question.finding for page in self.plan.questions for question in page.questions}
        advised = {one.id for one in self.plan.recommendations if one.status in (*ADVISED, "ask-first")}
        found = {name for one in advised for name in pathway().interventions[one].finds}
        return frozenset(questions | advised | found)


def words_of(one: Recommendation) -> set[str]:
    """The action words of a recommendation."""
    return set(table("actions.yaml").get(one.id, ()))


def _places(plan: CarePlan) -> Iterator[tuple[str, int]]:
    """A part stands in the row of its whole where that is shown, and alternatives of one choice share a row."""
    shown = {one.id: one for one in plan.recommendations if one.status in SHOWN}
    rows: dict[str, int] = {}
    for one in shown.values():
        if one.part_of not in shown:
            rows.setdefault(one.choice or one.id, len(rows) + 1)
    for one in shown.values():
        yield one.id, rows[_row(one, shown)]


def _row(one: Recommendation, shown: Mapping[str, Recommendation]) -> str:
    while one.part_of in shown:
        one = shown[one.part_of]
    return one.choice or one.id


@lru_cache
def cases() -> tuple[Mapping[str, Any], ...]:
    """Every published case."""
    files = (file for file in sorted(HERE.glob("*.yaml")) if file.name not in TABLES)
    return tuple(load(file.read_text(encoding="utf-8"), name=file.name) for file in files)


@lru_cache
def points() -> tuple[Point, ...]:
    """Every decision point."""
    return tuple(Point(case, stated) for case in cases() for stated in case["decision_points"])


def unconditional(items: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The items that hold whatever their text says beside them."""
    return (item for item in items if not item["conditional"])


def differences() -> Iterator[str]:
    """Every expectation that is not met, or for the main one not within the first rows: the point and the action."""
    for point in points():
        for place, expected in enumerate(point.stated["must_recommend"]):
            met = point.first if place == 0 else point.met(expected)
            if met is None:
                yield f"{point.id} {expected['action']}"
