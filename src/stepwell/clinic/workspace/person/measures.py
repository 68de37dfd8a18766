"""Outcome measures: what was recorded, how far it changed, and the change that matters with its evidence.

Lives here: which findings are measures, and what of the knowledge speaks about each. Lives elsewhere: every threshold and every verdict
(knowledge/dgs: parameters and findings), the form (workspace/person/outcome_form.py).

A verdict is a finding of the knowledge and has three truths: where the last value has gone stale it is not known.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from stepwell.clinic.episodes.basis import Basis
from stepwell.documents.codes import uncoded
from stepwell.figures.charts import Chart, Series, sparkline
from stepwell.knowledge.bibliography import short_citation
from stepwell.knowledge.quantities import unscaled
from stepwell.knowledge.types import Evidence, Finding, Parameter, Pathway
from stepwell.reasoning.logic import Truth
from stepwell.records.bounds import Bounds
from stepwell.records.types import NOT_SURE, Observation


@dataclass(frozen=True)
class Measure:
    """A finding that is measured again and again.

    verdicts    findings that say whether it changed enough
    thresholds  parameters that those rest on
    """

    finding: str
    verdicts: tuple[str, ...] = ()
    thresholds: tuple[str, ...] = ()


MEASURES = (
    Measure(
        "worst-pain",
        ("pain-fell-enough", "pain-rose"),
        ("pain-fall-goal", "pain-fall-percent-goal", "worsening-points"),
    ),
    Measure("psfs", ("function-good-enough",), ("psfs-rise-goal", "psfs-small-change")),
    Measure("sitting-tolerance", ("function-good-enough",), ("sitting-goal",)),
    Measure("global-change", ("much-better-report",)),
    Measure("average-pain"),
    Measure("leg-pain-score"),
    Measure("walking-tolerance"),
    Measure("night-waking"),
    Measure("adherence-percent", (), ("adequate-adherence",)),
    Measure("neuropathic-score", ("neuropathic-score-positive",)),
)
TOOL, SCORE = "neuropathic-tool", "neuropathic-score"
"""The questionnaire under a licence: which it was, and its total score; no item of it is shown."""
OVERALL = ("responder", "partial-responder")
CHECK = "outcome-check"
MOST_VALUES = 60


@dataclass(frozen=True)
class Threshold:
    """A parameter in words, with what it rests on."""

    title: str
    value: str
    evidence: Sequence[str]


@dataclass(frozen=True)
class Verdict:
    """A finding of the knowledge that says whether it changed enough."""

    title: str
    truth: Truth


@dataclass(frozen=True)
class Value:
    """One recorded value in words."""

    on: date
    words: str


@dataclass(frozen=True)
class Measured:
    """One measure: first and last value, the change between them, verdicts, thresholds, a small line."""

    id: str
    title: str
    values: Sequence[Value]
    change: str
    verdicts: Sequence[Verdict]
    thresholds: Sequence[Threshold]
    line: Chart | None
    fresh_for: int | None

    @property
    def newest(self) -> Sequence[Value]:
        """The latest values, newest first; the timeline has all of them."""
        return self.values[: -MOST_VALUES - 1 : -1]

    @property
    def first(self) -> Value | None:
        """The baseline."""
        return self.values[0] if self.values else None

    @property
    def last(self) -> Value | None:
        """The latest value, where there is more than the baseline."""
        return self.values[-1] if len(self.values) > 1 else None


def measured(basis: Basis) -> list[Measured]:
    """Every measure, recorded or not."""
    return [_measured(one, basis) for one in MEASURES]


def overall(basis: Basis) -> list[Verdict]:
    """What the rule for pain and function says of all of it."""
    return [_verdict(name, basis) for name in OVERALL]


def _measured(one: Measure, basis: Basis) -> Measured:
    finding = basis.pathway.findings[one.finding]
    seen = [line for line in basis.facts.observed.get(one.finding, ()) if _readable(line)]
    return Measured(
        id=one.finding,
        title=uncoded(finding.title),
        values=[Value(_day(line), _words(line, finding)) for line in seen],
        change=_change(seen, finding),
        verdicts=[_verdict(name, basis) for name in one.verdicts],
        thresholds=[threshold_of(basis.pathway.parameters[name], basis.pathway) for name in one.thresholds],
        line=_line(seen, finding),
        fresh_for=finding.fresh_for,
    )


def _readable(line: Observation) -> bool:
    """Whether it has a day and a value that can be told: not sure is none."""
    known = isinstance(line.value, Bounds) or isinstance(line.value, str) and line.value != NOT_SURE
    return line.on.exact and line.on.low > 1 and known


def _day(line: Observation) -> date:
    return date.fromordinal(int(line.on.high))


def _number(line: Observation, finding: Finding) -> float:
    high = line.value.high if isinstance(line.value, Bounds) else 0
    return float(high) / float(10**finding.decimals)


def _words(line: Observation, finding: Finding) -> str:
    if not isinstance(line.value, Bounds):
        return finding.options.get(str(line.value), str(line.value))
    low, high = (unscaled(end, finding.decimals) for end in (line.value.low, line.value.high))
    return _with_unit(str(low) if low == high else f"{low} to {high}", finding.unit)


def _with_unit(number: str, unit: str) -> str:
    return f"{number}%" if unit == "%" else f"{number} {unit}".strip() if unit != "/10" else f"{number} of 10"


def _change(seen: Sequence[Observation], finding: Finding) -> str:
    """The change since the baseline: up, down or none, in points and in percent of the first value."""
    if len(seen) < 2 or finding.type != "number":
        return ""
    first, last = _number(seen[0], finding), _number(seen[-1], finding)
    by = round(last - first, finding.decimals)
    if by == 0:
        return "no change"
    way = "up" if by > 0 else "down"
    if finding.unit == "%":
        return f"{way} {abs(by):g} points"
    share = f", {abs(by) / first:.0%}" if first else ""
    return f"{way} {_with_unit(f'{abs(by):g}', finding.unit)}{share}"


def _line(seen: Sequence[Observation], finding: Finding) -> Chart | None:
    if len(seen) < 2 or finding.type != "number" or finding.range is None:
        return None
    points = sorted({_day(line): _number(line, finding) for line in seen}.items())
    low, high = (end / 10**finding.decimals for end in finding.range)
    return sparkline(Series(uncoded(finding.title), points, unit=finding.unit), low=low, high=high)


def _verdict(name: str, basis: Basis) -> Verdict:
    value = basis.facts.values[name]
    return Verdict(basis.pathway.findings[name].title, value if isinstance(value, bool) else None)


def threshold_of(parameter: Parameter, pathway: Pathway) -> Threshold:
    """A parameter with its value and its evidence in words."""
    cited = [words for entry in parameter.evidence for words in _cited(entry, pathway)]
    return Threshold(parameter.title, _with_unit(f"{parameter.value:g}", parameter.unit), cited)


def _cited(entry: Evidence, pathway: Pathway) -> Iterator[str]:
    """Who says so, how far that was verified, and whether it is borrowed."""
    note = f", {entry.note}" if entry.note else ""
    yield f"{short_citation(pathway.references[entry.reference])} [{entry.verified}]{note}"
