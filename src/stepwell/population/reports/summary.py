"""A summary of results: who is on which step, what they wait for, what goes on that should not, what people decide.

Lives here: which tables there are, and their counts with small ones hidden. Lives elsewhere: the counts themselves
(population/reports/counted.py), tables that need the prepared rows (population/reports/row_tables.py), hiding (population/reports/small.py), the page (documents/).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from stepwell.errors import Fault, RecordError
from stepwell.knowledge.types import Pathway
from stepwell.population.reports.counted import GONE, NEW, Results, flow
from stepwell.population.reports.making import Line, Making
from stepwell.population.reports.row_tables import row_tables, why_not
from stepwell.population.reports.small import SMALL, Counts, Key
from stepwell.population.reports.tables import Summary, Table
from stepwell.population.results import Column, read_about

TREATMENTS = ("load", "medicine", "needle", "surgery")
UNDER_WAY = ("stop", "paused", "continue")

AT_A_GLANCE: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "exit": ("An exit from the pathway is open", ("recommended", "prepare", "continue")),
    "stop": ("A treatment under way should stop", ("stop",)),
    "paused": ("A treatment under way is paused by an open exit", ("paused",)),
    "due": ("Something is due: recommended, or to be prepared", ("recommended", "prepare")),
    "ask": ("Something waits for an answer that can be given today", ("ask-first",)),
    "wait": ("Something waits for a test or for time", ("undetermined",)),
    "held": ("Something is held by an open exit, or out of scope", ("held",)),
}
"""Groups of people, who may be in several: the words, and the statuses of which they have one."""


def summarise(
    folders: Sequence[Path], pathway: Pathway | None, *, small: int = SMALL, prepared: Path | None = None
) -> Summary:
    """The summary of one population, by its results of one or several days.

    pathway   the knowledge of the results, for what the rows do not say; None leaves that out
    small     numbers below this are hidden
    prepared  the prepared population; where the latest results say it is, unless given
    raises    RecordError where results cannot be read
    """
    found = sorted(
        (Results(folder, read_about(folder)) for folder in folders), key=lambda one: one.about.as_of
    )
    for one, other in pairwise(found):
        if one.day == other.day:
            remedy = "Name one folder for each day."
            raise RecordError([Fault(str(other.folder), 0, f"{one.folder} is of {one.day}, too.", remedy)])
    return _Summing(found, small, prepared or Path(found[-1].about.prepared), pathway).summary()


class _Summing:
    """One summary, table after table."""

    def __init__(
        self, results: Sequence[Results], small: int, prepared: Path, pathway: Pathway | None
    ) -> None:
        self.results, self.latest, self.about = results, results[-1], results[-1].about
        self.prepared, self.pathway, self.counts = prepared, pathway, Counts(small)
        self.unknown: list[str] = []
        self.statuses = self.latest.statuses()
        for one in self.results:
            self.counts.known(("people", one.day), one.about.people)
            steps: dict[Key, int] = {("step", one.day, step): count for step, count in one.steps().items()}
            self.counts.line(("people", one.day), steps)
        for name, by_word in self.statuses.items():
            parts: dict[Key, int] = {("status", name, word): count for word, count in by_word.items()}
            self.counts.line(self._everybody(), parts)

    def summary(self) -> Summary:
        """Count everything, hide what is small, and only then make tables."""
        flows = [self._flow(before, after) for before, after in pairwise(self.results)]
        made = [self._glance(), self._steps(), *flows, self._under_way(), *self._of_rows(), self._statuses()]
        self.counts.settle()
        return Summary(
            people=self.about.people,
            days=[one.day for one in self.results],
            knowledge=f"{self.about.knowledge['id']} {self.about.knowledge['version']}",
            reviewed=self.about.reviewed,
            synthetic=self.about.synthetic,
            small=self.counts.small,
            tables=[one.table(self.counts) for one in made],
            unknown=self.unknown,
        )

    def _everybody(self) -> Key:
        return "people", self.latest.day

    def _steps(self) -> Making:
        days = [one.day for one in reversed(self.results)]
        lines = [
            Line(one["id"], one["title"], [("step", day, one["id"]) for day in days], self._everybody())
            for one in self.about.steps
        ]
        heads = tuple(f"on {_words(day)}" for day in days)
        return Making(Table("steps", "People by step", "Step", heads, "bars", _STEPS), lines)

    def _glance(self) -> Making:
        for name, (_, statuses) in AT_A_GLANCE.items():
            chosen = [one for one in self.about.interventions if bool(one.exit) == (name == "exit")]
            having = self.latest.having(statuses, chosen)
            parts: dict[Key, int] = {("some", name): having, ("none", name): self.about.people - having}
            self.counts.line(self._everybody(), parts)
        lines = [
            Line(name, words, [("some", name)], self._everybody()) for name, (words, _) in AT_A_GLANCE.items()
        ]
        return Making(Table("glance", "At a glance", "People", ("people",), "bars", _GLANCE), lines)

    def _flow(self, before: Results, after: Results) -> Making:
        found, days = flow(before, after), (before.day, after.day)
        titles = {step["id"]: step["title"] for step in (*before.about.steps, *after.about.steps)}
        rows, columns = (
            [*titles, *([end] if any(end in pair for pair in found) else [])] for end in (NEW, GONE)
        )
        titles |= {NEW: "not in it before", GONE: "not in it any more"}
        starts = {one: ("new", *days) if one == NEW else ("step", before.day, one) for one in rows}
        ends = {to: ("gone", *days) if to == GONE else ("step", after.day, to) for to in columns}
        for one, start in starts.items():
            self.counts.line(start, {("flow", *days, one, to): found.get((one, to), 0) for to in columns})
        for to, end in ends.items():
            self.counts.line(end, {("flow", *days, one, to): found.get((one, to), 0) for one in rows})
        lines = [
            Line(one, titles[one], [("flow", *days, one, to) for to in columns], starts[one]) for one in rows
        ]
        title, heads = (
            f"From {_words(before.day)} to {_words(after.day)}",
            tuple(titles[to] for to in columns),
        )
        head = Table(f"flow-{after.day}", title, "Step before", heads, "flow", _FLOW)
        return Making(head, lines, totals=list(ends.values()))

    def _statuses(self) -> Making:
        words = self.about.statuses
        lines = [
            Line(one.id, one.title, [("status", one.id, word) for word in words], self._everybody())
            for one in self.about.interventions
        ]
        head = Table("statuses", "Every status", "Intervention", tuple(words), "plain", _STATUSES)
        return Making(head, lines)

    def _under_way(self) -> Making:
        shown = [one for one in self.about.interventions if _stopped(one, self.statuses[one.id])]
        shown.sort(key=lambda one: -self.statuses[one.id]["stop"] - self.statuses[one.id]["paused"])
        lines = []
        for one in shown:
            keys: list[Key] = [("status", one.id, word) for word in UNDER_WAY]
            under_way, rest = ("under way", one.id), ("not under way", one.id)
            count = sum(self.statuses[one.id][word] for word in UNDER_WAY)
            self.counts.line(self._everybody(), {under_way: count, rest: self.about.people - count})
            self.counts.lines.append((under_way, tuple(keys)))
            lines.append(Line(one.id, one.title, keys, under_way))
        title, heads = "Treatments under way that should stop or pause", ("stop", "paused", "go on")
        nothing = "No treatment under way should stop or pause."
        head = Table("under-way", title, "Treatment", heads, "parts", _UNDER_WAY, nothing)
        return Making(head, lines, may_leave_out=True)

    def _of_rows(self) -> Iterator[Making]:
        """What only the prepared rows say."""
        why = why_not(self.latest, self.prepared, self.pathway)
        if why or self.pathway is None:
            self.unknown.append(f"Time, missing answers and decisions are left out: {why}")
        else:
            yield from row_tables(self.latest, self.prepared, self.pathway, self.counts)
        self.unknown.append(_NOT_WAITS)
        mine = self.about.knowledge["fingerprint"]
        others = [one.day for one in self.results if one.about.knowledge["fingerprint"] != mine]
        if others:
            self.unknown.append(_OTHER_KNOWLEDGE.format(days=", ".join(others)))


def _stopped(one: Column, by_word: Mapping[str, int]) -> bool:
    return one.kind in TREATMENTS and by_word["stop"] + by_word["paused"] > 0


def _words(day: str) -> str:
    one = date.fromisoformat(day)
    return f"{one.day} {one:%B %Y}"


_STEPS = "A person's step is the first whose goal is not reached on that day."
_GLANCE = "One person can be in several of these groups. Only exits count in the first, and all but exits in the others."
_FLOW = "Everybody by the step before and the step after. Where several days are given, each is compared with the next."
_STATUSES = "Everybody by status, for each intervention."
_UNDER_WAY = "Stop: a contraindication or a stop rule holds; the rows do not say which of the two. Paused: an open exit halts it."
_NOT_WAITS = (
    "Since when a person has been on the present step is not in the rows, and so is left out: a step is computed for one day. "
    "Results of several days, given together, show who stayed."
)
_OTHER_KNOWLEDGE = (
    "The results of {days} were computed with other knowledge. Who moved because of that and who for another reason is not told "
    "apart here; `stepwell population compare` tells it for one day."
)
