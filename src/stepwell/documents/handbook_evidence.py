"""What a claim rests on: citation, place, certainty, and the verification flag as a chip.

Lives here: evidence and references as HTML. Lives elsewhere: what the flags mean in full (docs/evidence/README.md).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from stepwell.documents.handbook_markup import Child, Html, bullets, code, el, facts, join, link, part
from stepwell.knowledge.bibliography import short_citation
from stepwell.knowledge.types import VERIFIED, Evidence, Pathway

FLAGS = {
    "SEEN": "Read in the publication, guideline or agency page itself.",
    "SEEN-2": "Read on a secondary page that reports the primary source.",
    "DERIVED": "Computed from numbers that were read.",
    "RECALLED": "Well known, but no page was found for it. To be checked before use; it never permits a treatment.",
    "CONFLICT": "Sources disagree. The safer side is taken, and both are shown.",
    "AUTHORED": "A design decision or a convention, with no study behind the exact number. A clinic may change it.",
}


def chip(verified: str) -> Html:
    """A verification flag."""
    return el("span", verified, class_=f"chip {verified.lower()}", title=FLAGS.get(verified))


def flags_key() -> Html:
    """What each flag means."""
    rows = [el("div", el("dt", chip(name)), el("dd", FLAGS[name])) for name in VERIFIED]
    return el("dl", *rows, class_="key")


def evidence_list(evidence: Iterable[Evidence], pathway: Pathway) -> Html | None:
    """One line for each piece of evidence."""
    return bullets((_line(one, pathway) for one in evidence), "evidence")


def evidence_of(trees: Iterable[Mapping[str, Any]] | None) -> tuple[Evidence, ...]:
    """Evidence that is kept as it was written."""
    return tuple(
        Evidence(
            reference=str(tree["reference"]),
            verified=str(tree["verified"]),
            locator=str(tree.get("locator", "")),
            certainty=str(tree.get("certainty", "")),
            note=str(tree.get("note", "")),
        )
        for tree in trees or ()
    )


def _line(one: Evidence, pathway: Pathway) -> Html:
    reference = pathway.references.get(one.reference)
    cited: Child = link("reference", one.reference, _cited_as(reference)) if reference else one.reference
    place = f", {one.locator}" if one.locator else None
    sure = f" {one.certainty.replace('-', ' ').capitalize()} certainty." if one.certainty else None
    note = f" {one.note[0].upper()}{one.note[1:].rstrip('.')}." if one.note else None
    return join([cited, place, " ", chip(one.verified), sure, note])


def _cited_as(reference: Mapping[str, str]) -> str:
    """First author and year; the title's first words where the author was not read."""
    return short_citation(reference).replace("source article", "Source article", 1)


def chips(evidence: Iterable[Evidence]) -> Html:
    """The flags among some evidence, each once."""
    found = {one.verified for one in evidence}
    return el("span", *(chip(flag) for flag in VERIFIED if flag in found), class_="chips")


def references(pathway: Pathway) -> Html:
    """Every reference, by first author."""
    ordered = sorted(pathway.references.items(), key=lambda item: _cited_as(item[1]).lower())
    rows = [_reference(key, fields) for key, fields in ordered]
    lead = "What the numbers and rules were read in. Each entry says how far it was read."
    return part("references", "References", el("div", *rows, class_="rows"), lead=lead)


def _reference(key: str, fields: Mapping[str, str]) -> Html:
    title = el("h3", fields.get("title", key))
    source = [fields.get(name, "") for name in ("journal", "howpublished", "volume", "pages", "year")]
    printed = ", ".join(word for word in source if word)
    return el(
        "article",
        title,
        el(
            "p",
            fields.get("author", "").replace(" and ", "; "),
            ". " if fields.get("author") else None,
            printed,
            ".",
        ),
        facts([("Verified", fields.get("note")), ("PMID", fields.get("pmid")), ("At", _address(fields))]),
        code(key),
        id=f"reference-{key}",
        class_="entry row",
    )


def _address(fields: Mapping[str, str]) -> Html | None:
    address = f"https://doi.org/{fields['doi']}" if "doi" in fields else fields.get("url")
    return el("a", address, href=address, rel="noreferrer") if address else None
