"""What is written in a person's own record, and what a chart says, in the language in which the person is spoken to.

Lives here: lines, kinds of entries and charts in another language than English. Lives elsewhere: the same in English
(workspace/person/words.py, figures/), the page (owning/told.py), the language (clinic/languages.py).

A line that cannot be told in the language stays English and is marked.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext, gettext_noop

from stepwell.clinic.languages import spoken
from stepwell.clinic.workspace.person.words import KINDS, UNITS, line_in_words, title_of
from stepwell.figures.charts import Chart
from stepwell.knowledge.translations import ENGLISH, MARK
from stepwell.knowledge.types import Finding, Pathway
from stepwell.records.types import NOT_SURE

PATIENT = "patient"
YES = ("yes", True)
DONE = "done"
_OF_A_LOG = frozenset("finding value dose response pain reason side on by seq recorded_at".split())
LOGGED = {
    "none": gettext_noop("left out"),
    "partial": gettext_noop("done in part"),
    "good": gettext_noop("done, went well"),
    "worse": gettext_noop("done, went badly"),
}
REASONS = tuple(map(gettext_noop, ("pain", "no time", "no space or kit", "unsure how", "left", "right")))
OF_KINDS = tuple(
    map(
        gettext_noop,
        (
            "Check-in",
            "Short safety form",
            "Weekly check-in",
            "Activities",
            "Session",
            "Visit",
            "Examination",
            "Intake",
            "Decision",
            "Outcome measures",
            "Programme",
            "Note to the patient",
            "Letter",
            "Marked as reviewed",
            "Put aside",
            "Consent",
            "Import",
        ),
    )
)
OF_UNITS = tuple(map(gettext_noop, ("days", "years", "weeks", "months", "minutes", "hours", "seconds")))
OF_CHARTS = tuple(
    map(
        gettext_noop,
        ("Day", "How it went", "no value", "done", "done in part", "rest day", "not done", "nothing known"),
    )
)
_SHORT = dict(zip("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), range(1, 13)))
_DAY = re.compile(rf"\b(\d+) ({'|'.join(_SHORT)})\b")
_UNTIL = re.compile(rf"(\d+ (?:{'|'.join(_SHORT)})) to (?=\d)")

Line = Mapping[str, Any]


def kind_said(kind: str) -> str:
    """A kind of entry."""
    return gettext(KINDS[kind]) if kind in KINDS else kind


def title_said(name: str, pathway: Pathway) -> str:
    """What a line is about: the question as the person was asked it, else its title."""
    finding = pathway.findings.get(name)
    if spoken() != ENGLISH and finding is not None and PATIENT in finding.ask:
        return finding.ask[PATIENT]
    return title_of(name, pathway)


def line_said(line: Line, pathway: Pathway) -> str:
    """A line of the record."""
    if spoken() == ENGLISH:
        return line_in_words(line, pathway)
    finding = pathway.findings.get(str(line.get("finding")))
    if finding is not None and PATIENT in finding.ask and not isinstance(line.get("value"), Mapping):
        return f"{finding.ask[PATIENT]} {_value(line, finding)}"
    if line.get("finding") in pathway.exercises and line.get("value") == DONE and line.keys() <= _OF_A_LOG:
        return f"{title_of(str(line['finding']), pathway)}: {_done(line)}"
    return f"{MARK}{line_in_words(line, pathway)}"


def _done(line: Line) -> str:
    """An exercise that was done or left out, with its level, its pain and why."""
    said = [gettext(LOGGED.get(str(line.get("response")), DONE))]
    said += [str(line["dose"])] if line.get("dose") else []
    if line.get("pain") is not None:
        said.append(gettext("pain %(n)s of 10") % {"n": line["pain"]})
    said += [gettext(str(line[key])) for key in ("reason", "side") if line.get(key)]
    return ", ".join(said)


def _value(line: Line, finding: Finding) -> str:
    value = line.get("value")
    if value is None:
        return gettext("taken back")
    if value == NOT_SURE:
        return gettext("Not sure")
    if finding.type == "yes-no":
        return gettext("Yes") if value in YES else gettext("No")
    unit = str(line.get("unit", finding.unit))
    return (
        f"{finding.options.get(str(value), value)} {gettext(UNITS[unit]) if unit in UNITS else unit}".strip()
    )


def chart_said(chart: Chart) -> Chart:
    """A chart: its texts, its sentence and its table."""
    if spoken() == ENGLISH:
        return chart
    svg, table = (re.sub(r">([^<>]+)<", _node, part) for part in (chart.svg, chart.table))
    return replace(chart, svg=svg, table=table, alt=_text(chart.alt))


def _node(found: re.Match[str]) -> str:
    return f">{_text(found[1])}<"


def _text(words: str) -> str:
    if words in OF_CHARTS:
        return gettext(words)
    words = re.sub(
        r"Lowest (\S+), highest (\S+)\.",
        lambda one: gettext("Lowest %(low)s, highest %(high)s.") % {"low": one[1], "high": one[2]},
        words,
    )
    words = re.sub(
        r"No value on (\d+) days?\.",
        lambda one: gettext("Days without a value: %(n)s.") % {"n": one[1]},
        words,
    )
    for name in sorted(OF_CHARTS, key=len, reverse=True):
        words = re.sub(rf"(?<=[\d:] ){name}\b", gettext(name), words)
    words = _UNTIL.sub(rf"\1 {gettext('to')} ", words)
    words = words.replace(" on ", f" {gettext('on day')} ") if re.search(r" on \d", words) else words
    return _DAY.sub(lambda one: f"{one[1]} {MONTHS_3[_SHORT[one[2]]]}", words)
