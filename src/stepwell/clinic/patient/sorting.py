"""Sorting out a batch of events: what to write, what to set aside, and what is there already.

Lives here: what becomes of each event. Lives elsewhere: reading one (patient/event_reader.py), how lines fit among others
(patient/around.py), writing them (patient/events.py).
"""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.episodes.models import Entry, Episode
from stepwell.clinic.patient.around import Around, written_since
from stepwell.clinic.patient.event_reader import EventReader, PhoneEvent
from stepwell.clinic.patient.kinds import Odd
from stepwell.clinic.patient.models import Quarantined
from stepwell.clinic.patient.writing import ToWrite

Given = Sequence[tuple[uuid.UUID, Any]]
"""Events as they came, each with its key."""


@dataclass
class Sorted:
    """A batch, sorted out: what to write, what to set aside, and the answer for each key."""

    write: list[ToWrite] = field(default_factory=list)
    aside: list[tuple[uuid.UUID, Any, Odd]] = field(default_factory=list)
    answers: dict[uuid.UUID, dict[str, Any]] = field(default_factory=dict)
    sign: bool = False


def sort_out(reader: EventReader, given: Given, by: Membership) -> Sorted:
    """What becomes of each event."""
    answers, odd = there_already(reader.episode, {key for key, _ in given}, by)
    found = Sorted(answers=answers)
    fresh = {key: one for key, one in _first_of_each(given) if key not in found.answers}
    events = reader.read_all({key: one for key, one in fresh.items() if key not in odd}, odd)
    _fit_together(reader, events, fresh, odd, found)
    for key, wrong in odd.items():
        found.aside.append((key, fresh[key], wrong))
        found.answers[key] = {"answer": "quarantined", "reason": wrong.reason}
    return found


def there_already(
    episode: Episode, keys: Collection[uuid.UUID], by: Membership
) -> tuple[dict[uuid.UUID, dict[str, Any]], dict[uuid.UUID, Odd]]:
    """The answer for each key that is there already, and the keys under which somebody else wrote."""
    answers: dict[uuid.UUID, dict[str, Any]] = {}
    odd: dict[uuid.UUID, Odd] = {}
    for key, reason in Quarantined.objects.filter(episode=episode, key__in=keys).values_list("key", "reason"):
        answers[key] = {"answer": "quarantined", "reason": reason}
    for key, author in Entry.objects.filter(episode=episode, key__in=keys).values_list("key", "author"):
        if author == by.user_id:
            answers.setdefault(key, {"answer": "duplicate"})
        elif key not in answers:
            odd[key] = Odd("id-in-use", "Another entry has this id.")
    return answers, odd


def _first_of_each(given: Given) -> Iterator[tuple[uuid.UUID, Any]]:
    seen: set[uuid.UUID] = set()
    for key, one in given:
        if key not in seen:
            seen.add(key)
            yield key, one


def _fit_together(
    reader: EventReader,
    events: dict[uuid.UUID, PhoneEvent],
    raw: Mapping[uuid.UUID, Any],
    odd: dict[uuid.UUID, Odd],
    found: Sorted,
) -> None:
    """Fit the events among what was written, oldest first; what does not fit is reduced to its signs, or is odd."""
    if not events:
        return
    entries = written_since(reader.episode, min(one.at for one in events.values()), reader.secret)
    wrong: dict[uuid.UUID, Odd] = {}
    while True:
        around = Around(entries, reader.pathway, next_seq=reader.episode.lines + 1)
        write = []
        for event in sorted(events.values(), key=lambda one: one.at):
            try:
                lines = around.fit(event.key, event.lines, event.at)
            except Odd as why:
                wrong[event.key] = why
            else:
                write.append(ToWrite(event.key, event.kind, event.at, lines, event.more))
        for owner, fault in around.faults(side=reader.episode.side):
            wrong.setdefault(owner, reader.because(events[owner], fault))
        if not wrong:
            break
        reader.settle(wrong, events, raw, odd)
    found.write = write
    found.sign = any(one.sign for one in events.values())
    found.answers |= {one.key: {"answer": "stored"} for one in write}
