"""`stepwell verify`: prove the invariants for every possible record."""

import sys
from argparse import Namespace

from stepwell.commands.common import require
from stepwell.knowledge.loader import load_pathway
from stepwell.verify import Outcome, as_text
from stepwell.verify import run as prove


def run(arguments: Namespace) -> int:
    """Print what was proved and what breaks; 1 where an invariant does not hold."""
    pathway = load_pathway()
    known = [str(one["id"]) for one in pathway.invariants if "id" in one]
    for name in arguments.only or ():
        require(name, known, place="--only", kind="invariant", listed="`stepwell verify` proves them all.")
    progress = _say if sys.stderr.isatty() else None
    outcomes = prove(pathway, only=arguments.only, progress=progress)
    print(as_text(outcomes))
    return 0 if all(outcome.holds for outcome in outcomes) else 1


def _say(outcome: Outcome) -> None:
    words = "holds" if outcome.holds else "FAILS"
    print(f"\r\x1b[K{words}  {outcome.id}", end="", file=sys.stderr, flush=True)
