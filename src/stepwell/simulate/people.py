"""Who the synthetic people are, and what is hidden of them: source, severity, response, adherence, habits.

Lives here: drawing them once. Lives elsewhere: how their pain goes (body.py), how they answer (answers.py).
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from stepwell.knowledge.types import Pathway
from stepwell.simulate.chance import Chance, Floats, Ints
from stepwell.simulate.parameters import Parameters


@dataclass(frozen=True, eq=False)
class People:
    """What stays the same about the people of a bucket; each array has a place for each of them.

    numbers   the number of each in the whole population
    entry     the day on which each comes first, as an ordinal
    source    the place of the hidden source among `sources`
    response  how well treatments work in a person, in standard deviations
    """

    numbers: Ints
    entry: Ints
    sources: tuple[str, ...]
    source: Ints
    age: Ints
    female: Ints
    country: Ints
    side: Ints
    pain: Floats
    symptom_days: Ints
    response: Floats
    adherence: Floats
    diary: Floats
    skips: Floats
    untreated: Floats

    def __len__(self) -> int:
        return len(self.numbers)


def draw_people(
    numbers: Ints, chance: Chance, pathway: Pathway, parameters: Parameters, *, start: int, days: int
) -> People:
    """Draw people.

    numbers  their numbers in the whole population
    start    the first simulated day, as an ordinal
    days     how many days are simulated
    """
    read = parameters.curve
    sources = tuple(pathway.sources["sources"])
    last_entry = max(0, int(days * parameters.number("entry-share")) - 1)
    return People(
        numbers=numbers,
        entry=start + chance.between((0, last_entry), "entry"),
        sources=sources,
        source=_source(chance, pathway, parameters, sources),
        age=chance.from_curve(read("age"), "age").astype(np.int64),
        female=chance.happens(parameters.number("female-share"), "sex").astype(np.int64),
        country=chance.one_of(parameters.shares("countries"), "country"),
        side=chance.one_of(parameters.shares("sides"), "side"),
        pain=chance.from_curve(read("worst-pain-at-entry"), "pain"),
        symptom_days=chance.from_curve(read("symptom-days-at-entry"), "symptom-days").astype(np.int64),
        response=chance.noise("response"),
        adherence=chance.from_curve(read("adherence"), "adherence"),
        diary=chance.from_curve(read("diary-share"), "diary"),
        skips=chance.from_curve(read("skipped-pages"), "skips"),
        untreated=chance.from_curve(read("untreated-gain-per-year"), "untreated"),
    )


def _source(chance: Chance, pathway: Pathway, parameters: Parameters, sources: tuple[str, ...]) -> Ints:
    """The hidden source of each: how the trouble began, and then how likely sources.yaml takes each to be."""
    began = chance.one_of(parameters.shares("clinic-settings"), "setting")
    shares = {one["id"]: one["shares"] for one in pathway.sources["settings"]}
    found = np.zeros(len(began), np.int64)
    for place, setting in enumerate(parameters.shares("clinic-settings")):
        order = {name: float(shares[setting].get(name, 0)) for name in sources}
        here = began == place
        found[here] = chance.one_of(order, "source")[here]
    return found


def helped(
    people: People, chance: Chance, parameters: Parameters, share: float | Floats, what: str
) -> Floats:
    """How well one treatment works in each person: above 0 in about `share` of them.

    People in whom one treatment fails are likelier to see the next one fail: what they share is `response`.
    """
    shared = parameters.number("responsiveness-correlation")
    drawn = shared**0.5 * people.response + (1 - shared) ** 0.5 * chance.noise(f"helped {what}")
    found: Floats = drawn + threshold(share)
    return found


def threshold(share: float | Floats) -> Floats:
    """What is added to noise so that a share of it lies above 0. Shares of 0 and 1 mean nobody and everybody."""
    known = np.atleast_1d(np.clip(share, 1e-9, 1 - 1e-9)).astype(np.float64)
    found: Floats = np.interp(known, _SHARES, _NORMAL)
    return found


_SHARES = np.linspace(0.0005, 0.9995, 1999)
_NORMAL = np.array([NormalDist().inv_cdf(float(one)) for one in _SHARES])


def more_by_adherence(share: float, adherence: Floats, slope: float, usual: float) -> Floats:
    """A share of success where people do more or less than usual. `slope` is in logits for a half more."""
    odds = share / (1 - share) * np.exp(slope * (adherence - usual) / 0.5)
    found: Floats = odds / (1 + odds)
    return found
