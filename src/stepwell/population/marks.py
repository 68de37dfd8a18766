"""Marks on observations: from which day a later one counts, so that the latest answer is found without looking at the others.

Lives here: the marks of the prepared layout, as SQL and for a table in memory. Lives elsewhere: what the columns are
(population/layout.py), how the marks are read (population/statement/lines.py).

A person's answers to one finding that were never corrected follow each other in time: each counts until the next. Where a
line was corrected they may not, since the line before counts again; all of them carry `corrected` and are looked at one by one.
"""

import duckdb
import pyarrow as pa

from stepwell.population import layout

MARKED = """
SELECT {lines},
  LEAD(l.on_high) OVER (PARTITION BY l.patient_id, l.finding, l.side = {opposite} ORDER BY l.on_high, l.seq) AS next_here,
  LEAD(l.on_high) OVER (PARTITION BY l.patient_id, l.finding, l.side = {here} ORDER BY l.on_high, l.seq) AS next_there,
  c.patient_id IS NOT NULL AS corrected
FROM {table} AS l
LEFT JOIN (
  SELECT DISTINCT o.patient_id, o.finding
  FROM {table} AS o
  JOIN {table} AS r ON r.patient_id = o.patient_id AND r.replaces = o.seq
) AS c ON c.patient_id = l.patient_id AND c.finding = l.finding
"""


def marked(table: str) -> str:
    """A query that adds the marks to a table with the columns of `layout.LINES`. All lines of a person must be in it."""
    lines = ", ".join(f"l.{name}" for name in layout.LINES)
    return MARKED.format(lines=lines, table=table, here=layout.HERE, opposite=layout.OPPOSITE)


def with_marks(lines: pa.Table) -> pa.Table:
    """Lines with their marks, ordered as the layout is."""
    with duckdb.connect() as engine:
        engine.register("lines", lines)
        listed = ", ".join(layout.OBSERVATIONS)
        order = ", ".join(layout.ORDER)
        text = f"SELECT {listed} FROM ({marked('lines')}) AS m ORDER BY {order}"  # fixed names
        return engine.sql(text).to_arrow_table()
