"""How long the statuses and the complete care plan take for 1,000 observations and the whole knowledge.

Lives here: what reasoning takes. Lives elsewhere: whole commands (benchmarks/commands.py).
"""

from collections.abc import Iterator

from benchmarks.measuring import Measured, milliseconds
from benchmarks.three_years import TODAY, three_years
from stepwell.knowledge.loader import load_pathway
from stepwell.reasoning.apply import apply, judge_record


def measurements() -> Iterator[Measured]:
    """The statuses, and the plan with explanations, questions, changes and the next review."""
    pathway = load_pathway()
    record = three_years(pathway)
    seen, ratio = milliseconds(lambda: judge_record(pathway, record, TODAY))
    yield Measured("statuses, 1,000 observations, median", 3, seen, "ms", ratio)
    seen, ratio = milliseconds(lambda: apply(pathway, record, TODAY))
    yield Measured("complete care plan, 1,000 observations, median", 25, seen, "ms", ratio)
