"""What did it say on a day, and why? The plan of that day beside what has changed since.

Lives here: the two sides in words. Lives elsewhere: the plans (reasoning/apply.py), which statuses count as advice
(documents/replay_text.py), reasons in short (documents/reasons.py).

A replay knows only what had been recorded by that day. It uses the knowledge of today; the page says which version that is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from stepwell.clinic.episodes.basis import Basis
from stepwell.clinic.workspace.person.head import step_in_words
from stepwell.documents.reasons import deciding, said
from stepwell.documents.replay_text import ACTIVE, ADVISED, MARKED
from stepwell.documents.words import GROUPS
from stepwell.reasoning.apply import apply
from stepwell.reasoning.logic import Truth
from stepwell.reasoning.types import CarePlan, Recommendation

MOST_REASONS = 3
GONE = "not-indicated"
"""The status of what is no row of a plan: an exit that is not open."""

ById = dict[str, Recommendation]


@dataclass(frozen=True)
class Reason:
    """One reason in words; `new` where it was recorded after the replayed day."""

    truth: Truth
    words: str
    new: bool = False


@dataclass(frozen=True)
class Said:
    """One piece of advice with its reasons; `was` is its status on the replayed day, where that differs."""

    id: str
    title: str
    status: str
    urgency: str
    reasons: Sequence[Reason]
    was: str = ""


@dataclass(frozen=True)
class Replayed:
    """Both sides. `entries` had been written by the day; `earlier` and `later` are the nearest days with an entry."""

    on: date
    entries: int
    step: str
    step_now: str
    advised: Sequence[Said]
    going_on: Sequence[Said]
    against: Sequence[Said]
    changed: Sequence[Said]
    earlier: date | None
    later: date | None
    knowledge: str


def replay(basis: Basis, on: date, zone: ZoneInfo) -> Replayed:
    """The plan as of a day, with only what had been recorded by that day, and what differs today."""
    then = apply(basis.pathway, basis.record, on, known_on=on)
    days = [one.at.astimezone(zone).date() for one in basis.written]
    return Replayed(
        on=on,
        entries=sum(day <= on for day in days),
        step=step_in_words(then.step, basis.pathway),
        step_now=step_in_words(basis.plan.step, basis.pathway),
        advised=_of(then, ADVISED, on),
        going_on=_of(then, ("continue",), on),
        against=_of(then, ("stop", "paused", "contraindicated", "held"), on),
        changed=list(_changed(then, basis.plan, on)),
        earlier=max((day for day in days if day < on), default=None),
        later=min((day for day in days if day > on), default=None),
        knowledge=basis.plan.knowledge["version"],
    )


def _of(plan: CarePlan, statuses: Sequence[str], on: date) -> list[Said]:
    """The rows of a plan in these statuses; a part is left to its whole."""
    by_id = {one.id: one for one in plan.recommendations}
    rows = [one for one in plan.recommendations if one.status in statuses and not _under(one, by_id)]
    return [_said(one, on) for one in rows]


def _under(one: Recommendation, by_id: ById) -> bool:
    whole = by_id.get(one.part_of)
    return whole is not None and GROUPS[whole.status] == GROUPS[one.status]


def _said(one: Recommendation, on: date, was: str = "") -> Said:
    return Said(one.id, one.title, one.status, one.urgency, _reasons(one, on), was)


def _reasons(one: Recommendation, on: date) -> list[Reason]:
    leaves = dict.fromkeys(leaf for tree in one.because for leaf in deciding(tree) if leaf.words != "always")
    shown = list(leaves)[:MOST_REASONS]
    return [Reason(leaf.truth, said(leaf), leaf.on is not None and leaf.on > on) for leaf in shown]


def _changed(then: CarePlan, now: CarePlan, on: date) -> Iterator[Said]:
    """What became advice, what ended, and what is forbidden now: first what there is today, then what is gone."""
    before, after = _rows(then), _rows(now)
    for name, one in after.items():
        was = before[name].status if name in before else GONE
        if _counts(was, one.status) and not _under(one, after):
            yield _said(one, on, was)
    for name, one in before.items():
        if name not in after and one.status in ACTIVE:
            yield Said(one.id, one.title, GONE, one.urgency, (), one.status)


def _rows(plan: CarePlan) -> ById:
    return {one.id: one for one in plan.recommendations}


def _counts(was: str, now: str) -> bool:
    """Whether a change of status is one of advice."""
    if was == now:
        return False
    return (was in ACTIVE or now in ACTIVE) and (was in MARKED or now in MARKED)
