"""What an answer comes from when it is not drawn for itself: pain, age, the source that a clinician believes in, and so on.

Lives here: one function for each word that `from` may say in parameters/answers.yaml. Lives elsewhere: turning what they give
into the values of findings (answers.py).

A function gives, for some people on a day: a number, whether something is so, or the id of an option.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from stepwell.simulate.body import Body
from stepwell.simulate.chance import Chance, Floats, Ints, placed
from stepwell.simulate.parameters import Parameters
from stepwell.simulate.people import People

MONTH = 30


@dataclass(frozen=True, eq=False)
class World:
    """All that is so about the people of a bucket, whether or not anybody knows.

    believed   the place of the source that the clinician takes as the working one, or -1
    explained  whether another diagnosis explains the pain
    """

    people: People
    body: Body
    chance: Chance
    parameters: Parameters
    believed: Ints
    explained: npt.NDArray[np.bool_]


Hidden = Callable[[World, Ints, int], Any]


def _worst_pain(world: World, rows: Ints, day: int) -> Floats:
    return world.body.pain[rows]


def _usual(world: World, rows: Ints, day: int) -> Floats:
    return world.body.usual[rows]


def _average(world: World, rows: Ints, day: int) -> Floats:
    found: Floats = world.body.pain[rows] * 0.7
    return found


def _leg(world: World, rows: Ints, day: int) -> Floats:
    found: Floats = world.body.pain[rows] * world.chance.uniform("leg", 0, rows)
    return found


def _symptom_days(world: World, rows: Ints, day: int) -> Ints:
    return world.people.symptom_days[rows] + day


def _hurts(world: World, rows: Ints, day: int) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = world.body.usual[rows] >= world.parameters.ends("feels-pain")[0]
    return found


def _leg_hurts(world: World, rows: Ints, day: int) -> npt.NDArray[np.bool_]:
    return _hurts(world, rows, day) & world.chance.happens(0.5, "leg-pain", 0, rows)


def _hurts_badly(world: World, rows: Ints, day: int) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = world.body.pain[rows] >= world.parameters.ends("feels-pain")[1]
    return found


def _morning(world: World, rows: Ints, day: int) -> list[str]:
    shares = world.parameters.shares("morning-after")
    return _words(list(shares), world.chance.one_of(shares, "next-morning", day, rows))


def _change(world: World, rows: Ints, day: int) -> list[str]:
    gone = 1 - world.body.usual[rows] / np.maximum(world.people.pain[rows], 1.0)
    return _banded(world.parameters.shares("felt-change"), gone)


def _adherence(world: World, rows: Ints, day: int) -> Floats:
    found: Floats = 100 * np.clip(
        world.body.adherence[rows] + 0.08 * world.chance.noise("adherence-told", day, rows), 0.0, 1.0
    )
    return found


def _load(world: World, rows: Ints, day: int) -> npt.NDArray[np.bool_]:
    """The load goes on in fewer and fewer people; who stops, has stopped."""
    first, later = world.parameters.ends("load-goes-on")
    share = later + (first - later) * max(0.0, 1 - day / MONTH)
    return world.chance.happens(share, "load", 0, rows)


def _back(world: World, rows: Ints, day: int) -> npt.NDArray[np.bool_]:
    return world.body.back[rows]


def _recovered(world: World, rows: Ints, day: int) -> npt.NDArray[np.bool_]:
    return world.body.recovered[rows] & world.body.back[rows]


def _medicine(world: World, rows: Ints, day: int) -> Floats:
    found: Floats = 100 * world.body.medicine_gain[rows]
    return found


def _age(world: World, rows: Ints, day: int) -> Ints:
    return world.people.age[rows]


def _sex(world: World, rows: Ints, day: int) -> list[str]:
    return _words(["male", "female"], world.people.female[rows])


def _country(world: World, rows: Ints, day: int) -> list[str]:
    return _words(list(world.parameters.shares("countries")), world.people.country[rows])


def _side_known(world: World, rows: Ints, day: int) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = side_words(world.parameters)[world.people.side[rows]] != "unstated"
    return found


def side_words(parameters: Parameters) -> npt.NDArray[np.str_]:
    """What the places of sides stand for."""
    return np.array(list(parameters.shares("sides")))


def _childbearing(world: World, rows: Ints) -> npt.NDArray[np.bool_]:
    young = world.people.age[rows] <= world.parameters.number("childbearing-until")
    found: npt.NDArray[np.bool_] = (world.people.female[rows] == 1) & young
    return found


def _pregnancy(world: World, rows: Ints, day: int) -> list[str]:
    share = world.parameters.number("pregnant-share")
    pregnant = _childbearing(world, rows) & world.chance.happens(share, "pregnant", 0, rows)
    return _words(["none", "under-20-weeks"], pregnant.astype(np.int64))


def _cyclic(world: World, rows: Ints, day: int) -> npt.NDArray[np.bool_]:
    share = world.parameters.number("cyclic-share")
    return _childbearing(world, rows) & world.chance.happens(share, "cyclic", 0, rows)


def _never(world: World, rows: Ints, day: int) -> npt.NDArray[np.bool_]:
    return np.zeros(len(rows), np.bool_)


def _history(world: World, rows: Ints, day: int) -> npt.NDArray[np.bool_]:
    return world.chance.happens(world.parameters.number("history-taken"), "history-taken", 0, rows)


def _explained(world: World, rows: Ints, day: int) -> npt.NDArray[np.bool_]:
    return world.explained[rows]


def _believed(world: World, rows: Ints, day: int) -> list[str]:
    return _words([*world.people.sources, "not-established"], world.believed[rows])


def _imaging(world: World, rows: Ints, day: int) -> list[str]:
    """What imaging shows: the hidden source, or nothing, or a variant. The same however often it is done."""
    others = world.parameters.shares("imaging-others")
    seen = imaging_shows(world, rows)
    drawn = placed(world.chance.uniform("imaging-others", 0, rows), others)
    sources = len(world.people.sources)
    return _words(
        [*world.people.sources, *others], np.where(seen, world.people.source[rows], sources + drawn)
    )


def imaging_shows(world: World, rows: Ints) -> npt.NDArray[np.bool_]:
    """Whether imaging shows the hidden source."""
    return world.chance.happens(source_share(world, rows, "imaging-shows"), "imaging", 0, rows)


def source_share(world: World, rows: Ints, name: str, otherwise: float = 0.0) -> Floats:
    """A share by the hidden source of each person."""
    shares = world.parameters.shares(name)
    by_source = np.array([float(shares.get(one, otherwise)) for one in world.people.sources])
    found: Floats = by_source[world.people.source[rows]]
    return found


def _muscular(world: World, rows: Ints, day: int) -> npt.NDArray[np.bool_]:
    return world.chance.happens(source_share(world, rows, "muscular-sources"), "muscular", 0, rows)


def _words(words: list[str], places: Ints) -> list[str]:
    found: list[str] = np.array(words)[places].tolist()
    return found


def _banded(bands: Mapping[str, float], values: Floats) -> list[str]:
    """The first word whose least value is reached."""
    least = np.array(list(bands.values()), dtype=np.float64)
    return _words(list(bands), np.argmax(values[:, None] >= least, axis=1))


def response_words(parameters: Parameters, relief_percent: Floats) -> list[str]:
    """What a response is called, by relief in percent."""
    return _banded(parameters.shares("responses"), relief_percent)


HIDDEN: Mapping[str, Hidden] = {
    "worst-pain": _worst_pain,
    "pain": _usual,
    "average-pain": _average,
    "leg-pain": _leg,
    "symptom-days": _symptom_days,
    "in-pain": _hurts,
    "leg-in-pain": _leg_hurts,
    "high-pain": _hurts_badly,
    "next-morning": _morning,
    "global-change": _change,
    "adherence": _adherence,
    "load-continues": _load,
    "provoking": _load,
    "pain-returned": _back,
    "recovered-before": _recovered,
    "medicine-fall": _medicine,
    "age": _age,
    "sex": _sex,
    "country": _country,
    "side-known": _side_known,
    "pregnancy": _pregnancy,
    "cyclic": _cyclic,
    "never": _never,
    "history-taken": _history,
    "explained": _explained,
    "working-source": _believed,
    "imaging-structure": _imaging,
    "muscular": _muscular,
}
"""What `from` may say, in parameters/answers.yaml."""
