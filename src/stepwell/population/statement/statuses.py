"""The status of every intervention as words: the table of design section 5, first line that fits.

Lives here: open exits, what they hold, who is in scope, and each status. Lives elsewhere: the truths it rests on
(conditions.py), what stands already (standing.py), what is missing (openings.py), the same for one record
(reasoning/statuses.py).

A status is the place of its word in `reasoning.types.STATUSES`, from 0. Of 62 people at once it is one word for each bit
of that number: `status_ID_0`, `_1`, `_2`, `_3`. They become numbers again in the last query of the statement.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from stepwell.knowledge.conditions import Condition
from stepwell.knowledge.types import KINDS, TREATMENTS, Pathway
from stepwell.population.statement.conditions import (
    Conditions,
    Truths,
    certainly,
    conjunction,
    disjunction,
    open_,
)
from stepwell.population.statement.derive import Deriver
from stepwell.population.statement.lines import snake
from stepwell.population.statement.openings import WAITS, Opener, Seen, Trait, named_in
from stepwell.population.statement.recorded import Recorded
from stepwell.population.statement.sheet import Sheet
from stepwell.population.statement.standing import Standing
from stepwell.population.statement.words import Word, both, certain, either, is_nobody, no, nobody
from stepwell.reasoning.statuses import (
    ALWAYS_IN_SCOPE,
    NEVER_HELD,
    CompiledIntervention,
    compile_interventions,
)
from stepwell.reasoning.types import STATUSES

Digits = list[Word]
"""A small number of each person, one word for each of its bits, from the lowest."""


@dataclass(frozen=True)
class Weighed:
    """One intervention with the truths of its status, as columns."""

    one: CompiledIntervention
    indicated: Truths
    needless: Truths
    contraindicated: Truths
    required: Truths
    halted: Truths
    in_scope: Truths
    cautions_known: Word
    first: Mapping[str, Word]


class Statuses:
    """Finds the words of every status."""

    def __init__(self, deriver: Deriver, recorded: Mapping[str, Recorded], seen: Seen) -> None:
        self.deriver, self.recorded, self.seen = deriver, recorded, seen
        self.pathway: Pathway = deriver.pathway
        self.conditions: Conditions = deriver.conditions
        self.sheet: Sheet = deriver.sheet
        self.interventions = compile_interventions(self.pathway)
        self.waits = self._opener(WAITS)
        self.status: dict[str, Digits] = {}
        self.asked: dict[str, Word] = {}
        self._exits()
        self._scopes()
        self.standing = Standing(self.conditions, self.sheet, self.exits, day=deriver.day)

    def _opener(self, trait: Trait) -> Opener:
        return Opener(trait, self.conditions, self.seen, self.sheet)

    def _kept(self, name: str, truths: Truths, comment: str = "") -> Truths:
        return Truths(
            self.sheet.add(f"{name}_must", truths.must, comment), self.sheet.add(f"{name}_may", truths.may)
        )

    def _exits(self) -> None:
        """Which exits are open, and what they halt."""
        self.exits: dict[str, Truths] = {}
        for one in self.interventions:
            if one.entry.exit:
                truths = self.deriver.exit_truths(one.entry)
                self.exits[one.entry.id] = self._kept(
                    f"{snake(one.entry.id)}_open", truths, f"{one.entry.id} is open"
                )
        self.halted = dict.fromkeys(NEVER_HELD, certainly(False))
        for kind in TREATMENTS:
            halting = [
                self.exits[one.entry.id]
                for one in self.interventions
                if kind in one.entry.halts and one.entry.exit
            ]
            self.halted[kind] = self._kept(
                f"halted_{kind}", disjunction(halting), f"some open exit halts {kind}"
            )

    def _scopes(self) -> None:
        """Whom each kind of advice is for."""
        adult = self.conditions.of(self.pathway.scope)
        treated = self._kept(
            "treated",
            conjunction([adult, self.conditions.of(self.pathway.treats)]),
            "whom the pathway treats",
        )
        self.scopes: dict[str, Truths] = dict.fromkeys(KINDS, adult)
        self.scopes |= dict.fromkeys(TREATMENTS, treated)
        self.scopes |= dict.fromkeys(ALWAYS_IN_SCOPE, certainly(True))

    def all(self) -> None:
        """Every status. A test without a condition of its own comes last: open questions indicate it."""
        own = [one for one in self.interventions if one.is_indicated is not None or one.entry.recorded_only]
        weighed = [self._weighed(one, self._indicated(one)) for one in own]
        tests = [one for one in self.interventions if one not in own]
        needed = [
            self._weighed(one, self._needed(one, place, weighed)) for place, one in enumerate(tests, start=1)
        ]
        for found in (*weighed, *needed):
            self._finished(found)

    def _indicated(self, one: CompiledIntervention) -> Truths:
        if one.entry.exit:
            return self.exits[one.entry.id]
        if one.entry.recorded_only:
            return certainly(False)
        return self.conditions.of(one.indicated)

    def _needed(self, one: CompiledIntervention, place: int, weighed: Sequence[Weighed]) -> Truths:
        """Whether an open question needs one of the findings of a test: a sign that is not ruled out, or what is missing
        for advice that is indicated and that no sign holds back any more."""
        opener = self._opener(named_in(place, one.entry.finds))
        parts = [opener.of_exits(lambda exit_: True)]
        for other in weighed:
            named = either(*self._beside_sign(other, opener))
            if not is_nobody(named):
                parts.append(both(self._asked(other), named))
        needed = self.sheet.add(
            f"{snake(one.entry.id)}_needed", either(*parts), f"an open question needs {one.entry.id}"
        )
        return Truths(needed, needed)

    def _asked(self, found: Weighed) -> Word:
        """Advice that is indicated, that no sign holds back, and of which something may be missing."""
        status = either(found.first["ask-first"], found.first["continue"])
        name = f"{snake(found.one.entry.id)}_asked"
        if name not in self.asked:
            self.asked[name] = self.sheet.add(name, both(found.indicated.must, no(found.halted.may), status))
        return self.asked[name]

    def _rows(self, rows: Iterator[Condition]) -> list[Truths]:
        return [self.conditions.of(row) for row in rows]

    def _weighed(self, one: CompiledIntervention, indicated: Truths) -> Weighed:
        """The truths as columns, and the status as far as it does not hang on what is missing."""
        entry, name = one.entry, snake(one.entry.id)
        forbidden = disjunction(self._rows(row.when for row in entry.contraindicated))
        required = conjunction(self._rows(need.that for need in entry.requires))
        cautions = self._rows(row.when for row in entry.precautions)
        weighed = Weighed(
            one,
            self._kept(f"{name}_indicated", indicated, f"{entry.id}: {entry.title}"),
            self._kept(f"{name}_needless", self.conditions.of(one.unless, default=False)),
            self._kept(f"{name}_forbidden", forbidden),
            self._kept(f"{name}_required", required),
            self.halted[entry.kind],
            certainly(True) if entry.exit else self.scopes[entry.kind],
            self.sheet.add(f"{name}_cautious", both(*(no(open_(caution)) for caution in cautions))),
            {},
        )
        first = self._first(weighed)
        kept = {
            status: self.sheet.add(f"{name}_is_{snake(status)}", first[status], f"{entry.id}: {status}")
            for status in ("ask-first", "continue")
        }
        first |= kept
        return replace(weighed, first=first)

    def _first(self, found: Weighed) -> dict[str, Word]:
        entry = found.one.entry
        rows = [] if entry.exit else list(self._under_way(found))
        rows += [
            (found.contraindicated.must, "contraindicated"),
            (either(found.halted.must, no(found.in_scope.may)), "held"),
        ]
        rows += [] if entry.exit else list(self.standing.of(entry, self.recorded[entry.id]))
        rows += [
            (either(no(found.indicated.may), found.needless.must), "not-indicated"),
            *_of_indicated(found),
        ]
        return self._first_match(snake(entry.id), [*rows, (certain(True), "ask-first")])

    def _first_match(self, name: str, rows: Sequence[tuple[Word, str]]) -> dict[str, Word]:
        """Who has each status: the first row that holds."""
        found: dict[str, list[Word]] = {status: [] for status in STATUSES}
        earlier: list[Word] = []
        for place, (when, status) in enumerate(rows):
            row = self.sheet.add(f"{name}_row_{place}", when, f"{name}: {status}")
            found[status].append(both(row, no(either(*earlier))))
            earlier.append(row)
        return {status: either(*parts) for status, parts in found.items()}

    def _under_way(self, found: Weighed) -> Iterator[tuple[Word, str]]:
        entry = found.one.entry
        running = self.recorded[entry.id].under_way
        stops = self._rows(rule.when for rule in entry.stop)
        yield both(running, either(found.contraindicated.must, *(stop.must for stop in stops))), "stop"
        if entry.kind == "load":
            yield both(running, found.halted.must), "paused"
        yield running, "continue"

    def _opening(self, found: Weighed, opener: Opener) -> Word:
        """What is missing for a status has a trait. What forbids or conditions it counts only once it is indicated."""
        entry, halted = found.one.entry, open_(found.halted)
        exits = (
            nobody() if is_nobody(halted) else opener.of_exits(lambda exit_: bool(entry.kind in exit_.halts))
        )
        needless, scope, *further = self._beside_sign(found, opener)
        sign = opener.of(found.one.indicated)
        return either(
            sign, needless, scope, both(halted, exits), both(found.indicated.must, either(*further))
        )

    def _beside_sign(self, found: Weighed, opener: Opener) -> Iterator[Word]:
        """What is missing besides the sign: whether it is needless, who is in scope, what forbids or conditions it."""
        entry = found.one.entry
        yield opener.of(found.one.unless)
        scopes = either(opener.of(self.pathway.scope), opener.of(self.pathway.treats))
        yield both(open_(found.in_scope), scopes)
        yield from (opener.of(row.when) for row in entry.contraindicated)
        yield from (opener.of(row.when) for row in entry.precautions)
        yield from (opener.of(need.that) for need in entry.requires)

    def _finished(self, found: Weighed) -> None:
        """The status: what is asked first waits where something that is missing cannot be asked today."""
        name, asked = found.one.entry.id, found.first["ask-first"]
        waits = self.sheet.add(f"{snake(name)}_waits", both(asked, self._opening(found, self.waits)))
        status = {**found.first, "undetermined": waits, "ask-first": both(asked, no(waits))}
        self.status[name] = self._digits(f"status_{snake(name)}", [status[one] for one in STATUSES], name)

    def _digits(self, name: str, whose: Sequence[Word], comment: str) -> Digits:
        """Numbers as words: one for each bit of the place in a list."""
        return [
            self.sheet.add(
                f"{name}_{bit}",
                either(*(word for place, word in enumerate(whose) if place >> bit & 1)),
                comment,
            )
            for bit in range((len(whose) - 1).bit_length())
        ]

    def step(self) -> Digits:
        """The person's step: the place, from 0, of the first step whose goal is not true."""
        goals = [self.conditions.of(step.goal).must for step in self.pathway.steps[:-1]]
        rows = [both(no(goal), *goals[:place]) for place, goal in enumerate(goals)]
        return self._digits("step", [*rows, both(*goals)], "the first step whose goal is not true")


def _of_indicated(found: Weighed) -> Iterator[tuple[Word, str]]:
    clear = both(
        found.indicated.must,
        no(found.needless.may),
        no(found.contraindicated.may),
        no(found.halted.may),
        found.in_scope.must,
        found.cautions_known,
    )
    yield both(clear, found.required.must), "recommended"
    yield both(clear, no(found.required.may)), "prepare"
    if found.one.entry.exit:
        yield both(found.indicated.must, no(clear)), "recommended"
