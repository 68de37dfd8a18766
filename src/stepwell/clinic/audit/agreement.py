"""Whether what the audit saw is still there as it saw it: entries, and the numbers that people call.

Lives here: comparing the audit's events with the rows that they name. Lives elsewhere: following the chains themselves
(audit/verify.py).

The audit names each entry that was written, with its hash. Cutting off the end of an episode and putting its head and its count back
leaves a chain that holds; the audit of the clinic still names what is gone, and its own chain goes on.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from stepwell.clinic.accounts.calling import CHECKED as NUMBERS_CHECKED
from stepwell.clinic.accounts.models import Clinic
from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes.models import Entry

WRITTEN, CHECKED = "entry.written", "clinic.numbers-checked"
CHUNK = 500
"""Events that are compared at a time."""


def disagreements(clinic: Clinic) -> Iterator[str]:
    """What differs from what the audit of a clinic saw, in words."""
    yield from _entries(clinic)
    yield from _numbers(clinic)


def _entries(clinic: Clinic) -> Iterator[str]:
    events = Event.objects.filter(chain=clinic.pk, action=WRITTEN).order_by("number")
    seen: list[tuple[str, int, str]] = []
    for subject, detail in events.values_list("subject", "detail").iterator(chunk_size=CHUNK):
        seen.append((subject, detail.get("number", 0), detail.get("hash", "")))
        if len(seen) == CHUNK:
            yield from _compared(seen)
            seen = []
    yield from _compared(seen)


def _compared(seen: Iterable[tuple[str, int, str]]) -> Iterator[str]:
    wanted = {(subject, number): hash_ for subject, number, hash_ in seen}
    kept: dict[tuple[str, int], Any] = {}
    rows = Entry.objects.filter(
        episode__in={subject for subject, _ in wanted}, number__in={number for _, number in wanted}
    )
    for episode, number, linked in rows.values_list("episode_id", "number", "hash"):
        kept[str(episode), number] = bytes(linked).hex()
    for (subject, number), hash_ in wanted.items():
        if kept.get((subject, number)) != hash_:
            yield f"entry {number} of episode {subject} is not there as the audit saw it written"


def _numbers(clinic: Clinic) -> Iterator[str]:
    last = Event.objects.filter(chain=clinic.pk, action=CHECKED).order_by("-number").first()
    if last is None:
        if clinic.numbers_checked_on:
            yield "its numbers count as checked, and the audit saw nobody check them"
        return
    checked = last.detail.get("numbers", {})
    for name in NUMBERS_CHECKED:
        if getattr(clinic, name) != checked.get(name, ""):
            yield f"its number for {name} is not the one that was checked"
