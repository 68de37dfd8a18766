"""Tables of a summary that need the prepared rows: spans of time, what is missing, what was decided.

Lives here: these tables, and why they may have to be left out. Lives elsewhere: the counts (population/reports/waiting.py,
missing.py, decided.py), the other tables (population/reports/summary.py).
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from stepwell.knowledge.types import Pathway
from stepwell.population.codes import codes_of
from stepwell.population.reports.counted import Results
from stepwell.population.reports.decided import DECISIONS, decisions
from stepwell.population.reports.making import Line, Making
from stepwell.population.reports.missing import missing
from stepwell.population.reports.small import Counts, Key
from stepwell.population.reports.tables import Table
from stepwell.population.reports.waiting import NOT_KNOWN, SPANS, Spans, in_record, since_begun
from stepwell.population.results import knowledge_of, source_of

MOST_FINDINGS = 20


def why_not(latest: Results, prepared: Path, pathway: Pathway | None) -> str:
    """Why the rows cannot be read; nothing where they can."""
    about = latest.about
    if pathway is None or knowledge_of(pathway)["fingerprint"] != about.knowledge["fingerprint"]:
        return "the knowledge of the results is not the knowledge inside this version."
    if not prepared.is_dir():
        return "the prepared population is not where it was; name it with --prepared."
    there = {name: source_of(prepared / name) for name in about.buckets if (prepared / name).is_dir()}
    return "" if there == about.buckets else "the prepared population changed since; name it with --prepared."


def row_tables(latest: Results, prepared: Path, pathway: Pathway, counts: Counts) -> Iterator[Making]:
    """The tables, with their counts added."""
    codes, where = codes_of(pathway), (latest.folder, latest.about, prepared)
    head = Table("in-record", "Time in the record", "Step", (*SPANS, NOT_KNOWN), "parts", _IN_RECORD)
    yield _spans(head, in_record(*where), latest, counts)
    begun = since_begun(*where, codes.interventions, codes.events)
    title = "Time since a treatment of this step was begun"
    yield _spans(replace(head, id="since-begun", title=title, lead=_BEGUN), begun, latest, counts)
    yield _missing(latest, prepared, pathway, counts)
    yield _decisions(latest, prepared, pathway, counts)


def _spans(head: Table, found: Spans, latest: Results, counts: Counts) -> Making:
    lines = []
    for step in latest.about.steps:
        total = ("step", latest.day, step["id"])
        parts: dict[Key, int] = {
            (head.id, step["id"], span): found.get((step["id"], span), 0) for span in head.heads
        }
        counts.line(total, parts)
        lines.append(Line(step["id"], step["title"], list(parts), total))
    return Making(head, lines)


def _missing(latest: Results, prepared: Path, pathway: Pathway, counts: Counts) -> Making:
    found = missing(latest.folder, latest.about, prepared, pathway)
    sample = ("sample", found.sampled)
    counts.known(sample, found.sampled)
    most = [
        name for name, _ in found.decisions.most_common(MOST_FINDINGS) if found.people[name] >= counts.small
    ]
    lines = []
    for name in most:
        people, asked = found.people[name], found.asked[name]
        counts.line(sample, {("lacks", name): people, ("has", name): found.sampled - people})
        counts.line(("lacks", name), {("ask", name): asked, ("wait", name): people - asked})
        counts.known(("decisions", name), found.decisions[name])
        keys = [("lacks", name), ("ask", name), ("decisions", name)]
        lines.append(Line(name, _title(name, pathway), keys, sample))
    head = Table(
        "missing",
        "Missing answers that keep most decisions open",
        "What is missing",
        ("people", "can be asked today", "decisions"),
        "bars",
        _MISSING.format(sample=found.sampled, open=f"{found.open:,}"),
        "Nobody has an open status.",
    )
    return Making(head, lines)


def _decisions(latest: Results, prepared: Path, pathway: Pathway, counts: Counts) -> Making:
    found = decisions(latest.about, prepared, codes_of(pathway))
    titles = {one.id: one.title for one in latest.about.interventions}
    lines = []
    for name in sorted(
        found, key=lambda one: (-found[one].get(DECISIONS[0], 0), -sum(found[one].values()), one)
    ):
        parts: dict[Key, int] = {("decision", name, word): found[name].get(word, 0) for word in DECISIONS}
        counts.line(("decided", name), parts)
        lines.append(Line(name, titles[name], list(parts), ("decided", name)))
    head = Table(
        "decisions", "What was decided", "Advice", DECISIONS, "parts", _DECISIONS, "No decision is recorded."
    )
    return Making(head, lines, may_leave_out=True)


def _title(name: str, pathway: Pathway) -> str:
    entry = pathway.findings.get(name.partition("@")[0]) or pathway.interventions.get(name)
    return entry.title if entry else name


_IN_RECORD = "Since the first dated row of a person, whatever it was."
_BEGUN = (
    "Since the first day on which a treatment that belongs to the person's step was started or done. "
    "Not known: none is recorded."
)
_MISSING = (
    "From a sample of {sample} of the {open} people with an open status (ask first, or too early), each judged by the "
    "reasoning that also answers for one person. A decision is a status that waits for the answer; it may wait for "
    "several. The numbers are those of the sample."
)
_DECISIONS = "Decisions that were recorded up to the day. One that was replaced does not count."
