"""The app of accounts."""

from django.apps import AppConfig


class Accounts(AppConfig):
    """People who sign in, clinics, roles."""

    name = "stepwell.clinic.accounts"
    label = "accounts"
    verbose_name = "Accounts"
