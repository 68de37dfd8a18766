"""A clinic's own affairs."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import Role
from stepwell.clinic.asked import Asked
from stepwell.clinic.pages import page


@allowed(Role.ADMINISTRATOR, opened=False)
@require_safe
def administration(request: Asked) -> HttpResponse:
    """A clinic's own affairs."""
    return page(request, "administration/administration.html", {"section": "administration"})
