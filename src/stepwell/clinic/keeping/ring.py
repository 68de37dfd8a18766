"""The keys of this clinic, read once."""

from functools import lru_cache

from django.conf import settings

from stepwell.clinic.keeping.keys import Keyring, read_master


@lru_cache(maxsize=1)
def keyring() -> Keyring:
    """The keys made from the master key of the home. raises StepwellError"""
    return Keyring.of(read_master(settings.HOME.master))
