"""Prints every measurement: speed of reasoning, whole commands, taps, and the figures of style."""

from itertools import chain

from benchmarks import advice, commands, style_figures
from benchmarks.measuring import report

report(chain(advice.measurements(), commands.measurements()))
print("\n".join(style_figures.lines()))
