"""A clinic's own values: what is written of them. Nothing else writes there.

Lives here: beginning a preview, saving its values as a new version. Lives elsewhere: fields (library/models.py, library/previews.py),
who would move (library/moving.py), which values can be (library/local.py).
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.audit.services import note
from stepwell.clinic.library.local import Numbers, check_values, latest_of
from stepwell.clinic.library.models import LocalValues
from stepwell.clinic.library.moving import open_records, work_on
from stepwell.clinic.library.previews import KEPT, Preview
from stepwell.clinic.library.tasks import go_on
from stepwell.clinic.operations.tasks import refresh_plans
from stepwell.errors import Fault, StepwellError

FEW = 20
"""People for whom a preview is computed while somebody waits; for more it is done in the background."""

PATIENCE_SECONDS = 1.5
"""How long somebody waits at most."""


class Outdated(StepwellError):
    """Something else was saved since the preview was made, or it is not there yet."""


def begin_preview(values: Numbers, reason: str, *, by: Membership) -> Preview:
    """A preview of a change; for a small clinic it is computed at once. raises KnowledgeError where the values cannot be

    values   all own values after the change
    reason   why, in the words of who changes them
    """
    check_values(values)
    latest = latest_of(by.clinic)
    total = open_records(by.clinic).count()
    with transaction.atomic():
        Preview.objects.filter(clinic=by.clinic, made_at__lt=timezone.now() - KEPT).delete()
        preview = Preview.objects.create(
            clinic=by.clinic,
            by=by.user,
            base=latest.version if latest else 0,
            values=dict(values),
            reason=reason,
            total=total,
        )
        note("parameters.previewed", by=by, subject=preview.pk)
    if total > FEW or not work_on(preview, PATIENCE_SECONDS):
        go_on.enqueue(str(preview.pk))
    return preview


def save_values(preview: Preview, *, by: Membership) -> LocalValues:
    """Save the values of a preview as a new version, and have every stored plan computed again. raises Outdated"""
    if preview.finished_at is None:
        raise _outdated("who would move is not computed yet.", "Wait until it is, then save.")
    try:
        with transaction.atomic():
            version = _next_version(preview)
            made: LocalValues = LocalValues.objects.create(
                clinic=by.clinic,
                version=version,
                values=preview.values,
                reason=preview.reason,
                moved=preview.moved.people,
                by=by.user,
            )
            note("parameters.changed", by=by, subject=f"version {version}", moved=made.moved)
    except IntegrityError:
        raise _changed() from None
    refresh_plans.enqueue(str(by.clinic_id))
    return made


def _next_version(preview: Preview) -> int:
    latest = latest_of(preview.clinic)
    if (latest.version if latest else 0) != preview.base:
        raise _changed()
    return preview.base + 1


def _changed() -> Outdated:
    problem = "own values were saved since this preview was made, here or by somebody else."
    return _outdated(problem, "Look at what holds now, then change it again.")


def _outdated(problem: str, remedy: str) -> Outdated:
    return Outdated([Fault("parameters", 0, problem, remedy)])
