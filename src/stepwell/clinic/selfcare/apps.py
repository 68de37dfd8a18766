"""The app of self-care."""

from django.apps import AppConfig


class SelfCare(AppConfig):
    """The doors by which people come in by themselves."""

    name = "stepwell.clinic.selfcare"
    label = "selfcare"
    verbose_name = "Self-care"
