"""The command line: what can be asked, and how an error is shown.

Lives here: the arguments and the exit codes (0 fine, 1 a check or proof failed, 2 bad input). Lives elsewhere: the
commands (commands/), which are imported when they are asked for, so that each starts with what it needs and no more.
"""

import argparse
import io
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias

from stepwell import __version__
from stepwell.errors import StepwellError

EXTRAS = {
    "django": "clinic",
    "gunicorn": "clinic",
    "z3": "verify",
    "duckdb": "population",
    "numpy": "population",
    "pyarrow": "population",
    "pyspark": "spark",
    "sqlglot": "population",
    "typst": "documents",
}
"""Libraries that one command needs and the others do not, and the extra that brings each."""

INTERRUPTED = 130
"""The exit code where the person stopped the command."""

Command = Callable[[argparse.Namespace], int]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(words: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    _speak_utf8()
    arguments = parser().parse_args(words)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
        return code
    except StepwellError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    except ModuleNotFoundError as wrong:
        if wrong.name not in EXTRAS:
            raise
        print(
            f"{wrong.name} is not installed.\n  Run: pip install 'stepwell[{EXTRAS[wrong.name]}]'",
            file=sys.stderr,
        )
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED


def _speak_utf8() -> None:
    """A tick that could not be written must not become a question mark, which means *not known*."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding="utf-8")


def parser() -> argparse.ArgumentParser:
    """Everything that can be asked."""
    top = argparse.ArgumentParser(
        prog="stepwell", description="The step-wise care pathway for Deep Gluteal Syndrome."
    )
    top.add_argument("--version", action="version", version=f"stepwell {__version__}")
    _add_colour(top, "auto")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_demo(commands)
    _add_next(commands)
    replay = _add(commands, "replay", _later("replay"), "how the advice changed over time", record=True)
    source = _add(
        commands, "source", _later("source"), "how likely each source is, and the next best test", record=True
    )
    programme = _add(
        commands, "programme", _later("programme", pdf="programme_pdf"), "today's session", record=True
    )
    _add_paper(programme)
    for one in (replay, source):
        one.add_argument("--json", action="store_true", help="print JSON")
    _add_letter(commands)
    _add_knowledge(commands)
    verify = _add(commands, "verify", _later("verify"), "prove the invariants for every possible record")
    verify.add_argument("--only", metavar="ID", action="append", help="prove only this invariant")
    _add_population(commands)
    _add_simulate(commands)
    _add_clinic(commands)
    return top


def _add_colour(one: argparse.ArgumentParser, default: str) -> None:
    """It may stand before the command or after it."""
    choices = ("auto", "always", "never")
    one.add_argument("--colour", choices=choices, default=default, help="colour in the terminal")


def _add(
    commands: Commands, name: str, run: Command, words: str, *, record: bool = False
) -> argparse.ArgumentParser:
    one: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    one.set_defaults(run=run)
    _add_colour(one, argparse.SUPPRESS)
    if record:
        one.add_argument("record", metavar="RECORD", help="a record file")
        one.add_argument("--as-of", metavar="DATE", help="the day to look from; default today")
    return one


def _later(module: str, name: str = "run", **instead: str) -> Command:
    """A command that is imported when it is asked for; `instead` has its module where an option is given."""

    def run(arguments: argparse.Namespace) -> int:
        given = [other for option, other in instead.items() if getattr(arguments, option) is not None]
        chosen = given[0] if given else module
        command: Command = getattr(import_module(f"stepwell.commands.{chosen}"), name)
        return command(arguments)

    return run


def _in_clinic(module: str, name: str = "run") -> Command:
    """A command of the clinic: Django is set up before its module is imported."""

    def run(arguments: argparse.Namespace) -> int:
        import_module("stepwell.clinic.operations.ready").set_up()
        return _later(module, name)(arguments)

    return run


def _add_demo(commands: Commands) -> None:
    one = _add(commands, "demo", _later("demo", terminal="demo_terminal"), "a clinic of made-up people")
    one.add_argument("--port", metavar="PORT", type=int, default=8000, help="the first to try; default 8000")
    words = "two published patients in the terminal, and the handbook"
    one.add_argument("--terminal", action="store_const", const=True, help=words)


def _add_clinic(commands: Commands) -> None:
    served = _add(commands, "serve", _in_clinic("serve"), "the clinic, on one port, until it is ended")
    served.add_argument("--port", metavar="PORT", type=int, default=8000, help="default 8000")
    served.add_argument("--host", metavar="HOST", default="127.0.0.1", help="default 127.0.0.1")
    served.add_argument("--workers", metavar="N", type=int, default=2, help="web workers; default 2")
    _add_founding(commands)
    _add_backup(commands)
    audit = commands.add_parser("audit", help="what was written", description="what was written")
    below = audit.add_subparsers(title="what to do", required=True, metavar="WHAT")
    _add(below, "verify", _in_clinic("audit", "verify"), "has anything been changed?")


def _add_founding(commands: Commands) -> None:
    top = commands.add_parser("clinic", help="found a clinic, and keep it", description="found a clinic")
    below = top.add_subparsers(title="what to do", required=True, metavar="WHAT")
    words = "a clinic with its first administrator; prints a link to sign in once"
    init = _add(below, "init", _in_clinic("clinic", "init"), words)
    init.add_argument("name", metavar="NAME", help="of the clinic")
    init.add_argument("--administrator", metavar="EMAIL", required=True, help="of the first administrator")
    _add(below, "migrate", _in_clinic("clinic", "migrate"), "bring the tables up to this version")
    _add(below, "plans", _in_clinic("clinic", "plans"), "compute again every stored plan that is out of date")
    _add(below, "check", _in_clinic("clinic", "check"), "is it set up for real use?")


def _add_backup(commands: Commands) -> None:
    words = "everything in one sealed file, while the clinic is open"
    made = _add(commands, "backup", _in_clinic("backup"), words)
    made.add_argument("file", metavar="OUT.stepwell", help="where to write it")
    made.add_argument("--to-key", metavar="FILE", help="seal it with a key file and not with a passphrase")
    made.add_argument("--make-key", action="store_true", help="with --to-key: make the key file first")
    words = "put the master key into it, too: who opens the file can then read everything"
    made.add_argument("--with-master-key", action="store_true", help=words)
    words = "put a backup into an empty home, and verify it"
    restored = _add(commands, "restore", _in_clinic("restore"), words)
    restored.add_argument("file", metavar="FILE", help="a backup")
    restored.add_argument("--key", metavar="FILE", help="the key file with which it was sealed")
    restored.add_argument("--erased", metavar="FILE", help="the list of who was erased; default as set")


def _add_next(commands: Commands) -> None:
    one = _add(commands, "next", _later("next_step"), "what is next for one person, and why", record=True)
    one.add_argument("--json", action="store_true", help="print JSON (docs/schema/care-plan.schema.json)")
    one.add_argument("--all", action="store_true", help="every row and every question")
    one.add_argument("--long", action="store_true", help="the whole explanation of each row")
    one.add_argument("--why", metavar="ID", help="the whole explanation of one row")
    one.add_argument("--audience", choices=("clinician", "patient"), default="clinician", help="for whom")


def _add_paper(programme: argparse.ArgumentParser) -> None:
    programme.add_argument("--equipment", help="what there is, with commas: mat,chair,band")
    shape = programme.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print JSON")
    shape.add_argument("--pdf", metavar="FILE", help="write it with pictures, to be printed")
    programme.add_argument("--large", action="store_true", help="with --pdf: large print")
    programme.add_argument("--chart", action="store_true", help="with --pdf: a page to mark where it hurts")
    programme.add_argument("--lang", metavar="LANG", help="with --pdf: en or es")


def _add_letter(commands: Commands) -> None:
    words = "a letter to another clinician, or a page for the doctor, as PDF"
    one = _add(commands, "letter", _later("letter"), words, record=True)
    one.add_argument("--kind", metavar="KIND", required=True, help="such as summary or imaging-request")
    one.add_argument("--out", metavar="FILE", required=True, help="where to write it")
    one.add_argument("--lang", metavar="LANG", default="en", help="en or es")


def _add_knowledge(commands: Commands) -> None:
    top = commands.add_parser("knowledge", help="the pathway itself", description="the pathway itself")
    below = top.add_subparsers(title="what to do", required=True, metavar="WHAT")
    _add(below, "check", _later("knowledge", "check"), "read and check everything")
    show = _add(below, "show", _later("knowledge", "show"), "one entry in words, or the lists")
    show.add_argument("id", nargs="?", metavar="ID")
    show.add_argument("--json", action="store_true", help="all findings and interventions as JSON")
    handbook = _add(
        below,
        "handbook",
        _later("handbook", pdf="handbook_pdf"),
        "the pathway as a book: one HTML file, or a PDF to print",
    )
    where = handbook.add_mutually_exclusive_group()
    where.add_argument("--out", metavar="FILE", help="where to write the HTML file")
    where.add_argument("--pdf", metavar="FILE", help="write a PDF, short enough to be printed")


def _add_population(commands: Commands) -> None:
    words = "the same pathway for many people at once"
    top = commands.add_parser("population", help=words, description=words)
    below = top.add_subparsers(title="what to do", required=True, metavar="WHAT")
    printed = _add(below, "sql", _later("population", "print_sql"), "print the statement that is run")
    _add_population_input(below)
    dialects = ("duckdb", "spark", "postgres")
    printed.add_argument("--dialect", choices=dialects, default="duckdb", help="for which engine")
    printed.add_argument("--as-of", metavar="DATE", help="the day to look from; default today")
    _add_population_run(below)


def _add_population_input(below: Commands) -> None:
    guessed = _add(
        below,
        "guess",
        _later("population_input", "guess"),
        "print a first mapping of an input, to be saved and edited",
    )
    words = "prepare Parquet, CSV, FHIR NDJSON or record files"
    prepared = _add(below, "prepare", _later("population_input", "prepare"), words)
    for one in (guessed, prepared):
        one.add_argument("input", metavar="INPUT", help="a file or a folder of such files")
        one.add_argument("--memory", metavar="SIZE", help="the most that the engine may use, such as 300MB")
    prepared.add_argument("--out", metavar="FOLDER", required=True, help="where to write; new or empty")
    prepared.add_argument(
        "--map", metavar="FILE", help="what columns and codes are called, as `guess` prints it"
    )
    prepared.add_argument(
        "--bucket", metavar="N", type=int, help="people in one part; fewer take less memory"
    )
    prepared.add_argument("--quarantine", metavar="FOLDER", help="set bad rows aside there and go on")
    prepared.add_argument(
        "--as-of", metavar="DATE", help="the day up to which ages are counted; default today"
    )


def _add_population_run(below: Commands) -> None:
    ran = _add(
        below,
        "run",
        _later("population_results", engine="population_spark"),
        "the step and every status of everybody",
    )
    ran.add_argument("prepared", metavar="PREPARED", help="the folder of a prepared population")
    ran.add_argument("--out", metavar="FOLDER", required=True, help="where to write the rows")
    ran.add_argument("--as-of", metavar="DATE", help="the day to look from; default today")
    ran.add_argument("--memory", metavar="SIZE", help="the most that the engine may use, such as 300MB")
    ran.add_argument(
        "--engine",
        metavar="MASTER",
        help="run it on Spark: spark://HOST:PORT, or local[2] for two threads here",
    )
    ran.add_argument("--threads", metavar="N", type=int, help="how many threads the engine may use")
    ran.add_argument("--long", action="store_true", help="also a row for each person and intervention")
    ran.add_argument(
        "--questions", action="store_true", help="also each person's questions; about 30 ms a person"
    )
    ran.add_argument(
        "--reviews", action="store_true", help="also each person's next review; about 30 ms a person"
    )
    ran.add_argument("--since", metavar="RESULTS", help="compute only people whose rows changed since then")
    ran.add_argument("--again", action="store_true", help="remove the results that are there")
    _add_population_summary(below)
    _add_population_compare(below)


def _add_population_summary(below: Commands) -> None:
    one = _add(below, "summary", _later("population_summary"), "the results of one or several days as a page")
    one.add_argument("results", metavar="RESULTS", nargs="+", help="folders that `run` wrote")
    one.add_argument("--out", metavar="FILE", help="the page; default summary.html in the last folder")
    one.add_argument("--csv", metavar="FOLDER", help="also write each table as CSV")
    one.add_argument("--small", metavar="N", type=int, default=5, help="hide numbers below this; default 5")
    one.add_argument("--prepared", metavar="PREPARED", help="the prepared population, where it was moved")


def _add_population_compare(below: Commands) -> None:
    words = "who moves where the knowledge changes: `inside`, a folder, or PARAMETER=VALUE"
    compared = _add(below, "compare", _later("population_compare"), words)
    compared.add_argument("old", metavar="OLD", help="such as `inside`")
    compared.add_argument("new", metavar="NEW", help="such as sitting-goal=45")
    compared.add_argument("prepared", metavar="PREPARED", help="the folder of a prepared population")
    compared.add_argument("--out", metavar="FOLDER", help="where to write tables and examples")
    compared.add_argument("--as-of", metavar="DATE", help="the day to look from; default today")
    compared.add_argument("--memory", metavar="SIZE", help="the most that each engine may use, such as 300MB")


def _add_simulate(commands: Commands) -> None:
    one = _add(commands, "simulate", _later("simulate"), "synthetic people, advised by the pathway")
    one.add_argument("--people", metavar="N", type=int, default=200, help="how many; default 200")
    one.add_argument("--days", metavar="D", type=int, default=365, help="for how long; default 365")
    one.add_argument("--seed", metavar="S", type=int, default=1, help="the same seed makes the same people")
    one.add_argument("--out", metavar="DIR", required=True, help="a new folder")
    forms = ("records", "parquet", "fhir", "prepared")
    one.add_argument("--as", dest="form", choices=forms, default="records", help="what to write")
    one.add_argument(
        "--start", metavar="DATE", help="the first day; default so that the last one was yesterday"
    )
    one.add_argument(
        "--no-decisions", action="store_true", help="people only live and are asked; nobody is advised"
    )
    one.add_argument("--bucket", metavar="N", type=int, help="how many people are simulated together")


if __name__ == "__main__":
    sys.exit(main())
