"""How a property is tried: on 2,000 made-up records, and told with the smallest record that breaks it.

Lives here: `always` and `finds`. Lives elsewhere: the properties (each `test_*.py`), the records
(tests/agreement/generator.py).

A checker takes a record and a random generator, and returns what it found wrong, in words; nothing means the
property holds. Hypothesis chooses the records; when one breaks the property its lines are taken out one by one here,
which goes further than Hypothesis can, since a record starts with some hundred lines that are one choice.
"""

from functools import lru_cache
from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stepwell.knowledge.loader import load_pathway
from stepwell.records.writer import write_record
from tests.agreement.generator import GREATEST_SEED, STARTS, Generator
from tests.agreement.shrink import smallest

RECORDS = 2000


@lru_cache
def generator():
    """The generator over the real knowledge."""
    return Generator(load_pathway())


def always(checker, towards=None, starts=STARTS, records=RECORDS):
    """Try a property on many records, bent towards some rules; fail with the smallest that breaks it."""

    @settings(
        max_examples=records,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(generator().recipes(towards, starts), st.integers(0, GREATEST_SEED))
    def tried(recipe, seed):
        record = generator().record(recipe)
        wrong = checker(record, Random(seed))
        assert not wrong, story(checker, record, seed)

    tried()


def finds(checker, towards=None):
    """Whether a checker finds the fault that a test has planted."""
    made = generator()
    records = (made.random(seed, towards) for seed in range(RECORDS))
    return any(checker(record, Random(seed)) for seed, record in enumerate(records))


def story(checker, record, seed):
    """What is wrong, with the smallest record that shows it."""
    pathway = generator().pathway
    small = smallest(record, lambda kept: checker(kept, Random(seed)), pathway)
    return f"{checker(small, Random(seed))}\nseed {seed}\n{write_record(small, pathway)}"
