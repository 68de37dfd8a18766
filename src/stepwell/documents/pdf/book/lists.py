"""The shorter chapters: sources, tests, conflicts, what always holds, numbers a clinic may set, references.

Lives here: their values. Lives elsewhere: the same on screen (documents/handbook_sources.py, handbook_lists.py,
handbook_evidence.py).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from stepwell.documents.codes import uncoded
from stepwell.documents.handbook_rules import unit_words
from stepwell.documents.pdf.book.runs import cited_trees, flags_of
from stepwell.knowledge.bibliography import short_citation
from stepwell.knowledge.types import Conflict, Parameter, Pathway

Row = dict[str, Any]
FIGURES = ("sensitivity", "specificity", "positive_likelihood_ratio", "negative_likelihood_ratio")


def sources(pathway: Pathway) -> list[Row]:
    """The structures that may irritate the nerve."""
    return [
        {
            "place": f"source-{name}",
            "cells": [one["title"], one["structures"], one["clues"], one["imaging_sign"]],
        }
        for name, one in pathway.sources["sources"].items()
    ]


def tests(pathway: Pathway) -> list[Row]:
    """Each test: how it is done and how far its result can be trusted."""
    return [_test(one, pathway) for one in pathway.assessments]


def _test(tree: Mapping[str, Any], pathway: Pathway) -> Row:
    seen = tree.get("accuracy", {})
    about = [seen.get("target", ""), seen.get("population", "")]
    return {
        "place": f"assessment-{tree['id']}",
        "title": tree["title"],
        "how": str(tree["how"]).strip(),
        "figures": [f"{seen[name]:g}" if name in seen else "" for name in FIGURES],
        "about": "; ".join(filter(None, about)),
        "evidence": cited_trees(seen.get("evidence"), pathway),
    }


def conflicts(pathway: Pathway) -> list[Row]:
    """Both sides of each conflict, and the side that is taken."""
    return [_conflict(one, pathway) for one in pathway.conflicts.values()]


def _conflict(one: Conflict, pathway: Pathway) -> Row:
    sides = [
        [tree.get("says", ""), cited_trees(tree.get("evidence"), pathway)]
        for tree in (one.side_a, one.side_b)
    ]
    title = f"{one.id} {one.title}"
    return {
        "place": f"conflict-{one.id}",
        "title": title,
        "sides": sides,
        "taken": one.safer,
        "strength": one.strength,
    }


def promises(pathway: Pathway) -> list[str]:
    """What is proved for every possible record."""
    return [f"{tree['title']}." for tree in pathway.invariants if "title" in tree]


def numbers(pathway: Pathway) -> list[list[str]]:
    """The numbers that a clinic may change, with their ranges."""
    ordered = sorted(pathway.parameters.values(), key=_file)
    return [list(_number(one, *one.range)) for one in ordered if one.range]


def _file(one: Parameter) -> str:
    return one.place.file


def _number(one: Parameter, least: float, most: float) -> Iterator[str]:
    yield uncoded(one.title)
    yield f"{one.value:g}{unit_words(one)}"
    yield f"{least:g} to {most:g}"
    yield flags_of(one.evidence)


def references(pathway: Pathway) -> list[Row]:
    """Every reference, by first author."""
    ordered = sorted(pathway.references.items(), key=lambda item: short_citation(item[1]).lower())
    return [{"place": f"reference-{key}", **_reference(fields)} for key, fields in ordered]


def _reference(fields: Mapping[str, str]) -> Row:
    names = ("journal", "howpublished", "volume", "pages", "year")
    printed = ", ".join(fields[name] for name in names if fields.get(name))
    author = fields.get("author", "").replace(" and ", "; ")
    told = (author, fields.get("title", ""), printed)
    address = f"https://doi.org/{fields['doi']}" if "doi" in fields else fields.get("url", "")
    return {
        "short": short_citation(fields),
        "told": " ".join(f"{part.rstrip('. ')}." for part in told if part.strip(". ")),
        "address": address,
        "verified": fields.get("note", ""),
    }
