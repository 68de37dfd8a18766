"""The tables of a summary as CSV: the same numbers as the page, with the same ones hidden.

Lives here: the text of each file. Lives elsewhere: the tables (population/reports/summary.py).
"""

import csv
import io

from stepwell.population.reports.tables import Table


def table_csv(one: Table) -> str:
    """One table. A hidden number is an empty cell."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["id", one.of, *one.heads, "of"])
    for row in one.rows:
        writer.writerow([row.id, row.label, *row.cells, row.total])
    return file.getvalue()
