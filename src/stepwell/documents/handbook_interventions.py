"""Every intervention as a card, step by step.

Lives here: the chapters of the steps. Lives elsewhere: the exits at a glance (documents/handbook_exits.py), rules in words (documents/handbook_rules.py), evidence
(documents/handbook_evidence.py), dose tables (documents/handbook_doses.py).
"""

from collections.abc import Iterable, Iterator

from stepwell.documents.handbook_doses import doses
from stepwell.documents.handbook_evidence import chips, evidence_list
from stepwell.documents.handbook_exits import urgency_words
from stepwell.documents.handbook_markup import (
    Child,
    Html,
    bullets,
    code,
    el,
    facts,
    fold,
    group,
    join,
    link,
    part,
)
from stepwell.documents.handbook_rules import condition_html, finding_link, parameter_link, phrase
from stepwell.documents.words import STRENGTH, plural
from stepwell.knowledge.conditions import Condition
from stepwell.knowledge.types import (
    URGENCIES,
    Contraindication,
    Evidence,
    Intervention,
    Pathway,
    Precaution,
    Repeat,
    Requirement,
    Step,
    StopRule,
)

KINDS = {
    "test": "Questions, examination and tests",
    "review": "Reviews",
    "education": "Advice",
    "load": "Exercise and daily load",
    "medicine": "Medicines",
    "needle": "Injections",
    "surgery": "Operations",
    "referral": "Referrals",
}
KIND = {
    "test": "Test",
    "review": "Review",
    "education": "Advice",
    "load": "Load",
    "medicine": "Medicine",
    "needle": "Injection",
    "surgery": "Operation",
    "referral": "Referral",
}
DECIDES = {
    "patient": "The patient decides",
    "physiotherapist": "A physiotherapist decides",
    "physician": "A physician decides",
    "surgeon": "A surgeon decides",
}
HOW = {"at-once": "Stop at once", "taper": "Stop by taper"}
MOST_OPEN = 3
"""Rules of one sort that are shown without unfolding."""


def steps(pathway: Pathway) -> Iterator[Html]:
    """One chapter for each step."""
    for number, step in enumerate(pathway.steps, start=1):
        yield _step(number, step, pathway)


def _step(number: int, step: Step, pathway: Pathway) -> Html:
    here = [one for one in pathway.interventions.values() if one.step == step.id]
    gate = facts(
        [
            ("Past this step when", condition_html(step.goal, pathway)),
            ("Treatments here begin when", _maybe(step.enter, pathway)),
            ("Treatments here are not needed when", _maybe(step.unless, pathway)),
        ]
    )
    groups = [group(title, *cards) for title, cards in _grouped(here, pathway) if cards]
    return part(f"step-{step.id}", f"Step {number}: {step.title}", gate, *groups, lead=step.say)


def _grouped(here: list[Intervention], pathway: Pathway) -> Iterator[tuple[str, list[Html]]]:
    """Exits by urgency, then the rest by kind, then what is only recorded."""
    ordered = sorted(here, key=lambda one: (one.rank, one.id))
    for urgency in URGENCIES:
        found = [one for one in ordered if one.exit == urgency]
        yield f"Exits. {urgency_words(urgency)}", _cards(found, pathway)
    for kind, title in KINDS.items():
        plain = [one for one in ordered if one.kind == kind and not one.exit and not one.recorded_only]
        yield title, _cards(plain, pathway)
    recorded = [one for one in ordered if one.recorded_only]
    yield "Recorded where it happened, never advised", _cards(recorded, pathway)


def _cards(found: list[Intervention], pathway: Pathway) -> list[Html]:
    return [card(one, pathway) for one in found]


def card(one: Intervention, pathway: Pathway) -> Html:
    """One intervention with all its rules."""
    head = el("header", el("p", *_eyebrow(one), class_="eyebrow"), el("h4", one.title))
    foot = el("footer", facts(_foot(one, pathway)), _evidence(one, pathway), code(one.id))
    tone = f" {one.exit}" if one.exit else ""
    return el(
        "article",
        head,
        *_says(one),
        facts(_rules(one, pathway)),
        foot,
        id=f"intervention-{one.id}",
        class_=f"entry card{tone}",
    )


def _eyebrow(one: Intervention) -> Iterator[Child]:
    if one.exit:
        yield el("b", urgency_words(one.exit))
    else:
        yield el("b", "Recorded only" if one.recorded_only else STRENGTH[one.strength])
    yield f" · {KIND[one.kind]} · {DECIDES[one.decided_by]}"
    if one.audience == ("clinician",):
        yield " · Shown to clinicians only"


def _says(one: Intervention) -> Iterator[Html]:
    for who, label in (("patient", "To the patient"), ("clinician", "For the clinician")):
        if one.say.get(who):
            yield el("p", el("span", label, class_="who"), " ", one.say[who], class_=f"say {who}")


def _rules(one: Intervention, pathway: Pathway) -> Iterator[tuple[str, Child]]:
    yield "Indicated when", _indicated(one, pathway)
    yield "Not needed when", _maybe(one.unless, pathway)
    yield "Needs first", bullets((_need(need, pathway) for need in one.requires), "rules")
    yield (
        "Never while",
        _folded([_never(row, pathway) for row in one.contraindicated], _all(one.contraindicated)),
    )
    yield "With care", _folded([_care(row, pathway) for row in one.precautions], _all(one.precautions))
    yield "Dose", doses(one.dose, pathway)
    yield "Stop", _folded([_stop(row, pathway) for row in one.stop])
    yield "Taper", one.taper
    yield "Again", _repeat(one.repeat, pathway)
    yield "Finds", _finds(one, pathway)


def _indicated(one: Intervention, pathway: Pathway) -> Child:
    if one.indicated is not None:
        return condition_html(one.indicated, pathway)
    if one.recorded_only:
        return None
    if one.finds:
        return "An open question needs what it finds"
    return join(["Together with ", _title(one.part_of, pathway)]) if one.part_of else None


def _maybe(condition: Condition | None, pathway: Pathway) -> Html | None:
    return None if condition is None else condition_html(condition, pathway)


def _all(rows: Iterable[Contraindication | Precaution]) -> list[Evidence]:
    return [one for row in rows for one in row.evidence]


def _folded(rows: list[Html], evidence: Iterable[Evidence] = ()) -> Html | None:
    """A short list as it is; a long one folded, with the flags of what is in it."""
    shown = bullets(rows, "rules")
    if len(rows) <= MOST_OPEN:
        return shown
    return fold(join([plural(len(rows), "rule"), " ", chips(evidence)]), shown)


def _never(row: Contraindication, pathway: Pathway) -> Html:
    until = f" Until {row.until}." if row.until else None
    return join(
        [phrase(row.when, pathway), el("p", row.because, until), evidence_list(row.evidence, pathway)]
    )


def _care(row: Precaution, pathway: Pathway) -> Html:
    return join([phrase(row.when, pathway), el("p", row.do), evidence_list(row.evidence, pathway)])


def _stop(row: StopRule, pathway: Pathway) -> Html:
    return join([phrase(row.when, pathway), el("p", f"{HOW.get(row.how, row.how)}. {row.because}")])


def _need(need: Requirement, pathway: Pathway) -> Html:
    otherwise = el("p", "If not: ", _title(need.otherwise, pathway)) if need.otherwise else None
    return join([phrase(need.that, pathway), otherwise])


def _repeat(repeat: Repeat | None, pathway: Pathway) -> Child:
    if repeat is None:
        return None
    most = f"; at most {repeat.at_most} in {repeat.per} days" if repeat.at_most and repeat.per else ""
    numbers = join((parameter_link(name, pathway) for name in repeat.parameters), ", ")
    told = join([" (", numbers, ")"]) if repeat.parameters else None
    return join([f"Not before {repeat.not_before} days{most}", told])


def _finds(one: Intervention, pathway: Pathway) -> Child:
    return join((finding_link(name, pathway) for name in one.finds), ", ") if one.finds else None


def _foot(one: Intervention, pathway: Pathway) -> Iterator[tuple[str, Child]]:
    yield "Part of", _title(one.part_of, pathway) if one.part_of else None
    yield "Either this or", _others(one, pathway)
    yield (
        "First choice",
        bullets(
            join([_title(row.option, pathway), " while", condition_html(row.when, pathway)])
            for row in one.prefer
        ),
    )
    yield "Halts", _halts(one)
    yield "Timing", "Not bound to its step" if one.anytime else None
    yield "Carries", _marks(one)
    yield (
        "Sources disagree",
        join((conflict_link(name, pathway) for name in one.conflicts), "; ") if one.conflicts else None,
    )
    yield "Codes", ", ".join(f"{system.upper()} {value}" for system, value in one.codes.items())


def _halts(one: Intervention) -> str | None:
    return ", ".join(KINDS[kind].lower() for kind in KINDS if kind in one.halts) if one.exit else None


def _others(one: Intervention, pathway: Pathway) -> Child:
    same = [
        other for other in pathway.interventions.values() if other.choice == one.choice and other.id != one.id
    ]
    return join((_title(other.id, pathway) for other in same), ", ") if one.choice and same else None


def _marks(one: Intervention) -> Child:
    marks = (*one.statements, *one.flags, *one.hazards)
    return join((link("mark", mark, mark) for mark in marks), " ") if marks else None


def conflict_link(name: str, pathway: Pathway) -> Html:
    """A conflict's number and title, linked."""
    return link("conflict", name, f"{name} {pathway.conflicts[name].title}")


def _title(name: str, pathway: Pathway) -> Html:
    return link("intervention", name, pathway.interventions[name].title)


def _evidence(one: Intervention, pathway: Pathway) -> Html | None:
    found = evidence_list(one.evidence, pathway)
    return None if found is None else join([el("p", "Evidence", class_="label"), found])
