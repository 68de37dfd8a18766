"""A page that fails, for the test of the search for faults (test_fuzz.py)."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from stepwell.clinic.accounts.access import signed_in


@signed_in
def failing(request: HttpRequest) -> HttpResponse:
    """Fails."""
    return HttpResponse(str(1 / len(request.GET.get("nothing", ""))))


urlpatterns = [path("failing/", failing), path("", include("stepwell.clinic.urls"))]
