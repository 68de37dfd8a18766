"""Previews in the background.

Lives here: the task. Lives elsewhere: what it computes (library/moving.py).
"""

from django_tasks import task

from stepwell.clinic.library.moving import work_on
from stepwell.clinic.library.previews import Preview

TURN_SECONDS = 3.0
"""How long one task works before it leaves the rest to the next, so that the clinic can be ended within seconds."""


@task()
def go_on(preview: str) -> int:
    """Compute the next part of a preview; what is left is done by a task of its own. returns how many are done"""
    found: Preview | None = (
        Preview.objects.select_related("clinic").filter(pk=preview, finished_at=None).first()
    )
    if found is None:
        return 0
    if not work_on(found, TURN_SECONDS):
        go_on.enqueue(preview)
    return found.done
