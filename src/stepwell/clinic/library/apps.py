"""The app of the library."""

from django.apps import AppConfig


class Library(AppConfig):
    """A clinic's own values of parameters."""

    name = "stepwell.clinic.library"
    label = "library"
    verbose_name = "Library"
