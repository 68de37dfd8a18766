"""The app of the audit."""

from django.apps import AppConfig


class Audit(AppConfig):
    """Who did and who read what."""

    name = "stepwell.clinic.audit"
    label = "audit"
    verbose_name = "Audit"
