"""Reads an intervention file from its YAML tree into its type.

Lives here: the fields of an intervention. Lives elsewhere: the other entries and how faults are kept
(knowledge/readers.py), what must hold between entries (knowledge/soundness.py).
"""

from collections.abc import Iterable

from stepwell.knowledge.quantities import days, scaled
from stepwell.knowledge.readers import EntryReader, Tree, place_of
from stepwell.knowledge.types import (
    DECIDERS,
    KINDS,
    STRENGTHS,
    TREATMENTS,
    URGENCIES,
    Contraindication,
    DoseRow,
    DoseTable,
    Intervention,
    Place,
    Precaution,
    Preference,
    Repeat,
    Requirement,
    StopRule,
)

INTERVENTION_KEYS = frozenset(
    "id title step rank kind decided_by strength audience part_of choice prefer exit halts anytime recorded_only "
    "indicated unless contraindicated precautions requires dose stop taper repeat finds say statements hazards flags "
    "conflicts codes evidence reviewed note".split()
)


class InterventionReader:
    """Reads interventions; `entries` knows the findings and parameters, and collects the faults."""

    def __init__(self, entries: EntryReader) -> None:
        self.entries = entries

    def read(self, tree: Tree, file: str) -> Intervention | None:
        """Read one intervention file."""
        place = Place(file, 1)
        self.entries.unknown_keys(tree, INTERVENTION_KEYS, file)
        return self.entries.attempt(place, lambda: self._intervention(tree, file))

    def _intervention(self, tree: Tree, file: str) -> Intervention:
        def at(key: str) -> Place:
            return place_of(file, tree, key)

        exit_ = self.entries.one_of(at("exit"), tree["exit"], URGENCIES, "exit") if "exit" in tree else ""
        return Intervention(
            id=str(tree["id"]),
            title=str(tree.get("title", "")),
            step=str(tree.get("step", "")),
            kind=self.entries.one_of(at("kind"), tree.get("kind"), KINDS, "kind"),
            decided_by=self.entries.one_of(
                at("decided_by"), tree.get("decided_by", "physiotherapist"), DECIDERS, "decided_by"
            ),
            strength=self.entries.one_of(
                at("strength"), tree.get("strength", "do" if exit_ else "offer"), STRENGTHS, "strength"
            ),
            place=Place(file, 1),
            rank=int(tree.get("rank", 50)),
            audience=tuple(tree.get("audience", ("patient", "clinician"))),
            part_of=str(tree.get("part_of", "")),
            choice=str(tree.get("choice", "")),
            prefer=tuple(self._preferences(tree, file)),
            exit=exit_,
            halts=self._halts(tree, exit_, at("halts")),
            anytime=tree.get("anytime") is True,
            recorded_only=tree.get("recorded_only") is True,
            indicated=self.entries.condition(tree.get("indicated"), at("indicated")),
            unless=self.entries.condition(tree.get("unless"), at("unless")),
            contraindicated=tuple(self._contraindications(tree, file)),
            precautions=tuple(self._precautions(tree, file)),
            requires=tuple(self._requirements(tree, file)),
            dose=tuple(self._doses(tree, file)),
            stop=tuple(self._stops(tree, file)),
            taper=str(tree.get("taper", "")),
            repeat=self._repeat(tree),
            finds=tuple(tree.get("finds") or ()),
            say={str(who): " ".join(str(words).split()) for who, words in (tree.get("say") or {}).items()},
            statements=tuple(tree.get("statements") or ()),
            hazards=tuple(tree.get("hazards") or ()),
            flags=tuple(tree.get("flags") or ()),
            conflicts=tuple(tree.get("conflicts") or ()),
            codes=dict(tree.get("codes") or {}),
            evidence=self.entries.evidence(tree.get("evidence"), file, at("evidence").line),
            reviewed=tree.get("reviewed"),
        )

    def _halts(self, tree: Tree, exit_: str, place: Place) -> frozenset[str]:
        if not exit_:
            return frozenset()
        named = tree.get("halts")
        if named is None and exit_ == "routine":
            self.entries.fault(
                place,
                "A routine exit does not say what it halts.",
                "Add `halts:` with a list, empty if nothing.",
            )
        return frozenset(TREATMENTS if named is None else named)

    def _rows(self, tree: Tree, key: str, file: str) -> Iterable[tuple[Tree, Place]]:
        for row in tree.get(key) or ():
            yield row, Place(file, getattr(row, "line", 1))

    def _preferences(self, tree: Tree, file: str) -> Iterable[Preference]:
        for row, place in self._rows(tree, "prefer", file):
            if (when := self.entries.condition(row.get("when"), place)) is not None:
                yield Preference(when, str(row.get("option")))

    def _contraindications(self, tree: Tree, file: str) -> Iterable[Contraindication]:
        for row, place in self._rows(tree, "contraindicated", file):
            if (when := self.entries.condition(row.get("when"), place)) is not None:
                evidence = self.entries.evidence(row.get("evidence"), file, place.line)
                yield Contraindication(when, str(row.get("because", "")), str(row.get("until", "")), evidence)

    def _precautions(self, tree: Tree, file: str) -> Iterable[Precaution]:
        for row, place in self._rows(tree, "precautions", file):
            if (when := self.entries.condition(row.get("when"), place)) is not None:
                yield Precaution(
                    when, str(row.get("do", "")), self.entries.evidence(row.get("evidence"), file, place.line)
                )

    def _requirements(self, tree: Tree, file: str) -> Iterable[Requirement]:
        for row, place in self._rows(tree, "requires", file):
            if (that := self.entries.condition(row.get("that"), place, known=True)) is not None:
                yield Requirement(that, str(row.get("else", "")))

    def _stops(self, tree: Tree, file: str) -> Iterable[StopRule]:
        for row, place in self._rows(tree, "stop", file):
            how = self.entries.one_of(place, row.get("how", "at-once"), ("at-once", "taper"), "how")
            if (when := self.entries.condition(row.get("when"), place)) is not None:
                yield StopRule(when, how, str(row.get("because", "")))

    def _doses(self, tree: Tree, file: str) -> Iterable[DoseTable]:
        for row, place in self._rows(tree, "dose", file):
            by = str(row.get("by", ""))
            decimals = self.entries.findings[by].decimals if by in self.entries.findings else 0
            rows = tuple(_dose_row(line, decimals) for line in row.get("rows") or ())
            yield DoseTable(
                str(row.get("jurisdiction", "")),
                by,
                rows,
                self.entries.evidence(row.get("evidence"), file, place.line),
            )

    def _repeat(self, tree: Tree) -> Repeat | None:
        row = tree.get("repeat")
        if row is None:
            return None
        most = row.get("at_most")
        names = tuple(str(value)[1:-1] for value in row.values() if str(value).startswith("{"))
        count = None if most is None else int(self.entries.derivations.count(most))
        per = None if row.get("per") is None else days(row["per"], self.entries.parameters)
        return Repeat(days(row.get("not_before", 0), self.entries.parameters), count, per, names)


def _dose_row(tree: Tree, decimals: int) -> DoseRow:
    low, high = tree.get("from"), tree.get("below")
    numbers = {key: value for key, value in tree.items() if key not in ("from", "below", "say")}
    return DoseRow(
        None if low is None else scaled(low, decimals),
        None if high is None else scaled(high, decimals),
        str(tree.get("say", "")),
        numbers,
    )
