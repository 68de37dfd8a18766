"""A clinic to measure with: a home in a temporary folder, on SQLite or PostgreSQL, with people, a clinician and a server.

Lives here: making it, serving it, asking it over HTTP. Lives elsewhere: what is measured (clinic_writes.py, clinic_kill.py,
clinic_pages.py, clinic_phones.py). Everything is on loopback and ends with the process.
"""

import http.client
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

ENGINES = ("sqlite", "postgresql")
TOKEN = "a" * 32
"""The double-submitted token of forms; any 32 letters do where cookie and field are the same."""
START_SECONDS = 60


@dataclass(frozen=True)
class Visit:
    """What a browser of the clinician sends, and to whom it can write."""

    cookie: str
    episodes: tuple[str, ...]


@contextmanager
def home(engine: str) -> Iterator[Path]:
    """A home that Django is set up with. Once in a process, which then ends what it serves also where it is ended by SIGTERM."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    with ExitStack() as closing:
        folder = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="stepwell-bench-")))
        os.environ.update(STEPWELL_HOME=str(folder), STEPWELL_MODE="test")
        os.environ.setdefault("STEPWELL_ADDRESS", "http://localhost:8000")
        if engine == "postgresql":
            where = closing.enter_context(server())
            os.environ.update(PGHOST=str(where), STEPWELL_DATABASE="postgresql://stepwell@/postgres")
        ready = import_module("stepwell.clinic.operations.ready")
        ready.set_up()
        ready.migrate()
        ready.collect_files()
        closing.callback(ready.let_go)
        yield folder


def open_clinic() -> tuple[Any, Any]:
    """The administrator and the physiotherapist of a clinic that is open."""
    accounts = import_module("stepwell.clinic.accounts.services")
    models = import_module("stepwell.clinic.accounts.models")
    admin = accounts.found_clinic("Bench", administrator="admin@example.org")
    accounts.check_numbers(admin.clinic, {"emergency": "112"}, country="NL", by=admin, on=date(2026, 1, 1))
    user = accounts.user_of("physio@example.org", name="Physio")
    physio = accounts.give_role(user, admin.clinic, models.Role.PHYSIOTHERAPIST, by=admin)
    return admin, physio


def founded(people: int) -> Visit:
    """An open clinic with a physiotherapist who has signed in, and people with an episode each."""
    admin, physio = open_clinic()
    opened = [_person(admin.clinic, physio, number) for number in range(people)]
    visit = Visit(signed_in(physio), tuple(opened))
    import_module("stepwell.clinic.operations.ready").let_go()
    return visit


def _person(clinic: object, physio: object, number: int) -> str:
    services = import_module("stepwell.clinic.episodes.services")
    identity = import_module("stepwell.clinic.episodes.sealed").Identity(f"Person {number}", 1980)
    episode = services.open_episode(
        import_module("stepwell.clinic.episodes.persons").open_person(clinic, identity),
        side="right",
        responsible=physio,
    )
    services.add_entry(
        episode, "visit", [{"finding": "worst-pain", "value": 6}], by=services.Author.of(physio)
    )
    return str(episode.pk)


def signed_in(member: object) -> str:
    """The cookies of a browser in which the member has signed in."""
    client = import_module("django.test").Client()
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["membership"] = str(member.pk)
    session.save()
    return f"session={client.cookies['session'].value}; csrf={TOKEN}"


@contextmanager
def served() -> Iterator[int]:
    """The clinic served until the end. Yields its port."""
    process, port = serving()
    try:
        yield port
    finally:
        kill_group(process.pid)
        process.wait()
        process.stdout.close()


def serving() -> tuple[subprocess.Popen[str], int]:
    """The clinic served in a process group of its own, and its port."""
    words = [sys.executable, "-m", "stepwell.cli", "serve", "--port", "0"]
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
    )
    found = re.search(r":(\d+),", process.stdout.readline())
    if found is None:
        kill_group(process.pid)
        raise RuntimeError("the clinic is not served")
    return process, int(found[1])


def kill_group(leader: int) -> None:
    """End a process with everything that it started, without asking."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return


def write(connection: http.client.HTTPConnection, visit: Visit, episode: str, key: uuid.UUID) -> bool:
    """Write one entry by a form of the caseload. Whether it was acknowledged."""
    connection.request(
        "POST",
        f"/caseload/{episode}/reviewed/",
        body=f"key={key}&csrfmiddlewaretoken={TOKEN}",
        headers={
            "Cookie": visit.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "Host": "localhost",
        },
    )
    answer = connection.getresponse()
    answer.read()
    return answer.status == http.HTTPStatus.FOUND and answer.headers["Location"] == "/caseload/"


@contextmanager
def server(connections: int = 60) -> Iterator[Path]:
    """A PostgreSQL that syncs each commit, in a temporary folder, run by an unprivileged user. Yields the folder of its socket."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    place = Path(tempfile.mkdtemp(prefix="stepwell-pg-"))
    try:
        place.chmod(0o755)
        data = place / "data"
        data.mkdir(mode=0o700)
        if user:
            os.chown(data, user.pw_uid, user.pw_gid)
        made = [programs / "initdb", "-D", data, "-A", "trust", "-U", "stepwell", "-E", "UTF8"]
        subprocess.run(made, check=True, capture_output=True, cwd="/", **who)
        options = ("listen_addresses=", f"max_connections={connections}", f"unix_socket_directories={data}")
        words = [programs / "postgres", "-D", data, *(word for one in options for word in ("-c", one))]
        process = subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **who
        )
        try:
            _wait_for(data / ".s.PGSQL.5432")
            yield data
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _wait_for(path: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while not path.exists():
        if time.monotonic() > until:
            raise TimeoutError(f"{path} does not come")
        time.sleep(0.1)
    time.sleep(0.5)


def quantile(values: list[float], share: float) -> float:
    """The value below which that share of them lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
