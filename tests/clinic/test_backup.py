"""Backup and restore: one sealed file, made while the clinic is open; put back, it gives the same advice for everybody.

Each test has homes of its own, in which the commands are run as a person runs them.
"""

import base64
import io
import json
import subprocess
import sys

import pytest

from stepwell.clinic.operations.envelope import KEY_FILE, PASSPHRASE, Opener, Sealer, Unreadable
from tests.clinic.test_serving import environment, stepwell

PASS = "four words are enough\n"

LOADED = """
import json
from datetime import date
from stepwell.clinic.operations.ready import collect_files, migrate, set_up
set_up(); migrate()
from django.utils import timezone
from stepwell.clinic.operations import demo
some = demo.people(timezone.now().date())[::9]
demo.people = lambda today: some
house = demo.load_demo(timezone.now().date())
print(len(house.episodes))
"""

ADVICE = """
import json
from stepwell.clinic.operations.ready import set_up
set_up()
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import basis, stored_content
from stepwell.clinic.episodes.stored import content_of
found = {}
for one in Episode.objects.kept().filter(person__erased_at=None):
    found[str(one.pk)] = [stored_content(one), content_of(basis(one))]
print(json.dumps(found, sort_keys=True))
"""

ERASED = """
from stepwell.clinic.operations.ready import set_up
set_up()
from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.persons import erase
from stepwell.clinic.operations import tombstones
one = Episode.objects.kept().earliest("pk")
by = Membership.objects.filter(clinic=one.person.clinic, role="administrator").get()
erase(one.person, by=by, reason="asked-by-person")
tombstones.write()
print(one.pk)
"""


def python(home, code, **more):
    """Run code in a home; what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(home, **more), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """A home with some people of the demo."""
    home = tmp_path_factory.mktemp("loaded") / "home"
    assert int(python(home, LOADED, STEPWELL_MODE="demo")) > 3
    return home


@pytest.fixture(scope="module")
def backup(loaded, tmp_path_factory):
    """A backup of it under a passphrase."""
    out = tmp_path_factory.mktemp("backups") / "clinic.stepwell"
    done = stepwell(loaded, "backup", str(out), given=PASS)
    assert done.returncode == 0, done.stderr
    return out


def empty(tmp_path, loaded):
    """A new home to which the master key was brought."""
    home = tmp_path / "restored"
    home.mkdir()
    (home / "master.key").write_bytes((loaded / "master.key").read_bytes())
    return home


def test_restored_it_gives_the_same_advice_for_everybody(loaded, backup, tmp_path):
    home = empty(tmp_path, loaded)
    done = stepwell(home, "restore", str(backup), given=PASS)
    assert done.returncode == 0, done.stderr
    before, after = (json.loads(python(one, ADVICE)) for one in (loaded, home))
    assert before == after
    for stored, fresh in after.values():
        assert stored == fresh
    verified = stepwell(home, "audit", "verify")
    assert verified.returncode == 0
    assert verified.stdout.startswith("Nothing was changed: ")


def test_a_backup_made_while_people_write_holds_together(loaded, tmp_path):
    """Somebody writes without a pause; each backup is of one moment."""
    writing = """
from stepwell.clinic.operations.ready import set_up
set_up()
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.services import add_entry
one = Episode.objects.kept().latest("pk")
print("writes", flush=True)
while True:
    add_entry(one, "note", by=Author(None, "", "clock"), text="written meanwhile")
"""
    writer = subprocess.Popen(
        [sys.executable, "-c", writing], env=environment(loaded), stdout=subprocess.PIPE
    )
    try:
        writer.stdout.readline()
        done = stepwell(loaded, "backup", str(tmp_path / "busy.stepwell"), given=PASS)
    finally:
        writer.kill()
        writer.communicate()
    assert done.returncode == 0, done.stderr
    home = empty(tmp_path, loaded)
    restored = stepwell(home, "restore", str(tmp_path / "busy.stepwell"), given=PASS)
    assert restored.returncode == 0, restored.stdout


def test_who_was_erased_after_the_backup_does_not_come_back(loaded, backup, tmp_path):
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-r", str(loaded), str(copy)], check=True)
    gone = python(copy, ERASED).strip()
    home = empty(tmp_path, loaded)
    done = stepwell(home, "restore", str(backup), "--erased", str(copy / "erased.txt"), given=PASS)
    assert done.returncode == 0, done.stderr
    assert "1 persons on the list" in done.stdout
    assert gone not in json.loads(python(home, ADVICE))
    assert gone in json.loads(python(loaded, ADVICE))


def test_without_a_list_of_the_erased_it_says_that_they_may_be_back(loaded, backup, tmp_path):
    done = stepwell(empty(tmp_path, loaded), "restore", str(backup), given=PASS)
    assert "There is no list of who was erased" in done.stdout


def test_the_master_key_is_not_in_it_and_is_needed(loaded, backup, tmp_path):
    home = tmp_path / "without"
    done = stepwell(home, "restore", str(backup), given=PASS, STEPWELL_MODE="production")
    assert done.returncode == 2
    assert done.stderr.startswith("backup: the master key ")
    assert not (home / "clinic.sqlite3").exists()


def test_asked_for_the_master_key_is_in_it(loaded, tmp_path):
    out = tmp_path / "whole.stepwell"
    stepwell(loaded, "backup", str(out), "--with-master-key", given=PASS)
    home = tmp_path / "whole"
    done = stepwell(home, "restore", str(out), given=PASS, STEPWELL_MODE="production")
    assert done.returncode == 0, done.stderr
    assert (home / "master.key").read_bytes() == (loaded / "master.key").read_bytes()


def test_a_key_file_seals_it_without_a_passphrase(loaded, tmp_path):
    out, key = tmp_path / "b.stepwell", tmp_path / "backup.key"
    missing = stepwell(loaded, "backup", str(out), "--to-key", str(key))
    assert missing.returncode == 2
    assert "there is no such key file." in missing.stderr
    assert stepwell(loaded, "backup", str(out), "--to-key", str(key), "--make-key").returncode == 0
    assert key.stat().st_mode & 0o777 == 0o600
    home = empty(tmp_path, loaded)
    assert stepwell(home, "restore", str(out)).returncode == 2
    assert stepwell(home, "restore", str(out), "--key", str(key)).returncode == 0


def test_a_home_with_a_clinic_is_not_written_over(loaded, backup):
    done = stepwell(loaded, "restore", str(backup), given=PASS)
    assert done.returncode == 2
    assert done.stderr == (
        f"{loaded}: there is a clinic in this home, which would be lost.\n  Name an empty STEPWELL_HOME.\n"
    )


def test_a_wrong_passphrase_opens_nothing(loaded, backup, tmp_path):
    home = empty(tmp_path, loaded)
    done = stepwell(home, "restore", str(backup), given="another passphrase\n")
    assert done.returncode == 2
    assert "it does not open with this passphrase or key" in done.stderr
    assert not (home / "clinic.sqlite3").exists()


def test_a_short_passphrase_is_refused_and_no_file_is_left(loaded, tmp_path):
    done = stepwell(loaded, "backup", str(tmp_path / "b.stepwell"), given="short\n")
    assert done.returncode == 2
    assert done.stderr.startswith("passphrase: it has 5 characters.")
    assert list(tmp_path.iterdir()) == []


def test_nothing_of_an_account_stands_in_the_file_in_the_clear(backup):
    assert b"example.org" not in backup.read_bytes()


# The sealed file


def sealed(content, kind=KEY_FILE, secret=b"k" * 32):
    out = io.BytesIO()
    sealer = Sealer(out, kind, secret)
    sealer.write(content)
    sealer.finish()
    return out.getvalue()


def opened(raw, secret=b"k" * 32):
    return Opener(io.BytesIO(raw), lambda kind: secret).read()


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, 3 << 20])
def test_what_was_sealed_is_read_back(size):
    content = bytes(range(256)) * (size // 256 + 1)
    assert opened(sealed(content[:size])) == content[:size]


def test_a_passphrase_opens_what_it_sealed():
    assert opened(sealed(b"said", PASSPHRASE, b"a long passphrase"), b"a long passphrase") == b"said"


def test_any_changed_byte_is_found():
    raw = sealed(b"said" * 20)
    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1
        with pytest.raises(Unreadable):
            opened(bytes(changed))


def test_chunks_that_were_cut_off_repeated_or_swapped_are_found():
    raw = sealed(b"a" * (3 << 20))
    chunk, start = (1 << 20) + 16, len(raw) - 3 * ((1 << 20) + 16)
    first, second, third = (raw[start + n * chunk : start + (n + 1) * chunk] for n in range(3))
    head = raw[:start]
    for parts in ((first,), (first, second), (second, first, third), (first, first, second, third), ()):
        with pytest.raises(Unreadable):
            opened(head + b"".join(parts))


def test_a_header_that_asks_for_all_the_memory_is_refused():
    header = {
        "key": PASSPHRASE,
        "salt": base64.b64encode(b"s" * 16).decode(),
        "prefix": base64.b64encode(b"p" * 7).decode(),
        "scrypt": {"n": 1 << 40, "r": 8, "p": 1},
    }
    with pytest.raises(Unreadable, match="its header cannot be read"):
        opened(b"stepwell-backup/1\n" + json.dumps(header).encode() + b"\n" + b"x" * 64)
