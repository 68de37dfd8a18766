"""The task worker with its clock.

Lives here: running both in one process. Lives elsewhere: what is due (clock.py), what is done (tasks.py).
"""

import logging
import os
from threading import Event, Thread

from django.db import connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from stepwell.clinic.operations.clock import keep_ticking

POLL_SECONDS = 1.0
NICE = 5
"""Steps by which answering goes before what is done in the background."""
ATTEMPTS = 3
"""How often a task is begun before it counts as failed: it may be the one that ends the worker."""


def main() -> None:
    """Do what is due until told to stop."""
    os.nice(NICE)
    logging.getLogger("django_tasks").setLevel(logging.WARNING)
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    take_up()
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=POLL_SECONDS,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"stepwell-{os.getpid()}",
    )
    worker.configure_signals()
    Thread(target=keep_ticking, args=(Event(),), daemon=True).start()
    try:
        worker.run()
    finally:
        connections.close_all()


def take_up() -> None:
    """Begin again what a worker that died had begun: there is one worker, so that nobody else is at it."""
    for one in DBTaskResult.objects.running():
        one.status = "FAILED" if len(one.worker_ids) >= ATTEMPTS else "READY"
        one.save(update_fields=["status"])
