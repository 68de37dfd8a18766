"""The app of reminders."""

from django.apps import AppConfig


class Reminders(AppConfig):
    """When and how a person wants to be reminded, and what was sent."""

    name = "stepwell.clinic.reminders"
    label = "reminders"
    verbose_name = "Reminders"
