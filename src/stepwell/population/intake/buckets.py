"""One bucket of coded rows as the three prepared tables.

Lives here: what holds among the rows of one person: their order, days that others bound, ages from the day of birth, numbers of
rows that name one another, and answers of one day that contradict. Lives elsewhere: coding (intake/coding.py), the tables'
columns (population/layout.py).

Where rows have no `seq`, those of a day are ordered by `recorded_at`; then what happened to treatments comes before what was
found, so that a sign is not taken to be settled by something of the same day that may have come before it. Two answers to one
yes-no or choice question on one day, of which neither is later, are followed by "not sure": neither counts as known, and a yes
to a flag still stands. A bad row whose person and finding are known stands as "not sure" on its day too, so that an older answer
does not count in its place.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from stepwell.knowledge.types import Pathway
from stepwell.population import layout
from stepwell.population.codes import codes_of
from stepwell.population.intake import bucket_statements as statements
from stepwell.population.intake.engine import Engine, create_table, filled, literal, number
from stepwell.population.intake.faults import FaultBook
from stepwell.population.marks import marked
from stepwell.records.patient import FINDINGS as FACTS

_PLACE = ("origin", "row", "part", "fault")
_CLEARED = {"observations": "replaces = NULL", "events": "replaces = NULL, of_seq = NULL"}
_KEPT_EVENTS = ("started", "done")
"""What still counts where the rest of its row cannot be read. An exit is not settled by a row that cannot be read."""


class Buckets:
    """Makes buckets of one input.

    ordered   whether rows have a `seq` of their own
    recorded  whether some rows say when they were recorded, or several rows come from one; else the files give the order
    day       the ordinal up to which ages are counted
    size      people in a bucket
    """

    def __init__(
        self,
        engine: Engine,
        pathway: Pathway,
        book: FaultBook,
        *,
        ordered: bool,
        recorded: bool,
        day: int,
        size: int,
    ) -> None:
        self.engine = engine
        self.pathway = pathway
        self.codes = codes_of(pathway)
        self.book = book
        self.ordered = ordered
        self.recorded = recorded
        self.day = day
        self.size = size

    def make(self, staging: Path, place: int, folder: Path) -> list[tuple[int, ...]]:
        """One bucket. returns the rows that are left out for a fault: origin, row, part and fault"""
        for name, empty in (("observations", _NO_OBSERVATIONS), ("events", _NO_EVENTS)):
            self._load(staging / name / f"bucket={place}", name, empty)
        faulty = self._check() if self.ordered else self._number()
        self._doubt()
        self._place()
        self._ages(place)
        self._write(folder, place)
        return faulty

    def _load(self, folder: Path, name: str, empty: str) -> None:
        if not folder.exists():
            self.engine.execute(filled(empty, name=name))
            return
        files, numbered = literal(folder / "*.parquet"), ""
        if not (self.ordered or self.recorded):
            first = (
                number(self.engine, filled(statements.FIRST_ROW, files=files))
                if name == "observations"
                else 0
            )
            numbered = filled(
                "REPLACE ($plain AS seq)", plain=filled(statements.PLAIN_NUMBERS[name], first=first)
            )
        self.engine.execute(filled(statements.LOADED, name=name, files=files, numbered=numbered))

    def _number(self) -> list[tuple[int, ...]]:
        if self.recorded:
            self.engine.execute(statements.NUMBERED)
            for name in ("observations", "events"):
                self.engine.execute(filled(statements.TAKE_NUMBERS, name=name))
        self._settle_contradictions()
        return []

    def _settle_contradictions(self) -> None:
        worded = [
            self.codes.findings[one.id]
            for one in self.pathway.findings.values()
            if one.type in ("yes-no", "choice")
        ]
        unsure = {"unsure_low": layout.NOT_SURE_LOW, "unsure_high": layout.NOT_SURE_HIGH}
        self.engine.execute(filled(statements.CONTRADICTING, worded=tuple(worded), most=2**31 - 1, **unsure))

    def _check(self) -> list[tuple[int, ...]]:
        """Rows whose numbers do not fit: they get a fault, and name no other row."""
        found = [
            row
            for text in self._checks()
            for row in self.engine.execute(text).fetchall()
            if row[3] is not None
        ]
        create_table(self.engine, "found", dict.fromkeys(_PLACE, pa.int64()), found)
        for name, cleared in _CLEARED.items() if found else ():
            self.engine.execute(filled(statements.FOUND, name=name, cleared=cleared))
        return found

    def _doubt(self) -> None:
        """What a bad row might have said is not known: it stands as "not sure", and a treatment stands without its parts."""
        kept = tuple(self.codes.events[name] for name in _KEPT_EVENTS)
        sided = tuple(self.book.about("side")) or (0,)
        unsure = {"unsure_low": layout.NOT_SURE_LOW, "unsure_high": layout.NOT_SURE_HIGH}
        renumber = f"fault = {self._twice} OR seq IS NULL" if self.ordered else "FALSE"
        for name, text in statements.UNSAYING.items():
            if number(self.engine, filled("SELECT COUNT(fault) FROM $name", name=name)):
                self.engine.execute(filled(text, kept=kept, sided=sided))
                doubtful = filled(statements.DOUBTFUL[name], **unsure)
                self.engine.execute(
                    filled(statements.DOUBTED, name=name, renumber=renumber, doubtful=doubtful)
                )

    @property
    def _twice(self) -> int:
        words = "another row of the person has the same seq."
        return self.book.add("seq", words, "Give each row a seq of its own.")

    def _checks(self) -> Iterator[str]:
        both = " UNION ALL ".join(
            filled(statements.ADDRESSED, name=name) + where
            for name, where in (("observations", " WHERE fact IS NULL"), ("events", ""))
        )
        yield filled(statements.REPEATED, lines=both, fault=self._twice)
        for name, column in (("observations", "replaces"), ("events", "replaces"), ("events", "of_seq")):
            yield filled(statements.NAMING, name=name, column=column, lines=both, **self._naming(column))

    def _naming(self, column: str) -> dict[str, str]:
        name = column.removesuffix("_seq")
        add, remedy = self.book.add, "Write the seq of the other line."
        later = add(name, f"{name} names a row that comes later.", "Only an earlier row can be replaced.")
        return {
            "self": str(add(name, f"{name} names the row itself.", remedy)),
            "lost": str(add(name, f"{name} names a row that does not exist.", remedy)),
            "other": str(add(name, f"{name} names a row that is about something else.", remedy)),
            "later": f"WHEN o.{column} > o.seq THEN {later}" if column == "replaces" else "",
        }

    def _place(self) -> None:
        """The days of rows that say too little of them, and what is known of the person."""
        self.engine.execute(filled(statements.FIRST, lines=statements.LINES))
        if number(
            self.engine,
            f"SELECT COUNT(*) FROM ({statements.LINES}) AS t WHERE on_low IS NULL OR on_high IS NULL",
        ):
            after, before = (statements.AFTER, statements.BEFORE) if self.ordered else ("1", "last")
            self.engine.execute(
                filled(statements.BOUNDED, lines=statements.LINES, after=after, before=before)
            )
            for name in ("observations", "events"):
                self.engine.execute(filled(statements.TAKE_DAYS, name=name))
        if number(self.engine, "SELECT COUNT(fact) FROM observations"):
            self.engine.execute(filled(statements.FACT_NUMBERS, count=len(FACTS)))

    def _ages(self, place: int) -> None:
        age = self.pathway.findings.get("age")
        if age is None or not number(self.engine, "SELECT COUNT(birth_low) FROM people"):
            return
        least, most = age.range or (0, 0)
        known = {"day": self.day, "bucket": self.size, "place": place, "age": self.codes.findings["age"]}
        self.engine.execute(filled(statements.AGES, least=least, most=most, count=len(FACTS), **known))

    def _write(self, folder: Path, place: int) -> None:
        folder.mkdir(parents=True)
        persons = "(SELECT number AS patient_id, side IS NOT NULL AS side_known FROM people WHERE (number - 1) // {} = {}) AS p"
        tables: Sequence[tuple[str, str, tuple[str, ...], str]] = (
            ("observations", f"({marked('observations')}) AS m", layout.OBSERVATIONS, ""),
            ("events", "events", layout.EVENTS, "WHERE intervention IS NOT NULL"),
            ("persons", persons.format(self.size, place), layout.PERSONS, ""),
        )
        for name, source, columns, where in tables:
            file = literal(folder / f"{name}.parquet")
            listed = ", ".join(map(_typed, columns))
            self.engine.execute(
                filled(
                    statements.WRITTEN,
                    columns=listed,
                    name=source,
                    where=where,
                    order=statements.ORDER[name],
                    file=file,
                )
            )


def _typed(name: str) -> str:
    kind = "BOOLEAN" if name in layout.TRUTHS else "BIGINT" if name in layout.BIG else "INTEGER"
    return f"CAST({name} AS {kind}) AS {name}"


def _empty(columns: Sequence[str]) -> str:
    listed = ", ".join(f"{one} {'BIGINT' if one in (*layout.BIG, 'row') else 'INTEGER'}" for one in columns)
    return (
        f"CREATE OR REPLACE TEMP TABLE $name ({listed}, recorded TIMESTAMPTZ, named VARCHAR, fault INTEGER)"
    )


_NO_OBSERVATIONS = _empty((*layout.LINES, "origin", "row", "part", "fact"))
_NO_EVENTS = _empty((*layout.EVENTS, "origin", "row", "part", "turn"))
