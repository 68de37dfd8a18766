"""When a task is due.

Lives here: looking what is due, and enqueueing it. Lives elsewhere: what is done (tasks.py).

What is due follows from what is stored, so that nothing is lost where the clinic was off: a plan of yesterday is due whenever
the clock looks next.
"""

import logging
from datetime import datetime, timedelta
from threading import Event

from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from stepwell.clinic.accounts.models import Clinic
from stepwell.clinic.alerts.telling import due as alerts_due
from stepwell.clinic.operations.tasks import beat, expire, refresh_plans, stale, tell_of_emergencies
from stepwell.clinic.reminders.sending import is_waiting
from stepwell.clinic.reminders.tasks import remind

LOG = logging.getLogger("stepwell.clock")

TICK_SECONDS = 60.0
PLANS_EVERY = timedelta(minutes=5)
EXPIRY_EVERY = timedelta(hours=24)
UNFINISHED = ("READY", "RUNNING")


def keep_ticking(stopped: Event, tick_seconds: float = TICK_SECONDS) -> None:
    """Look again and again until told to stop. A database that does not answer is asked again."""
    while True:
        try:
            close_old_connections()
            tick(timezone.now())
        except DatabaseError as wrong:
            LOG.error("the database does not answer: %s", type(wrong).__name__)
        if stopped.wait(tick_seconds):
            return


def tick(now: datetime) -> list[str]:
    """Enqueue what is due, and say what that was."""
    due = []
    if not _unfinished(beat):
        beat.enqueue()
        due.append("beat")
    if not _unfinished(tell_of_emergencies) and alerts_due(now).exists():
        tell_of_emergencies.enqueue()
        due.append("emergencies")
    if not _unfinished(remind) and is_waiting(now):
        remind.enqueue()
        due.append("reminders")
    if not _unfinished(expire) and not _ended_since(expire, now - EXPIRY_EVERY):
        expire.enqueue()
        due.append("expire")
    if not _unfinished(refresh_plans) and not _ended_since(refresh_plans, now - PLANS_EVERY):
        for clinic in Clinic.objects.all():
            if stale(clinic).exists():
                refresh_plans.enqueue(str(clinic.pk))
                due.append(f"plans of {clinic.pk}")
    return due


def _of(task: object) -> str:
    return str(getattr(task, "module_path", ""))


def _unfinished(task: object) -> bool:
    return bool(DBTaskResult.objects.filter(task_path=_of(task), status__in=UNFINISHED).exists())


def _ended_since(task: object, when: datetime) -> bool:
    return bool(DBTaskResult.objects.filter(task_path=_of(task), finished_at__gte=when).exists())
