"""The planned statement, kept for the next run: making it takes longer than a small run does.

Lives here: what a statement hangs on, and the file of one in the user's cache folder. Lives elsewhere: making it
(population/engine.py).

The name of the file is a hash of all that the text hangs on: the whole pathway with every value of a parameter, the source of
what compiles it, and the version of sqlglot. The day does not count: the text is made for a day that is none, and where it
stands the day that is asked for is put. A file that cannot be read is as if it were not there, and one that cannot be
written is not.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from stepwell.files import PRIVATE, write_whole
from stepwell.knowledge.types import Pathway

NO_DAY = 5_550_000_000_000_000
"""The day for which a text is made that is kept. No other number of a statement is near it."""
_NEAR_IT = re.compile(r"\b555000\d{10}\b|\b554999\d{10}\b")
FORM = "1"
MOST = 20
"""Statements that are kept."""
Tree = dict[str, Any]
SOURCES = ("population", "reasoning", "knowledge", "records")
"""Folders of the package whose source the text hangs on."""


def on_day(text: str, day: int) -> str:
    """A text that was made for no day, for a day.

    >>> on_day(f"on_high <= {NO_DAY} AND on_low > {NO_DAY - 7}", 739768)
    'on_high <= 739768 AND on_low > 739761'
    """
    return _NEAR_IT.sub(lambda found: str(int(found[0]) - NO_DAY + day), text)


def place_of(pathway: Pathway, *, findings: bool) -> Path | None:
    """The file of a statement; none where it is not known what the pathway is made of."""
    total = hashlib.sha256(f"{FORM} {findings} {version('sqlglot')} {_sources()}".encode())
    try:
        for text in _written(pathway):
            total.update(text.encode())
            total.update(b"\0")
    except TypeError:
        return None
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "stepwell" / f"population-{total.hexdigest()}.json"


@lru_cache(maxsize=1)
def _sources() -> str:
    total = hashlib.sha256()
    for folder in SOURCES:
        for path in sorted((Path(__file__).parents[1] / folder).rglob("*.py")):
            total.update(path.read_bytes())
    return total.hexdigest()


def _written(value: Any) -> Iterator[str]:
    """A value as texts, the same in each process. raises TypeError where it is of an unknown kind"""
    if isinstance(value, str | int | float | Fraction | date | None):
        yield repr(value)
    elif isinstance(value, Set):
        yield from ("set", *sorted(" ".join(_written(one)) for one in value))
    else:
        members = list(_members(value))
        yield f"{type(value).__name__} of {len(members)}"
        for one in members:
            yield from _written(one)


def _members(value: Any) -> Iterable[Any]:
    """What a value is made of, in its order. raises TypeError where it is of an unknown kind"""
    if is_dataclass(value):
        return (getattr(value, one.name) for one in fields(value))
    if isinstance(value, Mapping):
        return value.items()
    if isinstance(value, Sequence):
        return value
    raise TypeError(type(value))


def read_kept(place: Path | None) -> list[Tree]:
    """The parts of the statement that is kept; nothing where there is none, or the file is broken."""
    try:
        tree = json.loads(place.read_bytes()) if place else []
    except (OSError, ValueError):
        return []
    return tree if isinstance(tree, list) else []


def keep(place: Path | None, parts: Sequence[Tree]) -> None:
    """Keep a statement that was made for no day; where it cannot be kept, the next run is only slower."""
    if place is None:
        return
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, json.dumps(parts), mode=PRIVATE)
        others = sorted(place.parent.glob("population-*.json"), key=lambda one: one.stat().st_mtime)
        for one in others[:-MOST]:
            one.unlink(missing_ok=True)
    except OSError:
        return
