"""Verifying in the background.

Lives here: the task. Lives elsewhere: what is verified (audit/verify.py), who asks for it (audit/views.py).
"""

from django_tasks import task

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.audit.verify import verify_and_note


@task()
def verify_now(member: str) -> int:
    """Verify, and write the outcome in the audit. returns how many breaches there are

    member   the id of the membership that asked for it
    """
    return len(verify_and_note(by=Membership.objects.filter(pk=member).first()).breaches)
