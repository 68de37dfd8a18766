"""Counts over the rows of results: people by step and status, and how they went from step to step between two days.

Lives here: the queries. Lives elsewhere: what is hidden (population/reports/small.py), the tables (population/reports/summary.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from stepwell.population.prints import quoted
from stepwell.population.results import About, Column, files_of

NEW, GONE = "new", "gone"
"""In place of a step: people who are only in the later results, and only in the earlier ones."""


@dataclass(frozen=True)
class Results:
    """Complete results: where they are, and what they are about."""

    folder: Path
    about: About

    @property
    def day(self) -> str:
        """The day that they are of."""
        return str(self.about.as_of)

    @property
    def rows(self) -> str:
        """Their rows, as SQL."""
        return f"read_parquet([{', '.join(quoted(path) for path in files_of(self.folder, self.about))}])"

    def steps(self) -> dict[str, int]:
        """People by step."""
        found: dict[int, int] = dict(_all(f"SELECT step, COUNT(*) FROM {self.rows} GROUP BY 1"))
        return {step["id"]: found.get(place, 0) for place, step in enumerate(self.about.steps)}

    def statuses(self) -> dict[str, dict[str, int]]:
        """People by status, for each intervention."""
        wanted = ", ".join(one.column for one in self.about.interventions)
        long = f"UNPIVOT (SELECT {wanted} FROM {self.rows}) ON COLUMNS(*) INTO NAME name VALUE code"
        found: dict[str, dict[int, int]] = {}
        for name, code, count in _all(f"SELECT name, code, COUNT(*) FROM ({long}) GROUP BY ALL"):
            found.setdefault(name, {})[code] = count
        words = list(enumerate(self.about.statuses))
        return {
            one.id: {word: found.get(one.column, {}).get(code, 0) for code, word in words}
            for one in self.about.interventions
        }

    def having(self, statuses: Iterable[str], interventions: Iterable[Column]) -> int:
        """People who have one of these statuses for one of these interventions."""
        codes = ", ".join(str(list(self.about.statuses).index(one)) for one in statuses)
        held = " OR ".join(f"{one.column} IN ({codes})" for one in interventions)
        return int(_all(f"SELECT COUNT(*) FROM {self.rows} WHERE {held}")[0][0]) if held else 0


def flow(before: Results, after: Results) -> Mapping[tuple[str, str], int]:
    """People by their step in two results, where `NEW` and `GONE` stand for people who are in one of them only."""
    key = "person" if before.about.text_ids and after.about.text_ids else "patient_id"
    text = f"""
        SELECT b.step, a.step, COUNT(*)
        FROM (SELECT {key}, step FROM {before.rows}) AS b
        FULL JOIN (SELECT {key}, step FROM {after.rows}) AS a USING ({key}) GROUP BY ALL
    """
    return {
        (_step(before.about, one, NEW), _step(after.about, other, GONE)): count
        for one, other, count in _all(text)
    }


def _step(about: About, place: int | None, otherwise: str) -> str:
    return otherwise if place is None else about.steps[place]["id"]


def _all(text: str) -> list[Any]:
    with duckdb.connect() as engine:
        found: list[Any] = engine.execute(text).fetchall()
    return found
