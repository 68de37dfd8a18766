"""Members of a clinic: who they are, inviting, giving and ending roles."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import Invitation, Membership, Role, User
from stepwell.clinic.accounts.services import Refused, end_role, give_role, withdraw_invitation
from stepwell.clinic.administration.forms import InviteForm, RoleForm
from stepwell.clinic.administration.fresh import fresh
from stepwell.clinic.administration.mail import invite_by_mail
from stepwell.clinic.asked import Asked
from stepwell.clinic.pages import page
from stepwell.clinic.workspace.shared import member_of, words_of

WRITES = ["GET", "HEAD", "POST"]
SECTION = {"section": "administration"}
TO_ONESELF = "Nobody gives a role to themselves. Ask another administrator of this clinic."


@allowed(Role.ADMINISTRATOR, opened=False)
@require_safe
def members(request: Asked) -> HttpResponse:
    """Everybody who works in the clinic, and who was invited."""
    member = member_of(request)
    staff = Membership.objects.current().staff().of_clinic(member).select_related("user")
    open_now = Invitation.objects.filter(
        clinic=member.clinic, used_at=None, expires_at__gt=timezone.now()
    ).exclude(role=Role.PATIENT)
    values = {"rows": _by_user(staff.order_by("user__name", "user__email", "started_at"))}
    return page(request, "administration/members.html", SECTION | values | {"invitations": open_now})


def _by_user(staff: Iterable[Membership]) -> list[dict[str, Any]]:
    rows: dict[UUID, dict[str, Any]] = {}
    for one in staff:
        rows.setdefault(one.user_id, {"user": one.user, "roles": [], "first": one})["roles"].append(one)
    return list(rows.values())


@allowed(Role.ADMINISTRATOR, opened=False)
@require_http_methods(WRITES)
@fresh
def invite(request: Asked) -> HttpResponse:
    """Ask somebody to join as staff, by a message with a link."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _to_oneself(member_of(request), _user_of(form.cleaned_data["email"])):
        form.add_error("email", TO_ONESELF)
    if form.is_valid():
        try:
            made = invite_by_mail(by=member_of(request), **form.cleaned_data)
        except Refused as wrong:
            form.add_error(None, words_of(wrong)[0])
        else:
            messages.success(request, f"The invitation was sent to {made.email}.")
            return redirect("members")
    return page(request, "administration/invite.html", SECTION | {"form": form})


def _user_of(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first()


@allowed(Role.ADMINISTRATOR, opened=False)
@require_POST
def withdraw(request: Asked, invitation: UUID) -> HttpResponse:
    """An invitation that should no longer be used."""
    member = member_of(request)
    found = get_object_or_404(Invitation, pk=invitation, clinic=member.clinic)
    withdraw_invitation(found, by=member)
    messages.success(request, "The invitation can no longer be used.")
    return redirect("persons" if found.role == Role.PATIENT else "members")


@allowed(Role.ADMINISTRATOR, opened=False)
@require_http_methods(WRITES)
@fresh
def roles(request: Asked, user: UUID) -> HttpResponse:
    """The roles of one member: add one, end one."""
    held = list(
        Membership.objects.current()
        .staff()
        .of_clinic(member_of(request))
        .filter(user_id=user)
        .select_related("user", "clinic")
        .order_by("started_at")
    )
    if not held:
        raise Http404
    form = RoleForm(request.POST if request.POST.get("do") == "add" else None, has=[one.role for one in held])
    if request.method == "POST" and _changed(request, held, form):
        return redirect("members")
    return page(request, "administration/roles.html", SECTION | {"form": form, "held": held})


def _changed(request: Asked, held: list[Membership], form: RoleForm) -> bool:
    """Whether what was asked for is done."""
    if request.POST.get("do") == "add":
        return form.is_valid() and _added(request, held[0].user, Role(form.cleaned_data["role"]))
    ending = next((one for one in held if str(one.pk) == request.POST.get("end")), None)
    if ending is None:
        raise Http404
    try:
        end_role(ending, by=member_of(request))
    except Refused as wrong:
        messages.error(request, words_of(wrong)[0].capitalize())
        return False
    messages.success(request, f"{ending.get_role_display()}: ended.")
    return True


def _added(request: Asked, user: User, role: Role) -> bool:
    if _to_oneself(member_of(request), user):
        messages.error(request, TO_ONESELF)
        return False
    give_role(user, member_of(request).clinic, role, by=member_of(request))
    messages.success(request, f"{role.label}: given.")
    return True


def _to_oneself(member: Membership, user: User | None) -> bool:
    """Whether an administrator would give a role to themselves although another administrator is there to give it.

    Who administers a clinic alone may: otherwise a clinic of one person could treat nobody. The audit names who gave it to whom.
    """
    others = Membership.objects.current().of_clinic(member).filter(role=Role.ADMINISTRATOR)
    return user is not None and user.pk == member.user_id and others.exclude(user_id=user.pk).exists()
