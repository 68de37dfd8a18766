"""Every command of the command line leads to a function that is there, and loads no more than it needs."""

import argparse
import inspect
import subprocess
import sys
from importlib import import_module

import pytest

from stepwell.cli import EXTRAS, parser


def _leaves(one, name=""):
    below = [action for action in one._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield name.strip(), inspect.getclosurevars(one.get_default("run")).nonlocals
    for action in below:
        for word, inner in action.choices.items():
            yield from _leaves(inner, f"{name} {word}")


COMMANDS = dict(_leaves(parser()))


def test_the_commands_are_those_of_the_readme():
    named = {
        "next",
        "replay",
        "source",
        "programme",
        "letter",
        "verify",
        "knowledge handbook",
        "population run",
    }
    assert named <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_leads_to_a_function(command):
    told = COMMANDS[command]
    for module in filter(None, (told["module"], told.get("pdf"))):
        assert callable(getattr(import_module(f"stepwell.commands.{module}"), told["name"]))


def test_asking_what_there_is_loads_no_library_of_a_single_command():
    script = "import sys; from stepwell.cli import parser; parser(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not set(EXTRAS) & set(loaded.stdout.split())
