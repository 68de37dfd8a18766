"""`stepwell restore`: a backup put into an empty home.

Lives here: the words and the exit code. Lives elsewhere: doing it (clinic/operations/restore.py).
"""

from argparse import Namespace
from pathlib import Path

from django.conf import settings

from stepwell.clinic.audit.verify import REMEDY
from stepwell.clinic.operations.restore import Restored, restore_backup
from stepwell.commands.secrets import secret_for
from stepwell.errors import Fault, StepwellError


def run(arguments: Namespace) -> int:
    """Restore, and say what came back; 1 where something that was written does not hold."""
    listed = Path(arguments.erased) if arguments.erased else None
    if listed is not None and not listed.exists():
        raise StepwellError(
            [Fault("--erased", 0, f"there is no {listed}.", "Name the list, or leave it out.")]
        )
    done = restore_backup(Path(arguments.file), lambda kind: secret_for(kind, arguments.key), erased=listed)
    print(
        f"The clinic of {done.manifest['made_at']} is back in {settings.HOME.folder}: {done.episodes} episodes."
    )
    if done.migrated:
        print(f"{done.migrated} migrations brought its tables up to this version.")
    print(_of_erased(done))
    for words in done.outcome.words:
        print(words)
    if done.outcome.breaches:
        print(f"\n{len(done.outcome.breaches)} things do not hold.\n{REMEDY}")
        return 1
    print(f"Nothing was changed: {done.outcome.links:,} links hold. Everybody signs in again.")
    return 0


def _of_erased(done: Restored) -> str:
    if done.listed is None:
        return (
            "There is no list of who was erased: whoever was erased after the backup was made is back.\n"
            "  Where there is one, empty this home and restore again with --erased FILE."
        )
    return f"{done.erased} persons on the list {done.listed} were erased again."
