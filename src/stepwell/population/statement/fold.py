"""Which event belongs to which course: a fold over the events of one treatment, in the order of days.

Lives here: an event as a whole number, and the fold over a list of them. Lives elsewhere: the lists and what is made of
the courses (courses.py), the same for one record (reasoning/courses.py), the fold in an engine that has none
(dialects.py).

    bits      an event to be folded                                    an event once it is folded
    35-54     its place among the events of the treatment, from 1      the same
    15-34     the place of the event that it names, 0 for none         the place of the event that began its course
    5-14      its target, 0 for none                                   the target of the course that it began
    3-4       the states in which a course is that it may change       the same
    0-2       the state of a course that it begins                     the state of the course that it began

An event that began a course has its own place in both. States are bits, so that "may change" is a bit they share.
"""

from sqlglot import exp

from stepwell.population.statement.terms import (
    Term,
    bits_of,
    both,
    case,
    coalesce,
    column,
    compared,
    either,
    minus,
    plus,
    times,
    whole,
)

RUNNING, ENDED, DECLINED = 1, 2, 4
EVENT_BITS = {
    "started": RUNNING | RUNNING << 3,
    "stopped": ENDED | RUNNING << 3,
    "done": ENDED | RUNNING << 3,
    "declined": DECLINED,
    "responded": ENDED | (RUNNING | ENDED) << 3,
}
"""For each event the state that it begins, and the states in which it may change a course."""

_STATE, _CHANGES, _TARGET, _LINK, _PLACE = 0, 3, 5, 15, 35
_WIDTH = {_STATE: 3, _CHANGES: 2, _TARGET: 10, _LINK: 20, _PLACE: 20}


def packed(event: Term, target: Term, link: Term, place: Term) -> Term:
    """An event as one number. `event` has the bits of `EVENT_BITS`."""
    parts = ((target, _TARGET), (link, _LINK), (place, _PLACE))
    number = event
    for part, bit in parts:
        number = plus(number, times(exp.cast(part, "BIGINT"), whole(1 << bit)))
    return number


def course_of(packed_event: Term) -> Term:
    """The place of the event that began the course of a folded event."""
    return _read(packed_event, _LINK)


def folded(events: Term) -> Term:
    """The list of events, in the order of their places, once each has found its course."""
    after = exp.Transform(this=column("taken"), expression=_given("course", _after_the_last()))
    fitting = exp.ArrayFilter(this=after.copy(), expression=_given("course", _fits()))
    found = exp.ArrayAppend(
        this=after, expression=_linked(exp.ArrayMax(this=fitting)), null_propagation=exp.true()
    )
    nothing = exp.cast(exp.Array(expressions=[]), "ARRAY<BIGINT>")
    return exp.Reduce(this=events, initial=nothing, merge=_given("taken event", found))


def _given(names: str, body: Term) -> exp.Lambda:
    return exp.Lambda(this=body, expressions=list(map(exp.to_identifier, names.split())))


def _read(number: Term, bit: int) -> Term:
    shifted = exp.BitwiseRightShift(this=exp.paren(number), expression=whole(bit)) if bit else number
    return bits_of(shifted, whole((1 << _WIDTH[bit]) - 1))


def _same(left: str, bit: int, right: str, other: int) -> Term:
    return compared(_read(column(left), bit), "=", _read(column(right), other))


def _has(name: str, bit: int, value: int) -> Term:
    return compared(_read(column(name), bit), "=", whole(value))


def _fits() -> Term:
    """The event may change this course. Of all that it may, it changes the latest."""
    may_change = compared(
        bits_of(_read(column("course"), _STATE), _read(column("event"), _CHANGES)), "<>", whole(0)
    )
    same_target = either(
        _has("event", _TARGET, 0), _has("course", _TARGET, 0), _same("course", _TARGET, "event", _TARGET)
    )
    named = _same("course", _PLACE, "event", _LINK)
    meant = case([(_has("event", _LINK, 0), same_target)], named)
    return both(_is_course(), may_change, meant)


def _is_course() -> Term:
    return _same("course", _PLACE, "course", _LINK)


def _linked(chosen: Term) -> Term:
    """The event with the place of the course that it belongs to: the chosen one, or its own."""
    event = column("event")
    course = coalesce(
        exp.BitwiseRightShift(this=chosen, expression=whole(_PLACE)),
        exp.BitwiseRightShift(this=event, expression=whole(_PLACE)),
    )
    unlinked = minus(event, times(_read(event, _LINK), whole(1 << _LINK)))
    return plus(unlinked, times(course, whole(1 << _LINK)))


def _after_the_last() -> Term:
    """A course after the event before this one: aimed as that said, and ended by it. A second start changes nothing."""
    course = column("course")
    mine = both(
        compared(_last(_LINK), "=", _read(course, _PLACE)),
        compared(_last(_PLACE), "<>", _last(_LINK)),
        compared(_last(_STATE), "=", whole(ENDED)),
    )
    aimed = times(minus(_last(_TARGET), _read(course, _TARGET)), whole(1 << _TARGET))
    aim = case([(compared(_last(_TARGET), "<>", whole(0)), aimed)], whole(0))
    ended = case([(compared(_last(_CHANGES), "=", whole(RUNNING)), whole(ENDED - RUNNING))], whole(0))
    return case([(mine, plus(plus(course, aim), ended))], course)


def _last(bit: int) -> Term:
    """A part of the event before this one."""
    place = exp.cast(minus(_read(column("event"), _PLACE), whole(1)), "INT")
    return _read(exp.Bracket(this=column("taken"), expressions=[place], offset=1, safe=True), bit)
