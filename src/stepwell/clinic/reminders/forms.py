"""The forms of reminders.

Lives here: fields, and what is wrong with them in words. Lives elsewhere: what is written (reminders/services.py).
"""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stepwell.clinic.reminders.due import is_quiet
from stepwell.clinic.reminders.models import MAIL, PUSH, Reminding
from stepwell.clinic.reminders.webpush import Place

ROUTES = (("", _("No reminders")), (MAIL, _("By e-mail")), (PUSH, _("On this phone")))
EVERY = ((1, _("Each day")), (2, _("Every other day")))


class RemindingForm(forms.Form):
    """How a person wants to be reminded."""

    route = forms.ChoiceField(label=_("How?"), choices=ROUTES, required=False, widget=forms.RadioSelect)
    every = forms.TypedChoiceField(
        label=_("How often?"), choices=EVERY, coerce=int, initial=1, widget=forms.RadioSelect
    )
    at = forms.TimeField(
        label=_("At what time?"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    zone = forms.CharField(
        label=_("Time zone"), max_length=64, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    again = forms.BooleanField(label=_("Remind me once more if I do nothing"), required=False)
    quiet_from = forms.TimeField(
        label=_("Quiet from"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def clean_zone(self) -> str:
        """A zone of the IANA table."""
        zone = str(self.cleaned_data["zone"])
        if zone not in available_timezones():
            raise ValidationError(_("There is no such time zone. Write it as Europe/Madrid."))
        return zone

    def clean(self) -> dict[str, Any]:
        """The picked time does not lie in the quiet hours."""
        clean: dict[str, Any] = super().clean() or {}
        if not self.errors and is_quiet(
            Reminding(quiet_from=clean["quiet_from"], quiet_until=clean["quiet_until"]), clean["at"]
        ):
            self.add_error("at", _("This time is in your quiet hours. Change one of the two."))
        return clean


class PhoneForm(forms.Form):
    """What a browser says of how it is reached."""

    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=40)

    def clean(self) -> dict[str, Any]:
        """A browser of a known push service."""
        clean: dict[str, Any] = super().clean() or {}
        if not self.errors:
            clean["place"] = Place(clean["endpoint"], clean["p256dh"], clean["auth"])
            if not clean["place"].known():
                raise ValidationError(_("This browser cannot be reached by push. Choose e-mail."))
        return clean
