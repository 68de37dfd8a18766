"""Input that cannot be read at all, and runs that end early: nothing half-written is left."""

import os
import resource
import signal
import subprocess
import sys
import time

import duckdb
import pytest

from stepwell.errors import RecordError
from tests.unit.intake_world import pathway, prepare, seen, write_csv
from tests.unit.test_intake_bad_input import GOOD, refused


def _command(tmp_path, limit=None):
    words = [
        sys.executable,
        "-m",
        "stepwell.cli",
        "population",
        "prepare",
        str(tmp_path / "in"),
        "--out",
        str(tmp_path / "out"),
    ]
    bound = (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))) if limit else None
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=bound, env=os.environ | {"PYTHONPATH": "src"})  # fmt: skip


def _many(tmp_path, rows):
    (tmp_path / "in").mkdir()
    text = "SELECT md5(i::VARCHAR) AS patient_id, DATE '2026-01-01' AS \"on\", 'worst-pain' AS finding, i % 11 AS value FROM RANGE({}) t(i)"
    duckdb.sql(f"COPY ({text.format(rows)}) TO '{tmp_path}/in/observations.parquet'")


def test_a_full_disk(tmp_path):
    _many(tmp_path, 20_000)
    command = _command(tmp_path, limit=300_000)
    said = command.communicate()[1]
    assert command.returncode == 2
    assert said == (
        f"{tmp_path}/out: the prepared tables cannot be written: File too large.\n"
        "  Make room, give more --memory, or choose another folder.\n"
    )
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in"]


def test_a_killed_run_leaves_no_result_and_the_next_one_clears_up(tmp_path):
    _many(tmp_path, 400_000)
    command = _command(tmp_path)
    while not (tmp_path / "out.part" / "work" / "work.duckdb").exists():
        assert command.poll() is None
        time.sleep(0.005)
    command.send_signal(signal.SIGKILL)
    command.communicate()
    assert not (tmp_path / "out").exists()
    write_csv(tmp_path / "in" / "observations.csv", GOOD)
    prepare(tmp_path / "in" / "observations.csv", tmp_path / "out")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in", "out"]


def test_a_folder_with_something_in_it_is_not_written_over(tmp_path):
    write_csv(tmp_path / "in" / "observations.csv", GOOD)
    prepare(tmp_path / "in", tmp_path / "out")
    with pytest.raises(RecordError, match="there is something here already"):
        prepare(tmp_path / "in", tmp_path / "out")
    assert len(seen(tmp_path / "out")) == 1


def test_an_input_of_which_nothing_is_known(tmp_path):
    write_csv(tmp_path / "in" / "visits.csv", "visit,room\n1,2\n")
    assert "no file here is known to hold observations" in refused(tmp_path)
    assert "there is no such file or folder" in refused(tmp_path, "other.csv")
    assert pathway().id == "dgs"


def test_pages_of_parquet_that_are_damaged_inside(tmp_path):
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "observations.parquet"
    text = "SELECT 'a' || i AS patient_id, 'worst-pain' AS finding, i % 11 AS value FROM RANGE(90000) t(i)"
    duckdb.sql(f"COPY ({text}) TO '{path}' (COMPRESSION zstd)")
    whole = bytearray(path.read_bytes())
    whole[2000:60000] = bytes(58000)
    path.write_bytes(bytes(whole))
    assert "the file cannot be read: " in refused(tmp_path)


def test_what_was_prepared_is_not_prepared_again(tmp_path):
    write_csv(tmp_path / "in" / "observations.csv", GOOD)
    with pytest.raises(RecordError, match="would lie among the files of the input"):
        prepare(tmp_path / "in", tmp_path / "in" / "out")
    prepare(tmp_path / "in", tmp_path / "people")
    with pytest.raises(RecordError, match="this population is prepared already"):
        prepare(tmp_path / "people", tmp_path / "out")


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_csv_from_a_spreadsheet(tmp_path, end):
    """A mark at its beginning, quoted names with a comma in them, quoted cells, lines that end as on Windows."""
    (tmp_path / "in").mkdir()
    lines = [
        'patient_id,on,finding,value,"note, free"',
        'a,2026-01-02,worst-pain,3,"says ""ow"", often"',
        "b,2026,worst-pain,4,",
    ]
    (tmp_path / "in" / "observations.csv").write_bytes(b"\xef\xbb\xbf" + end.join([*lines, ""]).encode())
    prepare(tmp_path / "in", tmp_path / "out")
    assert [row[4] for row in seen(tmp_path / "out")] == [3, 4]


def test_csv_that_is_not_utf_8(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "observations.csv").write_bytes(
        GOOD.encode() + "Jos\u00e9,2026-01-02,worst-pain,3,\n".encode("latin-1")
    )
    assert refused(tmp_path).startswith("observations.csv:3: ")
