"""Who did and who read what."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import Role
from stepwell.clinic.asked import Asked
from stepwell.clinic.pages import page


@allowed(Role.AUDITOR, Role.ADMINISTRATOR, Role.SAFETY_OFFICER, opened=False)
@require_safe
def audit(request: Asked) -> HttpResponse:
    """Who did and who read what."""
    return page(request, "audit/audit.html", {"section": "audit"})
