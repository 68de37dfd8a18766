"""The passphrase or the key file of a backup.

Lives here: asking for them. Lives elsewhere: what is made of them (clinic/operations/envelope.py).
"""

import sys
from getpass import getpass
from pathlib import Path

from stepwell.clinic.keeping.keys import make_master, read_master
from stepwell.clinic.operations.envelope import KEY_FILE, PASSPHRASE
from stepwell.errors import Fault, StepwellError

SHORTEST = 12


def new_secret(key: str | None, *, make: bool) -> tuple[str, bytes]:
    """The kind and the secret with which a backup is sealed. raises StepwellError"""
    if key is None:
        if make:
            problem = "it makes the file that --to-key names, and none is named."
            raise StepwellError([Fault("--make-key", 0, problem, "Add --to-key FILE.")])
        return PASSPHRASE, _new_passphrase()
    path = Path(key)
    if make:
        if path.exists():
            raise StepwellError([Fault(key, 0, "there is a file already.", "Leave out --make-key.")])
        make_master(path)
    return KEY_FILE, read_key(path)


def secret_for(kind: str, key: str | None) -> bytes:
    """What opens a backup of a kind. raises StepwellError"""
    if kind == KEY_FILE:
        if key is None:
            raise StepwellError([Fault("backup", 0, "it was sealed with a key file.", "Add --key FILE.")])
        return read_key(Path(key))
    return _asked("Passphrase of the backup: ")


def read_key(path: Path) -> bytes:
    """The 32 bytes of a key file. raises StepwellError"""
    if not path.exists():
        problem = "there is no such key file."
        raise StepwellError([Fault(str(path), 0, problem, "Add --make-key to make it, or name another.")])
    return read_master(path)


def _new_passphrase() -> bytes:
    given = _asked("Passphrase for the backup: ")
    if len(given) < SHORTEST:
        problem = f"it has {len(given)} characters."
        remedy = f"Write {SHORTEST} or more: several words do well."
        raise StepwellError([Fault("passphrase", 0, problem, remedy)])
    if sys.stdin.isatty() and _asked("Once more: ") != given:
        raise StepwellError([Fault("passphrase", 0, "the two are not the same.", "Try again.")])
    return given


def _asked(words: str) -> bytes:
    """From the terminal without showing it; else the first line of the input."""
    given = getpass(words) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    return given.encode()
