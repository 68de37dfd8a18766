"""A PostgreSQL of its own for one test run: in a temporary folder, on a socket in it, run by an unprivileged user.

Lives here: finding, making, starting and stopping it. Lives elsewhere: what is asked of it (agreement/engines.py).

PostgreSQL refuses to run as root; where the tests do, its processes are those of the user `postgres` that its package makes.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg

FOLDERS = "/usr/lib/postgresql/*/bin"
MISSING = "PostgreSQL is not there. Run: apt-get install -y postgresql"
SETTINGS = ("fsync=off", "listen_addresses=", "jit=off", "shared_buffers=64MB", "max_connections=10")


@contextmanager
def running():
    """A connection to a server that is stopped afterwards."""
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="stepwell-") as place:
        data = Path(place) / "data"
        data.mkdir(mode=0o700)
        user = _user(place, data)
        _run(
            [programs / "initdb", "-D", data, "-A", "trust", "-U", "stepwell", "-E", "UTF8", "--no-sync"],
            user,
        )
        server = _start(programs / "postgres", data, user)
        try:
            with _connected(data, server) as connection:
                yield connection
        finally:
            server.terminate()
            server.wait(timeout=30)


def _programs():
    here = shutil.which("postgres")
    found = [Path(here).parent] if here else sorted(Path("/").glob(FOLDERS.lstrip("/")))
    if not found or not (found[-1] / "initdb").exists():
        raise FileNotFoundError(MISSING)
    return found[-1]


def _user(place, data):
    """The user who runs it: oneself, or `postgres` where that would be root."""
    if os.geteuid() != 0:
        return None
    user = pwd.getpwnam("postgres")
    os.chmod(place, 0o755)
    os.chown(data, user.pw_uid, user.pw_gid)
    return user


def _as(user):
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _run(command, user):
    made = subprocess.run(command, capture_output=True, text=True, cwd="/", **_as(user))
    if made.returncode:
        raise RuntimeError(made.stderr or made.stdout)


def _start(program, data, user):
    options = [word for one in SETTINGS for word in ("-c", one)]
    log = (data / "log.txt").open("w")
    with log:
        return subprocess.Popen(
            [program, "-D", data, "-k", data, *options], stdout=log, stderr=log, cwd="/", **_as(user)
        )


def _connected(data, server):
    """A connection, as soon as the server answers."""
    for _ in range(300):
        try:
            return psycopg.connect(host=str(data), user="stepwell", dbname="postgres", autocommit=True)
        except psycopg.OperationalError:
            if server.poll() is not None:
                raise RuntimeError((data / "log.txt").read_text()) from None
            try:
                server.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
    raise TimeoutError("PostgreSQL does not answer")
