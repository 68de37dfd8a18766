"""Putting a backup back, into an empty home only.

Lives here: what must hold before, moving the database into place, and what is done before anybody may use it. Lives elsewhere: opening
the file (snapshot.py, envelope.py), who is erased again (tombstones.py), following the chains (audit/verify.py).

While it is at work a mark lies in the home, and the clinic is not served: somebody who was erased after the backup was made would
else be back for a moment.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from stepwell.clinic.accounts.models import Clinic
from stepwell.clinic.audit.services import note
from stepwell.clinic.audit.verify import Outcome, followed
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.operations import tombstones
from stepwell.clinic.operations.envelope import AskSecret
from stepwell.clinic.operations.ready import migrate, pending
from stepwell.clinic.operations.snapshot import DATABASE, MASTER, key_id, run_tool, unpack
from stepwell.errors import Fault, StepwellError


@dataclass(frozen=True)
class Restored:
    """What was put back: the manifest, how many migrations were applied, from which list how many persons were erased again (None
    where there was no list), how many episodes there are, and whether all that was written holds."""

    manifest: dict[str, Any]
    migrated: int
    listed: Path | None
    erased: int
    episodes: int
    outcome: Outcome


def restore_backup(path: Path, ask: AskSecret, *, erased: Path | None) -> Restored:
    """Put a backup into this home. raises StepwellError, where nothing was put back or the clinic stays closed

    erased  the list of who was erased; the one of the home where there is none
    """
    _require_empty()
    listed = _list(erased or settings.HOME.erased)
    with tempfile.TemporaryDirectory(dir=settings.HOME.folder, prefix="restore-") as place:
        manifest = unpack(path, ask, lambda name, content: _keep(Path(place) / name, content))
        _require_fit(manifest)
        _put_key(Path(place) / MASTER, manifest)
        mark().touch(mode=0o600)
        _put_database(Path(place) / DATABASE)
    migrated = len(pending())
    migrate()
    again = tombstones.erase_again(listed) if listed else 0
    tombstones.write()
    Session.objects.all().delete()
    outcome = followed()
    for clinic in Clinic.objects.all():
        note("backup.restored", by=None, clinic=clinic, made_at=manifest["made_at"], erased_again=again)
    mark().unlink()
    return Restored(manifest, migrated, listed, again, Episode.objects.count(), outcome)


def _list(path: Path) -> Path | None:
    """The list of who was erased, where there is one. raises StepwellError where it cannot be read"""
    if not path.exists():
        return None
    tombstones.read(path)
    return path


def mark() -> Path:
    """The file that lies in the home while a restore is at work."""
    folder: Path = settings.HOME.folder
    return folder / "restoring"


def require_whole() -> None:
    """Refuse a home in which a restore was cut short. raises StepwellError"""
    if mark().exists():
        problem = "a restore did not come to its end, so that erased persons may be back."
        remedy = f"Remove the database and {mark()}, and restore again."
        raise StepwellError([Fault(str(settings.HOME.folder), 0, problem, remedy)])


def _require_empty() -> None:
    if connection.vendor == "sqlite":
        full = Path(connection.settings_dict["NAME"]).exists()
    else:
        full = bool(connection.introspection.table_names())
    if full:
        problem = "there is a clinic in this home, which would be lost."
        raise StepwellError([Fault(str(settings.HOME.folder), 0, problem, "Name an empty STEPWELL_HOME.")])


def _keep(path: Path, content: BinaryIO) -> None:
    with path.open("xb") as out:
        shutil.copyfileobj(content, out, 1 << 20)
        out.flush()
        os.fsync(out.fileno())


def _require_fit(manifest: dict[str, Any]) -> None:
    """Same engine, and no newer tables than this program knows."""
    if manifest["engine"] != connection.vendor:
        problem = f"it was made on {manifest['engine']}, and this home is on {connection.vendor}."
        raise StepwellError([Fault("backup", 0, problem, "Set STEPWELL_DATABASE as it was.")])
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    newer = [one for one in manifest["migrations"] if one not in known]
    if newer:
        problem = f"its tables are newer than this program: {newer[0]}."
        remedy = f"Install Stepwell {manifest['stepwell']} or later."
        raise StepwellError([Fault("backup", 0, problem, remedy)])


def _put_key(kept: Path, manifest: dict[str, Any]) -> None:
    """The master key has to be the one under which everything was sealed."""
    master: Path = settings.HOME.master
    if kept.exists() and not master.exists():
        os.replace(kept, master)
        master.chmod(0o600)
    if not master.exists():
        problem = f"the master key {manifest['master']} is needed, and {master} is not there."
    elif (found := key_id(master)) != manifest["master"]:
        problem = f"the master key {manifest['master']} is needed, and {master} is {found}."
    else:
        return
    raise StepwellError([Fault("backup", 0, problem, "Put the key there from where keys are kept.")])


def _put_database(kept: Path) -> None:
    connections.close_all()
    if connection.vendor == "sqlite":
        os.replace(kept, connection.settings_dict["NAME"])
    else:
        run_tool(
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            str(kept),
        )
