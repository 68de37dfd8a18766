"""`stepwell population summary RESULTS...`: the results of one or several days as a page and as tables.

Lives here: where they are written. Lives elsewhere: counting (population/reports/summary.py), the page (documents/population_page.py).
"""

from argparse import Namespace
from pathlib import Path

from stepwell.documents.population_csv import table_csv
from stepwell.documents.population_page import summary_html
from stepwell.knowledge.loader import load_pathway
from stepwell.population.reports.summary import summarise
from stepwell.population.whole import write_text

PAGE = "summary.html"


def run(arguments: Namespace) -> int:
    """Write the page, and the tables where a folder is named for them."""
    folders = [Path(one) for one in arguments.results]
    prepared = Path(arguments.prepared) if arguments.prepared else None
    found = summarise(folders, load_pathway(), small=arguments.small, prepared=prepared)
    page = Path(arguments.out) if arguments.out else folders[-1] / PAGE
    write_text(page, summary_html(found))
    print(page.resolve())
    if arguments.csv:
        for one in found.tables:
            write_text(Path(arguments.csv) / f"{one.id}.csv", table_csv(one))
        print(f"{arguments.csv}: {len(found.tables)} tables.")
    for words in found.unknown:
        print(words)
    return 0
