"""Who would move if values of parameters were changed.

Lives here: judging records by two pathways that differ in their numbers only, some seconds at a time. Lives elsewhere: the same
for a population (population/reports/compare.py), where it is kept (library/previews.py).
"""

import logging
import time
from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from stepwell.clinic.accounts.models import Clinic
from stepwell.clinic.episodes.basis import record_from
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import Erased
from stepwell.clinic.episodes.services import entries_of, today_of
from stepwell.clinic.library.local import packed
from stepwell.clinic.library.previews import Preview
from stepwell.clinic.pathway import pathway_of, pathway_with
from stepwell.errors import StepwellError
from stepwell.knowledge.types import Pathway
from stepwell.reasoning.apply import step_of
from stepwell.reasoning.facts import compile_pathway, read_facts
from stepwell.reasoning.statuses import judge
from stepwell.records.types import Record

LOG = logging.getLogger("stepwell.library")

STEP = "step"
"""What moves where somebody comes to another step."""

CHUNK = 50


def open_records(clinic: Clinic) -> "QuerySet[Episode]":
    """The open episodes of a clinic whose people were not erased, in the order of their ids."""
    found: QuerySet[Episode] = Episode.objects.filter(
        person__clinic=clinic, person__erased_at=None, person__key__isnull=False, closed_at=None
    )
    return found.select_related("person__key").order_by("pk")


def work_on(preview: Preview, seconds: float) -> bool:
    """Compute a part of a preview, and keep it. returns whether all of it is there

    seconds   after which the rest is left for the next time
    """
    old, new = pathway_of(preview.clinic), pathway_with(packed(preview.values))
    today, until = today_of(preview.clinic), time.monotonic() + seconds
    moved, waiting = preview.moved, open_records(preview.clinic)
    if preview.after:
        waiting = waiting.filter(pk__gt=preview.after)
    for episode in waiting.iterator(chunk_size=CHUNK):
        try:
            for move in moves_of(episode, old, new, today):
                moved.moves.setdefault(move, []).append(str(episode.pk))
                moved.persons[str(episode.pk)] = str(episode.person_id)
        except (StepwellError, Erased) as wrong:
            LOG.error("record %s cannot be judged: %s", episode.pk, type(wrong).__name__)
            preview.failed += 1
        preview.done, preview.after = preview.done + 1, episode.pk
        if time.monotonic() > until:
            break
    else:
        preview.finished_at = timezone.now()
    preview.keep(moved)
    preview.save(update_fields=["done", "failed", "after", "finished_at", "sealed"])
    return preview.finished_at is not None


def moves_of(episode: Episode, old: Pathway, new: Pathway, today: date) -> Iterator[tuple[str, str, str]]:
    """What of one record moves, from which status and to which. raises Erased, RecordError

    A record is read once: the pathways differ in their numbers, and not in what can be recorded.
    """
    record = record_from(entries_of(episode), old, side=episode.side, name=str(episode.pk))
    before, after = told(old, record, today), told(new, record, today)
    for name, was in before.items():
        if after[name] != was:
            yield name, was, after[name]


def told(pathway: Pathway, record: Record, today: date) -> dict[str, str]:
    """The step and every status of a record on a day."""
    compiled, day = compile_pathway(pathway), today.toordinal()
    facts = read_facts(compiled, record.as_of(day), day)
    statuses = {name: one.status for name, one in judge(compiled, facts).by_id.items()}
    return {STEP: step_of(compiled, facts).id, **statuses}
