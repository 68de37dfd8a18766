"""The shorter chapters: how to read the book, conflicts, promises, numbers to call, the index of marks.

Lives here: their layout. Lives elsewhere: references (documents/handbook_evidence.py), findings and numbers
(documents/handbook_findings.py).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from stepwell.documents.handbook_evidence import chip, evidence_list, evidence_of, flags_key
from stepwell.documents.handbook_markup import Child, Html, bullets, el, facts, group, join, link, part, table
from stepwell.knowledge.types import Conflict, Pathway

MARKS = {
    "S": "Statements of the source article",
    "RF": "Red flags",
    "H": "Hazards",
}
CALLS = {
    "emergency": "Emergency",
    "urgent_advice": "Urgent advice",
    "crisis": "In a crisis",
    "poison": "Poison",
}
READING = (
    "Each card says what is advised, to whom, who decides, and why. Rules are read as they stand: Stepwell runs these very words.",
    "What is not known is never taken for no. Where an open answer could change the advice, it is asked first.",
    "A dotted word leads to its own entry. A number in a rule leads to where it comes from.",
)


def reading(pathway: Pathway) -> Html:
    """How to read the book, and what the flags mean."""
    paragraphs = [el("p", words) for words in READING]
    return part(
        "reading", "How to read this book", *paragraphs, group("How far each number was checked", flags_key())
    )


def conflicts(pathway: Pathway) -> Html:
    """Where sources disagree: both sides, and what Stepwell does."""
    cards = [_conflict(one, pathway) for one in pathway.conflicts.values()]
    lead = "Both sides are shown, and the safer one is taken."
    return part("conflicts", "Where sources disagree", *cards, lead=lead)


def _conflict(one: Conflict, pathway: Pathway) -> Html:
    sides = el("div", _side("A", one.side_a, pathway), _side("B", one.side_b, pathway), class_="sides")
    users = [use for use in pathway.interventions.values() if one.id in use.conflicts]
    used = join((link("intervention", use.id, use.title) for use in users), ", ") if users else None
    return el(
        "article",
        el("h3", f"{one.id} {one.title}"),
        sides,
        facts([("How strong", one.strength), ("Stepwell", el("b", one.safer)), ("Bears on", used)]),
        id=f"conflict-{one.id}",
        class_="entry card",
    )


def _side(name: str, tree: Mapping[str, Any], pathway: Pathway) -> Html:
    evidence = evidence_list(evidence_of(tree.get("evidence")), pathway)
    return el("div", el("p", f"Side {name}", class_="label"), el("p", str(tree.get("says", ""))), evidence)


def promises(pathway: Pathway) -> Html | None:
    """What is proved for every possible record."""
    proved = [tree for tree in pathway.invariants if "title" in tree]
    if not proved:
        return None
    rows = [el("li", _promise(tree), class_="entry") for tree in proved]
    lead = "Proved by a solver for every record that can be written, not tested on examples."
    return part(
        "promises", "What holds for every person", el("ul", *rows, class_="rows plainlist"), lead=lead
    )


def _promise(tree: Mapping[str, Any]) -> Html:
    marks = [link("mark", mark, mark) for mark in tree.get("hazards", ())]
    return join([str(tree["title"]), ". ", join(marks, " ")])


def calls(pathway: Pathway) -> Html:
    """Numbers to call, by country."""
    rows = [_call(tree) for tree in pathway.localities.values()]
    evidence = evidence_list(_call_evidence(pathway), pathway)
    lead = "Whoever runs Stepwell calls or looks up every number before it is shown to a patient."
    shown = el("div", table(("Country", *CALLS.values(), "Checked"), rows, "Numbers to call"), class_="entry")
    return part("calls", "Numbers to call", shown, evidence, lead=lead)


def _call(tree: Mapping[str, Any]) -> tuple[Child, ...]:
    flags = join((chip(one.verified) for one in evidence_of(tree.get("evidence"))), " ")
    checked = tree.get("checked")
    told = f"{checked.get('by', '')}, {checked.get('on', '')}" if checked else "Not yet "
    return (str(tree["title"]), *(str(tree.get(key) or "Not known") for key in CALLS), join([told, flags]))


def _call_evidence(pathway: Pathway) -> tuple[Any, ...]:
    return tuple(one for tree in pathway.localities.values() for one in evidence_of(tree.get("evidence")))


def marks(pathway: Pathway) -> Html:
    """Which entries carry each statement, red flag and hazard."""
    carried = _carried(pathway)
    elsewhere = {tree["not_a_rule"]: tree["because"] for tree in pathway.invariants if "not_a_rule" in tree}
    groups = []
    for letters, title in MARKS.items():
        here = sorted(name for name in {*carried, *elsewhere} if name.rstrip("0123456789") == letters)
        rows = [_mark(name, carried.get(name, []), elsewhere.get(name)) for name in here]
        groups.append(group(title, el("div", *rows, class_="rows")))
    lead = "The numbers are those of the evidence (docs/evidence). Each is carried by the entries named here."
    return part("marks", "Statements, red flags and hazards", *groups, lead=lead)


def _carried(pathway: Pathway) -> dict[str, list[Html]]:
    found: dict[str, list[Html]] = {}
    for name, carrier in _carriers(pathway):
        found.setdefault(name, []).append(carrier)
    return found


def _carriers(pathway: Pathway) -> Iterator[tuple[str, Html]]:
    for one in pathway.interventions.values():
        yield from (
            (name, link("intervention", one.id, one.title))
            for name in (*one.statements, *one.flags, *one.hazards)
        )
    for tree in pathway.exercises.values():
        yield from (
            (name, link("exercise", tree["id"], tree["title"])) for name in tree.get("statements", ())
        )
    for tree in pathway.invariants:
        if "title" in tree:
            proved = join(["Proved: ", str(tree["title"])])
            yield from ((name, proved) for name in tree.get("hazards", ()))


def _mark(name: str, carriers: list[Html], elsewhere: str | None) -> Html:
    note = el("p", elsewhere) if elsewhere else None
    return el("article", el("h4", name), note, bullets(carriers), id=f"mark-{name}", class_="entry row mark")
