"""The app of a person's own rights."""

from django.apps import AppConfig


class Owning(AppConfig):
    """Links to exercises, and requests to be erased."""

    name = "stepwell.clinic.owning"
    label = "owning"
    verbose_name = "Own record"
