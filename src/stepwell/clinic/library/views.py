"""The knowledge as pages."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import STAFF
from stepwell.clinic.asked import Asked
from stepwell.clinic.pages import page


@allowed(*STAFF, opened=False)
@require_safe
def knowledge(request: Asked) -> HttpResponse:
    """The knowledge as pages."""
    return page(request, "library/knowledge.html", {"section": "knowledge"})
