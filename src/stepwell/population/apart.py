"""Making the statement in a process of its own, whose memory is given back when it ends.

Lives here: both ends of that process. Lives elsewhere: making the statement (population/engine.py), keeping it
(population/kept.py).

A syntax tree of half a million nodes takes more memory than a small run may.
"""

import json
import pickle
import subprocess
import sys

from stepwell.knowledge.types import Pathway
from stepwell.population.kept import Tree
from stepwell.population.planning import trees_of


def trees_from_apart(pathway: Pathway, *, findings: bool) -> list[Tree]:
    """The parts of a statement; nothing where a process of its own cannot be had."""
    command = [sys.executable, "-m", "stepwell.population.apart"]
    given = pickle.dumps((pathway, findings))
    try:
        said = subprocess.run(command, input=given, capture_output=True, check=True).stdout  # noqa: S603 - this program
        found: list[Tree] = json.loads(said)
    except (OSError, subprocess.SubprocessError, ValueError):
        return []
    return found


def main() -> None:
    """Read a pathway that the process before wrote, and write the parts."""
    pathway, findings = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
    json.dump(trees_of(pathway, findings=findings), sys.stdout)


if __name__ == "__main__":
    main()
