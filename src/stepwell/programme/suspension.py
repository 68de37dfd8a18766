"""Whether anything stops the programme for now, and why.

Lives here: `why_suspended` and `suspensions`. Lives elsewhere: the gates and rules themselves
(knowledge/dgs/programme.yaml), the signs and exits behind them (reasoning/).
"""

from collections.abc import Iterable

from stepwell.programme.knowledge import Programme
from stepwell.programme.situation import Log, Situation


def why_suspended(programme: Programme, situation: Situation) -> str:
    """The first reason for no session today, or nothing: a gate, a mass, a trend, or stopped sessions."""
    mass = programme.principles["space-occupying"] if "space-occupying" in situation.sources else ""
    reasons = (situation.suspended, *_gates(programme, situation), mass, *suspensions(programme, situation))
    return next(filter(None, reasons), "")


def suspensions(programme: Programme, situation: Situation) -> tuple[str, ...]:
    """Why a clinician should look before the programme goes on."""
    rules = [rule.because for rule in programme.suspend if situation.holds(rule.key)]
    limit, window = programme.progress.stop_pain, programme.progress.stop_window
    stopped = [log for log in situation.logs if log.days_ago < window and above(log, limit)]
    if len(stopped) >= programme.progress.stops_to_suspend:
        rules.append(f"Exercises were stopped for pain {len(stopped)} times within {window} days.")
    return tuple(rules)


def above(log: Log, limit: int) -> bool:
    """Whether pain during an exercise is known to have been above a limit, both 0-10."""
    return log.pain is not None and log.pain > limit


def _gates(programme: Programme, situation: Situation) -> Iterable[str]:
    for gate in programme.gates:
        truth = situation.holds(gate.key)
        yield "" if truth else gate.not_known if truth is None else gate.otherwise
