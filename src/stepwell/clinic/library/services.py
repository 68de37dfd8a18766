"""A clinic's own values: what is written of them. Nothing else writes there.

Lives here: beginning a preview, proposing its values, accepting them as a new version. Lives elsewhere: fields (library/models.py,
library/previews.py, library/proposals.py), who would move (library/moving.py), which values can be (library/local.py).
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.audit.services import note
from stepwell.clinic.library.local import Numbers, check_values, latest_of
from stepwell.clinic.library.models import LocalValues
from stepwell.clinic.library.moving import open_records, work_on
from stepwell.clinic.library.previews import KEPT, Preview
from stepwell.clinic.library.proposals import Answer, Outcome, Proposal, is_alone
from stepwell.clinic.library.tasks import go_on
from stepwell.clinic.operations.tasks import refresh_plans
from stepwell.errors import Fault, StepwellError

FEW = 20
"""People for whom a preview is computed while somebody waits; for more it is done in the background."""

PATIENCE_SECONDS = 1.5
"""How long somebody waits at most."""


CHANGED = {Outcome.ACCEPTED: "changed", Outcome.ALONE: "changed-alone"}
"""Under which action a change is audited."""


class Refused(StepwellError):
    """Somebody may not do this, whatever their role: it needs another person."""


class Outdated(StepwellError):
    """Something else was saved since the preview was made, or it is not there yet."""


def begin_preview(
    values: Numbers, reason: str, *, by: Membership, proposal: Proposal | None = None
) -> Preview:
    """A preview of a change; for a small clinic it is computed at once. raises KnowledgeError where the values cannot be

    values   all own values after the change
    reason   why, in the words of who changes them
    proposal  what somebody else proposed, where a second person looks at it
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
            proposal=proposal,
        )
        note("parameters.previewed", by=by, subject=preview.pk)
    if total > FEW or not work_on(preview, PATIENCE_SECONDS):
        go_on.enqueue(str(preview.pk))
    return preview


def propose(preview: Preview, *, by: Membership) -> Proposal:
    """Put the values of a preview before a second person. Nothing changes by it. raises Outdated"""
    _ready(preview)
    with transaction.atomic():
        _next_version(preview)
        known = Proposal.objects.filter(pk=preview.pk).first()
        made = known or _proposed(preview, by)
        if known is None:
            note("parameters.proposed", by=by, subject=made.pk, moved=made.moved)
    return made


def _proposed(preview: Preview, by: Membership) -> Proposal:
    """The proposal of a preview, under its id: sent twice, there is one."""
    values = {"base": preview.base, "values": preview.values, "reason": preview.reason}
    made: Proposal = Proposal.objects.create(
        pk=preview.pk, moved=preview.moved.people, clinic=by.clinic, by=by.user, **values
    )
    return made


def accept(preview: Preview, *, by: Membership) -> LocalValues:
    """Save what somebody else proposed as a new version, and have every stored plan computed again. raises Outdated, Refused

    preview  the second person's own look at the proposal: who moves may be others than when it was proposed
    """
    _ready(preview)
    proposal = preview.proposal
    if proposal is None or not proposal.second(by):
        raise Refused(
            [Fault("parameters", 0, "who proposed it cannot accept it.", "Ask a colleague to look at it.")]
        )
    if proposal.base != preview.base:
        raise _changed()
    return _saved(preview, proposal, Outcome.ACCEPTED, by)


def accept_alone(preview: Preview, *, by: Membership) -> LocalValues:
    """Save the values of a preview without a second person, where the clinic has none. raises Outdated, Refused"""
    _ready(preview)
    if not is_alone(by):
        problem = "somebody else in this clinic can be the second person."
        raise Refused([Fault("parameters", 0, problem, "Propose it, and ask a colleague to look at it.")])
    return _saved(preview, None, Outcome.ALONE, by)


def _saved(preview: Preview, proposal: Proposal | None, outcome: Outcome, by: Membership) -> LocalValues:
    """The version and the answer from which it follows, both or neither."""
    try:
        with transaction.atomic():
            version = _next_version(preview)
            said = proposal or _proposed(preview, by)
            Answer.objects.create(proposal=said, outcome=outcome, version=version, by=by.user)
            made: LocalValues = LocalValues.objects.create(
                clinic=by.clinic,
                version=version,
                values=said.values,
                reason=said.reason,
                moved=preview.moved.people,
                by=said.by,
            )
            note(f"parameters.{CHANGED[outcome]}", by=by, subject=f"version {version}", moved=made.moved)
    except IntegrityError:
        raise _changed() from None
    refresh_plans.enqueue(str(by.clinic_id))
    return made


def turn_down(proposal: Proposal, words: str, *, by: Membership) -> Answer:
    """Decline what somebody else proposed, or withdraw one's own; nothing changes by it. raises Outdated, Refused"""
    own = proposal.by_id == by.user_id
    if not own and not proposal.second(by):
        raise Refused([Fault("parameters", 0, "this is not yours to answer.", "Leave it to a clinician.")])
    outcome = Outcome.WITHDRAWN if own else Outcome.DECLINED
    try:
        with transaction.atomic():
            made: Answer = Answer.objects.create(proposal=proposal, outcome=outcome, words=words, by=by.user)
            note(f"parameters.{outcome}", by=by, subject=proposal.pk)
    except IntegrityError:
        raise _outdated("this was answered already.", "Look at what holds now.") from None
    return made


def _ready(preview: Preview) -> None:
    if preview.finished_at is None:
        raise _outdated("who would move is not computed yet.", "Wait until it is, then save.")


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
