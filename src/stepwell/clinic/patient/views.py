"""Today, for the person in pain."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import Role
from stepwell.clinic.asked import Asked
from stepwell.clinic.pages import page


@allowed(Role.PATIENT)
@require_safe
def today(request: Asked) -> HttpResponse:
    """Today, for the person in pain."""
    return page(request, "patient/today.html", {"section": "today"})
