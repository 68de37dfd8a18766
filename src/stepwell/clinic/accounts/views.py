"""Choosing the clinic and role in which somebody works; joining by an invitation; the page that asks staff for a second factor."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.clinic.accounts.access import public, signed_in
from stepwell.clinic.accounts.forms import JoinForm
from stepwell.clinic.accounts.models import Invitation, Membership, Role, User
from stepwell.clinic.accounts.services import Refused, invitation_of, is_unused, join
from stepwell.clinic.asked import Asked
from stepwell.clinic.counting import too_often
from stepwell.clinic.middleware import CLINIC
from stepwell.clinic.pages import page

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TRIES, WITHIN_SECONDS = 20, 60
"""How many pages of invitations one address of the network may open within how long."""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def choose_clinic(request: Asked) -> HttpResponse:
    """In which clinic and role somebody works now."""
    mine = Membership.objects.current().filter(user=request.user).select_related("clinic")
    if request.method == "POST":
        chosen = next((one for one in mine if str(one.pk) == request.POST.get("membership")), None)
        if chosen is None:
            raise Http404
        request.session[CLINIC] = str(chosen.pk)
        return redirect("home")
    rows = mine.order_by("clinic__name", "role")
    return page(request, "account/choose_clinic.html", {"mine": rows, "now": request.membership})


@signed_in
@require_safe
def second_factor(request: Asked) -> HttpResponse:
    """What staff see until they have a passkey or an app that makes codes."""
    return page(request, "account/second_factor.html")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Asked, secret: str) -> HttpResponse:
    """Joining a clinic. A link that was never made, was used or is too old looks the same."""
    if _too_many(request):
        return _kept_private(page(request, "account/wait.html", status=429))
    found = invitation_of(secret)
    if found is None or not found.open_at(timezone.now()):
        return _kept_private(page(request, "account/invitation_closed.html", status=404))
    form = JoinForm(found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _kept_private(_joined(request, found, form))
        except Refused as wrong:
            form.add_error(None, " ".join((wrong.faults[0].problem, wrong.faults[0].remedy)).capitalize())
    values = {"form": form, "invitation": found, "patient": found.role == Role.PATIENT}
    return _kept_private(page(request, "account/invitation.html", values))


def _joined(request: Asked, found: Invitation, form: JoinForm) -> HttpResponse:
    """Sign somebody in whose account is new; whoever has used theirs before signs in as always.

    Who holds the link has read the mail, as with a code. It must not get past the passkey of an account in use.
    """
    new = _is_new(found)
    member = join(found, name=form.cleaned_data.get("name", ""), password=form.cleaned_data["password"])
    if not new:
        messages.success(request, "You have joined. Sign in as you always do.")
        return redirect("account_login")
    login(request, member.user, backend=BACKEND)
    record_authentication(request, member.user, method="code", email=member.user.email, reauthenticated=True)
    request.session[CLINIC] = str(member.pk)
    return redirect("home" if member.role == Role.PATIENT else "second_factor")


def _is_new(found: Invitation) -> bool:
    """Whether the address has no account, or one that nobody has used."""
    user = User.objects.filter(email__iexact=found.email).first()
    return user is None or is_unused(user)


def _too_many(request: Asked) -> bool:
    place = get_adapter(request).get_client_ip(request)
    return too_often(f"invitation:{place}", TRIES, seconds=WITHIN_SECONDS)


def _kept_private(response: HttpResponse) -> HttpResponse:
    """The address holds the secret: it goes to no other site, and no engine lists it. (`no-referrer` would take the origin from the
    form, which then counts as forged.)"""
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
