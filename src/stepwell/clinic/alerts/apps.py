"""The app of emergencies that wait for somebody."""

from importlib import import_module

from django.apps import AppConfig


class Alerts(AppConfig):
    """Emergencies until a named clinician has seen them."""

    name = "stepwell.clinic.alerts"
    label = "alerts"
    verbose_name = "Alerts"

    def ready(self) -> None:
        """An exit that opens is an emergency, whoever stores the plan."""
        import_module("stepwell.clinic.alerts.watching")
