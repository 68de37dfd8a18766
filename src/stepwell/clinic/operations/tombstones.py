"""Who was erased, as a list outside of the database and of its backups.

Lives here: keeping the list, and erasing again after a restore. Lives elsewhere: erasing (episodes/services.py).

A backup holds the keys of everybody who was not erased when it was made. Whoever was erased later would come back with it; the
list, which holds ids and dates and nothing of a person, says who must not. It belongs on another disk than the backups.
"""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from stepwell.clinic.episodes.models import Person
from stepwell.clinic.episodes.persons import erase
from stepwell.errors import Fault, StepwellError
from stepwell.files import PRIVATE, write_whole

HEAD = "# Persons who were erased: id, and when. Keep this file apart from the backups: a restore needs it.\n"


def write() -> None:
    """Add to the list whoever was erased since. What stands in it stays, whatever the database says."""
    path: Path = settings.HOME.erased
    kept = read(path) if path.exists() else {}
    now = {
        str(pk): when.isoformat(timespec="seconds")
        for pk, when in Person.objects.exclude(erased_at=None).values_list("pk", "erased_at")
        if when is not None
    }
    if now.keys() - kept.keys() or not path.exists():
        everybody = {**now, **kept}
        lines = [f"{person} {when}\n" for person, when in sorted(everybody.items(), key=lambda one: one[1])]
        write_whole(path, HEAD + "".join(lines), mode=PRIVATE)


def read(path: Path) -> dict[str, str]:
    """Each id with its date. raises StepwellError, which names the line"""
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        words = line.split()
        if not words or line.startswith("#"):
            continue
        try:
            person, when = words
            found[str(UUID(person))] = datetime.fromisoformat(when).isoformat()
        except ValueError:
            problem = "this is not an id and a date."
            raise StepwellError([Fault(str(path), number, problem, "Put back the file as it was.")]) from None
    return found


def erase_again(path: Path) -> int:
    """Erase whoever is on the list and is not erased here. returns how many that were"""
    listed = read(path)
    back = list(Person.objects.filter(pk__in=listed, erased_at=None).select_related("clinic", "user"))
    for person in back:
        erase(person, by=None, reason="erased-before-restore")
    return len(back)
