"""What would change a status, and when to look again.

Lives here: which findings can be brought about, the date on which time alone changes something, the next review.
Lives elsewhere: the statuses (reasoning/statuses.py).

Only what can be brought about counts: findings with `changes_by` time, treatment or test.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from stepwell.knowledge.conditions import OTHER_SIDE, Compare, Condition, Leaf, findings_in
from stepwell.knowledge.derivations import Aggregate, DaysOn, DaysSinceCourse, Number, Rule, courses_of
from stepwell.knowledge.types import Finding, Pathway
from stepwell.reasoning.conditions import Evaluator, Values, deciding_leaves, evaluator
from stepwell.reasoning.explain import words_of
from stepwell.reasoning.facts import Facts
from stepwell.reasoning.types import Change
from stepwell.records.bounds import Bounds

HORIZON = 400
"""How many days ahead the next review is looked for."""


def changes_of(condition: Condition, facts: Facts, pathway: Pathway) -> Iterator[Change]:
    """What would change a condition: the leaves that decide it and can be brought about."""
    for leaf in deciding_leaves(condition, facts.values):
        yield from _changes_of_leaf(leaf, facts, pathway)


def _changes_of_leaf(leaf: Leaf, facts: Facts, pathway: Pathway) -> Iterator[Change]:
    for name in findings_in(leaf):
        finding = pathway.findings[name.removesuffix(OTHER_SIDE)]
        if isinstance(finding.derive, Rule) and not isinstance(leaf, Compare):
            below = list(changes_of(finding.derive.condition, facts, pathway))
            if below:
                yield from below
                continue
        if finding.changes_by and not _is_past(leaf, finding, facts):
            yield Change(words_of(leaf, pathway), finding.changes_by, _date_of(leaf, finding, facts))


def _is_past(leaf: Leaf, finding: Finding, facts: Facts) -> bool:
    """Whether a count of days has already run past what is asked of it."""
    backward = isinstance(leaf, Compare) and leaf.operator in ("<", "<=", "=") and _runs(finding)
    return backward and evaluator(leaf)(facts.values) is False


def _date_of(leaf: Leaf, finding: Finding, facts: Facts) -> date | None:
    """The day on which time alone brings a comparison about, where it runs with the days."""
    if not isinstance(leaf, Compare) or not _runs(finding):
        return None
    value = facts.values[leaf.finding]
    if not isinstance(value, Bounds) or not value.exact or value.low >= leaf.number:
        return None
    ahead = int(leaf.number - value.low)
    return date.fromordinal(facts.day + ahead) if 0 < ahead < 36500 else None


def _runs(finding: Finding) -> bool:
    derive = finding.derive
    return (
        isinstance(derive, DaysOn | DaysSinceCourse)
        or isinstance(derive, Aggregate)
        and derive.statistic == "days_since"
    )


TURNS = {"<": (0,), ">=": (0,), "<=": (1,), ">": (1,), "=": (0, 1)}
"""How far past its number a comparison of a count of days turns."""


@dataclass(frozen=True, eq=False)
class Outlook:
    """What the knowledge makes of time: made once for a pathway.

    numbers   the numbers with which findings that run with the days are compared anywhere
    leaves    every comparison with such a finding, as a function of values
    timed     yes-no findings and choices that may change with the day alone
    """

    numbers: Mapping[str, frozenset[int]]
    leaves: tuple[Evaluator, ...]
    timed: tuple[str, ...]

    def seen_in(self, values: Values) -> tuple[object, ...]:
        """Everything that statuses can see of the day. Where it is the same on two days, so are the values they rest on."""
        return (*(leaf(values) for leaf in self.leaves), *(values[name] for name in self.timed))


def outlook(pathway: Pathway, conditions: Iterable[Condition], timed: Iterable[str]) -> Outlook:
    """Find out what time alone can change."""
    timed = tuple(timed)
    compared = {leaf for condition in conditions for leaf in _compared(condition) if leaf.finding in timed}
    numbers: dict[str, set[int]] = {}
    for leaf in compared:
        if _runs(pathway.findings[leaf.finding]):
            numbers.setdefault(leaf.finding, set()).update(
                leaf.number + step for step in TURNS[leaf.operator]
            )
    return Outlook(
        {name: frozenset(found) for name, found in numbers.items()},
        tuple(evaluator(leaf) for leaf in sorted(compared, key=str)),
        tuple(name for name in timed if pathway.findings[name].type != "number"),
    )


def _compared(condition: Condition) -> Iterator[Compare]:
    if isinstance(condition, Compare):
        yield condition
    for part in getattr(condition, "parts", None) or ([condition.part] if hasattr(condition, "part") else []):
        yield from _compared(part)


def value_days(facts: Facts, pathway: Pathway, numbers: Mapping[str, frozenset[int]]) -> set[int]:
    """The days on which a value may change with time alone: a count of days reaches a number, an observation leaves a
    window, a course grows as old as some rule asks."""
    days: set[int] = set()
    for name, wanted in numbers.items():
        value = facts.values[name]
        if isinstance(value, Bounds):
            ends = (value.low, value.high)
            days |= {facts.day + int(number - end) for number in wanted for end in ends}
    return days | set(_course_days(facts, pathway)) | set(_window_days(facts, pathway))


def event_days(facts: Facts, pathway: Pathway) -> set[int]:
    """The days on which a treatment may be repeated or a decision ends."""
    ends = {
        event.until + 1 for events in facts.events.values() for event in events if event.until is not None
    }
    return ends | set(_repeat_days(facts, pathway)) | set(_known_days(facts, pathway))


def ahead(days: set[int], day: int) -> list[int]:
    """Those of the days that lie ahead, inside the horizon, soonest first."""
    return sorted(one for one in days if day < one <= day + HORIZON)


def _course_days(facts: Facts, pathway: Pathway) -> Iterator[int]:
    for finding in pathway.findings.values():
        courses = courses_of(finding.derive) if finding.derive is not None else None
        for field, wanted in courses.where if courses else ():
            if isinstance(wanted, Number) and field in ("days_ago", "days"):
                for name in courses.interventions if courses else ():
                    for course in facts.courses.get(name, ()):
                        start = course.last if field == "days_ago" else course.start or course.last
                        ends = {int(start.low), int(start.high)}
                        yield from (end + wanted.number + step for end in ends for step in (0, 1))


def _repeat_days(facts: Facts, pathway: Pathway) -> Iterator[int]:
    for name, courses in facts.courses.items():
        entry = pathway.interventions.get(name)
        if entry is not None and entry.repeat is not None:
            for course in courses:
                yield int(course.last.low) + entry.repeat.not_before
                yield int(course.last.high) + entry.repeat.not_before
                yield int(course.last.high) + (entry.repeat.per or entry.repeat.not_before)


def _known_days(facts: Facts, pathway: Pathway) -> Iterator[int]:
    """The days on which what a test found is too old to count as known (reasoning/standing.py)."""
    for entry in pathway.interventions.values():
        found = [int(facts.origins[name].on.low) for name in entry.finds if name in facts.origins]
        if entry.repeat is not None and found:
            yield min(found) + entry.repeat.not_before


def _window_days(facts: Facts, pathway: Pathway) -> Iterator[int]:
    for finding in pathway.findings.values():
        derive = finding.derive
        if isinstance(derive, Aggregate) and derive.within is not None:
            seen = facts.observed.get(derive.finding, ())
            yield from (int(one.on.low) + derive.within for one in seen[-3:])
