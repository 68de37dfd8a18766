"""The first page of a clinic's own affairs: what is still to do, and where everything is."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import Invitation, Membership, Role
from stepwell.clinic.administration.keeping import kept_too_long
from stepwell.clinic.administration.texts import intended_use
from stepwell.clinic.asked import Asked
from stepwell.clinic.owning.models import ErasureRequest
from stepwell.clinic.pages import page
from stepwell.clinic.workspace.shared import member_of


@allowed(Role.ADMINISTRATOR, opened=False)
@require_safe
def administration(request: Asked) -> HttpResponse:
    """What is still to do before the clinic opens, and counts of everything else."""
    member = member_of(request)
    values = {
        "section": "administration",
        "members": Membership.objects.current().staff().of_clinic(member).values("user").distinct().count(),
        "invited": Invitation.objects.filter(clinic=member.clinic, used_at=None).count(),
        "persons": member.clinic.persons.filter(erased_at=None).count(),
        "overdue": len(kept_too_long(member)),
        "erasures": ErasureRequest.objects.of_clinic(member.clinic).waiting().count(),
        "newest_use": intended_use().version,
    }
    return page(request, "administration/administration.html", values)
