"""Interventions as cards: what is said, to whom it applies, what forbids it, doses, evidence.

Lives here: their values. Lives elsewhere: the same on screen (documents/handbook_interventions.py), the layout
(handbook.typ).
"""

from collections.abc import Iterator
from typing import Any

from stepwell.documents.codes import uncoded
from stepwell.documents.handbook_doses import PLACES, band
from stepwell.documents.handbook_exits import urgency_words
from stepwell.documents.handbook_interventions import DECIDES, HOW, KIND, KINDS
from stepwell.documents.pdf.book.rules import begun, line, rule, sign
from stepwell.documents.pdf.book.runs import Run, Runs, between, cited, flags_of, linked
from stepwell.documents.words import STRENGTH
from stepwell.knowledge.conditions import Always, Condition
from stepwell.knowledge.types import URGENCIES, DoseTable, Evidence, Intervention, Pathway, Step

Row = dict[str, Any]


def exits(pathway: Pathway) -> list[Row]:
    """The exits by urgency, the most urgent first."""
    groups = []
    for urgency in URGENCIES:
        found = [one for one in pathway.interventions.values() if one.exit == urgency]
        groups.append({"title": urgency_words(urgency), "cards": _cards(found, pathway)})
    return groups


def step_groups(step: Step, pathway: Pathway) -> list[Row]:
    """What a step can advise, by kind, and what is only recorded; exits have a chapter of their own."""
    here = [one for one in pathway.interventions.values() if one.step == step.id and not one.exit]
    groups = [
        {"title": title, "cards": _cards([one for one in here if _is_of(kind, one)], pathway)}
        for kind, title in KINDS.items()
    ]
    recorded = _cards([one for one in here if one.recorded_only], pathway)
    groups.append({"title": "Recorded where it happened, never advised", "cards": recorded})
    return [one for one in groups if one["cards"]]


def _is_of(kind: str, one: Intervention) -> bool:
    return one.kind == kind and not one.recorded_only


def _cards(found: list[Intervention], pathway: Pathway) -> list[Row]:
    return [card(one, pathway) for one in sorted(found, key=lambda one: (one.rank, one.id))]


def card(one: Intervention, pathway: Pathway) -> Row:
    """One intervention."""
    return {
        "place": f"intervention-{one.id}",
        "title": one.title,
        "eyebrow": " · ".join(_eyebrow(one)),
        "patient": one.say.get("patient", ""),
        "clinician": one.say.get("clinician", ""),
        "rules": [row for row in _rules(one, pathway) if row["items"]],
        "doses": [_dose(table, pathway) for table in one.dose],
        "foot": [list(row) for row in _foot(one, pathway)],
    }


def _eyebrow(one: Intervention) -> Iterator[str]:
    if not one.exit:
        yield "Recorded only" if one.recorded_only else STRENGTH[one.strength]
    yield KIND[one.kind]
    yield DECIDES[one.decided_by]
    if one.audience == ("clinician",):
        yield "Shown to clinicians only"


def _rules(one: Intervention, pathway: Pathway) -> Iterator[Row]:
    yield _indicated(one, pathway)
    if one.unless is not None:
        yield {"label": "Not when", **rule(one.unless, pathway)}
    yield _listed("First", [_need(need.that, need.otherwise, pathway) for need in one.requires])
    yield _listed(
        "Never",
        [
            _reason(row.when, _until(row.because, row.until), row.evidence, pathway)
            for row in one.contraindicated
        ],
    )
    yield _listed("With care", [_reason(row.when, row.do, row.evidence, pathway) for row in one.precautions])
    yield _listed(
        "Stop",
        [
            _reason(row.when, f"{HOW.get(row.how, row.how)}. {uncoded(row.because)}", (), pathway)
            for row in one.stop
        ],
    )
    yield _listed("Taper", [[one.taper]] if one.taper else [])
    yield _listed("Again", list(_again(one)))


def _listed(label: str, items: list[Runs]) -> Row:
    return {"label": label, "join": "", "items": items}


def _indicated(one: Intervention, pathway: Pathway) -> Row:
    if one.indicated is not None:
        told = sign(one.indicated, pathway) if one.exit else rule(one.indicated, pathway)
        return {"label": "When", **told}
    if one.finds and not one.recorded_only:
        return _listed("When", [["An open question needs what it finds"]])
    together: list[Runs] = [["Together with ", _title(one.part_of, pathway)]] if one.part_of else []
    return _listed("When", together)


def _reason(when: Condition, words: str, evidence: tuple[Evidence, ...], pathway: Pathway) -> Runs:
    flags = flags_of(evidence)
    told = uncoded(words)
    head: Runs = ["Always"] if isinstance(when, Always) else begun(line(when, pathway))
    return [*head, f": {told}" if told else "", f" {flags}" if flags else ""]


def _until(because: str, until: str) -> str:
    return f"{because} Until {until}." if until else because


def _need(that: Condition, otherwise: str, pathway: Pathway) -> Runs:
    return [*begun(line(that, pathway)), *([". If not: ", _title(otherwise, pathway)] if otherwise else [])]


def _again(one: Intervention) -> Iterator[Runs]:
    if one.repeat is not None:
        repeat = one.repeat
        most = f"; at most {repeat.at_most} in {repeat.per} days" if repeat.at_most and repeat.per else ""
        yield [f"Not before {repeat.not_before} days{most}"]


def _dose(table: DoseTable, pathway: Pathway) -> Row:
    finding = pathway.findings.get(table.by)
    return {
        "title": f"Dose, {PLACES.get(table.jurisdiction, table.jurisdiction)}",
        "by": finding.title if finding else "For",
        "rows": [[band(row, finding), row.say] for row in table.rows],
        "evidence": cited(table.evidence, pathway),
    }


def _foot(one: Intervention, pathway: Pathway) -> Iterator[tuple[str, Runs]]:
    others = [
        other
        for other in pathway.interventions.values()
        if one.choice and other.choice == one.choice and other.id != one.id
    ]
    if others:
        yield "Either this or", between(([_title(other.id, pathway)] for other in others), "; ")
    if one.exit:
        halted = ", ".join(KINDS[kind].lower() for kind in KINDS if kind in one.halts)
        yield "Halts", [halted or "nothing"]
    if one.conflicts:
        yield "Sources disagree", between(([linked("conflict", name, name)] for name in one.conflicts), ", ")
    marks = (*one.statements, *one.flags, *one.hazards)
    yield "Evidence", [*cited(one.evidence, pathway), f" [{', '.join(marks)}]" if marks else ""]


def _title(name: str, pathway: Pathway) -> Run:
    return linked("intervention", name, pathway.interventions[name].title)
