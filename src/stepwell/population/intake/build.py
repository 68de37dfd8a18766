"""From an analyst's files to a prepared population, all or nothing.

Lives here: the order of the work, and the folder in which it is done. Lives elsewhere: each part of it (the other modules of this
package), record files (population/prepare.py).

Everything is written into OUT.part and gets its name in the end; a run that was stopped leaves only that, and the next one clears
it away.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic

from stepwell.knowledge.types import Pathway
from stepwell.population.codes import codes_of
from stepwell.population.intake.buckets import Buckets
from stepwell.population.intake.coding import code_rows, create_observations_view
from stepwell.population.intake.dictionaries import Dictionaries
from stepwell.population.intake.engine import (
    Engine,
    filled,
    literal,
    number,
    open_engine,
    reading,
    refused,
    writing,
)
from stepwell.population.intake.faults import FaultBook
from stepwell.population.intake.fhir import COMPONENT
from stepwell.population.intake.mapping import InputMap
from stepwell.population.intake.meanings import Meanings
from stepwell.population.intake.quarantine import Rejected, gather, raise_faults, set_aside
from stepwell.population.intake.report import Report
from stepwell.population.intake.sources import FHIR, SourceFile, files_of
from stepwell.population.intake.staging import stage_all
from stepwell.population.intake.tables import Staged, create_tables
from stepwell.population.prepare import BUCKET, is_synthetic, write_manifest

PEOPLE = "people.parquet"
REPORT = "report.json"

Say = Callable[[str], None]


@dataclass(frozen=True)
class Wishes:
    """How to prepare. `as_of` is the day up to which ages are counted from days of birth."""

    as_of: date
    bucket: int = BUCKET
    memory: str = ""
    threads: int = 0
    quarantine: Path | None = None
    say: Say = field(default=lambda words: None)


def prepare_tables(pathway: Pathway, place: Path, out: Path, mapped: InputMap, wishes: Wishes) -> Report:
    """Prepare a file or a folder of tables or of FHIR NDJSON.

    place    the file or the folder
    out      the folder for the prepared tables; new or empty
    mapped   what their columns, codes and words are called here
    returns  what was read and made
    raises   RecordError with the faults of the input, the first of them where there are many
    """
    files = files_of(place)
    if out.resolve().is_relative_to(place.resolve()):
        raise refused(
            out, "the prepared tables would lie among the files of the input.", "Name another folder."
        )
    with whole_or_nothing(out) as folder, writing(out):
        work = folder.parent / "work"
        work.mkdir()
        with open_engine(work, memory=wishes.memory, threads=wishes.threads) as engine, reading(place):
            return _Build(engine, pathway, mapped, wishes, work).run(files, place, folder)


@contextmanager
def whole_or_nothing(out: Path) -> Iterator[Path]:
    """A folder that becomes `out` once all is well, and is gone otherwise."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise refused(out, "there is something here already.", "Name a new folder, or empty this one.")
    beside = out.with_name(out.name + ".part")
    shutil.rmtree(beside, ignore_errors=True)
    folder = beside / "done"
    with writing(out):
        folder.mkdir(parents=True)
    try:
        yield folder
        with writing(out):
            if out.exists():
                out.rmdir()
            folder.replace(out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


class _Build:
    def __init__(
        self, engine: Engine, pathway: Pathway, mapped: InputMap, wishes: Wishes, work: Path
    ) -> None:
        self.engine = engine
        self.pathway = pathway
        self.mapped = mapped
        self.wishes = wishes
        self.work = work
        self.book = FaultBook()
        self.start = monotonic()

    def run(self, files: Sequence[SourceFile], place: Path, folder: Path) -> Report:
        create_tables(self.engine, COMPONENT)
        lenient = self.wishes.quarantine is not None
        staged, rejected, unread = stage_all(
            self.engine, files, self.mapped, place, lenient=lenient, say=self.wishes.say
        )
        create_observations_view(self.engine)
        self.wishes.say("looking up codes, values and days")
        meanings = Meanings(self.pathway, self.mapped, fhir=any(one.format == FHIR for one in files))
        Dictionaries(self.engine, meanings, self.book).make()
        self.wishes.say("coding rows")
        ordered = code_rows(
            self.engine, codes_of(self.pathway), self.book, self.work, bucket=self.wishes.bucket
        )
        self._refuse(staged, ())
        late = self._buckets(folder, ordered)
        self._refuse(staged, late)
        bad = self._set_aside(staged, rejected, late)
        self._write_people(folder)
        write_manifest(self.pathway, folder, synthetic=is_synthetic(place))
        report = self._report(staged, unread, bad)
        (folder / REPORT).write_text(report.as_json(), encoding="utf-8")
        return report

    def _buckets(self, folder: Path, ordered: bool) -> list[tuple[int, ...]]:
        size, people = self.wishes.bucket, number(self.engine, "SELECT COUNT(*) FROM people")
        makes = Buckets(
            self.engine,
            self.pathway,
            self.book,
            ordered=ordered,
            recorded=bool(number(self.engine, _RECORDED)),
            day=self.wishes.as_of.toordinal(),
            size=size,
        )
        late: list[tuple[int, ...]] = []
        count = max(1, -(-people // size))
        for place in range(count):
            self.wishes.say(f"writing bucket {place + 1} of {count}")
            late += makes.make(self.work, place, folder / f"bucket-{place:04}")
        return late

    def _refuse(self, staged: Sequence[Staged], late: Sequence[Sequence[int]]) -> None:
        """Without a place for bad rows, one is enough to end."""
        if self.wishes.quarantine is None and gather(self.engine, self.work, late):
            raise_faults(self.engine, staged, self.book)

    def _set_aside(
        self, staged: Sequence[Staged], rejected: Sequence[Rejected], late: Sequence[Sequence[int]]
    ) -> int:
        if self.wishes.quarantine is None:
            return 0
        bad = gather(self.engine, self.work, late) + len(rejected)
        if bad:
            with writing(self.wishes.quarantine):
                set_aside(self.engine, staged, self.book, rejected, self.wishes.quarantine)
        return bad

    def _write_people(self, folder: Path) -> None:
        text = "COPY (SELECT number AS patient_id, id FROM people ORDER BY number) TO $file (FORMAT parquet)"
        self.engine.execute(filled(text, file=literal(folder / PEOPLE)))

    def _report(self, staged: Sequence[Staged], unread: Sequence[str], bad: int) -> Report:
        held = {
            holds: sum(one.rows for one in staged if one.holds == holds)
            for holds in ("observations", "events", "courses", "persons")
        }
        return Report(
            as_of=self.wishes.as_of.isoformat(),
            people=number(self.engine, "SELECT COUNT(*) FROM people"),
            rows={name: count for name, count in held.items() if count},
            seconds=round(monotonic() - self.start, 2),
            findings=self._counted(_KEPT, "finding_codes"),
            interventions=self._counted(_KEPT, "intervention_codes"),
            ignored=self._counted(_IGNORED + _UNUSED, "finding_codes")
            | self._counted(_IGNORED, "intervention_codes"),
            left_out=self._counted(_LEFT_OUT, ""),
            bad=bad,
            files=len(staged),
            unread=tuple(unread),
        )

    def _counted(self, text: str, name: str) -> dict[str, int]:
        found = self.engine.execute(filled(text, name=name)).fetchall()
        return {str(key).replace("\t", " "): int(count) for key, count in found}


_RECORDED = """
SELECT (SELECT COUNT(recorded_at) + MAX(part) + MAX(row) // 2000000000 FROM observations_in WHERE fact IS NULL)
  + (SELECT COUNT(recorded_at) FROM raw_events)
"""
_KEPT = "SELECT name, SUM(rows) FROM $name WHERE keep AND fault IS NULL GROUP BY ALL"
_IGNORED = "SELECT code, rows FROM $name WHERE NOT keep"
_UNUSED = " AND NOT episode"
_LEFT_OUT = """
SELECT left_out, COUNT(*) FROM (
  SELECT o.left_out FROM observations_in AS o JOIN finding_codes AS f ON f.code = o.finding AND f.keep
  UNION ALL SELECT o.left_out FROM raw_courses AS o LEFT JOIN intervention_codes AS f ON f.code = o.intervention
  WHERE f.keep OR o.intervention IS NULL
) AS t WHERE left_out IS NOT NULL GROUP BY ALL
"""
