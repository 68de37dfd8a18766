"""Which structure irritates the nerve: probabilities, a working source to offer, the next best test.

Lives here: the differential over plain values. Lives elsewhere: its numbers (knowledge/dgs/sources.yaml, assessments/),
the record (records/), and the rules, which read `working-source` as a person recorded it (reasoning/).
"""

from stepwell.differential.conclude import differential, results_of, situation_of
from stepwell.differential.read import read_assessments, read_sources
from stepwell.differential.types import Assessment, Clues, Differential, Situation, Sources

__all__ = [
    "Assessment",
    "Clues",
    "Differential",
    "Situation",
    "Sources",
    "differential",
    "read_assessments",
    "read_sources",
    "results_of",
    "situation_of",
]
