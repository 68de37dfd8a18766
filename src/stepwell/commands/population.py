"""`stepwell population`: the same pathway for many people at once.

Lives here: printing the statement. Lives elsewhere: all of it (population/), guessing and preparing an input
(commands/population_input.py), running and what is done with results (commands/population_results.py).
"""

from argparse import Namespace

from stepwell.commands.common import as_of
from stepwell.knowledge.loader import load_pathway
from stepwell.population import sql


def print_sql(arguments: Namespace) -> int:
    """Print the whole statement."""
    print(sql(load_pathway(), as_of(arguments.as_of), dialect=arguments.dialect))
    return 0
