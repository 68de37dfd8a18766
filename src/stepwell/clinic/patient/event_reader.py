"""Reading an event of a phone: whole, or only the signs of danger that it tells of.

Lives here: the event around its payload, its time and its day. Lives elsewhere: what a payload may say (patient/kinds.py), what becomes of a
batch (patient/sorting.py, patient/events.py).

A sign is never set aside for want of a clock or of a plan: where something else of its event cannot be used, the sign is kept as said at the
latest now, and the rest beside it. It counts at once: its day is never after that of the clinic.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import today_of
from stepwell.clinic.patient.kinds import KINDS, PATIENT, Line, Odd, Said, is_sign, said_in, signs_in
from stepwell.clinic.patient.versions import is_version
from stepwell.errors import Fault, StepwellError
from stepwell.knowledge.types import Pathway
from stepwell.records.reader import read_lines

STALE = timedelta(days=14)
"""How old an event may be: beyond that a clinician looks at it before it counts."""
AHEAD = timedelta(minutes=10)
"""How far the clock of a phone may be ahead."""
ZONES = frozenset(available_timezones())
BOUND_TO_A_PLAN = frozenset(KINDS) - {"red-flags"}
"""Kinds that say something of a plan. Signs are asked whatever the plan is."""
KEYS = frozenset(("id", "kind", "at", "tz", "plan_version", "payload"))
LENGTH_OF_ID = 36
LONGEST_VERSION = 64
NAMELESS = uuid.UUID("7d0c2b0e-6f44-4c57-9a3c-0d7f5a6f1e21")
"""The name space of events whose id cannot be read: the same content has the same key."""


@dataclass(frozen=True)
class PhoneEvent:
    """An event that was read. `sign` says whether it tells of a sign of danger, `reduced` whether only the signs are left of it."""

    key: uuid.UUID
    kind: str
    at: datetime
    lines: Sequence[Line]
    more: Mapping[str, Any]
    sign: bool = False
    reduced: bool = False


class EventReader:
    """Reads the events of one person."""

    def __init__(self, episode: Episode, pathway: Pathway, secret: bytes, now: datetime) -> None:
        self.episode, self.pathway, self.secret, self.now = episode, pathway, secret, now
        self.clinic = episode.person.clinic
        self.versions: dict[str, bool] = {}

    def read_all(
        self, raw: Mapping[uuid.UUID, Any], odd: dict[uuid.UUID, Odd]
    ) -> dict[uuid.UUID, PhoneEvent]:
        """Those that can be read, whole or reduced to their signs. The others become odd."""
        found = {}
        for key, one in raw.items():
            try:
                found[key] = self.read(key, one)
            except Odd as wrong:
                reduced = self.signs(key, one, wrong)
                if reduced is None:
                    odd[key] = wrong
                else:
                    found[key] = reduced
        return found

    def settle(
        self,
        wrong: dict[uuid.UUID, Odd],
        events: dict[uuid.UUID, PhoneEvent],
        raw: Mapping[uuid.UUID, Any],
        odd: dict[uuid.UUID, Odd],
    ) -> None:
        """Reduce what does not fit to its signs, or take it out. Afterwards nothing is wrong any more."""
        for key, why in wrong.items():
            event = events.pop(key)
            reduced = None if event.reduced else self.signs(key, raw[key], why)
            if reduced is None:
                odd[key] = why
            else:
                events[key] = reduced
        wrong.clear()

    def read(self, key: uuid.UUID, raw: Any) -> PhoneEvent:
        """An event. raises Odd"""
        if not isinstance(raw, dict) or not raw.keys() <= KEYS or id_of(raw) is None:
            raise Odd("unreadable", "It is not an event.")
        kind, payload = raw.get("kind"), raw.get("payload")
        if kind not in KINDS or not isinstance(kind, str) or not isinstance(payload, dict):
            raise Odd("unreadable", "It is of no known kind.")
        at, zone = self.time_of(raw.get("at")), self.zone_of(raw.get("tz"))
        said = said_in(kind, payload, self.pathway)
        if kind in BOUND_TO_A_PLAN and not self.is_version(raw.get("plan_version")):
            raise Odd("unknown-plan", "It names a plan that was not given out.")
        event = self._event(key, kind, at, zone, said)
        return replace(event, more={**event.more, "plan": str(raw.get("plan_version", ""))[:LONGEST_VERSION]})

    def signs(self, key: uuid.UUID, raw: Any, because: Odd) -> PhoneEvent | None:
        """The event reduced to the signs that it tells of; None where there is none, or where it is too long ago to count."""
        if not isinstance(raw, dict) or because.reason == "id-in-use":
            return None
        at, zone = self._time_or_now(raw.get("at")), self._zone_or_clinics(raw.get("tz"))
        found = [one for one in signs_in(raw.get("payload"), self.pathway) if self._counts(one, at)]
        if not found:
            return None
        left = {"left_out": json.dumps(raw), "because": because.reason}
        return replace(self._event(key, "red-flags", at, zone, Said(found, left)), reduced=True)

    def because(self, event: PhoneEvent, fault: Fault) -> Odd:
        """Why an event does not fit: it cannot be read by itself, or it contradicts another."""
        try:
            read_lines(event.lines, self.pathway, side=self.episode.side, name="event")
        except StepwellError as wrong:
            return Odd("unreadable", wrong.faults[0].problem)
        return Odd("contradicts", fault.problem)

    def is_version(self, text: object) -> bool:
        """Whether a plan of this version was given out. Most events of a batch name the same."""
        if not isinstance(text, str) or len(text) > LONGEST_VERSION:
            return False
        if text not in self.versions:
            self.versions[text] = is_version(text, self.episode, self.secret)
        return self.versions[text]

    def time_of(self, text: object) -> datetime:
        """When it happened. raises Odd"""
        try:
            written = datetime.fromisoformat(str(text))
            at = written.astimezone(UTC)
        except (ValueError, OverflowError):
            raise Odd("unreadable", "Its time cannot be read.") from None
        if written.tzinfo is None:
            raise Odd("unreadable", "Its time has no zone.")
        if at > self.now + AHEAD:
            raise Odd("future", "Its time has not come yet.")
        if at < self.now - STALE:
            raise Odd("stale", f"It is older than {STALE.days} days.")
        return min(at, self.now)

    def zone_of(self, name: object) -> str:
        """The time zone. raises Odd"""
        if not isinstance(name, str) or name not in ZONES:
            raise Odd("unreadable", "Its time zone is not known.")
        return name

    def _event(self, key: uuid.UUID, kind: str, at: datetime, zone: str, said: Said) -> PhoneEvent:
        day = at.astimezone(ZoneInfo(zone)).date()
        more = {"zone": zone, "day": day.isoformat(), "received": self.now.isoformat(), **said.more}
        if more.pop("resting", False):
            more["rest"] = day.isoformat()
        lines = [self._line(line, day, at) for line in said.lines]
        return PhoneEvent(key, kind, at, lines, more, sign=any(self._is_sign(line) for line in said.lines))

    def _line(self, line: Line, day: date, at: datetime) -> Line:
        """The line with its day, and who recorded it when."""
        of_clinic = today_of(self.clinic, at)
        on = min(day, of_clinic) if self._is_sign(line) else day
        return {"on": on.isoformat(), **line, "by": PATIENT, "recorded_at": max(on, of_clinic).isoformat()}

    def _is_sign(self, line: Line) -> bool:
        finding = self.pathway.findings.get(line["finding"])
        return finding is not None and is_sign(finding, line["value"])

    def _counts(self, line: Line, at: datetime) -> bool:
        days = self.pathway.findings[line["finding"]].fresh_for
        return days is None or self.now - at < timedelta(days)

    def _time_or_now(self, text: object) -> datetime:
        """When it happened; now where that cannot be read or has not come yet."""
        try:
            at = datetime.fromisoformat(str(text)).astimezone(UTC)
        except (ValueError, OverflowError):
            return self.now
        return min(at, self.now)

    def _zone_or_clinics(self, name: object) -> str:
        return name if isinstance(name, str) and name in ZONES else str(self.clinic.time_zone)


def id_of(raw: Any) -> uuid.UUID | None:
    """The id of an event, where it is one."""
    written = raw.get("id") if isinstance(raw, dict) else None
    if not isinstance(written, str) or len(written) != LENGTH_OF_ID:
        return None
    try:
        return uuid.UUID(written)
    except ValueError:
        return None


def key_for(raw: Any) -> uuid.UUID:
    """The key under which an event is written or set aside: its id, or one that its content has."""
    return id_of(raw) or uuid.uuid5(NAMELESS, json.dumps(raw, sort_keys=True))
