"""`stepwell population run --engine`: the same run on a Spark cluster.

Lives here: what such a run can be asked, and what is printed. Lives elsewhere: running (population/spark.py), the run on the
engine inside the package (commands/population_results.py).
"""

import sys
from argparse import Namespace
from pathlib import Path
from time import monotonic

from stepwell.commands.common import as_of
from stepwell.commands.progress import duration
from stepwell.errors import Fault, RecordError
from stepwell.knowledge.loader import load_pathway
from stepwell.population.spark import run as run_on_spark

INSIDE = ("memory", "threads", "long", "since", "questions", "reviews")
"""What only the engine inside the package can be asked."""


def run(arguments: Namespace) -> int:
    """Run the pathway over prepared tables on Spark."""
    _refuse(arguments)
    pathway, out, start = load_pathway(), Path(arguments.out), monotonic()
    about = run_on_spark(
        pathway,
        Path(arguments.prepared),
        out,
        as_of(arguments.as_of),
        master=arguments.engine,
        again=arguments.again,
        tell=_tell,
    )
    print(f"{about.people:,} people as of {about.as_of}: computed by {about.engine} on {arguments.engine}.")
    print(f"It took {duration(monotonic() - start)}.")
    print(f"{out}: one row for each person; run.json says what the integers mean.")
    return 0


def _refuse(arguments: Namespace) -> None:
    asked = [f"--{name}" for name in INSIDE if getattr(arguments, name, None)]
    if asked:
        problem = f"{', '.join(asked)}: only without --engine."
        remedy = "Leave it out; Spark has its own settings for memory and cores (docs/guide/population-cluster.md)."
        raise RecordError([Fault("--engine", 0, problem, remedy)])


def _tell(name: str, place: int, parts: int) -> None:
    end = "\r" if sys.stderr.isatty() else "\n"
    print(f"part {place} of {parts}: {name}".ljust(60), end=end, file=sys.stderr, flush=True)
