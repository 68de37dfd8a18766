"""`stepwell population run`, `summary` and `compare`: what an analyst does with a prepared population.

Lives here: the arguments' meaning, and what is printed. Lives elsewhere: running, counting, comparing (population/), pages and
tables (documents/population_*.py), preparing (commands/population.py).
"""

from argparse import Namespace
from pathlib import Path

from stepwell.commands.common import as_of
from stepwell.commands.progress import duration, shown
from stepwell.errors import Fault, RecordError
from stepwell.knowledge.loader import load_pathway
from stepwell.population.reports.one_by_one import QUESTIONS, REVIEWS
from stepwell.population.runner import Outcome, Wish
from stepwell.population.runner import run as run_population


def run(arguments: Namespace) -> int:
    """Run the pathway over prepared tables."""
    pathway, day = load_pathway(), as_of(arguments.as_of)
    wish = Wish(
        memory=arguments.memory or "",
        threads=arguments.threads or 0,
        long=arguments.long,
        judged=tuple(name for name in (QUESTIONS, REVIEWS) if getattr(arguments, name)),
        since=_folder(arguments.since),
        again=arguments.again,
    )
    out = Path(arguments.out)
    with shown() as say:
        outcome = run_population(pathway, Path(arguments.prepared), out, day, wish=wish, say=say)
    print(_done(outcome, out))
    return 0


def _folder(text: str | None) -> Path | None:
    """The folder of earlier results. A date is refused, since rows carry no day of writing. raises RecordError"""
    if text is None:
        return None
    path = Path(text)
    if path.is_dir():
        return path
    problem = f"{text} is no folder of results."
    remedy = (
        "Name the folder of an earlier run. A date will not do: prepared rows do not say when they were written, "
        "and one that was dated earlier but written later would be missed."
    )
    raise RecordError([Fault("--since", 0, problem, remedy)])


def _done(outcome: Outcome, out: Path) -> str:
    counts = {"computed": outcome.computed, "taken over": outcome.taken_over, "there already": outcome.kept}
    said = ", ".join(f"{count:,} {word}" for word, count in counts.items() if count or word == "computed")
    lines = [f"{outcome.about.people:,} people as of {outcome.about.as_of}: {said}."]
    if outcome.everybody:
        lines.append(f"Nobody could be taken over from earlier results: {'; '.join(outcome.everybody)}.")
    took = f"It took {duration(outcome.seconds)}, {outcome.planning_seconds:.1f} s of it for planning."
    lines += [took, f"{out}: one row for each person; run.json says what the integers mean."]
    return "\n".join(lines)
