"""What is done of reminders in the background.

Lives here: the task. Lives elsewhere: when it is due (operations/clock.py), what it sends (reminders/sending.py).
"""

from django.utils import timezone
from django_tasks import task

from stepwell.clinic.reminders.sending import send_due


@task()
def remind() -> int:
    """Send the reminders that are due. Done again, each is still sent once."""
    return send_due(timezone.now())
