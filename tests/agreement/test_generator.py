"""The made-up records reach everything that engines must agree on, and each of them is a record that a file holds."""

from functools import lru_cache

from stepwell.reasoning.types import STATUSES
from stepwell.records.reader import parse_record
from stepwell.records.writer import write_record
from tests.agreement.everything import everything, operators
from tests.agreement.generator import Generator
from tests.agreement.reach import Reach

RECORDS = 1000
ATTEMPTS = 300
"""How many records are bent towards an intervention that chance did not reach."""

ONE_SIDED = ("finding irritability-high-again",)
"""Days on which something was so are only ever a lower bound, and so is never surely "no" what rests on too few."""


@lru_cache
def generator():
    return Generator(everything())


@lru_cache
def reached():
    """What the records by chance reach, and then those bent towards what is lacking."""
    made, reach = generator(), Reach()
    for seed in range(RECORDS):
        reach.add(made.pathway, made.random(seed))
    _bend_towards_all(reach.lacking, reach)
    _bend_towards_all(reach.one_sided, reach)
    return reach


def _bend_towards_all(lacking, reach):
    """Records bent towards each rule that is lacking, until it is not."""
    made = generator()
    for rule in sorted(lacking(made.pathway)):
        for seed in range(ATTEMPTS):
            if rule in lacking(made.pathway):
                reach.add(made.pathway, made.towards(rule, seed))


def test_every_operator_is_in_the_knowledge_that_engines_are_tried_on():
    assert set(reached().operators) == operators()


def test_every_operator_gives_a_value_and_none():
    words = reached().operators
    assert {name for name in words if words[name] & {"yes", "no", "exactly", "within bounds"}} == operators()
    assert {name for name in words if words[name] & {"not known", "within bounds"}} == operators()


def test_every_finding_is_known_and_not_known():
    words = reached().findings
    observed = [name for name, one in everything().findings.items() if one.derive is None]
    assert [name for name in observed if "not known" not in words[name] or len(words[name]) == 1] == []


def test_every_yes_no_finding_is_yes_and_no():
    assert reached().one_sided(everything()) == set(ONE_SIDED)


def test_every_status_is_reached():
    assert set().union(*reached().statuses.values()) == set(STATUSES)


def test_every_intervention_is_advised_and_every_exit_opens():
    assert reached().lacking(everything()) == set()


def test_a_seed_always_gives_the_same_record():
    assert generator().random(7) == generator().random(7)


def test_every_made_up_record_is_one_that_a_file_holds():
    made = [generator().random(seed) for seed in range(300)]
    read = [parse_record(write_record(one, everything()), everything(), name="made-up") for one in made]
    assert read == made
