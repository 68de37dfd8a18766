"""Today's session as text: what to do, how much, how much pain is allowed, when to stop.

Lives here: the layout of `stepwell programme`. Lives elsewhere: the session (programme/session.py).
"""

from collections.abc import Iterator, Sequence
from datetime import date

from stepwell.documents.citing import day as written
from stepwell.documents.paint import Paint
from stepwell.documents.words import BANNER
from stepwell.knowledge.types import Pathway
from stepwell.programme.dosage import Dosage
from stepwell.programme.exercises import Span
from stepwell.programme.knowledge import Programme
from stepwell.programme.proposals import Proposal
from stepwell.programme.session import Item, Session


def programme_text(
    today: Session,
    proposed: Sequence[Proposal],
    programme: Programme,
    paint: Paint,
    *,
    day: date,
    pathway: Pathway,
) -> str:
    """The whole page."""
    lines = [
        paint(f"Session of {written(day)} · {today.phase.title}", "bold"),
        *paint.lines(today.phase.say, "dim"),
    ]
    if pathway.reviewed is None:
        lines += paint.lines(BANNER, "amber")
    if today.suspended:
        lines += ["", *paint.lines(today.suspended, "red", "bold", mark="No exercise today. ")]
    for number, item in enumerate(today.items, start=1):
        lines += ["", *_item(number, item, paint)]
    lines += ["", *_limits(today, paint), *_sitting(today, paint)]
    for note in today.notes:
        lines += paint.lines(note, indent=1, mark="• ")
    lines += _left_out(today, programme, paint)
    lines += _proposals(proposed, paint)
    return "\n".join(lines) + "\n"


def _item(number: int, item: Item, paint: Paint) -> Iterator[str]:
    exercise, dosage = item.exercise, item.dosage
    pinned = " (pinned by the clinician)" if item.pinned else ""
    yield paint(f"{number}. {exercise.title}{pinned}", "bold")
    yield from paint.lines(dose_words(dosage), indent=3)
    yield from paint.lines(exercise.start, indent=3, mark="Start: ")
    for step in exercise.steps:
        yield from paint.lines(step, indent=3, mark="- ")
    for caution in item.cautions:
        yield from paint.lines(caution, "amber", indent=3, mark="With care: ")
    stops = "; ".join(exercise.stop)
    if stops:
        yield from paint.lines(f"{stops}.", indent=3, mark="Stop with: ")


def dose_words(dosage: Dosage) -> str:
    """`Level L2: 2 sets of 10, 2 times a day, every day.`"""
    parts = [f"Level {dosage.level}: {_amount(dosage)}"]
    parts += [words for words in (dosage.range, dosage.load, dosage.support) if words]
    parts.append(_times(dosage.times_per_day))
    parts.append(
        "every day" if _span(dosage.days_per_week) == "7" else f"{_span(dosage.days_per_week)} days a week"
    )
    return ", ".join(part for part in parts if part) + "."


def _amount(dosage: Dosage) -> str:
    if dosage.run_minutes is not None:
        return f"{dosage.sets} rounds of {dosage.walk_minutes or 0:g} min walking and {dosage.run_minutes:g} min running"
    if dosage.minutes is not None:
        return f"{_span(dosage.minutes)} min"
    held = f" of {dosage.hold_seconds} s" if dosage.hold_seconds else ""
    many = "" if dosage.repetitions is None else f" of {dosage.repetitions}"
    sets = f"{dosage.sets} set{'' if dosage.sets == 1 else 's'}{many}" if many else f"{dosage.sets} holds"
    return f"{sets}, held {dosage.hold_seconds} s" if many and held else f"{sets}{held}"


def _times(span: Span) -> str:
    times = _span(span)
    return "once a day" if times == "1" else f"{times} times a day"


def _span(span: Span) -> str:
    low, high = span
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _limits(today: Session, paint: Paint) -> Iterator[str]:
    limits = today.limits
    yield paint(f"Pain allowed (irritability {limits.irritability})", "bold", "blue")
    yield from paint.lines(f"● green up to {limits.green}: go on", "green", indent=1)
    yield from paint.lines(
        f"▲ amber up to {limits.amber}, or slower to settle: less of it", "amber", indent=1
    )
    yield from paint.lines(
        f"■ red above {limits.amber}, or worse next morning: stop that exercise", "red", indent=1
    )
    yield from paint.lines(f"{limits.settle} {limits.distal}", indent=1)


def _sitting(today: Session, paint: Paint) -> Iterator[str]:
    sitting = today.sitting
    asked = " (say how long you sit without symptoms, and this will fit you)" if sitting.ask else ""
    yield from paint.lines(
        f"Sit at most {sitting.minutes} min at a time, then {sitting.break_minutes} min up: {sitting.content}{asked}",
        indent=1,
    )


def _left_out(today: Session, programme: Programme, paint: Paint) -> Iterator[str]:
    if today.left_out:
        yield ""
        yield paint("Left out today", "bold", "blue")
    for one in today.left_out:
        exercise = programme.exercises.get(one.exercise)
        title = exercise.title if exercise else one.exercise
        reasons = " ".join(one.because) or "a question about it is open."
        yield from paint.lines(f"{title}: {reasons}", indent=1, mark="• ")


def _proposals(proposed: Sequence[Proposal], paint: Paint) -> Iterator[str]:
    if proposed:
        yield ""
        yield paint("Proposed (nothing changes until it is accepted)", "bold", "blue")
    for one in proposed:
        what = " ".join(part for part in (one.kind, one.exercise, f"to {one.to}" if one.to else "") if part)
        yield from paint.lines(f"{what}: {one.because}", indent=1, mark="• ")
