"""One command serves the clinic, starts again what dies, and ends: with all that it started, within seconds, leaving the port free."""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

END_SECONDS = 10


def environment(home, **more):
    """Of a clinic in a folder of its own, apart from that of the other tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STEPWELL_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return {**kept, "STEPWELL_HOME": str(home), "STEPWELL_MODE": "test", "PYTHONPATH": "src", **more}


def stepwell(home, *words, given="", **more):
    """A command, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "stepwell.cli", *words],
        env=environment(home, **more),
        input=given,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def founded(tmp_path):
    """The home of a clinic that was founded."""
    home = tmp_path / "home"
    done = stepwell(home, "clinic", "init", "Harbour", "--administrator", "admin@example.org")
    assert done.returncode == 0, done.stderr
    return home


@contextmanager
def serving(home):
    """The clinic served on a free port, in a process group of its own: the process and its port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "stepwell.cli", "serve", "--port", "0", "--workers", "1"],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        said = process.stdout.readline()
        yield process, int(re.search(r":(\d+),", said)[1])
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def alive(port):
    """Whether the clinic answers."""
    try:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        asked.request("GET", "/alive/", headers={"Host": "localhost"})
        return asked.getresponse().read() == b"ok"
    except OSError:
        return False
    finally:
        asked.close()


def children(pid):
    """The processes that one started, by id, each with its words."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int(re.search(r"PPid:\t(\d+)", (place / "status").read_text())[1])
            words = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, TypeError):
            continue
        if parent == pid:
            found[int(place.name)] = words
    return found


def eventually(holds, seconds=20):
    """Whether something comes to hold."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def free(port):
    """Whether nothing holds the port any more."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def test_it_serves_works_in_the_background_and_ends_when_asked(founded):
    with serving(founded) as (process, port):
        assert alive(port)
        assert eventually((founded / "background-work").exists)
        begun = time.monotonic()
        process.terminate()
        assert process.wait(timeout=END_SECONDS) == 0
        assert time.monotonic() - begun < END_SECONDS
        assert free(port)


def test_what_dies_is_started_again(founded):
    with serving(founded) as (process, port):
        before = children(process.pid)
        assert sorted(words.split()[4] for words in before.values()) == ["web", "work"]
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: len(children(process.pid).keys() - before.keys()) == 2)
        assert eventually(lambda: alive(port))


def test_killed_as_a_group_it_leaves_nothing_that_holds_the_port(founded):
    with serving(founded) as (process, port):
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert eventually(lambda: free(port), END_SECONDS)


def test_a_killed_supervisor_takes_its_children_along(founded):
    with serving(founded) as (process, port):
        started = list(children(process.pid))
        process.kill()
        process.wait()
        assert eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in started), END_SECONDS)
        assert eventually(lambda: free(port), END_SECONDS)


def test_a_port_that_is_held_is_refused_in_words(founded):
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        done = stepwell(founded, "serve", "--port", str(port))
    assert done.returncode == 2
    assert done.stderr == (
        f"serve: 127.0.0.1:{port} cannot be listened on: Address already in use.\n"
        "  End what holds it, or name another with --port or --host.\n"
    )


def test_tables_that_are_too_old_are_not_served(tmp_path):
    done = stepwell(tmp_path, "serve", "--port", "0")
    assert done.returncode == 2
    assert re.fullmatch(
        r"database: the tables lack \d+ migrations, the first of them \S+\.\n"
        r"  Make a backup, then run: stepwell clinic migrate\n",
        done.stderr,
    )


def test_tables_that_are_newer_than_the_program_are_not_served(founded):
    """So that going back to an earlier version does not write into tables that it does not know."""
    with sqlite3.connect(founded / "clinic.sqlite3") as base:
        base.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('episodes', '0999_later', '2030-01-01')"
        )
    base.close()
    done = stepwell(founded, "serve", "--port", "0")
    assert done.returncode == 2
    assert done.stderr == (
        "database: the tables are newer than this program: episodes.0999_later.\n"
        "  Install the version that made them, or restore the backup that was made before.\n"
    )


def test_in_production_a_lost_master_key_is_not_replaced_by_a_new_one(founded):
    (founded / "master.key").unlink()
    done = stepwell(founded, "serve", "--port", "0", STEPWELL_MODE="production")
    assert done.returncode == 2
    assert done.stderr.startswith(f"{founded / 'master.key'}: the master key is not there.\n")
    assert not (founded / "master.key").exists()


def test_a_restore_that_was_cut_short_is_not_served(founded):
    (founded / "restoring").touch()
    done = stepwell(founded, "serve", "--port", "0")
    assert done.returncode == 2
    assert "a restore did not come to its end, so that erased persons may be back." in done.stderr


def test_behind_tls_django_finds_nothing_to_mend(founded):
    """What `stepwell clinic check` says of a home that is set up for real use."""
    found = stepwell(
        founded,
        "clinic",
        "check",
        STEPWELL_MODE="production",
        STEPWELL_ADDRESS="https://stepwell.example",
        STEPWELL_MAIL="smtp://localhost:25",
        STEPWELL_ERASED=str(founded.parent / "erased.txt"),
    )
    assert found.returncode == 0, found.stdout
    assert found.stdout.startswith("It is set up for real use.")
