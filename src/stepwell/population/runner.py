"""Run a pathway over a prepared population, bucket by bucket, and be able to go on after an interruption.

Lives here: which buckets and which people are computed, in which order, and how far a run is. Lives elsewhere: the engine
(population/engine.py), the files (population/written.py), `run.json` (population/results.py), who changed
(population/since.py), the statement (population/statement/compiler.py).

What a run writes is complete or absent. A bucket that is there is not computed again, and results of another day, pathway
or population are refused. The statement is planned when the first person has to be computed, and not before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from stepwell.errors import Fault, RecordError
from stepwell.knowledge.types import Pathway
from stepwell.population.engine import (
    Engine,
    Planned,
    clear,
    count_of,
    execute,
    load,
    look_at,
    make_tables,
    opened,
    plan,
    ranges,
)
from stepwell.population.pace import Judging, Pace, Progress, Say
from stepwell.population.prepare import MANIFEST, Prepared, open_prepared
from stepwell.population.reports.one_by_one import one_by_one
from stepwell.population.results import NAME, About, about, differences, read_about, unwritable, write_about
from stepwell.population.since import (
    Earlier,
    choose,
    forget_prints,
    make_prints,
    print_rows,
    reasons,
    taken_over,
)
from stepwell.population.written import (
    SPILL,
    Files,
    people_query,
    remove_parts,
    remove_results,
    tidy,
    written_files,
)

ENOUGH = 50_000
"""Changed people who are computed at once, from however many buckets, since each execution costs seconds."""
TOGETHER = 6_000_000
"""Rows of as many buckets as are computed at once."""
AT_ONCE, SPARING = 7_000_000, 1_600_000
"""Rows that are computed at once at most, and where a limit of memory is set. What has more is computed in ranges."""
BESIDE = 190
"""Megabytes that the process takes beside the engine: Python, the knowledge, words, what is written."""


@dataclass(frozen=True)
class Outcome:
    """What a run did. People are computed now, taken over from earlier results, or were there already.

    everybody   why everybody was computed although earlier results were named
    seconds     by what was done: planning, and all
    """

    about: About
    computed: int = 0
    taken_over: int = 0
    kept: int = 0
    everybody: tuple[str, ...] = ()
    planning_seconds: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True)
class Wish:
    """How a run is to be done.

    memory   the most that the process may take, such as "300MB"
    threads  how many threads it may use; 0 leaves it to the engine
    long     also one row for each person and intervention
    judged   also what is judged one by one: questions, reviews
    since    the folder of earlier results, from which unchanged people are taken over
    again    remove what an earlier run wrote
    """

    memory: str = ""
    threads: int = 0
    long: bool = False
    judged: tuple[str, ...] = ()
    since: Path | None = None
    again: bool = False


def run(
    pathway: Pathway,
    source: Path,
    out: Path,
    as_of: date,
    *,
    wish: Wish | None = None,
    say: Say | None = None,
) -> Outcome:
    """The step and every status of every person of a prepared population.

    source   the folder of the prepared population
    out      the folder for the rows, one Parquet file for each bucket
    as_of    the day on which the statuses are wanted
    raises   RecordError where the population cannot be read, or results that are there are of something else
    """
    wish, prepared = wish or Wish(), open_prepared(source, pathway)
    asked = about(pathway, prepared, as_of)
    earlier, everybody = _earlier(wish.since, out, asked)
    make_ready(out, asked, wish)
    with opened(wish.memory, wish.threads, out / SPILL, beside=BESIDE) as engine, tidy(out):
        one = _Run(engine, pathway, asked, prepared.folder, sparing=bool(wish.memory))
        files = Files(engine, out, one.people, pathway if wish.long else None)
        outcome = one.buckets(prepared, files, earlier, say or _quietly)
        done = replace(asked, complete=True)
        write_about(done, out)
        one.judge(prepared, files, wish.judged)
    return replace(outcome, about=done, everybody=everybody)


def _quietly(progress: Progress) -> None:
    return


class _Run:
    """One run, with what it did so far."""

    def __init__(
        self, engine: Engine, pathway: Pathway, asked: About, prepared: Path, *, sparing: bool
    ) -> None:
        self.engine, self.pathway, self.asked, self.people = engine, pathway, asked, people_query(prepared)
        self.sparing = sparing
        self.parts: list[Planned] = []
        self.pace, self.outcome = Pace(asked), Outcome(asked)

    def buckets(self, prepared: Prepared, files: Files, earlier: Earlier | None, say: Say) -> Outcome:
        """Compute every bucket that is not there."""
        self.say, self.files, self.earlier = say, files, earlier
        make_tables(self.engine, self.pathway)
        make_prints(self.engine, earlier)
        waiting: list[Path] = []
        for bucket in prepared.buckets:
            self.say(self.pace.progress("computing", self.pace.spent()))
            if files.there(bucket.name):
                self._add(kept=self.pace.kept(bucket.name))
                continue
            self._load(bucket)
            waiting.append(bucket)
            if self._enough(waiting):
                self._finish(waiting)
        self._finish(waiting)
        self.say(self.pace.progress("done", self.pace.spent()))
        return replace(self.outcome, seconds=self.pace.spent())

    def judge(self, prepared: Prepared, files: Files, wanted: tuple[str, ...]) -> None:
        """Judge everybody one by one, for what the statement does not say."""
        left = {
            one: [name for name in wanted if not files.judged(name, one.name).exists()]
            for one in prepared.buckets
        }
        judging = Judging(sum(self.asked.buckets[one.name].people for one, names in left.items() if names))
        for bucket, names in left.items():
            if names:
                made = one_by_one(
                    bucket, self.pathway, self.asked.as_of, names, lambda count: self.say(judging.told(count))
                )
                for name, table in made.items():
                    files.write_judged(name, bucket.name, table)

    def _add(self, **counts: int) -> None:
        added = {name: getattr(self.outcome, name) + count for name, count in counts.items()}
        self.outcome = replace(self.outcome, **added)

    def _load(self, bucket: Path) -> None:
        """Load the people of a bucket who changed; where everybody is computed, the files are read as they are."""
        print_rows(self.engine, bucket, self.asked.buckets[bucket.name].print)
        if self.earlier and choose(self.engine, self.earlier, self.people, bucket.name):
            load(self.engine, bucket, only_wanted=True)

    def _enough(self, waiting: Sequence[Path]) -> bool:
        if self.earlier:
            return count_of(self.engine, "persons") >= ENOUGH
        return self.sparing or self._rows(waiting) >= TOGETHER

    def _people(self, buckets: Iterable[Path]) -> int:
        return sum(self.asked.buckets[one.name].people for one in buckets)

    def _rows(self, buckets: Iterable[Path]) -> int:
        return sum(self.asked.buckets[one.name].rows for one in buckets)

    def _finish(self, waiting: list[Path]) -> None:
        """Compute who is loaded, and write the buckets."""
        computed = self._compute() if self.earlier else self._compute_all(waiting)
        for bucket in waiting:
            taken = taken_over(self.engine, self.earlier, bucket.name) if self.earlier else ""
            self.files.write(bucket.name, taken)
            self.pace.done(bucket.name, self.pace.spent() - self.outcome.planning_seconds)
        people = self._people(waiting)
        self._add(computed=computed, taken_over=people - computed)
        waiting.clear()
        clear(self.engine)
        forget_prints(self.engine, self.earlier)

    def _compute_all(self, waiting: Sequence[Path]) -> int:
        """Compute everybody in some buckets, a few at a time where memory is to be spared; returns how many."""
        parts = -(-self._rows(waiting) // (SPARING if self.sparing else AT_ONCE))
        few = ranges(self.engine, waiting, parts) if parts > 1 else [None]
        count = 0
        for one in few if waiting else ():
            look_at(self.engine, waiting, one)
            count += self._compute(alone=len(few) == 1)
        return count

    def _compute(self, *, alone: bool = True) -> int:
        """Compute who is loaded; returns how many."""
        count = count_of(self.engine, "persons")
        if count:
            self._plan()
            self._execute(alone)
        return count

    def _execute(self, alone: bool) -> None:
        try:
            execute(self.engine, self.parts, alone=alone)
        except duckdb.OutOfMemoryException:
            problem = "the engine may not use enough memory for this many people at once."
            remedy = "Give it more with --memory."
            raise RecordError([Fault("--memory", 0, problem, remedy)]) from None
        except duckdb.IOException as wrong:
            raise unwritable(self.files.out, wrong) from None

    def _plan(self) -> None:
        if self.parts:
            return
        before = self.pace.spent()
        self.say(self.pace.progress("planning", before))
        self.parts = plan(self.pathway, self.asked.as_of, apart=self.sparing)
        self.outcome = replace(self.outcome, planning_seconds=self.pace.spent() - before)


def make_ready(out: Path, asked: About, wish: Wish) -> None:
    """The folder with `run.json`, without anything half-written. raises RecordError"""
    if (out / MANIFEST).exists():
        remedy = "Name another folder with --out."
        raise RecordError(
            [Fault(str(out), 0, "this is a prepared population, not a place for results.", remedy)]
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise unwritable(out, wrong) from None
    if wish.again:
        remove_results(out)
    _refuse_others(out, asked)
    remove_parts(out)
    write_about(asked, out)


def _refuse_others(out: Path, asked: About) -> None:
    remedy = "Choose another folder with --out, or add --again to remove them."
    if (out / NAME).exists():
        differ = list(differences(asked, read_about(out, whole=False)))
    else:
        differ = ["nothing says what they are"] if any(written_files(out)) else []
    if differ:
        raise RecordError([Fault(str(out), 0, f"there are results here: {'; '.join(differ)}.", remedy)])


def _earlier(folder: Path | None, out: Path, asked: About) -> tuple[Earlier | None, tuple[str, ...]]:
    """Earlier results that can be taken over, or why they cannot be. raises RecordError"""
    if folder is None:
        return None, ()
    if folder.resolve() == out.resolve():
        remedy = "Write the new results to another folder with --out."
        raise RecordError([Fault(str(folder), 0, "--since names the folder that is written to.", remedy)])
    found = read_about(folder)
    if why := tuple(reasons(asked, found, folder)):
        return None, why
    return Earlier(folder, found, "person" if found.text_ids and asked.text_ids else "patient_id"), ()
