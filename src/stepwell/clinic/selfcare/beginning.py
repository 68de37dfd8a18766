"""The first page of a person who came in by themselves: who they are, and what they agree to.

Lives here: the form, the page, sending them there. Lives elsewhere: coming in (selfcare/joining.py), what is written
(selfcare/services.py), the texts (administration/texts.py).
"""

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from stepwell.clinic.accounts.access import Access, allowed
from stepwell.clinic.accounts.gates import Gate
from stepwell.clinic.accounts.models import Membership, Role
from stepwell.clinic.administration.texts import consent_text, self_care_text
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.models import Person
from stepwell.clinic.episodes.sealed import Identity
from stepwell.clinic.episodes.services import today_of
from stepwell.clinic.pages import page
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.selfcare.services import begin
from stepwell.clinic.workspace.intake.forms import FIRST_YEAR, day_of_birth
from stepwell.clinic.workspace.intake.new_views import ADULT
from stepwell.clinic.workspace.person.head import age_on
from stepwell.clinic.workspace.shared import member_of

BEGUN = "self-care-begun"
SIDES = (("left", gettext_lazy("Left")), ("right", gettext_lazy("Right")), ("both", gettext_lazy("Both")))


class BeginForm(forms.Form):
    """Who somebody is, where it hurts, and that they read both texts."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    born = forms.CharField(
        label=gettext_lazy("Your date of birth"),
        max_length=10,
        help_text=gettext_lazy("As 1984-03-14 or 14.3.1984."),
        widget=forms.TextInput(attrs={"autocomplete": "bday"}),
    )
    side = forms.ChoiceField(
        label=gettext_lazy("On which side does it hurt?"), choices=SIDES, widget=forms.RadioSelect
    )
    alone = forms.BooleanField(label=gettext_lazy("I have read it. I use this alone, without a clinician."))
    consent = forms.BooleanField(label=gettext_lazy("I agree that my answers are kept, as the text says."))

    def __init__(self, data: Any, *, today: date, adult: int) -> None:
        super().__init__(data)
        self.today, self.adult = today, adult
        self.birthday: date | None = None

    def clean_name(self) -> str:
        """The name with single spaces."""
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_born(self) -> str:
        """The whole day, of somebody who is of age."""
        self.birthday = day_of_birth(self.cleaned_data["born"].strip())
        if self.birthday is None or not self.birthday.year >= FIRST_YEAR or self.birthday > self.today:
            raise forms.ValidationError(_("Write the day as 1984-03-14 or 14.3.1984."))
        if age_on(self.today, self._named("")) < self.adult:
            words = _("This is for adults, from %(age)s years on. Ask a doctor for help.")
            raise forms.ValidationError(words % {"age": self.adult})
        return self.birthday.isoformat()

    def identity(self, email: str) -> Identity:
        """Who the person is."""
        return self._named(self.cleaned_data["name"], email)

    def _named(self, name: str, email: str = "") -> Identity:
        born = self.birthday or self.today
        return Identity(name=name, born=born.year, email=email, birthday=born.isoformat())


class BeginFirst(Gate):
    """Sends a person who came in by themselves from their pages to the one on which they begin."""

    def instead(self, request: Asked, member: Membership, access: Access, name: str) -> HttpResponse | None:
        """The page on which they begin. One query in a session, and none where the clinic has no self-care."""
        if not member.clinic.self_care or not access.of_patients:
            return None
        if name == "self_care_begin" or request.path.startswith("/api/"):
            return None
        if request.session.get(BEGUN) == str(member.pk):
            return None
        if not _has_begun(member):
            return redirect("self_care_begin")
        request.session[BEGUN] = str(member.pk)
        return None


def _has_begun(member: Membership) -> bool:
    mine = Person.objects.filter(user=member.user_id, clinic=member.clinic_id, erased_at=None)
    return mine.filter(episodes__isnull=False).exists()


@allowed(Role.PATIENT)
@require_http_methods(["GET", "HEAD", "POST"])
def self_care_begin(request: Asked) -> HttpResponse:
    """Who they are and what they agree to; then the questions. raises Http404 where the clinic no longer allows it"""
    member = member_of(request)
    if _has_begun(member):
        return redirect("today")
    if not member.clinic.self_care:
        raise Http404
    adult = int(pathway_of(member.clinic).parameters[ADULT].value)
    sent = request.POST if request.method == "POST" else None
    form = BeginForm(sent, today=today_of(member.clinic), adult=adult)
    if form.is_valid():
        begin(member, form.identity(request.user.email), form.cleaned_data["side"])
        return redirect("own_questions")
    values = {"form": form, "texts": {"alone": self_care_text(), "consent": consent_text()}}
    return page(request, "selfcare/begin.html", {**values, "section": "record"})
