"""Choosing the clinic and role in which somebody works; joining by an invitation."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from stepwell.clinic.accounts.access import signed_in
from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.asked import Asked
from stepwell.clinic.middleware import CLINIC
from stepwell.clinic.pages import page


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def choose_clinic(request: Asked) -> HttpResponse:
    """In which clinic and role somebody works now."""
    mine = Membership.objects.current().filter(user=request.user).select_related("clinic")
    if request.method == "POST":
        chosen = mine.filter(pk=request.POST.get("membership", "")).first() if _is_id(request) else None
        if chosen is None:
            raise Http404
        request.session[CLINIC] = str(chosen.pk)
        return redirect("home")
    return page(request, "account/choose_clinic.html", {"mine": mine})


def _is_id(request: Asked) -> bool:
    return len(request.POST.get("membership", "").replace("-", "")) == 32
