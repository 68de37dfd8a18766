"""What is computed after a phone was answered.

Lives here: the task. Lives elsewhere: when it is left to a task (patient/events.py), who runs it (operations/work.py).
"""

from django_tasks import task

from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import Erased
from stepwell.clinic.episodes.services import refresh


@task()
def plan_later(episode: str) -> bool:
    """Store the plan of an episode, where it is not yet that of all its entries. returns whether it was computed"""
    found: Episode | None = Episode.objects.kept().filter(pk=episode, person__erased_at=None).first()
    if found is None or found.stored.count == found.count:
        return False
    try:
        refresh(found)
    except Erased:
        return False
    return True
