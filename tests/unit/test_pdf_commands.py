"""Documents from the command line: each written whole, or refused with exit code 2 and a way to mend it."""

import subprocess
import sys
from pathlib import Path

import pytest

from stepwell.cli import main
from stepwell.records.writer import write_record
from tests.unit.pdf_reading import opened
from tests.unit.pdf_world import for_injection, pathway, record, well

DAY = ("--as-of", "2026-01-10")
TITLES = {
    "imaging-request": "Request for imaging",
    "injection-referral": "Referral for a guided injection",
    "surgical-opinion": "Request for a surgical opinion",
    "discharge": "Discharge letter",
    "summary": "Summary for the general practitioner",
    "take-to-doctor": "Take this to your doctor",
}
WEAK = {"new_weakness": "yes", "motor_deficit": "yes", "mass_confirmed": "yes"}
PEOPLE = {"injection-referral": for_injection, "discharge": well}


@pytest.fixture
def person(tmp_path):
    """Writes a record file and gives its path."""

    def write(seen=None):
        path = tmp_path / "record.yaml"
        path.write_text(write_record(seen or record(screen=None, **WEAK), pathway()), encoding="utf-8")
        return str(path)

    return write


def refused(words, capsys):
    """What is said of a command that ends with 2; nothing is printed as if it had worked."""
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    return said.err.strip()


def left(folder):
    return sorted(one.name for one in folder.iterdir())


@pytest.mark.parametrize("kind", TITLES)
def test_each_kind_of_letter_is_written_and_its_path_printed(kind, person, tmp_path, capsys):
    out = tmp_path / "letter.pdf"
    seen = PEOPLE[kind]() if kind in PEOPLE else None
    assert main(["letter", person(seen), "--kind", kind, "--out", str(out), *DAY]) == 0
    assert capsys.readouterr().out.strip() == str(out.resolve())
    assert str(opened(out.read_bytes()).docinfo.Title) == TITLES[kind]
    assert left(tmp_path) == ["letter.pdf", "record.yaml"]


def test_a_letter_speaks_the_language_that_was_asked_for(person, tmp_path):
    out = tmp_path / "carta.pdf"
    assert main(["letter", person(), "--kind", "summary", "--out", str(out), "--lang", "es", *DAY]) == 0
    assert str(opened(out.read_bytes()).Root.Lang) == "es"


@pytest.mark.parametrize(
    ("extra", "language"), [([], "en"), (["--large", "--chart"], "en"), (["--lang", "es"], "es")]
)
def test_the_programme_is_written_and_its_path_printed(extra, language, person, tmp_path, capsys):
    out = tmp_path / "programme.pdf"
    assert main(["programme", person(record()), "--pdf", str(out), *extra, *DAY]) == 0
    assert capsys.readouterr().out.strip() == str(out.resolve())
    assert str(opened(out.read_bytes()).Root.Lang) == language


def test_an_unknown_kind_is_answered_with_those_there_are(person, tmp_path, capsys):
    out = str(tmp_path / "letter.pdf")
    assert refused(["letter", person(), "--kind", "sumary", "--out", out, *DAY], capsys) == (
        "--kind: There is no letter sumary.\n  Did you mean summary?"
    )
    assert left(tmp_path) == ["record.yaml"]


def test_a_letter_that_makes_no_sense_for_the_record_leaves_nothing(person, tmp_path, capsys):
    out = str(tmp_path / "letter.pdf")
    said = refused(["letter", person(), "--kind", "discharge", "--out", out, *DAY], capsys)
    assert said.startswith("--kind: No discharge while an exit is open: ")
    assert left(tmp_path) == ["record.yaml"]


def document(name, record_path, out):
    """The words that ask for a letter or a programme."""
    if name == "letter":
        return ["letter", record_path, "--kind", "summary", "--out", str(out), *DAY]
    return ["programme", record_path, "--pdf", str(out), *DAY]


BOTH = pytest.mark.parametrize("name", ["letter", "programme"])


@BOTH
def test_an_unknown_language_is_answered_with_those_there_are(name, person, tmp_path, capsys):
    words = [*document(name, person(), tmp_path / "a.pdf"), "--lang", "fr"]
    assert refused(words, capsys) == "--lang: There are no words in fr.\n  Write one of: en, es."
    assert left(tmp_path) == ["record.yaml"]


@BOTH
def test_a_record_that_is_not_there(name, tmp_path, capsys):
    missing = tmp_path / "nobody.yaml"
    assert refused(document(name, str(missing), tmp_path / "a.pdf"), capsys).startswith(f"{missing}: ")
    assert left(tmp_path) == []


@BOTH
def test_a_folder_that_is_not_there(name, person, tmp_path, capsys):
    out = tmp_path / "no" / "a.pdf"
    assert refused(document(name, person(), out), capsys) == (
        f"{out}: It cannot be written: No such file or directory.\n  Choose another file, in a folder that is there."
    )
    assert left(tmp_path) == ["record.yaml"]


@BOTH
def test_a_folder_in_place_of_a_file(name, person, tmp_path, capsys):
    out = tmp_path / "folder"
    out.mkdir()
    assert "It cannot be written: Is a directory." in refused(document(name, person(), out), capsys)
    assert left(tmp_path) == ["folder", "record.yaml"]
    assert left(out) == []


@BOTH
def test_a_document_never_replaces_the_record_it_is_made_from(name, person, tmp_path, capsys):
    path = person(record())
    before = Path(path).read_bytes()
    option = "--out" if name == "letter" else "--pdf"
    said = refused(document(name, path, tmp_path / "." / "record.yaml"), capsys)
    assert said == (
        f"{option}: {path} is the record itself, which would be lost.\n  Choose another file with {option}."
    )
    assert Path(path).read_bytes() == before


@BOTH
def test_a_date_that_is_none(name, person, tmp_path, capsys):
    words = [*document(name, person(), tmp_path / "a.pdf"), "--as-of", "soon"]
    assert refused(words, capsys) == "--as-of: soon is not a date.\n  Write it as 2026-03-01."


WITHOUT = (
    "import sys; sys.modules['typst'] = None; from stepwell.cli import main; sys.exit(main(sys.argv[1:]))"
)


@BOTH
def test_without_the_library_it_says_what_to_install(name, person, tmp_path):
    """In a process of its own, so that no other test meets half of a module."""
    words = [sys.executable, "-c", WITHOUT, *document(name, person(), tmp_path / "a.pdf")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip() == "typst is not installed.\n  Run: pip install 'stepwell[documents]'"
    assert left(tmp_path) == ["record.yaml"]


def test_what_only_paper_has_is_not_left_out_in_silence(person, capsys):
    assert refused(["programme", person(), "--large", "--chart", "--lang", "es", *DAY], capsys) == (
        "--chart: Only the programme on paper has --chart.\n  Add --pdf FILE.\n"
        "--lang: Only the programme on paper has --lang.\n  Add --pdf FILE.\n"
        "--large: Only the programme on paper has --large.\n  Add --pdf FILE."
    )


def test_json_and_paper_are_not_asked_for_at_once(person, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["programme", person(), "--json", "--pdf", "a.pdf"])
    assert stopped.value.code == 2
    assert "not allowed with" in capsys.readouterr().err
