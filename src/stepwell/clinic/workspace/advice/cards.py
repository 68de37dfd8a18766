"""One recommendation as a card shows it: what stands in the plan, joined with the knowledge.

Lives here: titles, citations, sides of conflicts, questions, what may be decided. Lives elsewhere: the layout
(templates/advice/_card.html), the plan (reasoning/), who may decide what (advice/choices.py).
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stepwell.clinic.workspace.advice.choices import DECIDES, TAKING, WHO, Offer, offer_of
from stepwell.clinic.workspace.advice.decided import Decided
from stepwell.clinic.workspace.advice.words import HALTS, VERIFIED, listed
from stepwell.documents.codes import uncoded
from stepwell.documents.words import STRENGTH
from stepwell.knowledge.bibliography import short_citation
from stepwell.knowledge.quantities import unscaled
from stepwell.knowledge.types import Conflict, Finding, Intervention, Pathway
from stepwell.records.types import NOT_SURE

MOST_ASKED = 5
"""How many questions a card asks in place; the others stand on a page of their own."""

DOSED = ("recommended", "prepare", "continue", "stop")

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Cited:
    """One piece of evidence in words. `unsure` says how far it was verified, where it was not read in the source;
    `weak` whether that must catch the eye."""

    key: str
    citation: str
    locator: str
    certainty: str
    unsure: str
    note: str
    link: str
    weak: bool


@dataclass(frozen=True)
class Asked:
    """A question as a form shows it. `options` are (value, words); a number has `low`, `high`, `step` and `unit`.

    `other_unit` is what is ticked where the number fits another unit better, and is right all the same.
    """

    finding: str
    text: str
    title: str
    type: str
    options: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    low: str = ""
    high: str = ""
    step: str = "1"
    value: str = ""
    errors: tuple[str, ...] = ()
    other_unit: str = ""


@dataclass(frozen=True)
class Card:
    """Everything that a card shows beside the plan's own values."""

    one: Values
    entry: Intervention
    offer: Offer
    reasons: str
    strength: str
    who: str
    decides: str
    halts: str
    unmet: tuple[tuple[str, str], ...]
    conflicts: tuple[Conflict, ...]
    evidence: tuple[Cited, ...]
    certainty: str
    dose: tuple[str, ...]
    asked: tuple[Asked, ...] = ()
    more_asked: int = 0
    form_keys: Mapping[str, str] = field(default_factory=dict)
    last: Decided | None = None
    others: tuple[str, ...] = ()

    @property
    def accepts(self) -> bool:
        """Whether it is accepted by one press: nothing has to be written with it, and it is not accepted yet."""
        accepted = (
            self.last is not None and self.last.event == "accepted" and self.one["status"] != "declined"
        )
        return self.offer.allows("accept") and not self.offer.asks and not accepted


def card_of(
    one: Values,
    pathway: Pathway,
    *,
    role: str,
    key: str = "",
    last: Decided | None = None,
    others: Sequence[str] = (),
) -> Card:
    """The card of a recommendation of the plan.

    key     a UUID made when the page was made; each form of each card has its own, made from it
    last    what was decided of it last
    others  titles of the other options of the same choice
    """
    entry = pathway.interventions[one["id"]]
    asked = questions_in(one["ask"], pathway) if one["status"] == "ask-first" else ()
    evidence = tuple(cited(one["evidence"], pathway))
    return Card(
        one=one,
        entry=entry,
        offer=offer_of(entry, one["status"], role, taken=last is not None and last.event in TAKING),
        reasons=reasons_in_short(one),
        strength=STRENGTH[one["strength"]] if one["status"] == "recommended" and not one["urgency"] else "",
        who=WHO[one["decided_by"]],
        decides=DECIDES[one["decided_by"]],
        halts=halted_by(entry),
        unmet=tuple((need, _title(need, pathway)) for need in one["unmet"]),
        conflicts=tuple(pathway.conflicts[name] for name in one["conflicts"]),
        evidence=evidence,
        certainty=_certainty(evidence),
        dose=tuple(one["dose"]) if one["status"] in DOSED else (),
        asked=asked[:MOST_ASKED],
        more_asked=max(0, len(asked) - MOST_ASKED),
        form_keys={do: form_key(key, one["id"], do) for do in ("accept", "answers")},
        last=last,
        others=tuple(others),
    )


def form_key(key: str, *names: str) -> str:
    """The key of one form, made from that of its page: two forms of one page never share one.

    >>> form_key("7a6c8fd0-3f0e-4f0a-9d3f-0a4c5e1b2d3f", "a", "accept") == form_key("", "a", "accept")
    False
    """
    try:
        base = uuid.UUID(str(key))
    except ValueError:
        base = uuid.uuid4()
    return str(uuid.uuid5(base, ":".join(names)))


def halted_by(entry: Intervention) -> str:
    """What an exit halts while it is open, in words."""
    return listed([words for kind, words in HALTS.items() if kind in entry.halts])


def reasons_in_short(one: Values) -> str:
    """What the summary of `Why` says before it is opened."""
    truths = [tree["truth"] for tree in one["because"]]
    if not truths:
        return "Why"
    if one["status"] in ("contraindicated", "stop"):
        return f"Why: {len(truths)} {'reason' if len(truths) == 1 else 'reasons'} against"
    if one["status"] in ("held", "paused"):
        return "Why: what holds it"
    if one["status"] == "recommended":
        return "Why: all reasons hold, none against"
    return "Why: what is known, and what is not"


def cited(evidence: Iterable[Values], pathway: Pathway) -> Iterable[Cited]:
    """Evidence in words, each reference and place once."""
    seen = set()
    for one in evidence:
        mark = (one["reference"], one["locator"])
        if mark not in seen:
            seen.add(mark)
            yield _cited(one, pathway.references.get(one["reference"], {}))


def _cited(one: Values, reference: Mapping[str, str]) -> Cited:
    doi = reference.get("doi", "")
    return Cited(
        key=one["reference"],
        citation=short_citation(reference).replace("source article", "Source article", 1) or one["reference"],
        locator=one["locator"] or "",
        certainty=(one["certainty"] or "").replace("-", " "),
        unsure=VERIFIED[one["verified"]],
        note=one["note"] or "",
        link=f"https://doi.org/{doi}" if doi else reference.get("url", ""),
        weak=one["verified"] in ("RECALLED", "CONFLICT", "SEEN-2"),
    )


def _certainty(evidence: Sequence[Cited]) -> str:
    """The first certainty that is stated, and whether any of it was not verified."""
    stated = next((one.certainty for one in evidence if one.certainty), "")
    unsure = any(one.unsure == VERIFIED["RECALLED"] for one in evidence)
    words = [f"{stated} certainty" if stated else "Evidence"]
    if unsure:
        words.append("partly not verified")
    shown = "; ".join(words)
    return f"{shown[:1].upper()}{shown[1:]}{'.' if stated or unsure else ':'}"


def _title(need: str, pathway: Pathway) -> str:
    return pathway.interventions[need].title if need in pathway.interventions else need


def questions_in(names: Iterable[str], pathway: Pathway) -> tuple[Asked, ...]:
    """The questions of findings that can be answered in a form."""
    found = (pathway.findings.get(name) for name in names)
    return tuple(question_of(one) for one in found if one is not None and one.ask and one.type != "text")


def question_of(
    finding: Finding, *, value: str = "", errors: Sequence[str] = (), other_unit: str = ""
) -> Asked:
    """A finding as a question to a clinician."""
    text = finding.ask.get("clinician") or finding.ask.get("patient", "")
    low, high = finding.range or (0, 0)
    bounds = (
        (str(unscaled(low, finding.decimals)), str(unscaled(high, finding.decimals)))
        if finding.range
        else ("", "")
    )
    return Asked(
        finding=finding.id,
        text=text,
        title=uncoded(finding.title),
        type=finding.type,
        options=options_of(finding),
        unit=finding.unit,
        low=bounds[0],
        high=bounds[1],
        step=str(unscaled(1, finding.decimals)) if finding.decimals else "1",
        value=value,
        errors=tuple(errors),
        other_unit=other_unit,
    )


def options_of(finding: Finding) -> tuple[tuple[str, str], ...]:
    """What can be answered, and its words. Where not sure counts as yes, the word says so."""
    not_sure = (NOT_SURE, "Not sure: counts as yes" if finding.unsure_is_yes else "Not known")
    if finding.type == "yes-no":
        return (("yes", "Yes"), ("no", "No"), not_sure)
    return (*finding.options.items(), not_sure) if finding.type == "choice" else ()
