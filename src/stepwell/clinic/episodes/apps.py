"""The app of episodes."""

from django.apps import AppConfig


class Episodes(AppConfig):
    """Persons and their episodes."""

    name = "stepwell.clinic.episodes"
    label = "episodes"
    verbose_name = "Episodes"
