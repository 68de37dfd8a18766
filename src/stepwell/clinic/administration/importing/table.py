"""A table of people (CSV): a row for each person, or for each person and day.

Lives here: rows and columns. Lives elsewhere: what a column means (importing/meanings.py), what is checked (importing/checks.py).

    name, born, side, on, clinician, sex, Body weight [kg], worst-pain, gabapentin
    Sample Person A, 1984-05-02, right, 2026-10-04, , female, 71.5, 6, started

Columns of a person have the names below. Every other column is a finding or a treatment, by its id, its title or its LOINC or ATC
code, with a unit in brackets where it is not the knowledge's own. A treatment takes what happened: started, stopped, done, declined.
An empty cell says nothing. Rows of the same name and year of birth are days of one person.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stepwell.clinic.administration.importing.drafts import Draft, Reading, Wrong, key_of
from stepwell.clinic.administration.importing.meanings import Meanings, Meant, plain
from stepwell.clinic.administration.importing.units import words
from stepwell.records.dates import span
from stepwell.records.faults import Unreadable

ABOUT = ("name", "born", "side", "called", "email", "phone", "clinician", "on")
NEEDED = ("name", "born", "side")
KEPT = ("called", "email", "phone", "clinician")
MOST_ROWS = 5_000
SIDES = ("left", "right", "both")
_NOT_UNDERSTOOD = "It is no id, title or code of the knowledge. Rename the column, or leave it out."
_DERIVED = "It follows from other answers, and so is not recorded. Leave it out."


@dataclass(frozen=True)
class Column:
    """A column: of the person (`about`), of what was found (`meant`), or of nothing that is known."""

    header: str
    about: str = ""
    meant: Meant | None = None


def read_table(text: str, meanings: Meanings, today: date) -> Reading:
    """The people of a table. What is wrong is noted, never raised."""
    reading = Reading()
    try:
        rows = list(_numbered(text))
    except csv.Error:
        reading.wrong.append(
            Wrong(0, "", "the table cannot be read.", "Save it again as CSV in UTF-8, with quotes closed.")
        )
        return reading
    if not rows or len(rows) > MOST_ROWS + 1:
        problem = "the table is empty." if not rows else f"the table has more than {MOST_ROWS} rows."
        reading.wrong.append(Wrong(1, "", problem, "Begin with a row of column names; split a large table."))
        return reading
    columns = _columns(rows[0][1], meanings, reading)
    if not reading.wrong:
        _People(columns, meanings, reading, today).read(rows[1:])
    return reading


def _numbered(text: str) -> Iterable[tuple[int, list[str]]]:
    head = text.splitlines()[0] if text.strip() else ""
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    for row in reader:
        if any(cell.strip() for cell in row):
            yield reader.line_num, [cell.strip() for cell in row]


def _columns(header: list[str], meanings: Meanings, reading: Reading) -> list[Column]:
    found = [_column(name, meanings) for name in header]
    has = [one.about for one in found]
    for name in NEEDED:
        if name not in has:
            reading.wrong.append(Wrong(1, name, "there is no such column.", f"Add a column named {name}."))
    named = [one.about or (one.meant.id if one.meant else "") for one in found]
    for column, name in zip(found, named):
        if name and named.count(name) > 1:
            reading.wrong.append(
                Wrong(1, column.header, "two columns say the same.", "Keep one of them, or use two rows.")
            )
    return found


def _column(header: str, meanings: Meanings) -> Column:
    if plain(header) in ABOUT:
        return Column(header, about=plain(header))
    return Column(header, meant=meanings.column(header))


class _People:
    """Reads rows into drafts."""

    def __init__(self, columns: list[Column], meanings: Meanings, reading: Reading, today: date) -> None:
        self.columns = columns
        self.meanings = meanings
        self.reading = reading
        self.today = today
        self.drafts: dict[str, Draft] = {}

    def read(self, rows: Iterable[tuple[int, list[str]]]) -> None:
        for number, cells in rows:
            if len(cells) > len(self.columns):
                self._misplaced(number, cells)
                continue
            about = {one.about: cell for one, cell in zip(self.columns, cells) if one.about}
            draft = self._person(number, about)
            on = self._day(draft, number, about.get("on", ""))
            for column, cell in zip(self.columns, cells):
                if cell and not column.about:
                    self._answer(draft, number, column, cell, on)
        self.reading.drafts = list(self.drafts.values())

    def _misplaced(self, number: int, cells: list[str]) -> None:
        problem = f"the row has {len(cells)} cells, and there are {len(self.columns)} columns."
        self.reading.wrong.append(Wrong(number, "", problem, "Put text that holds the separator in quotes."))

    def _person(self, number: int, about: dict[str, str]) -> Draft:
        born, birthday = _born(about.get("born", ""))
        name = " ".join(about.get("name", "").split())
        draft = self.drafts.setdefault(key_of(name, born), Draft(number, name, born, birthday))
        if draft.row == number:
            self._check_who(draft, number, about)
        side = _side(about.get("side", ""))
        if not side or draft.side not in ("", side):
            remedy = "Write left, right or both, the same in each row of a person."
            draft.fault(number, "side", "this is not the side of the episode.", remedy)
        draft.side = draft.side or side
        for part in KEPT:
            setattr(draft, part, getattr(draft, part) or about.get(part, ""))
        return draft

    @staticmethod
    def _check_who(draft: Draft, number: int, about: dict[str, str]) -> None:
        if not draft.name:
            draft.fault(number, "name", "there is no name.", "Write the name as on letters.")
        if draft.born is None:
            remedy = "Write the year as 1984, or the day as 1984-05-02."
            draft.fault(number, "born", "this is no year or day of birth.", remedy)

    def _day(self, draft: Draft, number: int, written: str) -> object:
        """The day of a row: today where it names none; a month or a year is a day within bounds."""
        if not written:
            return self.today.isoformat()
        try:
            low, high = span(written, key="on")
        except Unreadable as wrong:
            draft.fault(number, "on", wrong.problem, wrong.remedy)
            return self.today.isoformat()
        if low > self.today.toordinal():
            draft.fault(number, "on", "this day is still to come.", "Correct it.")
        first, last = date.fromordinal(low), min(date.fromordinal(high), self.today)
        return first.isoformat() if low == high else {"from": first.isoformat(), "to": last.isoformat()}

    def _answer(self, draft: Draft, number: int, column: Column, cell: str, on: object) -> None:
        if column.meant is None:
            self.reading.left_out[(column.header, _NOT_UNDERSTOOD)] += 1
        elif self.meanings.is_derived(column.meant.id):
            self.reading.left_out[(column.header, _DERIVED)] += 1
        else:
            try:
                value = self.meanings.value(column.meant.id, cell, column.meant.unit)
            except Unreadable as wrong:
                draft.fault(number, column.header, wrong.problem, wrong.remedy)
            else:
                draft.add({"finding": column.meant.id, "value": value, "on": on}, number, column.header)


def _side(written: str) -> str:
    word = words().get(written.casefold(), "")
    return word if word in SIDES else ""


def _born(written: str) -> tuple[int | None, date | None]:
    if written.isascii() and written.isdigit() and len(written) == 4:
        return int(written), None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None, None
    return day.year, day
