"""The ways in which an invariant is broken: each as a formula over imagined people, and for records that ran.

Lives here: one function for each way, and when an invariant applies. Lives elsewhere: which of them a line of the file
claims never to happen (verify/claims.py).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import z3

from stepwell.knowledge.conditions import Condition
from stepwell.knowledge.types import Intervention
from stepwell.reasoning.facts import compile_pathway
from stepwell.records.bounds import Bounds
from stepwell.verify.formulas import Formula, every, no, same, some
from stepwell.verify.people import People, Person
from stepwell.verify.trial import Trial

Build = Callable[[People], Formula]
Breaks = Callable[[Sequence[Trial]], bool]
ADVISED = ("recommended", "prepare")


@dataclass(frozen=True, slots=True)
class Case:
    """One way in which an invariant would be broken. `words` says it of the record that breaks it."""

    words: str
    formula: Build
    breaks: Breaks


@dataclass(frozen=True, slots=True)
class While:
    """When an invariant applies: `surely` holds, `perhaps` is not known to be false, `not_surely` not known to hold."""

    surely: tuple[Condition, ...] = ()
    perhaps: tuple[Condition, ...] = ()
    not_surely: tuple[Condition, ...] = ()
    unknown: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()

    def formula(self, person: Person) -> Formula:
        """Whether it applies to an imagined person."""
        world = person.world
        return every(
            (
                *(world.truth(condition).yes for condition in self.surely),
                *(no(world.truth(condition).no) for condition in self.perhaps),
                *(no(world.truth(condition).yes) for condition in self.not_surely),
                *(no(world.known(name)) for name in self.unknown),
                *(no(world.courses.mark(name, "settled")) for name in self.unsettled),
            )
        )

    def applies(self, trial: Trial) -> bool:
        """Whether it applies to a record that ran."""
        return (
            all(trial.truth(condition) is True for condition in self.surely)
            and all(trial.truth(condition) is not False for condition in self.perhaps)
            and all(trial.truth(condition) is not True for condition in self.not_surely)
            and not any(trial.known(name) for name in self.unknown)
            and trial.facts.settled.isdisjoint(self.unsettled)
        )


def has(entry: Intervention, statuses: tuple[str, ...], when: While) -> Case:
    return Case(
        f"{entry.id} is {' or '.join(statuses)}",
        lambda people: every((when.formula(people.first), people.first.statuses.among(entry.id, statuses))),
        lambda trials: when.applies(trials[0]) and trials[0].status(entry.id) in statuses,
    )


def none_has(entries: Sequence[Intervention], statuses: tuple[str, ...], when: While) -> Case:
    names = [entry.id for entry in entries]
    said = names[0] if len(names) == 1 else f"none of {len(names)}"
    return Case(
        f"{said} is {' or '.join(statuses)}" if len(names) > 1 else f"{said} is not {' or '.join(statuses)}",
        lambda people: every(
            (when.formula(people.first), *(no(people.first.statuses.among(name, statuses)) for name in names))
        ),
        lambda trials: (
            when.applies(trials[0]) and not any(trials[0].status(name) in statuses for name in names)
        ),
    )


def nobody_next(names: Sequence[str], statuses: tuple[str, ...], again: Sequence[str], when: While) -> Case:
    """Nothing is advised, asked or under way, and nothing that was done is due again."""

    def formula(people: People) -> Formula:
        of = people.first.statuses
        waiting = (no(of.among(name, ("done",))) for name in again)
        return every(
            (when.formula(people.first), *waiting, *(no(of.among(name, statuses)) for name in names))
        )

    def breaks(trials: Sequence[Trial]) -> bool:
        of = trials[0].status
        waiting = any(of(name) == "done" for name in again)
        return when.applies(trials[0]) and not waiting and not any(of(name) in statuses for name in names)

    return Case(f"none of {len(names)} is a next step", formula, breaks)


def gained(entry: Intervention, statuses: tuple[str, ...]) -> Case:
    """A flag that is said makes a treatment advised that was not."""

    def formula(people: People) -> Formula:
        assert people.second is not None  # noqa: S101
        before, after = (one.statuses.among(entry.id, statuses) for one in (people.first, people.second))
        return every((after, no(before), _one_more_yes(people)))

    return Case(
        f"{entry.id} is {' or '.join(statuses)} only once a flag is answered yes",
        formula,
        lambda trials: trials[1].status(entry.id) in statuses and trials[0].status(entry.id) not in statuses,
    )


def _one_more_yes(people: People) -> Formula:
    """One flag alone is no for the first person and yes for the second; a new yes leaves no exit of its own settled."""
    world, signs = people.first.world, compile_pathway(people.first.pathway).signs
    parts = [z3.PbEq([(chosen, 1) for chosen in people.changes.values()], 1)]
    for name, chosen in people.changes.items():
        settled = [
            world.courses.mark(one, "settled") for one, reopening in signs.items() if name in reopening
        ]
        parts.append(some((no(chosen), every((world.pair(name).no, *map(no, settled))))))
    return every(parts)


def lost(entry: Intervention) -> Case:
    """What was recommended is so no longer once more is known."""

    def formula(people: People) -> Formula:
        assert people.second is not None  # noqa: S101
        before, after = (one.statuses.of(entry.id)["recommended"] for one in (people.first, people.second))
        return every((before, no(after)))

    return Case(
        f"{entry.id} is recommended, and no longer once more is known",
        formula,
        lambda trials: trials[0].status(entry.id) == "recommended" != trials[1].status(entry.id),
    )


def both(one: Intervention, two: Intervention, statuses: Sequence[str]) -> Iterator[Case]:
    """Two advices at once that contradict each other; alternatives of one choice are shown as either-or."""
    alternatives = bool(one.choice) and one.choice == two.choice
    for first in statuses:
        for second in statuses:
            if not (alternatives and {first, second} <= set(ADVISED)):
                yield Case(
                    f"{one.id} is {first} beside {two.id}, which is {second}",
                    lambda people, first=first, second=second: every(  # type: ignore[misc]
                        (
                            people.first.statuses.among(one.id, (first,)),
                            people.first.statuses.among(two.id, (second,)),
                        )
                    ),
                    lambda trials, first=first, second=second: (  # type: ignore[misc]
                        trials[0].status(one.id) == first and trials[0].status(two.id) == second
                    ),
                )


def not_one_rung(by: str, rungs: Sequence[Intervention], when: While) -> Case:
    """A number known exactly lies on no rung, or on two."""
    signs = [rung.indicated for rung in rungs if rung.indicated is not None]

    def formula(people: People) -> Formula:
        world = people.first.world
        exact = same(world.range(by).low, world.range(by).high)
        return every(
            (
                when.formula(people.first),
                exact,
                no(z3.PbEq([(world.truth(sign).yes, 1) for sign in signs], 1)),
            )
        )

    def breaks(trials: Sequence[Trial]) -> bool:
        value = trials[0].facts.values[by]
        exact = isinstance(value, Bounds) and value.exact
        return exact and when.applies(trials[0]) and sum(trials[0].truth(sign) is True for sign in signs) != 1

    return Case(f"{by} lies on no rung or on two", formula, breaks)
