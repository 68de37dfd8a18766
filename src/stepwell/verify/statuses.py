"""The status of every intervention as a formula: the table of reasoning/statuses.py, first line that fits.

Lives here: the table over formulas. Lives elsewhere: what it rests on (verify/world.py). `ask-first` and
`undetermined` differ only in what is missing, and are one status here: `open`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stepwell.knowledge.derivations import Number, Words
from stepwell.knowledge.types import TREATMENTS, Intervention
from stepwell.reasoning.statuses import (
    ALWAYS_IN_SCOPE,
    NEVER_HELD,
    CompiledIntervention,
    compile_interventions,
)
from stepwell.verify.courses import Where
from stepwell.verify.formulas import (
    FALSE,
    Formula,
    Pair,
    conjunction,
    constant,
    disjunction,
    every,
    no,
    some,
)
from stepwell.verify.variables import known_pair
from stepwell.verify.world import World

OPEN = "open"


@dataclass(frozen=True, slots=True)
class Truths:
    """What the status of one intervention rests on."""

    indicated: Pair
    needless: Pair
    contraindicated: Pair
    required: Pair
    halted: Pair
    in_scope: Pair
    cautions_known: Formula


class Statuses:
    """The statuses of one imagined record, each made when it is first asked for."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.compiled = {one.entry.id: one for one in compile_interventions(world.pathway)}
        self._formulas: dict[str, dict[str, Formula]] = {}

    def of(self, name: str) -> dict[str, Formula]:
        """For each status, whether the intervention has it."""
        if name not in self._formulas:
            self._formulas[name] = self._table(self.compiled[name])
        return self._formulas[name]

    def among(self, name: str, statuses: Sequence[str]) -> Formula:
        """The intervention has one of these statuses."""
        table = self.of(name)
        return some(table.get(status, FALSE) for status in dict.fromkeys(map(written, statuses)))

    def truths(self, one: CompiledIntervention) -> Truths:
        """What the status rests on."""
        entry, truth = one.entry, self.world.truth
        return Truths(
            indicated=self._indicated(one),
            needless=constant(False) if one.unless is None else truth(one.unless),
            contraindicated=disjunction(truth(row.when) for row in entry.contraindicated),
            required=conjunction(truth(need.that) for need in entry.requires),
            halted=constant(False) if entry.kind in NEVER_HELD else self.halted(entry.kind),
            in_scope=constant(True) if entry.exit else self.scope(entry.kind),
            cautions_known=every(known_pair(truth(row.when)) for row in entry.precautions),
        )

    def _indicated(self, one: CompiledIntervention) -> Pair:
        entry, world = one.entry, self.world
        if entry.exit and one.indicated is not None:
            return world.exit_open(entry.id, one.indicated)
        if entry.recorded_only or one.indicated is None:
            needed = FALSE if entry.recorded_only or entry.exit else world.courses.mark(entry.id, "needed")
            return Pair(needed, no(needed))
        return world.truth(one.indicated)

    def scope(self, kind: str) -> Pair:
        """Whether the pathway advises this kind to this person."""
        pathway = self.world.pathway
        if kind in ALWAYS_IN_SCOPE:
            return constant(True)
        asked = (pathway.scope, pathway.treats) if kind in TREATMENTS else (pathway.scope,)
        return conjunction(map(self.world.truth, asked))

    def halted(self, kind: str) -> Pair:
        """Whether an open exit halts this kind."""
        exits = [
            (one, one.indicated) for one in self.world.pathway.interventions.values() if kind in one.halts
        ]
        return disjunction(
            self.world.exit_open(one.id, sign) for one, sign in exits if one.exit and sign is not None
        )

    def _table(self, one: CompiledIntervention) -> dict[str, Formula]:
        truths, entry = self.truths(one), one.entry
        rows = [*self._under_way(one, truths), *self._at_rest(entry, truths), *_advice(entry, truths)]
        table: dict[str, Formula] = {}
        earlier: list[Formula] = []
        for status, condition in rows:
            table[status] = every((condition, *map(no, earlier)))
            earlier.append(condition)
        return table | {OPEN: every(map(no, earlier))}

    def _under_way(self, one: CompiledIntervention, truths: Truths) -> list[tuple[str, Formula]]:
        entry = one.entry
        going = FALSE if entry.exit else self.world.courses.state(entry.id, "under-way")
        stops = some((truths.contraindicated.yes, *(self.world.truth(row.when).yes for row in entry.stop)))
        pauses = truths.halted.yes if entry.kind == "load" else FALSE
        return [("stop", every((going, stops))), ("paused", every((going, pauses))), ("continue", going)]

    def _at_rest(self, entry: Intervention, truths: Truths) -> list[tuple[str, Formula]]:
        return [
            ("contraindicated", truths.contraindicated.yes),
            ("held", some((truths.halted.yes, truths.in_scope.no))),
            *([] if entry.exit else self._standing(entry)),
            ("not-indicated", some((truths.indicated.no, truths.needless.yes))),
        ]

    def _standing(self, entry: Intervention) -> list[tuple[str, Formula]]:
        declined = self.world.courses.mark(entry.id, "declined-last")
        found = [("known", self._known(entry))] if entry.finds else []
        return [("declined", declined), *found, ("done", self._done(entry))]

    def _known(self, entry: Intervention) -> Formula:
        """All that a test finds is known. Whether it is due again is left free, where it can be."""
        due = self.world.courses.mark(entry.id, "due-again")
        if entry.repeat is None or entry.indicated is None:
            self.world.variables.hold([some((no(due), self.world.some_exit()))])
        return every((*map(self.world.known, entry.finds), no(due)))

    def _done(self, entry: Intervention) -> Formula:
        """Done for good, or done too lately to be advised again."""
        courses = self.world.courses
        done = courses.state(entry.id, "done")
        if entry.finds:
            return self._awaits_result(entry)
        if entry.repeat is None:
            return done
        too_soon = courses.fit(entry.id, done_within(entry.repeat.not_before)).maybe
        longer = [every((done, courses.mark(entry.id, "waits-longer")))] if entry.repeat.at_most else []
        return some((too_soon, *longer))

    def _awaits_result(self, entry: Intervention) -> Formula:
        """A test was done lately. Whether a sign of an open exit is newer is left free."""
        if entry.repeat is None:
            return FALSE
        courses = self.world.courses
        lately = courses.fit(entry.id, done_within(entry.repeat.not_before)).surely
        return every((lately, no(courses.mark(entry.id, "overtaken"))))


def done_within(days: int) -> Where:
    """Done less than so many days ago."""
    return (("state", Words(frozenset({"done"}))), ("days_ago", Number("<", days, "")))


def _advice(entry: Intervention, truths: Truths) -> list[tuple[str, Formula]]:
    clear = every((truths.needless.no, truths.contraindicated.no, truths.halted.no))
    free = every((truths.indicated.yes, clear, truths.in_scope.yes, truths.cautions_known))
    sent = every((truths.indicated.yes, no(free))) if entry.exit else FALSE
    return [
        ("recommended", some((every((free, truths.required.yes)), sent))),
        ("prepare", every((free, truths.required.no))),
    ]


def written(status: str) -> str:
    """The status as it is told apart here."""
    return OPEN if status in ("ask-first", "undetermined") else status
