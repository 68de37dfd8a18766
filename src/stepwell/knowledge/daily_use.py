"""What a person uses day by day beside the pathway: lists to tick for each place, and the questions of a check-in.

Lives here: reading both, and what must hold in them. Lives elsewhere: the words (dgs/ergonomics.yaml, dgs/check-ins.yaml), the pages that
show them (clinic/patient/).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from stepwell.knowledge.readers import EntryReader, suggestion
from stepwell.knowledge.types import Evidence, Pathway, Place, Tip, TipList

ERGONOMICS, CHECK_INS = "ergonomics.yaml", "check-ins.yaml"
MOST_WORDS = 20
"""A sentence for a person has at most so many."""
PATIENT = "patient"


def tip_lists(trees: Mapping[str, Any]) -> tuple[TipList, ...]:
    """Every list, in the order of the file."""
    return tuple(
        TipList(
            str(tree.get("id", "")),
            str(tree.get("title", "")),
            tuple(_tip(one) for one in tree.get("tips", ())),
            Place(ERGONOMICS, getattr(tree, "line", 1)),
        )
        for tree in trees.get(ERGONOMICS, ())
    )


def check_ins(trees: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The questions of each check-in, in the order in which they are asked."""
    return {str(name): tuple(names) for name, names in (trees.get(CHECK_INS) or {}).items()}


def check_daily_use(pathway: Pathway, reader: EntryReader) -> None:
    """Note what is said twice, without evidence, or too long; and questions that nobody can ask a person."""
    names: set[str] = set()
    for one in pathway.ergonomics:
        for name in (one.id, *(tip.id for tip in one.tips)):
            if not name or name in names:
                reader.fault(one.place, f"The id {name or '(none)'} is used twice.", "Give each its own id.")
            names.add(name)
        for tip in one.tips:
            _check_tip(tip, one.place, reader)
    for kind, asked in pathway.check_ins.items():
        for name in asked:
            _check_asked(kind, name, pathway, reader)


def _tip(tree: Mapping[str, Any]) -> Tip:
    rows = tuple(
        Evidence(str(row["reference"]), str(row["verified"]), str(row.get("locator", "")))
        for row in tree.get("evidence", ())
    )
    return Tip(str(tree.get("id", "")), str(tree.get("say", "")), rows)


def _check_tip(tip: Tip, place: Place, reader: EntryReader) -> None:
    if not tip.evidence:
        reader.fault(place, f"{tip.id} has no evidence.", "Add `evidence:`.")
    for sentence in _sentences(tip.say):
        if len(sentence.split()) > MOST_WORDS:
            reader.fault(place, f"{tip.id} has a sentence of more than {MOST_WORDS} words.", "Part it.")
    if not tip.say:
        reader.fault(place, f"{tip.id} says nothing.", "Add `say:`.")


def _sentences(words: str) -> Iterator[str]:
    return (one for one in words.split(".") if one.strip())


def _check_asked(kind: str, name: str, pathway: Pathway, reader: EntryReader) -> None:
    finding = pathway.findings.get(name)
    place = Place(CHECK_INS, 1)
    if finding is None:
        remedy = suggestion(name, pathway.findings) or "Add the finding, or correct the name."
        reader.fault(place, f"There is no finding {name}.", remedy)
    elif PATIENT not in finding.ask:
        reader.fault(
            place, f"{name} of {kind} has no question to the person.", "Give it `ask: {patient: ...}`."
        )
