"""The app of what the person in pain opens."""

from django.apps import AppConfig


class Patient(AppConfig):
    """What phones sent and could not be stored, and today's plan as it was last made."""

    name = "stepwell.clinic.patient"
    label = "patient"
    verbose_name = "Patient"
