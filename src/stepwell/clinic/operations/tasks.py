"""What is done in the background.

Lives here: each task. Lives elsewhere: when it is due (clock.py), who runs it (work.py), what a plan is (episodes/services.py).

A task may be done twice, since one that was cut short is done again; each of these comes to the same then. It is short, so that
the clinic can be ended within seconds: what is left over is enqueued again.
"""

import logging
import time
from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_tasks import task

from stepwell.clinic.accounts.models import Clinic, Invitation
from stepwell.clinic.alerts.telling import tell_all
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import Erased
from stepwell.clinic.episodes.services import refresh, today_of
from stepwell.clinic.library.previews import KEPT as KEPT_PREVIEWS
from stepwell.clinic.library.previews import Preview
from stepwell.clinic.operations import heartbeat, tombstones
from stepwell.clinic.pathway import digest_of, pathway_of
from stepwell.errors import StepwellError

LOG = logging.getLogger("stepwell.tasks")

TURN_SECONDS = 3.0
"""How long one task of plans works before it leaves the rest to the next."""

KEPT = {"invitations": timedelta(days=30), "sign-ins": timedelta(days=90), "tasks": timedelta(days=7)}
"""How long what has ended is kept, so that somebody can still see why it did."""


@task()
def beat() -> None:
    """Show that tasks are done, and keep the list of the erased."""
    tombstones.write()
    heartbeat.mark()


def stale(clinic: Clinic) -> "QuerySet[Episode]":
    """The open episodes of a clinic whose stored plan is not that of today, of its entries and of the knowledge.

    A closed one is not looked at from today; it is out of date only where the knowledge or its entries changed.
    """
    today, digest = today_of(clinic), digest_of(pathway_of(clinic))
    changed = Q(stored=None) | ~Q(stored__digest=digest) | ~Q(stored__count=F("count"))
    older = Q(closed_at=None, stored__as_of__lt=today)
    found: QuerySet[Episode] = Episode.objects.filter(
        changed | older, person__clinic=clinic, person__erased_at=None, person__key__isnull=False
    )
    return found.select_related("person__clinic", "person__key", "stored").order_by("pk")


@task()
def refresh_plans(clinic: str, after: str = "") -> dict[str, int]:
    """Compute again the stored plans that are out of date; the rest, after some seconds, in a task of its own."""
    waiting = stale(Clinic.objects.get(pk=clinic))
    if after:
        waiting = waiting.filter(pk__gt=after)
    done = failed = 0
    until = time.monotonic() + TURN_SECONDS
    for episode in waiting.iterator(chunk_size=50):
        done, failed = (done + 1, failed) if _refreshed(episode) else (done, failed + 1)
        heartbeat.mark()
        if time.monotonic() > until:
            refresh_plans.enqueue(clinic, str(episode.pk))
            break
    return {"done": done, "failed": failed}


def _refreshed(episode: Episode) -> bool:
    """Whether it could be computed. One that cannot must not keep the others waiting."""
    try:
        refresh(episode)
    except Erased:
        return True
    except StepwellError as wrong:
        LOG.error("plan of episode %s cannot be computed: %s", episode.pk, type(wrong).__name__)
        return False
    return True


@task()
def tell_of_emergencies() -> int:
    """Tell the next person of each emergency that nobody has acknowledged. Cut short and done again, somebody is told twice at most."""
    return tell_all(timezone.now())


@task()
def expire() -> dict[str, int]:
    """Delete what has ended: sessions, invitations that nobody used, lists of sign-ins and of tasks."""
    now = timezone.now()
    signed_in = now - KEPT["sign-ins"]
    gone: dict[str, QuerySet[Any]] = {
        "previews": Preview.objects.filter(made_at__lt=now - KEPT_PREVIEWS),
        "sessions": Session.objects.filter(expire_date__lt=now),
        "invitations": Invitation.objects.filter(used_at=None, expires_at__lt=now - KEPT["invitations"]),
        "attempts": AccessAttempt.objects.filter(attempt_time__lt=signed_in),
        "failures": AccessFailureLog.objects.filter(attempt_time__lt=signed_in),
        "sign-ins": AccessLog.objects.filter(attempt_time__lt=signed_in),
    }
    counts = {name: rows.delete()[0] for name, rows in gone.items()}
    call_command("prune_db_task_results", min_age_days=KEPT["tasks"].days, verbosity=0)
    return counts
