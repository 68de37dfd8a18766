"""The command line: what can be asked, and how an error is shown.

Lives here: the arguments and the exit codes (0 fine, 1 a check or proof failed, 2 bad input). Lives elsewhere: the
commands (commands/), which are imported when they are asked for, so that each starts with what it needs and no more.
"""

import argparse
import io
import os
import sys

from stepwell import __version__
from stepwell.arguments.clinic import add_clinic, add_demo
from stepwell.arguments.making import Commands, add, add_colour, later
from stepwell.arguments.population import add_population, add_simulate
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
    add_colour(top, "auto")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    add_demo(commands)
    _add_next(commands)
    replay = add(commands, "replay", later("replay"), "how the advice changed over time", record=True)
    source = add(
        commands, "source", later("source"), "how likely each source is, and the next best test", record=True
    )
    programme = add(
        commands, "programme", later("programme", pdf="programme_pdf"), "today's session", record=True
    )
    _add_paper(programme)
    for one in (replay, source):
        one.add_argument("--json", action="store_true", help="print JSON")
    _add_letter(commands)
    _add_knowledge(commands)
    verify = add(commands, "verify", later("verify"), "prove the invariants for every possible record")
    verify.add_argument("--only", metavar="ID", action="append", help="prove only this invariant")
    add_population(commands)
    add_simulate(commands)
    add_clinic(commands)
    return top


def _add_next(commands: Commands) -> None:
    one = add(commands, "next", later("next_step"), "what is next for one person, and why", record=True)
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
    one = add(commands, "letter", later("letter"), words, record=True)
    one.add_argument("--kind", metavar="KIND", required=True, help="such as summary or imaging-request")
    one.add_argument("--out", metavar="FILE", required=True, help="where to write it")
    one.add_argument("--lang", metavar="LANG", default="en", help="en or es")


def _add_knowledge(commands: Commands) -> None:
    top = commands.add_parser("knowledge", help="the pathway itself", description="the pathway itself")
    below = top.add_subparsers(title="what to do", required=True, metavar="WHAT")
    add(below, "check", later("knowledge", "check"), "read and check everything")
    show = add(below, "show", later("knowledge", "show"), "one entry in words, or the lists")
    show.add_argument("id", nargs="?", metavar="ID")
    show.add_argument("--json", action="store_true", help="all findings and interventions as JSON")
    handbook = add(
        below,
        "handbook",
        later("handbook", pdf="handbook_pdf"),
        "the pathway as a book: one HTML file, or a PDF to print",
    )
    where = handbook.add_mutually_exclusive_group()
    where.add_argument("--out", metavar="FILE", help="where to write the HTML file")
    where.add_argument("--pdf", metavar="FILE", help="write a PDF, short enough to be printed")


if __name__ == "__main__":
    sys.exit(main())
