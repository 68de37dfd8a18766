"""The programme's own knowledge, and people to try it on: "no" to every condition unless a test says otherwise."""

from functools import lru_cache
from pathlib import Path

import stepwell.knowledge
from stepwell.knowledge.yaml_text import load
from stepwell.programme.knowledge import Programme
from stepwell.programme.reader import programme_from
from stepwell.programme.session import Session
from stepwell.programme.situation import Log, Situation

FOLDER = Path(stepwell.knowledge.__file__).parent / "dgs"
GATES = {f"gate/{index}": True for index in range(4)}


def tree(path: Path):
    return load(path.read_text(encoding="utf-8"), name=path.name)


@lru_cache
def trees():
    return {path.stem: tree(path) for path in sorted((FOLDER / "exercises").glob("*.yaml"))}


@lru_cache
def numbers():
    files = sorted((FOLDER / "parameters").glob("*.yaml"))
    return {name: row["value"] for path in files for name, row in (tree(path) or {}).items()}


@lru_cache
def programme() -> Programme:
    return programme_from(tree(FOLDER / "programme.yaml"), trees(), numbers())


def person(answers=None, **known) -> Situation:
    """A healthy adult of 40 with low irritability and clear safety answers, changed by what a test says."""
    truths = {**GATES, "stretch-gate": True, **(answers or {})}
    usual = {"irritability": frozenset({"low"}), "age": 40, "phase": "calm"}
    return Situation(holds=lambda key: truths.get(key, False), **{**usual, **known})


def ids(session: Session) -> list[str]:
    return [item.exercise.id for item in session.items]


def key_of(exercise: str, words: str) -> str:
    """The key of the contraindication of an exercise whose reason contains some words."""
    rows = programme().exercises[exercise].contraindicated
    return next(row.key for row in rows if words in row.because)


def good(exercise: str, level: str, *days_ago: int) -> tuple[Log, ...]:
    return tuple(Log(exercise, day, level, "good", 2) for day in days_ago)
