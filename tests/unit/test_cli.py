"""The commands as a person meets them: what they print, what they say of bad input, and the exit codes."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from stepwell.cli import main

ROOT = Path(__file__).parents[2]
RECORDS = sorted((ROOT / "examples/records").glob("*.yaml"))
DAY = "2026-01-10"
RECORD = """\
schema: stepwell-record/1
patient: {age_years: 41, sex: female, country: GB}
side: right
observations:
  - {on: 2026-01-05, finding: buttock-pain, value: yes}
  - {on: 2026-01-05, finding: worst-pain, value: 7}
  - {on: 2026-01-05, finding: sitting-tolerance, value: 15, unit: min}
  - {on: 2026-01-06, finding: conservative-care, value: started}
"""


@pytest.fixture
def record(tmp_path):
    """Writes a record file and gives its path."""

    def write(text=RECORD):
        path = tmp_path / "record.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


def conforms(tree, name):
    """Check plain values against a published schema."""
    schema = json.loads((ROOT / f"docs/schema/{name}.schema.json").read_text())
    jsonschema.validate(tree, schema, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    ("command", "schema"),
    [("next", "care-plan"), ("source", "source"), ("programme", "session"), ("replay", "replay")],
)
def test_json_of_every_published_case_keeps_the_contract(path, command, schema, capsys):
    words = [command, str(path), "--json"] + ([] if command == "replay" else ["--as-of", "2020-06-01"])
    assert main(words) == 0
    conforms(json.loads(capsys.readouterr().out), schema)


def test_the_knowledge_as_json_keeps_the_contract(capsys):
    assert main(["knowledge", "show", "--json"]) == 0
    tree = json.loads(capsys.readouterr().out)
    conforms(tree, "knowledge")
    assert tree["knowledge"]["reviewed"] is None


def test_next_says_that_nothing_is_reviewed_and_asks_for_the_screen(record, capsys):
    assert main(["next", record(), "--as-of", DAY]) == 0
    out = capsys.readouterr().out
    assert out.startswith("41 y, female · right side · as of 10 January 2026\nStep 1 of 6: Is this safe?\n")
    assert "Not reviewed by a clinician." in out
    assert "Full safety screen" in out
    assert "\x1b[" not in out


def test_an_emergency_is_the_first_thing_said_and_ends_the_questions(record, capsys):
    flagged = RECORD + "  - {on: 2026-01-09, finding: saddle-numbness, value: yes}\n"
    assert main(["next", record(flagged), "--as-of", DAY]) == 0
    out = capsys.readouterr().out
    assert out.index("EMERGENCY: now") < out.index("\nDo\n")
    assert "Ask next" not in out


def test_a_patient_sees_plain_words_and_no_dose(record, capsys):
    assert main(["next", record(), "--as-of", DAY, "--audience", "patient", "--all"]) == 0
    out = capsys.readouterr().out
    assert " mg" not in out
    assert "Gabapentin, a time-limited trial" not in out


def test_why_prints_the_whole_tree(record, capsys):
    assert main(["next", record(), "--as-of", DAY, "--why", "conservative-care"]) == 0
    out = capsys.readouterr().out
    assert "✓ Pain in the buttock (5 Jan 2026)" in out
    assert "Evidence: " in out


def test_colour_only_where_it_is_wanted(record, capsys):
    assert main(["--colour", "always", "next", record(), "--as-of", DAY]) == 0
    assert "\x1b[1m" in capsys.readouterr().out


def test_colour_may_be_said_after_the_command(record, capsys):
    assert main(["next", record(), "--as-of", DAY, "--colour", "always"]) == 0
    assert "\x1b[1m" in capsys.readouterr().out


def test_long_explains_every_row(record, capsys):
    assert main(["next", record(), "--as-of", DAY, "--long"]) == 0
    assert "✓ any of\n" in capsys.readouterr().out


def test_whom_to_call_follows_the_country(record, capsys):
    flagged = RECORD + "  - {on: 2026-01-09, finding: saddle-numbness, value: yes}\n"
    assert main(["next", record(flagged), "--as-of", DAY]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert (
        "Call your local emergency number. Those of United Kingdom are not checked for this site yet." in out
    )
    assert main(["next", record(flagged.replace(", country: GB", "")), "--as-of", DAY]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Call your local emergency number. The country is not recorded." in out


def run_apart(words, **rest):
    """The command in a process of its own, as a shell runs it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "stepwell.cli", *words]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **rest)


def test_a_tick_is_never_written_as_a_question_mark(record):
    """A question mark means *not known*, so a terminal of another encoding is given UTF-8."""
    out, err = run_apart(["next", record(), "--as-of", DAY]).communicate()
    assert "✓ Pain in the buttock" in out.decode("utf-8")
    assert err == b""


def test_a_reader_that_goes_away_is_no_fault(record):
    process = run_apart(["next", record(), "--as-of", DAY, "--all"])
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


def test_a_command_that_is_stopped_says_nothing(record, monkeypatch, capsys):
    def stop(arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("stepwell.commands.next_step.run", stop)
    assert main(["next", record()]) == 130
    assert capsys.readouterr().err == ""


def test_replay_shows_each_day_on_which_the_record_grew(capsys):
    assert main(["replay", str(ROOT / "examples/records/kwon-2022.yaml")]) == 0
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if "2020 ·" in line or "2022 ·" in line]
    assert "+ Plan for the long run, and against relapse" in out


def test_source_says_when_none_is_established(capsys):
    assert main(["source", str(ROOT / "examples/records/chapman-2012.yaml"), "--as-of", "2020-01-01"]) == 0
    out = capsys.readouterr().out
    assert "Source not established" in out
    assert "certainties" in " ".join(out.split())


def test_no_exercise_before_the_safety_questions(record, capsys):
    assert main(["programme", record(), "--as-of", DAY]) == 0
    assert "No exercise today. Answer the safety questions first." in capsys.readouterr().out


def test_show_prints_an_entry_in_words(capsys):
    for name in ("diagnostic-block", "worst-pain", "refractory-days", "clamshell", "C01", "irritability"):
        assert main(["knowledge", "show", name]) == 0
        out = capsys.readouterr().out
        assert len(out) > 100
        assert "(" not in out or "=" not in out.partition("(")[2].partition(")")[0], "no Python in it"


def fails(words, capsys):
    """The error of a command that must fail with 2 and print nothing else."""
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


def test_an_unknown_finding(record, capsys):
    bad = RECORD + "  - {on: 2026-01-06, finding: wurst-pain, value: 3}\n"
    error = fails(["next", record(bad)], capsys)
    assert "record.yaml:9: " in error
    assert "worst-pain" in error


def test_several_faults_at_once(record, capsys):
    bad = RECORD + (
        "  - {on: 2026-02-30, finding: worst-pain, value: 3}\n"
        "  - {on: 2026-01-06, finding: worst-pain, value: 30}\n"
        "  - {on: 2026-01-06, finding: sitting-tolerance, value: 3, unit: miles}\n"
        "  - {on: 2026-01-06, finding: buttock-pain, value: 3}\n"
    )
    error = fails(["next", record(bad)], capsys)
    assert [f"record.yaml:{line}: " in error for line in (9, 10, 11, 12)] == [True] * 4


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "empty"),
        (b"schema: [\n", "record.yaml:"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"- 1\n", "record.yaml"),
        (b"schema: other/1\n", "stepwell-record/1"),
    ],
)
def test_files_that_are_no_records(record, text, words, capsys):
    assert words in fails(["next", record(text)], capsys)


def test_a_file_that_is_not_there(capsys):
    assert "nowhere.yaml" in fails(["next", "nowhere.yaml"], capsys)


def test_a_day_that_is_none(record, capsys):
    error = fails(["next", record(), "--as-of", "tomorrow"], capsys)
    assert error == "--as-of: tomorrow is not a date.\n  Write it as 2026-03-01.\n"


def test_a_row_that_is_not_there(record, capsys):
    error = fails(["next", record(), "--as-of", DAY, "--why", "nerve-glide"], capsys)
    assert error == "--why: There is no row nerve-glide.\n  Did you mean nerve-glides?\n"


def test_an_entry_that_is_not_there(capsys):
    error = fails(["knowledge", "show", "worst-pian"], capsys)
    assert error.startswith("worst-pian: There is no entry worst-pian.\n  Did you mean worst-pain")


def test_an_invariant_that_is_not_there(capsys):
    error = fails(["verify", "--only", "no-such-rule-of-ours"], capsys)
    assert error == (
        "--only: There is no invariant no-such-rule-of-ours.\n  `stepwell verify` proves them all.\n"
    )


def test_equipment_that_no_exercise_knows(record, capsys):
    error = fails(["programme", record(), "--as-of", DAY, "--equipment", "mat,spaceship"], capsys)
    assert error.startswith("--equipment: There is no equipment spaceship.\n  Name some of: band, ")


def test_today_is_the_default_day(record, capsys):
    assert main(["next", record()]) == 0
    assert f"{date.today():%Y}" in capsys.readouterr().out.splitlines()[0]


def test_a_population_of_record_files(tmp_path, capsys):
    """Every published patient at once says what each says alone."""
    prepared, out = tmp_path / "prepared", tmp_path / "out"
    assert main(["population", "prepare", str(ROOT / "examples/records"), "--out", str(prepared)]) == 0
    assert main(["population", "run", str(prepared), "--out", str(out), "--as-of", "2020-06-01"]) == 0
    assert "12 people as of 2020-06-01: 12 computed." in capsys.readouterr().out


def test_a_population_that_is_not_there(tmp_path, capsys):
    assert "no record file" in fails(
        ["population", "prepare", str(tmp_path), "--out", str(tmp_path / "x")], capsys
    )


def test_a_library_that_is_not_installed(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "z3", None)
    for name in [
        name for name in sys.modules if name.startswith(("stepwell.verify", "stepwell.commands.verify"))
    ]:
        monkeypatch.delitem(sys.modules, name)
    error = fails(["verify"], capsys)
    assert error == "z3 is not installed.\n  Run: pip install 'stepwell[verify]'\n"


def test_doses_follow_the_country(record, capsys):
    """The lower of two ceilings is shown only where no country is known."""
    assert main(["next", record(), "--as-of", DAY, "--all"]) == 0
    out = capsys.readouterr().out
    assert "(UK)." in out
    assert "Country not set" not in out
    assert main(["next", record(RECORD.replace(", country: GB", "")), "--as-of", DAY, "--all"]) == 0
    assert "Country not set" in capsys.readouterr().out
