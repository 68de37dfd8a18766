"""Courses of treatment from course events: what was started, stopped, done, and how it went.

Lives here: folding events into courses, and how well a course fits what is looked for. Lives elsewhere: the
operators over courses (reasoning/derive.py).

A part that was not recorded is not known, never a mismatch. A second *started* changes nothing. A response belongs
to the latest earlier course of that intervention and target, or to the one that it names.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from stepwell.knowledge.derivations import IsWorkingSource, Number, Wanted, Words
from stepwell.reasoning.logic import Truth, compare, conjunction, negation, one_of
from stepwell.records.bounds import Bounds
from stepwell.records.types import CourseEvent

ACTS = frozenset({"started", "stopped", "done", "declined", "responded"})
"""Events that make or change a course; the others are decisions."""

PARTS = (
    "target",
    "guidance",
    "agent",
    "approach",
    "adherence",
    "relief_percent",
    "relief_days",
    "response",
    "outcome",
)


@dataclass(frozen=True, slots=True)
class Course:
    """One course. `start` is None where only its end or its response was recorded; `end` while it is under way."""

    intervention: str
    seq: int
    state: str
    start: Bounds | None
    end: Bounds | None
    last: Bounds
    target: str | None = None
    guidance: str | None = None
    agent: str | None = None
    approach: str | None = None
    adherence: Bounds | None = None
    relief_percent: Bounds | None = None
    relief_days: Bounds | None = None
    response: str | None = None
    outcome: str | None = None


def courses_of(events: Iterable[CourseEvent], episode: str | None) -> list[Course]:
    """The courses of one intervention on the side of the episode.

    events   its events in the order of their days, whenever they were written down
    """
    courses: list[Course] = []
    for event in events:
        if event.event in ACTS and of_this_side(event.side, episode):
            _fold(courses, event)
    return courses


def of_this_side(side: str | None, episode: str | None) -> bool:
    """Whether a line is about the side of the episode; one without a side is."""
    return side is None or side == "both" or episode in (None, "both") or side == episode


def _fold(courses: list[Course], event: CourseEvent) -> None:
    index = _belongs_to(courses, event)
    if index is None:
        courses.append(_begin(event))
    elif event.event != "started":
        courses[index] = _change(courses[index], event)


def _belongs_to(courses: list[Course], event: CourseEvent) -> int | None:
    """The course that an event changes, or None where it begins one."""
    same = [
        i
        for i, course in enumerate(courses)
        if course.seq == event.of or event.of is None and _same_target(course, event)
    ]
    if event.event == "responded":
        taken = [i for i in same if courses[i].state != "declined"]
        return taken[-1] if taken else None
    running = [i for i in same if courses[i].state == "under-way"]
    return running[-1] if running and event.event != "declined" else None


def _same_target(course: Course, event: CourseEvent) -> bool:
    return event.target is None or course.target is None or course.target == event.target


def _begin(event: CourseEvent) -> Course:
    state = {"started": "under-way", "declined": "declined", "stopped": "stopped"}.get(event.event, "done")
    started = event.event == "started"
    course = Course(
        event.intervention,
        event.seq,
        state,
        event.on if started else None,
        None if started else event.on,
        event.on,
    )
    return _with_parts(course, event)


def _change(course: Course, event: CourseEvent) -> Course:
    course = _with_parts(course, event)
    if event.event in ("stopped", "done"):
        return replace(course, state=event.event, end=event.on, last=event.on)
    return course


def _with_parts(course: Course, event: CourseEvent) -> Course:
    said = {part: value for part in PARTS if (value := getattr(event, part)) is not None}
    return replace(course, **said) if said else course


def fits(course: Course, where: Iterable[tuple[str, Wanted]], *, working: frozenset[str], day: int) -> Truth:
    """Whether a course has every part that is looked for.

    working  the working sources that are possible
    day      ordinal of today
    """
    return conjunction([_part_fits(course, field, wanted, working, day) for field, wanted in where])


def _part_fits(course: Course, field: str, wanted: Wanted, working: frozenset[str], day: int) -> Truth:
    match wanted:
        case Words(options):
            value = getattr(course, field)
            return None if value is None else value in options
        case Number(operator, number):
            amount = amount_of(course, field, day)
            return None if amount is None else compare(amount, operator, number)
        case IsWorkingSource(equal):
            aimed = None if course.target is None else one_of(working, frozenset({course.target}))
            return aimed if equal else negation(aimed)


def amount_of(course: Course, field: str, day: int) -> Bounds | None:
    """A number of a course: how long it lasted, how long ago it was, or what was recorded of it."""
    if field == "days_ago":
        return (
            Bounds(0, 0)
            if course.state == "under-way"
            else Bounds(day - course.last.high, day - course.last.low)
        )
    if field == "days":
        return duration(course, day)
    value: Bounds | None = getattr(course, field)
    return value


def duration(course: Course, day: int) -> Bounds | None:
    """Days that a course lasted, within bounds; None where its start is not recorded."""
    if course.start is None:
        return None
    end = course.end or Bounds(day, day)
    return Bounds(max(0, end.low - course.start.high), max(0, end.high - course.start.low))


def days_together(courses: Iterable[Course], day: int) -> Bounds:
    """The union of days over courses whose start is recorded: surely, and at most."""
    timed = [(course.start, course.end or Bounds(day, day)) for course in courses if course.start is not None]
    surely = _union([(int(start.high), int(end.low)) for start, end in timed])
    at_most = _union([(int(start.low), int(end.high)) for start, end in timed])
    return Bounds(surely, at_most)


def _union(spans: list[tuple[int, int]]) -> int:
    total, reached = 0, 0
    for start, end in sorted(spans):
        if end > max(start, reached):
            total += end - max(start, reached)
            reached = end
    return total
