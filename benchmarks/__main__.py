"""Prints every measurement: speed of reasoning, whole commands, taps, figures, documents, and the figures of style."""

from itertools import chain

from benchmarks import advice, commands, documents, figures, style_figures
from benchmarks.measuring import report

report(
    chain(
        advice.measurements(),
        commands.measurements(),
        figures.measurements(),
        documents.measurements(),
    )
)
print("\n".join(style_figures.lines()))
