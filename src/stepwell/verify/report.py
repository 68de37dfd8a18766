"""What a proof came to, for a person to read.

Lives here: the outcome of one invariant, and all of them as text. Lives elsewhere: the proof (verify/prove.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass

ASSUMPTIONS = (
    "Every value of every finding inside its range is possible, known, not known or known within bounds, unless "
    "operators tie it to another.",
    "Statistics over observations and operators over courses are taken as weaker than they are: a proof holds "
    "all the same, and whatever breaks a rule was run on a record before it is shown.",
    "A product of two unknown numbers may have any value of its range.",
    "`ask-first` and `undetermined` are one status. Whether an open question needs a test, and whether the sign of an "
    "open exit is newer than a test, is left free.",
    "Parameters have the values of this knowledge. A clinic that sets others runs this again.",
)
"""What every proof takes for granted."""

SPEAKS_OF = (
    "This speaks of the tables: of what they can ever advise. It does not say that they are good medicine."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether an invariant holds.

    why             what breaks it, in words; empty where it holds
    counter_record  a record file that breaks it, really run; None where it holds or none could be made
    assumptions     what this proof takes for granted beside what every proof does
    """

    id: str
    title: str
    holds: bool
    seconds: float
    assumptions: tuple[str, ...] = ()
    counter_record: str | None = None
    why: str = ""
    hazards: tuple[str, ...] = ()


def as_text(outcomes: Sequence[Outcome]) -> str:
    """All outcomes: what fails first in full, then what holds, then what was taken for granted."""
    failed = [one for one in outcomes if not one.holds]
    parts = [
        *map(_failure, failed),
        *(_line(one) for one in outcomes if one.holds),
        "",
        *_assumed(outcomes),
        "",
        SPEAKS_OF,
        _sum(outcomes),
    ]
    return "\n".join(parts)


def _failure(one: Outcome) -> str:
    record = (
        ""
        if one.counter_record is None
        else "\n" + "\n".join(f"    {line}" for line in one.counter_record.splitlines())
    )
    return f"FAILS  {one.id}: {one.title}\n  {one.why}{record}\n"


def _line(one: Outcome) -> str:
    hazards = f" ({', '.join(one.hazards)})" if one.hazards else ""
    return f"holds  {one.id}: {one.title}{hazards} [{one.seconds:.1f} s]"


def _assumed(outcomes: Sequence[Outcome]) -> list[str]:
    own = [f"{one.id}: {text}" for one in outcomes for text in one.assumptions]
    return ["It takes for granted:", *(f"  - {text}" for text in (*ASSUMPTIONS, *own))]


def _sum(outcomes: Sequence[Outcome]) -> str:
    failed = sum(not one.holds for one in outcomes)
    seconds = sum(one.seconds for one in outcomes)
    return f"{len(outcomes)} invariants, {failed} fail, {seconds:.0f} s."
