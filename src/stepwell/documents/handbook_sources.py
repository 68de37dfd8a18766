"""The structures that may irritate the nerve, how likely each is before any test, and the tests with their accuracy.

Lives here: their layout. Lives elsewhere: how results are combined (differential/, docs/guide/differential.md).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from stepwell.documents.handbook_evidence import evidence_list, evidence_of
from stepwell.documents.handbook_interventions import conflict_link
from stepwell.documents.handbook_markup import (
    Child,
    Html,
    code,
    el,
    facts,
    fold,
    group,
    join,
    link,
    part,
    table,
)
from stepwell.documents.handbook_rules import finding_link
from stepwell.knowledge.types import Pathway

ACCURACY = {
    "sensitivity": "Sensitivity",
    "specificity": "Specificity",
    "positive_likelihood_ratio": "Likelihood ratio of a positive result",
    "negative_likelihood_ratio": "Likelihood ratio of a negative result",
}
INTERVALS = {
    "positive_likelihood_ratio": "positive_interval",
    "negative_likelihood_ratio": "negative_interval",
}


def sources(pathway: Pathway) -> Html:
    """Each source, and what is taken to be likely before any test."""
    tree = pathway.sources
    cards = [_source(name, one) for name, one in tree["sources"].items()]
    lead = "Small studies, often read by the team that made the diagnosis: ranges, not certainties. A person names the source."
    return part(
        "sources",
        "Which structure is it?",
        group(
            "The sources",
            el("div", *cards, class_="rows"),
            evidence_list(evidence_of(tree["evidence"]), pathway),
        ),
        group("How likely before any test", *_priors(tree, pathway)),
        group("How tests are combined", *_combining(tree, pathway)),
        lead=lead,
    )


def _source(name: str, tree: Mapping[str, str]) -> Html:
    rows = [
        ("Structures", tree["structures"]),
        ("Clues", tree["clues"]),
        ("On imaging", tree["imaging_sign"]),
    ]
    return el(
        "article",
        el("h4", tree["title"]),
        facts(rows),
        code(name),
        id=f"source-{name}",
        class_="entry row source",
    )


def _priors(tree: Mapping[str, Any], pathway: Pathway) -> Iterator[Html | None]:
    before = tree["prevalence"]
    yield el(
        "p",
        f"That it is Deep Gluteal Syndrome at all: {_percent(before['default'])}",
        *_after(before, pathway),
        ".",
    )
    yield evidence_list(evidence_of(before["evidence"]), pathway)
    settings = tree["settings"]
    rows = [
        (tree["sources"][name]["title"], *(_percent(one["shares"][name]) for one in settings))
        for name in tree["sources"]
    ]
    yield table(("Source", *(one["title"] for one in settings)), rows, "Share of each source before any test")
    yield evidence_list(evidence_of(tree["settings_evidence"]), pathway)
    yield el("ul", *(_times(one, pathway) for one in tree["modifiers"]))
    yield evidence_list(evidence_of(tree["modifiers_evidence"]), pathway)


def _after(before: Mapping[str, Any], pathway: Pathway) -> Iterator[Child]:
    for row in before["after"]:
        yield f"; {_percent(row['value'])} while "
        yield finding_link(row["when"], pathway)


def _times(one: Mapping[str, Any], pathway: Pathway) -> Html:
    source = link("source", one["source"], pathway.sources["sources"][one["source"]]["title"])
    return el(
        "li", source, f" counts {one['times']} times as much while ", finding_link(one["when"], pathway)
    )


def _percent(share: float) -> str:
    return f"{share * 100:g} %"


def _combining(tree: Mapping[str, Any], pathway: Pathway) -> Iterator[Html | None]:
    limits, offer = tree["limits"], tree["offer"]
    firm, pairs = tree["concentration"], tree["coexist"]
    rows = [
        ("One test counts for", f"{limits['test'][0]:g} to {limits['test'][1]:g} (likelihood ratio)"),
        ("All tests together", f"{limits['all'][0]:g} to {limits['all'][1]:g}"),
        ("A further test of the same group", f"its ratio to the power {limits['further']:g}"),
        ("Where no interval is known", f"a spread of {limits['spread']:g} of the log ratio"),
        ("Interval shown", _percent(limits["interval"])),
        ("Firmness of the shares", f"as from {firm['value']} people"),
        ("Two sources at once", _percent(pairs["value"])),
    ]
    yield table(("What", "Limit"), rows, "Limits on what tests can say")
    yield evidence_list(evidence_of((*limits["evidence"], *firm["evidence"], *pairs["evidence"])), pathway)
    yield el("p", "Tests alone offer a working source only when all of these hold:")
    yield el("ul", *(el("li", words) for words in _offer(offer)))
    yield evidence_list(evidence_of(offer["evidence"]), pathway)


def _offer(offer: Mapping[str, Any]) -> Iterator[str]:
    yield f"Its share is at least {_percent(offer['share_at_least'])}"
    yield f"and at least {offer['times_the_next']:g} times that of the next"
    yield f"Not being Deep Gluteal Syndrome is below {_percent(offer['not_dgs_below'])}"
    yield f"The interval is at most {offer['interval_at_most'] * 100:g} points wide"


def assessments(pathway: Pathway) -> Html:
    """Each test: how it is done, and how far its result can be trusted."""
    cards = [_assessment(tree, pathway) for tree in pathway.assessments]
    lead = "Numbers as published, with the people they were measured in."
    return part("assessments", "Tests and their accuracy", *cards, lead=lead)


def _assessment(tree: Mapping[str, Any], pathway: Pathway) -> Html:
    return el(
        "article",
        el("h3", str(tree["title"])),
        el("p", str(tree["how"])),
        _accuracy(tree.get("accuracy", {}), pathway),
        facts(_about(tree, pathway)),
        _shares(tree, pathway),
        code(tree["id"]),
        id=f"assessment-{tree['id']}",
        class_="entry card",
    )


def _accuracy(tree: Mapping[str, Any], pathway: Pathway) -> Html | None:
    rows = [(words, _figure(key, tree)) for key, words in ACCURACY.items() if key in tree]
    about = facts([("Measured against", tree.get("target")), ("In", tree.get("population"))])
    shown = table(("Figure", "Value"), rows, "Accuracy") if rows else None
    return join([shown, about, evidence_list(evidence_of(tree.get("evidence")), pathway)])


def _figure(key: str, tree: Mapping[str, Any]) -> str:
    interval = tree.get(INTERVALS.get(key, ""))
    return (
        f"{tree[key]:g} (95 % interval {interval[0]:g} to {interval[1]:g})" if interval else f"{tree[key]:g}"
    )


def _about(tree: Mapping[str, Any], pathway: Pathway) -> Iterator[tuple[str, Child]]:
    titles = {one["id"]: one["title"] for one in pathway.assessments}
    linked = [name for name in tree.get("not_independent_of", ()) if name in titles]
    named = pathway.sources["sources"]
    speaks = (link("source", name, named[name]["title"]) for name in tree["speaks_for"])
    yield "Recorded as", finding_link(tree["finding"], pathway) if "finding" in tree else None
    yield "Speaks for", join(speaks, ", ") if tree["speaks_for"] else "No source in particular"
    yield (
        "Overlaps with",
        join((link("assessment", name, titles[name]) for name in linked), ", ") if linked else None,
    )
    yield "Counts at most", f"{tree['cap']:g} (likelihood ratio)" if "cap" in tree else None
    marks = tree.get("conflicts", ())
    yield "Sources disagree", join((conflict_link(name, pathway) for name in marks), "; ") if marks else None


def _shares(tree: Mapping[str, Any], pathway: Pathway) -> Html | None:
    if "positive" not in tree:
        return None
    named = {
        **{name: one["title"] for name, one in pathway.sources["sources"].items()},
        "not-dgs": "Not Deep Gluteal Syndrome",
    }
    rows = [(named[name], _percent(share)) for name, share in tree["positive"]["shares"].items()]
    shown = table(("If the source is", "Positive in"), rows, "How often the test is positive")
    return fold(
        "How often it is positive, by source",
        shown,
        evidence_list(evidence_of(tree["positive"]["evidence"]), pathway),
    )
