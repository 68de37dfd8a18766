"""How a command is made: its name, its help, and the module that is imported when it is asked for."""

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias

Command = Callable[[argparse.Namespace], int]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_colour(one: argparse.ArgumentParser, default: str) -> None:
    """It may stand before the command or after it."""
    choices = ("auto", "always", "never")
    one.add_argument("--colour", choices=choices, default=default, help="colour in the terminal")


def add(
    commands: Commands, name: str, run: Command, words: str, *, record: bool = False
) -> argparse.ArgumentParser:
    one: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    one.set_defaults(run=run)
    add_colour(one, argparse.SUPPRESS)
    if record:
        one.add_argument("record", metavar="RECORD", help="a record file")
        one.add_argument("--as-of", metavar="DATE", help="the day to look from; default today")
    return one


def later(module: str, name: str = "run", **instead: str) -> Command:
    """A command that is imported when it is asked for; `instead` has its module where an option is given."""

    def run(arguments: argparse.Namespace) -> int:
        given = [other for option, other in instead.items() if getattr(arguments, option) is not None]
        chosen = given[0] if given else module
        command: Command = getattr(import_module(f"stepwell.commands.{chosen}"), name)
        return command(arguments)

    return run
