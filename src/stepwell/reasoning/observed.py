"""Which observation counts today: side, freshness, flags that stand.

Lives here: the current value of one observed finding. Lives elsewhere: all of them together and what is derived from
them (reasoning/facts.py).

A value older than the finding's `fresh_for` is not known any more. A flag's "no" goes stale; its "yes" stands until a
clinician settles an exit that it opens, and then goes stale too unless it is `lasting` (history that does not pass).
"Not sure" is not known, or yes where the finding says so.
"""

from collections.abc import Iterable, Sequence

from stepwell.knowledge.types import Finding
from stepwell.reasoning.courses import of_this_side
from stepwell.reasoning.situation import unknown
from stepwell.reasoning.types import FactValue
from stepwell.records.bounds import Bounds
from stepwell.records.types import NOT_SURE, CourseEvent, Observation


def by_finding(observations: Iterable[Observation]) -> dict[str, list[Observation]]:
    found: dict[str, list[Observation]] = {}
    for seen in observations:
        found.setdefault(seen.finding, []).append(seen)
    for group in found.values():
        group.sort(key=lambda seen: (seen.on.high, seen.seq))
    return found


def by_intervention(events: Iterable[CourseEvent]) -> dict[str, list[CourseEvent]]:
    found: dict[str, list[CourseEvent]] = {}
    for event in sorted(events, key=lambda event: (event.on.high, event.seq)):
        found.setdefault(event.intervention, []).append(event)
    return found


def on_side(finding: Finding, observations: list[Observation], side: str | None) -> list[Observation]:
    if not finding.per_side or all(seen.side is None for seen in observations):
        return observations
    return [seen for seen in observations if of_this_side(seen.side, side)]


def opposite(side: str | None) -> str | None:
    return {"left": "right", "right": "left"}.get(side or "", side)


def read_finding(
    finding: Finding,
    key: str,
    observations: Sequence[Observation],
    values: dict[str, FactValue],
    origins: dict[str, Observation],
    day: int | None,
    settled_at: tuple[int, int] | None,
) -> None:
    """Read the current value of one finding; `day` is None where nothing goes stale."""
    current = _current(finding, observations, day, settled_at)
    if current is not None:
        origins[key] = current
        values[key] = _value(finding, current)


def _current(
    finding: Finding, observations: Sequence[Observation], day: int | None, settled_at: tuple[int, int] | None
) -> Observation | None:
    """The observation that counts today, or None where none does."""
    if finding.flag:
        standing = [seen for seen in observations if _value(finding, seen) is True]
        if standing and (settled_at is None or settled_at < (int(standing[-1].on.high), standing[-1].seq)):
            return standing[-1]
    if not observations:
        return None
    last = observations[-1]
    lasts = finding.fresh_for is None or (finding.lasting and _value(finding, last) is True)
    return last if day is None or lasts or day - last.on.low <= (finding.fresh_for or 0) else None


def _value(finding: Finding, seen: Observation) -> FactValue:
    value = seen.value
    if value == NOT_SURE or value is None:
        return True if finding.unsure_is_yes and value == NOT_SURE else unknown(finding)
    if isinstance(value, str):
        return frozenset({value}) if finding.type == "choice" else None
    return value


def newest_yes(observations: Sequence[Observation]) -> tuple[int, int]:
    """When a sign was last said to be there; a choice counts whenever it was recorded."""
    found = [seen for seen in observations if seen.value is True or isinstance(seen.value, str)]
    return (int(found[-1].on.high), found[-1].seq) if found else (0, 0)


def is_known(value: FactValue, nothing: FactValue) -> bool:
    """Whether anything is known of a finding: exactly, for yes-no and choices; within bounds, for numbers."""
    if isinstance(value, Bounds):
        return value != nothing
    if isinstance(value, frozenset):
        return len(value) == 1
    return value is not None
