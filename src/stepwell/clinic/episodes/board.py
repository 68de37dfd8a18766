"""The row of a person on the caseload: what they need, and why in words.

Lives here: which need comes first (ux.md 1.10), from the record, the plan and the programme. Lives elsewhere: the numbers
(parameters/caseload.yaml), the page (workspace/caseload), what a proposal is (programme/proposals.py).

A need that was marked as reviewed, or snoozed, stays away for its days; an open exit never does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from statistics import mean
from typing import Any

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.episodes.after_injection import prompt_of
from stepwell.clinic.episodes.basis import Basis
from stepwell.clinic.episodes.diary import by_day, exercise_days, heard, over, states
from stepwell.clinic.episodes.sealed import Written
from stepwell.programme.adapter import programme_of, situation_from
from stepwell.programme.proposals import Proposal, proposals
from stepwell.reasoning.types import Explanation, Recommendation

NEEDS = ("red-flag", "stop-rule", "rising", "unanswered", "silent", "missed", "ready", "review")
"""What somebody can need, most urgent first."""
NEVER_AWAY = "red-flag"
URGENT = ("emergency", "same-day", "urgent")
AT_ONCE = URGENT[:2]
"""How urgent an open exit is that somebody must see at once (clinic/alerts)."""
PAIN, SITTING = "worst-pain", "sitting-tolerance"
PAIN_DAYS, SESSION_DAYS = 28, 14
WEEK = 7


@dataclass(frozen=True)
class Need:
    """One thing that somebody needs, why in a sentence, and since which day, where it has one. A lower `rank` comes first."""

    id: str
    why: str
    since: date | None = None
    rank: int = 0


def board_of(basis: Basis) -> dict[str, Any]:
    """The row as plain values.

    returns  needs (all of them, most urgent first), the ids of open exits that cannot wait, step, phase, week, pain and days as lists, sits and how it changed, when
             something was last heard, the next review
    """
    pain = by_day(basis.seen, PAIN)
    sitting = by_day(basis.seen, SITTING)
    contact = heard(basis.written)
    return {
        "needs": [_plain(one) for one in needs(basis) if not _away(one, basis)],
        "exits": [one.id for one in basis.plan.recommendations if _opens(one) and one.urgency in AT_ONCE],
        "step": basis.plan.step,
        "phase": _phase(basis),
        "week": _week(basis),
        "pain": over(pain, basis.today, PAIN_DAYS),
        "days": states(basis.seen, basis.written, basis.pathway, basis.today, SESSION_DAYS),
        "sits": sitting[max(sitting)] if sitting else None,
        "sits_change": _change(sitting),
        "contact": contact.isoformat() if contact else "",
        "review": basis.plan.next_review.isoformat() if basis.plan.next_review else "",
        "snoozed": _snoozed(basis),
    }


def _plain(need: Need) -> dict[str, Any]:
    return {**asdict(need), "since": need.since.isoformat() if need.since else ""}


def needs(basis: Basis) -> list[Need]:
    """Everything that somebody needs, most urgent first."""
    found = [
        *_red_flags(basis.plan.recommendations),
        *_stops(basis),
        *_rising(basis),
        *_unanswered(basis),
        *_silent(basis),
        *_missed(basis),
        *_ready(basis),
        *_review(basis),
    ]
    return sorted(found, key=lambda need: (NEEDS.index(need.id), need.rank))


def _red_flags(rows: Sequence[Recommendation]) -> Iterator[Need]:
    for one in rows:
        if _opens(one) and one.urgency in URGENT:
            leaves = [leaf for tree in one.because for leaf in _true_leaves(tree)]
            since = max((leaf.on for leaf in leaves if leaf.on), default=None)
            said = "; ".join(dict.fromkeys(leaf.words for leaf in leaves if leaf.on))
            why = f"{one.title}. {said}." if said else f"{one.title}."
            yield Need("red-flag", why, since, URGENT.index(one.urgency))


def _opens(one: Recommendation) -> bool:
    return bool(one.urgency) and one.status == "recommended"


def _true_leaves(tree: Explanation) -> Iterator[Explanation]:
    """The observed findings for which a condition holds."""
    if tree.truth is True and not tree.parts:
        yield tree
    for part in tree.parts:
        yield from _true_leaves(part)


def _proposals(basis: Basis) -> tuple[Proposal, ...]:
    return proposals(programme_of(basis.pathway), situation_from(basis.pathway, basis.facts))


def _stops(basis: Basis) -> Iterator[Need]:
    for one in basis.plan.recommendations:
        if one.status == "stop":
            yield Need("stop-rule", f"Stop: {one.title}.")
    for found in _proposals(basis):
        if found.kind in ("suspend", "regress", "relapse"):
            yield Need("stop-rule", _sentence(found, basis))


def _sentence(found: Proposal, basis: Basis) -> str:
    if not found.exercise:
        return found.because
    title = basis.pathway.exercises[found.exercise]["title"]
    moved = f" Level {found.now} to {found.to}." if found.now and found.to else ""
    return f"{title}: {found.because}{moved}"


def _number(basis: Basis, name: str) -> int:
    return int(basis.pathway.parameters[name].value)


def _rising(basis: Basis) -> Iterator[Need]:
    """So many days of the window above the usual pain before it."""
    window, rise = _number(basis, "rising-window"), _number(basis, "rising-points")
    pain = by_day(basis.seen, PAIN)
    latest = [value for value in over(pain, basis.today, window) if value is not None]
    usual_until = basis.today - timedelta(window)
    usual = [value for value in over(pain, usual_until, _number(basis, "flare-window")) if value is not None]
    if not latest or not usual:
        return
    bad = sum(value >= mean(usual) + rise for value in latest)
    if bad >= _number(basis, "rising-days") and latest[-1] > mean(usual):
        since = basis.today - timedelta(window)
        yield Need("rising", f"Worst pain {round(mean(usual))} to {latest[-1]} in {window} days.", since)


def _unanswered(basis: Basis) -> Iterator[Need]:
    """Questions after an injection whose day has passed without an answer."""
    found = prompt_of(basis)
    if found and found.due < basis.today:
        why = f"Answers after the injection of {found.injected.day} {found.injected:%b} are missing since day {found.day}."
        yield Need("unanswered", why, found.due)


def _silent(basis: Basis) -> Iterator[Need]:
    last = heard(basis.written)
    if last is None:
        return
    days = (basis.today - last.date()).days
    if days >= _number(basis, "silent-days"):
        pain = by_day(basis.seen, PAIN)
        told = f" Last worst pain was {pain[max(pain)]}." if pain else ""
        yield Need("silent", f"Nothing logged for {days} days.{told}", last.date())


def _missed(basis: Basis) -> Iterator[Need]:
    went = exercise_days(basis.seen, basis.pathway)
    lately = [went[on] for on in sorted(went) if on > basis.today - timedelta(SESSION_DAYS)]
    running = next((count for count, one in enumerate(reversed(lately)) if one != "missed"), len(lately))
    if running >= _number(basis, "missed-sessions"):
        reasons = {event.reason for event in basis.seen.events if event.response == "none" and event.reason}
        given = f" Reason given: {', '.join(sorted(reasons))}." if reasons else ""
        yield Need("missed", f"{running} planned sessions missed in a row.{given}")


def _ready(basis: Basis) -> Iterator[Need]:
    for found in _proposals(basis):
        if found.kind in ("phase-on", "progress"):
            yield Need("ready", _sentence(found, basis))


def _review(basis: Basis) -> Iterator[Need]:
    """Reviews that are due, and for which a clinician answers."""
    for one in basis.plan.recommendations:
        if one.kind == "review" and one.status == "recommended" and one.decided_by != Role.PATIENT:
            yield Need("review", f"Due: {one.title}.")


def _away(need: Need, basis: Basis) -> bool:
    """Whether somebody has dealt with the need, so that it is not shown for some days."""
    if need.id == NEVER_AWAY:
        return False
    if _snoozed(basis):
        return True
    days = _number(basis, "reviewed-days")
    return any(
        one.kind == "reviewed"
        and need.id in one.more.get("needs", [])
        and (basis.today - one.at.date()).days < days
        for one in basis.written
    )


def _snoozed(basis: Basis) -> str:
    """The day until which somebody put the person aside; empty where that has passed."""
    last: Written | None = next((one for one in reversed(basis.written) if one.kind == "snoozed"), None)
    until = str(last.more.get("until", "")) if last else ""
    return until if until > basis.today.isoformat() else ""


def _phase(basis: Basis) -> str:
    phase = basis.facts.values.get("phase")
    known = phase if isinstance(phase, frozenset) and len(phase) == 1 else frozenset()
    return next(iter(known), "")


def _week(basis: Basis) -> int:
    """Full weeks since the first entry."""
    first: datetime | None = min((one.at for one in basis.written), default=None)
    return (basis.today - first.date()).days // WEEK if first else 0


def _change(sitting: dict[date, int]) -> int | None:
    """How the minutes of sitting differ from a week or more before the last answer."""
    if not sitting:
        return None
    last = max(sitting)
    earlier = [on for on in sitting if on <= last - timedelta(WEEK)]
    return sitting[last] - sitting[max(earlier)] if earlier else None
