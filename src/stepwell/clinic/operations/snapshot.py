"""A backup: everything of a clinic as of one moment, in one sealed file, while it goes on being written.

Lives here: taking the snapshot, its manifest, sealing it, opening it again to see that it can be. Lives elsewhere: the sealed file
(envelope.py), putting it back (restore.py).

The master key is not in it unless asked for: who finds the file, and even its passphrase, reads accounts and dates, and nothing
that was written of a person. So a restore needs three things that are kept in different places: the file, its passphrase or key,
and the master key. The key of cookies is never in it: after a restore everybody signs in again.
"""

import hashlib
import hmac
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from stepwell import __version__
from stepwell.clinic.keeping.keys import read_master
from stepwell.clinic.operations.envelope import CHUNK, AskSecret, Opener, Sealer, Unreadable
from stepwell.errors import Fault, StepwellError
from stepwell.knowledge.loader import load_pathway

SCHEMA = "stepwell-backup/1"
MANIFEST, DATABASE, MASTER = "manifest.json", "database", "master.key"
MEMBERS = (MANIFEST, DATABASE, MASTER)
Take = Callable[[str, BinaryIO], None]


def make_backup(out: Path, kind: str, secret: bytes, *, with_master: bool) -> dict[str, Any]:
    """Write the file, whole or not at all, and open it once to see that it can be. returns its manifest

    kind    envelope.PASSPHRASE or envelope.KEY_FILE, and `secret` what belongs to it
    raises  StepwellError
    """
    with tempfile.TemporaryDirectory(dir=settings.HOME.folder, prefix="backup-") as place:
        files = {DATABASE: Path(place) / DATABASE}
        take_snapshot(files[DATABASE])
        if with_master:
            files[MASTER] = settings.HOME.master
        manifest = _manifest(files)
        _write(out, lambda part: _seal(part, manifest, files, kind, secret), lambda _: secret)
    return manifest


def _write(out: Path, fill: Callable[[BinaryIO], None], ask: AskSecret) -> None:
    """The file under another name first, opened once, and then under its own. raises StepwellError"""
    part = out.with_name(f"{out.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            part.chmod(0o600)
            fill(file)
            file.flush()
            os.fsync(file.fileno())
        unpack(part, ask, lambda _name, _content: None)
        part.replace(out)
        _sync(out.parent)
    except OSError as wrong:
        problem = f"it cannot be written: {wrong.strerror}."
        raise StepwellError([Fault(str(out), 0, problem, "Choose another place, with room.")]) from None
    finally:
        part.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Make the new name last."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _seal(out: BinaryIO, manifest: dict[str, Any], files: dict[str, Path], kind: str, secret: bytes) -> None:
    sealer = Sealer(out, kind, secret)
    with tarfile.open(fileobj=sealer, mode="w|", bufsize=CHUNK) as bundle:
        text = json.dumps(manifest, indent=2).encode()
        about = tarfile.TarInfo(MANIFEST)
        about.size = len(text)
        bundle.addfile(about, io.BytesIO(text))
        for name, path in files.items():
            about = tarfile.TarInfo(name)
            about.size = path.stat().st_size
            with path.open("rb") as content:
                bundle.addfile(about, content)
    sealer.finish()


def unpack(path: Path, ask: AskSecret, take: Take) -> dict[str, Any]:
    """Give every part of a backup to `take`, and see that each is as its manifest says. returns the manifest

    take    gets the name of a part and its content, and need not read it; what it makes of it counts only after the return
    raises  Unreadable, StepwellError
    """
    try:
        with path.open("rb") as source, tarfile.open(fileobj=Opener(source, ask), mode="r|") as bundle:
            return _taken(bundle, take)
    except tarfile.TarError:
        raise Unreadable("what is in it cannot be read.", "Try another copy of the file.") from None
    except OSError as wrong:
        problem = f"it cannot be read: {wrong.strerror}."
        raise StepwellError([Fault(str(path), 0, problem, "Name another file.")]) from None


def _taken(bundle: tarfile.TarFile, take: Take) -> dict[str, Any]:
    manifest: dict[str, Any] = {}
    seen: dict[str, dict[str, Any]] = {}
    for member in bundle:
        content = bundle.extractfile(member)
        if content is None or member.name not in MEMBERS or member.name in seen:
            raise Unreadable("it holds what does not belong in it.", "Try another copy of the file.")
        if member.name == MANIFEST:
            manifest = json.load(content)
            continue
        digested = _Digested(content)
        take(member.name, digested)  # type: ignore[arg-type]
        seen[member.name] = digested.as_listed(member.name)
    if manifest.get("schema") != SCHEMA or manifest["files"] != list(seen.values()):
        raise Unreadable("what is in it is not what its manifest says.", "Try another copy of the file.")
    return manifest


class _Digested:
    """Content that is digested while it is read, and whose rest is read at the end."""

    def __init__(self, content: Any) -> None:
        self.content, self.size, self.total = content, 0, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        piece: bytes = self.content.read(size)
        self.total.update(piece)
        self.size += len(piece)
        return piece

    def as_listed(self, name: str) -> dict[str, Any]:
        """As the manifest lists it."""
        while self.read(CHUNK):
            pass
        return {"name": name, "bytes": self.size, "sha256": self.total.hexdigest()}


def _manifest(files: dict[str, Path]) -> dict[str, Any]:
    """What is in it, from which versions, and under which master key."""
    listed = []
    for name, path in files.items():
        with path.open("rb") as content:
            listed.append(_Digested(content).as_listed(name))
    return {
        "schema": SCHEMA,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "stepwell": __version__,
        "knowledge": load_pathway().digest,
        "engine": connection.vendor,
        "migrations": applied(),
        "master": key_id(settings.HOME.master),
        "files": listed,
    }


def applied() -> list[str]:
    """The migrations of the tables."""
    found = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in found)


def key_id(path: Path) -> str:
    """What names a master key and does not help to guess it. raises StepwellError"""
    return hmac.new(read_master(path), b"stepwell key id", hashlib.sha256).hexdigest()[:16]


def take_snapshot(path: Path) -> None:
    """The database as of one moment, as one file, while others write. raises StepwellError"""
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        with (
            closing(sqlite3.connect(f"file:{name}?mode=ro", uri=True)) as live,
            closing(sqlite3.connect(path)) as kept,
        ):
            live.backup(kept)
    else:
        run_tool("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")


def run_tool(name: str, *words: str) -> None:
    """One of PostgreSQL's programs, on the clinic's database. raises StepwellError"""
    program = shutil.which(name)
    if program is None:
        remedy = "Run: apt-get install -y postgresql-client"
        raise StepwellError([Fault(name, 0, "it is not installed.", remedy)])
    where = connection.settings_dict
    named = {"host": where["HOST"], "port": where["PORT"], "username": where["USER"], "dbname": where["NAME"]}
    options = [f"--{option}={value}" for option, value in named.items() if value]
    command = [program, "--no-password", *options, *words]
    done = subprocess.run(command, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise StepwellError([Fault(name, 0, done.stderr.strip().splitlines()[-1], "Mend it, and try again.")])
