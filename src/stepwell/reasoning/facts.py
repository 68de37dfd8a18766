"""What is known about one person on one day: the current value of every finding, and where it comes from.

Lives here: reading all findings of a record and computing everything derived from them. Lives elsewhere: which
observation counts (reasoning/observed.py), the operators (reasoning/derive.py, reasoning/compute.py), which advice
follows (reasoning/statuses.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from stepwell.knowledge.conditions import OTHER_SIDE, Condition, findings_in
from stepwell.knowledge.derivations import (
    Aggregate,
    AnyCourse,
    CountCourse,
    DaysOn,
    DaysSinceCourse,
    Derivation,
    Exits,
    conditions_in,
    reads,
)
from stepwell.knowledge.order import derivation_order
from stepwell.knowledge.reachability import conditions_of
from stepwell.knowledge.types import Finding, Pathway
from stepwell.reasoning.compute import Compute, computer
from stepwell.reasoning.conditions import KNOWN
from stepwell.reasoning.courses import Course, courses_of
from stepwell.reasoning.observed import (
    by_finding,
    by_intervention,
    is_known,
    newest_yes,
    on_side,
    opposite,
    read_finding,
)
from stepwell.reasoning.situation import Situation, unknown
from stepwell.reasoning.types import FactValue
from stepwell.records.types import CourseEvent, Observation, Record

SETTLING = frozenset({"excluded", "explained", "treated"})


@dataclass(frozen=True, eq=False)
class CompiledPathway:
    """A pathway made ready to be run.

    nothing_known  each finding's value while nothing is known of it
    derived        derived findings in order, with how each is computed
    timed          those of them whose value may change with the day alone
    known_asked    findings of which some rule asks whether they are known
    signs          the observed findings that reopen each exit
    names, bits    every finding and intervention, and a bit for each, for sets of names
    """

    pathway: Pathway
    nothing_known: Mapping[str, FactValue]
    derived: tuple[tuple[str, Compute], ...]
    timed: tuple[tuple[str, Compute], ...]
    observed: tuple[Finding, ...]
    both_sides: frozenset[str]
    known_asked: frozenset[str]
    signs: Mapping[str, frozenset[str]]
    names: tuple[str, ...]
    bits: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class Facts:
    """What is known on one day.

    values    every finding's value: yes-no True, False or None; number Bounds; choice the possible options
    origins   the observation that an observed finding's value comes from
    courses   courses by intervention
    events    course events by intervention, oldest first
    settled   exits that a clinician has settled
    """

    day: int
    side: str | None
    values: Mapping[str, FactValue]
    origins: Mapping[str, Observation]
    observed: Mapping[str, Sequence[Observation]]
    courses: Mapping[str, Sequence[Course]]
    events: Mapping[str, Sequence[CourseEvent]]
    settled: frozenset[str] = field(default_factory=frozenset)


@lru_cache(maxsize=8)
def compile_pathway(pathway: Pathway) -> CompiledPathway:
    """Make a pathway ready to be run. Kept for as long as the pathway is."""
    order = derivation_order(pathway.findings, pathway.interventions.values())
    conditions = list(_all_conditions(pathway))
    named = {name for condition in conditions for name in findings_in(condition)}
    both_sides = frozenset(name.removesuffix(OTHER_SIDE) for name in named if name.endswith(OTHER_SIDE))
    nothing = {name: unknown(finding) for name, finding in pathway.findings.items()}
    nothing |= {name + OTHER_SIDE: nothing[name] for name in both_sides}
    derived = tuple((name, computer(pathway.findings[name], pathway)) for name in order)
    timed = _timed(order, pathway)
    names = (*pathway.findings, *pathway.interventions)
    return CompiledPathway(
        pathway=pathway,
        nothing_known=nothing,
        derived=derived,
        timed=tuple((name, compute) for name, compute in derived if name in timed),
        observed=tuple(finding for finding in pathway.findings.values() if finding.derive is None),
        both_sides=both_sides,
        known_asked=frozenset(_known_names(pathway)),
        names=names,
        bits={name: 1 << place for place, name in enumerate(names)},
        signs={
            one.id: _reopening(signs_of(one.indicated, pathway), pathway)
            for one in pathway.interventions.values()
            if one.exit and one.indicated
        },
    )


def _timed(order: Iterable[str], pathway: Pathway) -> frozenset[str]:
    """The derived findings that change with the day alone, or read one that does. Exits may read any of them."""
    found: set[str] = set()
    for name in order:
        derive = pathway.findings[name].derive
        if derive is not None and (_reads_the_day(derive) or not found.isdisjoint(reads(derive))):
            found.add(name)
    return frozenset(found)


def _reads_the_day(derive: Derivation) -> bool:
    match derive:
        case Aggregate(statistic, _, within):
            return within is not None or statistic == "days_since"
        case DaysOn() | DaysSinceCourse() | Exits():
            return True
        case AnyCourse(courses) | CountCourse(courses):
            return any(field in ("days", "days_ago") for field, _ in courses.where)
        case _:
            return False


def _all_conditions(pathway: Pathway) -> Iterable[Condition]:
    for finding in pathway.findings.values():
        if finding.derive is not None:
            yield from conditions_in(finding.derive)
    for one in pathway.interventions.values():
        yield from conditions_of(one)


def _known_names(pathway: Pathway) -> Iterable[str]:
    for one in pathway.interventions.values():
        for need in one.requires:
            yield from findings_in(need.that)
    for step in pathway.steps:
        yield from findings_in(step.goal)


def findings_behind(condition: Condition, pathway: Pathway) -> frozenset[str]:
    """Every finding that a condition reads, and those from which they are derived."""
    waiting, found = list(findings_in(condition)), set[str]()
    while waiting:
        name = waiting.pop().removesuffix(OTHER_SIDE)
        if name not in found and name in pathway.findings:
            found.add(name)
            derive = pathway.findings[name].derive
            waiting += reads(derive) if derive is not None else ()
    return frozenset(found)


def signs_of(condition: Condition, pathway: Pathway) -> frozenset[str]:
    """The observed findings that a condition rests on, through derived ones."""
    found: set[str] = set()
    waiting = [name.removesuffix(OTHER_SIDE) for name in findings_in(condition)]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in pathway.findings:
            continue
        seen.add(name)
        derive = pathway.findings[name].derive
        if derive is None:
            found.add(name)
        elif isinstance(derive, Aggregate):
            found.add(derive.finding)
        else:
            waiting.extend(below.removesuffix(OTHER_SIDE) for below in reads(derive))
    return frozenset(found)


def _reopening(signs: frozenset[str], pathway: Pathway) -> frozenset[str]:
    """The signs whose later yes reopens a settled exit: its flags, or all of them where it has none."""
    flags = frozenset(name for name in signs if pathway.findings[name].flag)
    return flags or signs


def read_facts(compiled: CompiledPathway, record: Record, day: int, *, staleness: bool = True) -> Facts:
    """What is known about a person on a day.

    record     lines already seen as of `day`
    day        ordinal of today
    staleness  whether values go stale (switched off to look for the next review)
    """
    grouped = by_finding(record.observations)
    events = by_intervention(record.events)
    settled, settled_at = _settlements(compiled, grouped, events)
    values = dict(compiled.nothing_known)
    if record.side in ("left", "right", "both"):
        values["side-known"] = True
    origins: dict[str, Observation] = {}
    here: dict[str, Sequence[Observation]] = {}
    for name, observations in grouped.items():
        finding = compiled.pathway.findings[name]
        mine = on_side(finding, observations, record.side)
        here[name] = mine
        read_finding(finding, name, mine, values, origins, day if staleness else None, settled_at.get(name))
        if name in compiled.both_sides:
            other = on_side(finding, observations, opposite(record.side))
            read_finding(finding, name + OTHER_SIDE, other, values, origins, day if staleness else None, None)
    advised = compiled.pathway.interventions
    courses = {name: courses_of(found, record.side) for name, found in events.items() if name in advised}
    situation = Situation(day, values, here, courses, settled)
    for name, compute in compiled.derived:
        values[name] = compute(situation)
    for name in compiled.known_asked:
        values[KNOWN + name] = is_known(values[name], compiled.nothing_known[name])
    return Facts(day, record.side, values, origins, here, courses, events, settled)


def on_another_day(compiled: CompiledPathway, facts: Facts, day: int) -> Facts:
    """The same facts on another day, if nothing new is recorded and nothing goes stale."""
    values = dict(facts.values)
    situation = Situation(day, values, facts.observed, facts.courses, facts.settled)
    for name, compute in compiled.timed:
        values[name] = compute(situation)
    for name in compiled.known_asked:
        values[KNOWN + name] = is_known(values[name], compiled.nothing_known[name])
    return replace(facts, day=day, values=values)


def _settlements(
    compiled: CompiledPathway,
    grouped: Mapping[str, Sequence[Observation]],
    events: Mapping[str, Sequence[CourseEvent]],
) -> tuple[frozenset[str], dict[str, tuple[int, int]]]:
    """The exits that are settled, and for each flag when an exit that listens to it was last settled."""
    settled: set[str] = set()
    at: dict[str, tuple[int, int]] = {}
    for exit_, signs in compiled.signs.items():
        moments = [
            (int(event.on.high), event.seq) for event in events.get(exit_, ()) if event.event in SETTLING
        ]
        if not moments:
            continue
        moment = moments[-1]
        newest = max((newest_yes(grouped.get(sign, ())) for sign in signs), default=(0, 0))
        if newest < moment:
            settled.add(exit_)
        for sign in signs:
            at[sign] = max(at.get(sign, (0, 0)), moment)
    return frozenset(settled), at
