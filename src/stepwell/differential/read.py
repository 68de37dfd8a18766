"""From the YAML of sources.yaml and assessments/ to frozen values, with every fault at once.

Lives here: shape and range of each entry. Lives elsewhere: YAML itself (knowledge/yaml_text.py), what the numbers do
(differential/odds.py), the shape in words (docs/guide/differential.md).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from stepwell.differential.types import (
    NOT_DGS,
    Assessment,
    Limits,
    Modifier,
    OfferRule,
    Setting,
    Source,
    Sources,
)
from stepwell.errors import Fault, KnowledgeError

SOURCES_FILE = "knowledge/dgs/sources.yaml"
ROUNDING = 1e-6
"""Slack for shares that sum to 1 as they are written."""


def read_sources(tree: Mapping[str, Any]) -> Sources:
    """The sources and how results are combined.

    tree    sources.yaml as plain values
    raises  KnowledgeError with every fault

    Reference: evidence 1.3 and 2.6.
    """
    faults = _faults_of_sources(tree)
    if faults:
        raise KnowledgeError(faults)
    return Sources(
        sources={name: _source(name, below) for name, below in tree["sources"].items()},
        settings=tuple(_setting(below) for below in tree["settings"]),
        modifiers=tuple(
            Modifier(below["when"], below["source"], below["times"]) for below in tree.get("modifiers", ())
        ),
        prevalence=tree["prevalence"]["default"],
        prevalence_after=tuple(
            (below["when"], below["value"]) for below in tree["prevalence"].get("after", ())
        ),
        concentration=tree["concentration"]["value"],
        coexist=tree["coexist"]["value"],
        blocks={name: tuple(below) for name, below in tree["blocks"].items()},
        limits=_limits(tree["limits"]),
        offer=OfferRule(**{key: value for key, value in tree["offer"].items() if key != "evidence"}),
    )


def read_assessments(trees: Iterable[Mapping[str, Any]], sources: Sources) -> tuple[Assessment, ...]:
    """The tests, each with P(positive | source): as written, or from its ratios for the sources it speaks for.

    raises  KnowledgeError with every fault

    Reference: evidence 2.2 to 2.6.
    """
    trees = tuple(trees)
    faults = [found for tree in trees for found in _faults_of_assessment(tree, sources)]
    faults += _faults_of_blocks(trees, sources)
    if faults:
        raise KnowledgeError(faults)
    return tuple(_assessment(tree, sources) for tree in trees)


def _source(name: str, tree: Mapping[str, Any]) -> Source:
    return Source(
        name, tree["title"], tree.get("structures", ""), tree.get("clues", ""), tree.get("imaging_sign", "")
    )


def _setting(tree: Mapping[str, Any]) -> Setting:
    return Setting(tree["id"], tree["title"], tree.get("when", ""), dict(tree["shares"]))


def _limits(tree: Mapping[str, Any]) -> Limits:
    return Limits(tree["further"], tuple(tree["test"]), tuple(tree["all"]), tree["spread"], tree["interval"])


def _assessment(tree: Mapping[str, Any], sources: Sources) -> Assessment:
    accuracy = tree.get("accuracy", {})
    return Assessment(
        id=tree["id"],
        title=tree["title"],
        finding=tree.get("finding", ""),
        how=tree.get("how", "").strip(),
        block=tree.get("block", ""),
        combines=tuple(tree.get("combines", ())),
        not_independent_of=tuple(tree.get("not_independent_of", ())),
        positive=_positive(tree, sources),
        intervals=_intervals(accuracy),
        cap=tree.get("cap"),
        target=accuracy.get("target", ""),
        population=accuracy.get("population", ""),
    )


def _intervals(accuracy: Mapping[str, Any]) -> dict[bool, tuple[float, float]]:
    keys = {True: "positive_interval", False: "negative_interval"}
    return {result: (accuracy[key][0], accuracy[key][1]) for result, key in keys.items() if key in accuracy}


def _positive(tree: Mapping[str, Any], sources: Sources) -> dict[str, float]:
    """P(positive | source). A source without a column of its own takes the mean of the others."""
    if "positive" in tree:
        shares = dict(tree["positive"]["shares"])
        named = [value for name, value in shares.items() if name != NOT_DGS]
        return {name: sum(named) / len(named) for name in sources.sources} | shares
    if not tree.get("speaks_for"):
        return {}
    hit, false_alarm = rates(tree["accuracy"])
    return {name: hit if name in tree["speaks_for"] else false_alarm for name in (*sources.sources, NOT_DGS)}


def rates(accuracy: Mapping[str, Any]) -> tuple[float, float]:
    """P(positive | the source) and P(positive | not), from sensitivity and specificity or from both ratios.

    >>> tuple(round(rate, 3) for rate in rates({"positive_likelihood_ratio": 2.0, "negative_likelihood_ratio": 0.6}))
    (0.571, 0.286)
    """
    if "sensitivity" in accuracy:
        return accuracy["sensitivity"], 1 - accuracy["specificity"]
    up, down = accuracy["positive_likelihood_ratio"], accuracy["negative_likelihood_ratio"]
    false_alarm = (1 - down) / (up - down)
    return false_alarm * up, false_alarm


def _faults_of_sources(tree: Mapping[str, Any]) -> list[Fault]:
    needed = ("sources", "settings", "prevalence", "concentration", "coexist", "blocks", "limits", "offer")
    missing = [
        _fault(SOURCES_FILE, tree, key, f"{key} is missing.", "Write it; see the guide.")
        for key in needed
        if key not in tree
    ]
    if missing:
        return missing
    faults = [found for below in tree["settings"] for found in _faults_of_setting(below, tree["sources"])]
    for below in tree.get("modifiers", ()):
        if below["source"] not in tree["sources"]:
            faults.append(
                _fault(
                    SOURCES_FILE,
                    below,
                    "source",
                    f"{below['source']} is not a source.",
                    "Name one of sources.",
                )
            )
    if tree["settings"][-1].get("when"):
        faults.append(
            _fault(
                SOURCES_FILE,
                tree,
                "settings",
                "The last setting has a condition.",
                "End with the one for everybody else.",
            )
        )
    faults += _faults_of_proportion(SOURCES_FILE, tree["prevalence"], ("default",))
    return faults + _faults_of_proportion(SOURCES_FILE, tree["coexist"], ("value",))


def _faults_of_setting(tree: Mapping[str, Any], sources: Mapping[str, Any]) -> list[Fault]:
    shares, faults = tree["shares"], []
    if set(shares) != set(sources):
        faults.append(
            _fault(
                SOURCES_FILE,
                tree,
                "shares",
                f"{tree['id']} does not share out all sources.",
                "Give each source one share.",
            )
        )
    total = sum(shares.values())
    if abs(total - 1) > ROUNDING:
        faults.append(
            _fault(
                SOURCES_FILE,
                tree,
                "shares",
                f"The shares of {tree['id']} sum to {total:g}.",
                "Make them sum to 1.",
            )
        )
    return faults + _faults_of_proportion(SOURCES_FILE, shares, shares)


def _faults_of_assessment(tree: Mapping[str, Any], sources: Sources) -> list[Fault]:
    place = f"knowledge/dgs/assessments/{tree.get('id', '?')}.yaml"
    faults = _faults_of_proportion(place, tree.get("accuracy", {}), ("sensitivity", "specificity"))
    shares = tree.get("positive", {}).get("shares", {})
    faults += _faults_of_proportion(place, shares, shares)
    if shares and NOT_DGS not in shares:
        faults.append(
            _fault(
                place,
                tree,
                "positive",
                "positive has no not-dgs.",
                "Say how often it is positive in other people.",
            )
        )
    for name in (*shares, *tree.get("speaks_for", ())):
        if name != NOT_DGS and name not in sources.sources:
            faults.append(
                _fault(place, tree, "speaks_for", f"{name} is not a source.", "Name one of sources.yaml.")
            )
    if bool(tree.get("finding")) == bool(tree.get("combines")):
        faults.append(
            _fault(
                place,
                tree,
                "finding",
                "It needs either a finding or tests that it combines.",
                "Write one of the two.",
            )
        )
    return faults


def _faults_of_blocks(trees: Iterable[Mapping[str, Any]], sources: Sources) -> list[Fault]:
    known = {tree["id"]: tree for tree in trees}
    said = {name: block for block, names in sources.blocks.items() for name in names}
    faults = [
        _fault(
            f"knowledge/dgs/assessments/{name}.yaml",
            tree,
            "block",
            f"Its block is {tree.get('block')!r}, but sources.yaml puts it in {said.get(name)!r}.",
            "Give both the same block.",
        )
        for name, tree in known.items()
        if tree.get("block", "") != said.get(name, "")
    ]
    return faults + [
        _fault(
            SOURCES_FILE, sources.blocks, block, f"{name} is not an assessment.", "Name one of assessments/."
        )
        for name, block in said.items()
        if name not in known
    ]


def _faults_of_proportion(place: str, tree: Mapping[str, Any], keys: Iterable[str]) -> list[Fault]:
    return [
        _fault(
            place,
            tree,
            key,
            f"{key} is {tree[key]}, but a proportion lies between 0 and 1.",
            f"If you meant {tree[key]} percent, write {tree[key] / 100}.",
        )
        for key in keys
        if key in tree and not 0 <= tree[key] <= 1
    ]


def _fault(place: str, tree: Any, key: str, problem: str, remedy: str) -> Fault:
    return Fault(place, getattr(tree, "lines", {}).get(key, 0), problem, remedy)
