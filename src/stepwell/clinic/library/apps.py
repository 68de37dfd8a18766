"""The app of the library."""

from importlib import import_module

from django.apps import AppConfig


class Library(AppConfig):
    """A clinic's own values of parameters."""

    name = "stepwell.clinic.library"
    label = "library"
    verbose_name = "Library"

    def ready(self) -> None:
        """Previews and proposals are tables that stand in files of their own."""
        import_module("stepwell.clinic.library.proposals")
        import_module("stepwell.clinic.library.previews")
