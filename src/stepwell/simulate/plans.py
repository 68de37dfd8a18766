"""What the simulator has to know of each intervention, read from the knowledge before anybody is advised.

Lives here: kind, strength, waits, what it finds and brings about, how it works. Lives elsewhere: what is done with it
(following.py, effects.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stepwell.knowledge.conditions import Condition, IsYes
from stepwell.knowledge.types import Contraindication, Intervention, Pathway, Precaution
from stepwell.population.codes import codes_of
from stepwell.reasoning.facts import signs_of
from stepwell.simulate.asking import observable
from stepwell.simulate.parameters import Parameters

ONGOING = ("load", "medicine")
"""Kinds that are started and stopped; the others are done."""

REHABILITATION = "rehabilitation"
ANSWERING = ("block", "injection", "toxin", "operation")
"""Effects whose response is recorded later."""


@dataclass(frozen=True)
class Plan:
    """One intervention. `place` is its column among the statuses, `code` its number in the prepared tables.

    brings    findings that answer yes once it is done
    signs     red flags that open it, where it is an exit
    pages     the places of the pages of questions on which its advice may wait
    """

    id: str
    place: int
    code: int
    step: int
    kind: str
    exit: str
    strength: str
    choice: str
    by_patient: bool
    wait: Sequence[float]
    effect: str
    finds: tuple[str, ...] = ()
    brings: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    names_source: float = 0.0
    pages: tuple[int, ...] = ()

    @property
    def ongoing(self) -> bool:
        """Whether it is started and stopped."""
        return self.kind in ONGOING


def plans_of(pathway: Pathway, parameters: Parameters) -> tuple[Plan, ...]:
    """One plan for each intervention, in the order of the pathway."""
    brings = _brought(pathway)
    steps = {step.id: place for place, step in enumerate(pathway.steps)}
    return tuple(
        _plan(one, place, steps[one.step], pathway, parameters, brings)
        for place, one in enumerate(pathway.interventions.values())
    )


def _plan(
    one: Intervention,
    place: int,
    step: int,
    pathway: Pathway,
    parameters: Parameters,
    brings: Mapping[str, tuple[str, ...]],
) -> Plan:
    return Plan(
        id=one.id,
        place=place,
        code=codes_of(pathway).interventions[one.id],
        step=step,
        kind=one.kind,
        exit=one.exit,
        strength=one.strength,
        choice=one.choice,
        by_patient=one.decided_by == "patient",
        wait=_wait(one, parameters),
        effect=parameters.shares("effects").get(one.id, ""),
        finds=tuple(observable(pathway, one.finds)),
        brings=brings.get(one.id, ()),
        signs=tuple(_signs(one, pathway)),
        reviews=tuple(parameters.shares("reviewed-by").get(one.id, ())),
        names_source=float(parameters.shares("names-source").get(one.id, 0.0)),
        pages=tuple(_pages(one, pathway)),
    )


def _signs(one: Intervention, pathway: Pathway) -> list[str]:
    """The red flags on which an exit rests."""
    if not one.exit or one.indicated is None:
        return []
    rests_on = observable(pathway, signs_of(one.indicated, pathway))
    return sorted(name for name in rests_on if pathway.findings[name].flag)


def _pages(one: Intervention, pathway: Pathway) -> Iterator[int]:
    """The pages that hold a question on which its indication, or what stands against it, rests."""
    rows: tuple[Contraindication | Precaution, ...] = (*one.contraindicated, *one.precautions)
    conditions: list[Condition] = [row.when for row in rows]
    conditions += [need.that for need in one.requires]
    conditions += [] if one.indicated is None else [one.indicated]
    rests_on = frozenset[str]().union(*(signs_of(condition, pathway) for condition in conditions))
    for place, page in enumerate(pathway.question_sets):
        if not rests_on.isdisjoint(page.findings):
            yield place


def _wait(one: Intervention, parameters: Parameters) -> Sequence[float]:
    if one.exit:
        found: Sequence[float] = parameters.shares("settled-after")[one.exit]
        return found
    today = one.decided_by == "patient" and one.kind in ("test", "review")
    return (0, 0) if today else parameters.shares("waits")[one.kind]


def _brought(pathway: Pathway) -> dict[str, tuple[str, ...]]:
    """What each intervention brings about: the findings for which a requirement names it."""
    found: dict[str, tuple[str, ...]] = {}
    for one in pathway.interventions.values():
        for need in one.requires:
            if isinstance(need.that, IsYes) and observable(pathway, [need.that.finding]):
                names = (*found.get(need.otherwise, ()), need.that.finding)
                found[need.otherwise] = tuple(dict.fromkeys(names))
    return found
