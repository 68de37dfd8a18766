"""What keeps a truth open, as words: does it wait for a test or time, does it name one of some findings.

Lives here: following what is not known down to what somebody can answer, one trait at a time. Lives elsewhere: the same
for one record, with the names themselves (reasoning/openings.py).

A status needs no names: only whether anything that is missing has to be waited for, and whether it is among what a test
finds. So each such question is a trait, and each finding has, for each trait, one truth that is read only while the
finding is open.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from stepwell.knowledge.conditions import OTHER_SIDE, Condition, parts_of
from stepwell.knowledge.derivations import (
    Aggregate,
    Choose,
    DaysOn,
    Derivation,
    Exits,
    IsWorkingSource,
    Ratio,
    Rule,
    Score,
    conditions_in,
    courses_of,
    reads,
)
from stepwell.knowledge.types import Finding, Intervention
from stepwell.population.statement.conditions import Conditions, Options, Truths, open_
from stepwell.population.statement.sheet import Sheet
from stepwell.population.statement.words import Word, both, certain, either, no

HISTORY, WORKING = "treatment-history", "working-source"


@dataclass(frozen=True)
class Trait:
    """A question about what is missing.

    name     how its columns are called
    asked    whether a name that can be asked has the trait
    waited   whether a name that has to be waited for has it
    """

    name: str
    asked: Callable[[str], bool]
    waited: Callable[[str], bool]


WAITS = Trait("waits", lambda name: False, lambda name: True)


def named_in(place: int, findings: Iterable[str]) -> Trait:
    """Whether what is missing is among some findings."""
    wanted = frozenset(findings)
    return Trait(f"names_{place}", wanted.__contains__, wanted.__contains__)


@dataclass(frozen=True)
class Seen:
    """What the openings need besides facts.

    unsure     the answer of an observed finding is "not sure"
    today      an observed finding was last answered today
    settled    an exit is settled
    undated    some course of a derived `days_on` has no recorded start
    vague      some course may fit a derived finding, and may not
    """

    unsure: Callable[[str], Word]
    today: Callable[[str], Word]
    settled: Callable[[str], Word]
    undated: Callable[[str], Word]
    vague: Callable[[str], Word]


class Opener:
    """Answers one trait."""

    def __init__(self, trait: Trait, conditions: Conditions, seen: Seen, sheet: Sheet) -> None:
        self.trait, self.conditions, self.seen, self.sheet = trait, conditions, seen, sheet
        self.pathway = conditions.pathway
        self._findings: dict[str, Word] = {}
        self._exits: dict[tuple[str, ...], Word] = {}

    def of(self, condition: Condition | None) -> Word:
        """A condition is open, and something that is missing of it has the trait."""
        if condition is None:
            return certain(False)
        below = self._open(condition)
        return both(open_(self.conditions.of(condition)), below)

    def _open(self, condition: Condition) -> Word:
        parts = parts_of(condition)
        if parts:
            return either(*(self._part(part) for part in parts))
        finding = getattr(condition, "finding", None)
        return certain(False) if finding is None else self.of_finding(finding)

    def _part(self, part: Condition) -> Word:
        return both(open_(self.conditions.of(part)), self._open(part))

    def of_exits(self, wanted: Callable[[Intervention], bool]) -> Word:
        """What keeps some of the exits open that are not settled has the trait."""
        exits = [one for one in self.pathway.interventions.values() if one.exit and wanted(one)]
        key = tuple(one.id for one in exits)
        if key not in self._exits:
            missing = either(*map(self._of_exit, exits))
            comment = f"what is missing of {len(exits)} exits: {self.trait.name}"
            self._exits[key] = self.sheet.add(f"exits_{len(self._exits)}_{self.trait.name}", missing, comment)
        return self._exits[key]

    def _of_exit(self, exit_: Intervention) -> Word:
        name = f"{exit_.id.replace('-', '_')}_open_{self.trait.name}"
        if name not in self._findings:
            missing = both(no(self.seen.settled(exit_.id)), self.of(exit_.indicated))
            self._findings[name] = self.sheet.add(name, missing)
        return self._findings[name]

    def of_finding(self, key: str) -> Word:
        """What is missing to know one finding has the trait."""
        kept = self._findings.get(key)
        if kept is None:
            finding = self.pathway.findings[key.removesuffix(OTHER_SIDE)]
            derive = finding.derive
            term = self._observed(key, finding) if derive is None else self._derived(finding, derive)
            name = f"{key.replace('-', '_').replace('@', '_')}_{self.trait.name}"
            kept = self._findings[key] = self.sheet.add(
                name, term, f"what is missing of {key}: {self.trait.name}"
            )
        return kept

    def _either_way(self, asks: Word, asked: Iterable[str], waiting: str) -> Word:
        """The trait of what is asked where `asks` holds, else of what is waited for."""
        if any(map(self.trait.asked, asked)):
            return either(asks, certain(self.trait.waited(waiting)))
        return both(no(asks), certain(self.trait.waited(waiting)))

    def _observed(self, key: str, finding: Finding) -> Word:
        asks = no(self.seen.unsure(key)) if finding.ask else certain(False)
        return self._either_way(asks, [finding.id], finding.id)

    def _derived(self, finding: Finding, derive: Derivation) -> Word:
        match derive:
            case Rule(condition):
                return self.of(condition)
            case Choose(rows):
                return self._rows([condition for condition, _ in rows])
            case Score(items):
                return either(*(self._rows([condition for condition, _ in item]) for item in items))
            case Aggregate(_, observed):
                return self._aggregate(observed)
            case Ratio():
                return self._ratio(derive)
            case Exits():
                return self.of_exits(lambda one: derive.selects(one.id, one.exit))
            case DaysOn(interventions):
                return self._history(
                    self._either_way(self.seen.undated(finding.id), interventions, finding.id)
                )
            case _:
                return self._history(self._courses(derive, finding.id))

    def _rows(self, conditions: Sequence[Condition]) -> Word:
        missing, earlier = [], list[Word]()
        for condition in conditions:
            missing.append(both(*map(no, earlier), self.of(condition)))
            earlier.append(self.conditions.of(condition).must)
        return either(*missing)

    def _aggregate(self, observed: str) -> Word:
        finding = self.pathway.findings[observed]
        asks = (
            both(no(self.seen.unsure(observed)), no(self.seen.today(observed)))
            if finding.ask
            else certain(False)
        )
        return self._either_way(asks, [observed], observed)

    def _ratio(self, derive: Ratio) -> Word:
        missing = [self.of(condition) for condition in conditions_in(derive)]
        for name in sorted(reads(derive)):
            fact = self.conditions.facts[name]
            if not isinstance(fact, Truths | Options):
                missing.append(both(no(fact.is_exact()), self.of_finding(name)))
        return either(*missing)

    def _history(self, taken: Word) -> Word:
        """The trait of the history where it was not taken, else of what the courses lack."""
        history = self.conditions.facts.get(HISTORY)
        complete = history.must if isinstance(history, Truths) else certain(False)
        return either(both(no(complete), self.of_finding(HISTORY)), both(complete, taken))

    def _courses(self, derive: Derivation, name: str) -> Word:
        courses = courses_of(derive)
        aimed = courses is not None and any(
            isinstance(wanted, IsWorkingSource) for _, wanted in courses.where
        )
        vague, source = self.seen.vague(name), self._source_open() if aimed else certain(False)
        found = [both(source, certain(self.trait.asked(WORKING)))]
        if courses is not None and any(map(self.trait.asked, courses.interventions)):
            found.append(vague)
        return either(*found, both(no(either(vague, source)), certain(self.trait.waited(name))))

    def _source_open(self) -> Word:
        finding = self.pathway.findings.get(WORKING)
        if finding is None or WORKING not in self.conditions.facts:
            return certain(False)
        return no(self.conditions.known(WORKING))
