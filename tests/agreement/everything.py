"""The knowledge with every operator of the language in it, so that engines are tried on all of them.

Lives here: the real knowledge joined by `operators.yaml`. Lives elsewhere: the language (docs/guide/).
"""

from functools import lru_cache
from pathlib import Path
from typing import get_args

from stepwell.knowledge.derivations import Aggregate, Derivation, Statistic
from stepwell.knowledge.loader import KNOWLEDGE, build, read_trees
from stepwell.knowledge.yaml_text import load

OPERATORS = Path(__file__).with_name("operators.yaml")


@lru_cache
def everything():
    """The pathway with every operator."""
    trees = read_trees(KNOWLEDGE)
    trees["findings/operators.yaml"] = load(OPERATORS.read_text(encoding="utf-8"), name=OPERATORS.name)
    reader, pathway = build(trees, "everything", {})
    assert not reader.faults, "\n".join(map(str, reader.faults))
    return pathway


def operator_of(derive):
    """The name of an operator: its class, and its statistic where it is an aggregate."""
    return derive.statistic if isinstance(derive, Aggregate) else type(derive).__name__


def operators():
    """Every operator of the language."""
    return {one.__name__ for one in get_args(Derivation)} - {"Aggregate"} | set(get_args(Statistic))
