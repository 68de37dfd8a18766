"""The pages at which people come in by themselves: they give an address, and a message with a link goes there.

Lives here: the two pages, how often, the message. Lives elsewhere: the link (accounts/services.py), what follows after it
(selfcare/beginning.py).

Whoever asks learns nothing of whether an address has an account: the answer is always the same.
"""

from smtplib import SMTPException

from django import forms
from django.core.mail import send_mail
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.clinic.accounts.access import public
from stepwell.clinic.accounts.models import Role
from stepwell.clinic.accounts.services import INVITED_DAYS, invite, withdraw_invitation
from stepwell.clinic.administration.mail import SUBJECT, link_of
from stepwell.clinic.administration.texts import self_care_text
from stepwell.clinic.asked import Asked
from stepwell.clinic.counting import too_often
from stepwell.clinic.owning.limits import UNSEEN, too_many
from stepwell.clinic.pages import page
from stepwell.clinic.selfcare.models import Door
from stepwell.clinic.selfcare.services import is_expected

SENT_A_DAY, DAY = 3, 86_400
"""So many messages go to one address in a day, from each web worker. AUTHORED"""


class AddressForm(forms.Form):
    """Where the link is sent."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@public
@require_safe
def self_care_places(request: Asked) -> HttpResponse:
    """The clinics that let everybody begin. raises Http404 where there is none"""
    doors = [one for one in _open_doors().filter(listed=True).order_by("clinic__name") if one.clinic.open]
    if not doors:
        raise Http404
    return page(request, "selfcare/places.html", {"doors": doors})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def self_care_door(request: Asked, secret: str) -> HttpResponse:
    """What self-care is, and asking for the link."""
    if too_many(request, "self-care"):
        return page(request, "owning/too_many.html", status=429)
    door = _open_doors().filter(secret=secret).first()
    if door is None or not door.clinic.open:
        raise Http404
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _send(door, form.cleaned_data["email"].lower())
        answer = page(request, "selfcare/sent.html", {"door": door})
    else:
        answer = page(
            request, "selfcare/door.html", {"door": door, "form": form, "document": self_care_text()}
        )
    for name, value in {**UNSEEN, "Referrer-Policy": "same-origin"}.items():
        answer[name] = value
    return answer


def _open_doors() -> "QuerySet[Door]":
    return Door.objects.filter(clinic__self_care=True).select_related(
        "clinic", "allowed_by__user", "allowed_by__clinic"
    )


def _send(door: Door, email: str) -> None:
    """Send the link, unless the clinic has invited the person itself, or enough went there today."""
    if is_expected(door.clinic, email) or too_often(f"self-care:{door.pk}:{email}", SENT_A_DAY, seconds=DAY):
        return
    made, secret = invite(door.clinic, email=email, role=Role.PATIENT, by=door.allowed_by)
    values = {"clinic": door.clinic, "link": link_of(secret), "days": INVITED_DAYS}
    try:
        send_mail(SUBJECT, render_to_string("selfcare/link.txt", values), None, [email])
    except (OSError, SMTPException):
        withdraw_invitation(made, by=door.allowed_by)
