"""Who moves where the knowledge changes: as text for a terminal, as CSV and as JSON.

Lives here: the words and the tables. Lives elsewhere: counting (population/reports/compare.py), examples (population/reports/examples.py).
"""

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from stepwell.documents.paint import Paint
from stepwell.population.reports.compare import Move, Moves

COLUMNS = ("of", "title", "before", "after", "people", "examples")
Shown = Mapping[Move, tuple[int, ...]]


def moves_text(moves: Moves, names: tuple[str, str], paint: Paint) -> str:
    """The moves as a table.

    names   the old and the new knowledge as the person named them
    """
    lines = [
        paint(f"{moves.moved:,} of {moves.people:,} people move", "bold")
        + f" from {names[0]} to {names[1]}, as of {moves.as_of}.",
        "",
    ]
    for title, found in (("Step", moves.steps), ("Interventions", moves.statuses)):
        lines += [paint(title, "bold"), *_rows(found, paint), ""]
    return "\n".join(lines)


def _rows(found: tuple[Move, ...], paint: Paint) -> Iterator[str]:
    if not found:
        yield "  Nobody moves."
        return
    ends = max(len(_ends(one)) for one in found)
    for _, group in groupby(found, key=lambda one: one.of):
        moves = list(group)
        if moves[0].of != "step":
            yield f"  {moves[0].title} {paint(f'({moves[0].of})', 'dim')}"
        for one in moves:
            yield f"    {_ends(one):<{ends}}  {one.people:>9,}"


def _ends(move: Move) -> str:
    return f"{move.before} → {move.after}"


def moves_csv(moves: Moves, shown: Shown) -> str:
    """The moves as CSV, with the files of examples."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in (*moves.steps, *moves.statuses):
        examples = " ".join(file_of(number) for number in shown.get(one, ()))
        writer.writerow([one.of, one.title, one.before, one.after, one.people, examples])
    return file.getvalue()


def file_of(number: int) -> str:
    """The name of the record file of a person."""
    return f"person-{number}.yaml"


def moves_json(moves: Moves, names: tuple[str, str], shown: Shown) -> dict[str, Any]:
    """The moves as plain values."""
    return {
        "schema": "stepwell-population-moves/1",
        "old": names[0],
        "new": names[1],
        "as_of": str(moves.as_of),
        "people": moves.people,
        "moved": moves.moved,
        "steps": [_plain(one, shown) for one in moves.steps],
        "statuses": [_plain(one, shown) for one in moves.statuses],
    }


def _plain(move: Move, shown: Shown) -> dict[str, Any]:
    return {
        "of": move.of,
        "title": move.title,
        "before": move.before,
        "after": move.after,
        "people": move.people,
        "examples": [file_of(number) for number in shown.get(move, ())],
    }
