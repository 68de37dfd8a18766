"""The command line: what can be asked, and how an error is shown.

Lives here: the arguments and the exit codes (0 fine, 1 a check or proof failed, 2 bad input). Lives elsewhere: the
commands (commands/), which are imported when they are asked for, so that each starts with what it needs and no more.
"""

import argparse
import io
import os
import sys
from collections.abc import Callable

from stepwell import __version__
from stepwell.errors import StepwellError

EXTRAS = {
    "z3": "verify",
    "duckdb": "population",
    "pyarrow": "population",
    "sqlglot": "population",
    "typst": "documents",
}
"""Libraries that one command needs and the others do not, and the extra that brings each."""

INTERRUPTED = 130
"""The exit code where the person stopped the command."""

Command = Callable[[argparse.Namespace], int]


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
    _add(commands, "demo", _demo, "two published patients, and the handbook")
    _add_next(commands)
    replay = _add(commands, "replay", _replay, "how the advice changed over time", record=True)
    source = _add(
        commands, "source", _source, "how likely each source is, and the next best test", record=True
    )
    programme = _add(commands, "programme", _programme, "today's session", record=True)
    programme.add_argument("--equipment", help="what there is, with commas: mat,chair,band")
    for one in (replay, source, programme):
        one.add_argument("--json", action="store_true", help="print JSON")
    _add_knowledge(commands)
    verify = _add(commands, "verify", _verify, "prove the invariants for every possible record")
    verify.add_argument("--only", metavar="ID", action="append", help="prove only this invariant")
    _add_population(commands)
    return top


def _add_colour(one: argparse.ArgumentParser, default: str) -> None:
    """It may stand before the command or after it."""
    choices = ("auto", "always", "never")
    one.add_argument("--colour", choices=choices, default=default, help="colour in the terminal")


def _add(commands, name: str, run: Command, words: str, *, record: bool = False) -> argparse.ArgumentParser:  # type: ignore[no-untyped-def]
    one: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    one.set_defaults(run=run)
    _add_colour(one, argparse.SUPPRESS)
    if record:
        one.add_argument("record", metavar="RECORD", help="a record file")
        one.add_argument("--as-of", metavar="DATE", help="the day to look from; default today")
    return one


def _add_next(commands) -> None:  # type: ignore[no-untyped-def]
    one = _add(commands, "next", _next, "what is next for one person, and why", record=True)
    one.add_argument("--json", action="store_true", help="print JSON (docs/schema/care-plan.schema.json)")
    one.add_argument("--all", action="store_true", help="every row and every question")
    one.add_argument("--long", action="store_true", help="the whole explanation of each row")
    one.add_argument("--why", metavar="ID", help="the whole explanation of one row")
    one.add_argument("--audience", choices=("clinician", "patient"), default="clinician", help="for whom")


def _add_knowledge(commands) -> None:  # type: ignore[no-untyped-def]
    top = commands.add_parser("knowledge", help="the pathway itself", description="the pathway itself")
    below = top.add_subparsers(title="what to do", required=True, metavar="WHAT")
    _add(below, "check", _check, "read and check everything")
    show = _add(below, "show", _show, "one entry in words, or the lists")
    show.add_argument("id", nargs="?", metavar="ID")
    show.add_argument("--json", action="store_true", help="all findings and interventions as JSON")
    handbook = _add(below, "handbook", _handbook, "the pathway as a book: one HTML file")
    handbook.add_argument("--out", metavar="FILE", help="where to write it")


def _add_population(commands) -> None:  # type: ignore[no-untyped-def]
    words = "the same pathway for many people at once"
    top = commands.add_parser("population", help=words, description=words)
    below = top.add_subparsers(title="what to do", required=True, metavar="WHAT")
    printed = _add(below, "sql", _population_sql, "print the statement that is run")
    prepare = _add(below, "prepare", _population_prepare, "prepare a folder of record files")
    prepare.add_argument("records", metavar="FOLDER", help="a folder of record files")
    ran = _add(below, "run", _population_run, "the step and every status of everybody")
    ran.add_argument("prepared", metavar="PREPARED", help="what `prepare` wrote")
    ran.add_argument("--memory", metavar="SIZE", help="the most that the engine may use, such as 300MB")
    for one in (prepare, ran):
        one.add_argument("--out", metavar="FOLDER", required=True, help="where to write")
    for one in (printed, ran):
        one.add_argument("--as-of", metavar="DATE", help="the day to look from; default today")


def _demo(arguments: argparse.Namespace) -> int:
    from stepwell.commands.demo import run

    return run(arguments)


def _next(arguments: argparse.Namespace) -> int:
    from stepwell.commands.next_step import run

    return run(arguments)


def _replay(arguments: argparse.Namespace) -> int:
    from stepwell.commands.replay import run

    return run(arguments)


def _source(arguments: argparse.Namespace) -> int:
    from stepwell.commands.source import run

    return run(arguments)


def _programme(arguments: argparse.Namespace) -> int:
    from stepwell.commands.programme import run

    return run(arguments)


def _check(arguments: argparse.Namespace) -> int:
    from stepwell.commands.knowledge import check

    return check(arguments)


def _show(arguments: argparse.Namespace) -> int:
    from stepwell.commands.knowledge import show

    return show(arguments)


def _handbook(arguments: argparse.Namespace) -> int:
    from stepwell.commands.handbook import run

    return run(arguments)


def _verify(arguments: argparse.Namespace) -> int:
    from stepwell.commands.verify import run

    return run(arguments)


def _population_sql(arguments: argparse.Namespace) -> int:
    from stepwell.commands.population import print_sql

    return print_sql(arguments)


def _population_prepare(arguments: argparse.Namespace) -> int:
    from stepwell.commands.population import prepare

    return prepare(arguments)


def _population_run(arguments: argparse.Namespace) -> int:
    from stepwell.commands.population import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
