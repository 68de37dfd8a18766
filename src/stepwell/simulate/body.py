"""How the pain of the synthetic people goes from day to day.

Lives here: what is hidden and changes: gains by each treatment, flares, relapse, recovery, pain. Lives elsewhere: which
treatment is under way (following.py), what of it is written down (diary.py, answers.py).

Pain is what is left of the pain at entry once every gain is taken away, plus a flare, plus noise.
"""

import numpy as np

from stepwell.simulate.chance import Chance, Floats, Ints, Truths
from stepwell.simulate.parameters import Parameters
from stepwell.simulate.people import People, helped, more_by_adherence, threshold

YEAR = 365.0
GREATEST_PAIN = 10.0


class Body:
    """What is hidden of the people of a bucket and changes.

    adherence    share of the planned sessions that a person does
    care_days    days of conservative care, each counted as far as it was done
    usual        the pain without flares and noise
    pain         the worst pain of the day
    recovered    whether a person has been well; `back` whether the pain came back after that or after a treatment
    worn_off     the day of life in the clinic on which the relief by an injection ends
    """

    def __init__(self, people: People, chance: Chance, parameters: Parameters) -> None:
        count = len(people)
        self._people, self._chance, self._parameters = people, chance, parameters
        self.care_gain, self.care_half_life = self._conservative()
        self.care_days, self.adherence = np.zeros(count), people.adherence.copy()
        self.kept = np.ones(count)
        self.injection_gain, self.worn_off = np.zeros(count), np.full(count, -1, np.int64)
        self.operation_gain, self.operated = np.zeros(count), np.full(count, -1, np.int64)
        self.medicine_gain = np.zeros(count)
        self.flare_left, self.flare_height = np.zeros(count, np.int64), np.zeros(count)
        self.recovered, self.back = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
        self.usual, self.pain = people.pain.copy(), people.pain.copy()

    def _conservative(self) -> tuple[Floats, Floats]:
        """What conservative care gains in the end, and how fast."""
        chance, read = self._chance, self._parameters
        share = more_by_adherence(
            read.number("conservative-helped"),
            self._people.adherence,
            read.number("adherence-slope"),
            float(np.interp(0.5, *read.curve("adherence"))),
        )
        works = helped(self._people, chance, read, share, "conservative") > 0
        good = chance.from_curve(read.curve("conservative-gain-helped"), "conservative-gain")
        other = chance.from_curve(read.curve("conservative-gain-others"), "conservative-gain")
        speed = chance.from_curve(read.curve("conservative-half-life"), "conservative-speed")
        return np.where(works, good, other), speed

    def live(self, day: int, in_care: Truths) -> None:
        """One more day; `in_care` says whose conservative care is under way."""
        self.care_days += in_care * self.adherence
        self._relapse(day)
        self._flare(day)
        self.usual = np.clip(self._people.pain * (1 - self.gain(day)), 0.0, GREATEST_PAIN)
        noise = self._chance.noise("day", day) * self._parameters.number("day-to-day-noise")
        risen = self.usual + self.flare_height + noise * np.minimum(1.0, self.usual / 2)
        self.pain = np.clip(risen, 0.0, GREATEST_PAIN)
        self.recovered |= self.usual < self._parameters.number("recovered-pain")

    def gain(self, day: int) -> Floats:
        """How much of the pain at entry is gone, all treatments together."""
        care = self.care_gain * self.kept * (1 - np.exp2(-self.care_days / self.care_half_life))
        injection = np.where(day < self.worn_off, self.injection_gain, 0.0)
        since = np.clip((day - self.operated) / self._parameters.number("operation-recovery"), 0.0, 1.0)
        operation = np.where(self.operated >= 0, self.operation_gain * since, 0.0)
        untreated = self._people.untreated * day / YEAR
        left = (1 - care) * (1 - injection) * (1 - operation) * (1 - self.medicine_gain) * (1 - untreated)
        gained: Floats = 1 - left
        return gained

    def _relapse(self, day: int) -> None:
        """The pain comes back in some who had recovered, and in all whose injection has worn off."""
        share = 1 - (1 - self._parameters.number("relapse-per-year")) ** (1 / YEAR)
        well = self.recovered & ~self.back
        if well.any():
            relapsed = well & self._chance.happens(share, "relapse", day)
            self.kept[relapsed] *= 1 - self._parameters.number("relapse-loss")
            self.back |= relapsed
        self.back |= (self.worn_off == day) & (self.injection_gain > 0)

    def _flare(self, day: int) -> None:
        self.flare_left = np.maximum(self.flare_left - 1, 0)
        self.flare_height[self.flare_left == 0] = 0.0
        share = self._parameters.number("flares-per-year") / YEAR
        rows = np.flatnonzero(self._chance.happens(share, "flare", day) & (self.usual > 0))
        if len(rows):
            read, chance = self._parameters, self._chance
            self.flare_left[rows] = chance.between(read.ends("flare-length"), "flare-length", day, rows)
            low, high = read.ends("flare-height")
            self.flare_height[rows] = low + (high - low) * chance.uniform("flare-height", day, rows)

    def inject(self, rows: Ints, day: int, hits: Truths, *, toxin: bool) -> None:
        """An injection: whether it helps, how much, and for how long, where it hits the source or not."""
        read, chance = self._parameters, self._chance
        lasts = read.curve("injection-relief-lasts")
        share = np.where(hits, lasts[1][0], read.number("injection-elsewhere-relief"))
        if toxin:
            share = np.where(hits, read.number("toxin-helped"), read.number("injection-elsewhere-relief"))
        works = helped(self._people, chance, read, 0.5, f"injection {day}")[rows]
        works = works + threshold(share)
        relief = chance.from_curve(read.curve("injection-relief"), "injection-relief", day, rows)
        self.injection_gain[rows] = np.where(works > 0, relief, 0.0)
        if toxin:
            length = chance.between(read.ends("toxin-days"), "toxin-days", day, rows)
        else:
            left = chance.uniform("injection-days", day, rows) * lasts[1][0]
            length = np.interp(left, lasts[1][::-1], lasts[0][::-1]).astype(np.int64) + 1
        self.worn_off[rows] = day + np.where(works > 0, length, 0)
        self.back[rows] = False

    def blocked(self, rows: Ints, day: int, hits: Truths) -> Floats:
        """A test injection: how much of the pain it takes away for some hours, and no longer."""
        read, chance = self._parameters, self._chance
        share = np.where(
            hits, read.curve("injection-relief-lasts")[1][0], read.number("injection-elsewhere-relief")
        )
        relief = chance.from_curve(read.curve("injection-relief"), "block-relief", day, rows)
        return np.where(chance.happens(share, "block", day, rows), relief, 0.0)

    def operate(self, rows: Ints, day: int, share: Floats) -> None:
        """An operation: whether it helps, and how much."""
        read, chance = self._parameters, self._chance
        works = helped(self._people, chance, read, 0.5, f"operation {day}")[rows] + threshold(share) > 0
        worse = chance.happens(read.number("operation-worse"), "operation-worse", day, rows)
        gain = chance.from_curve(read.curve("operation-gain"), "operation-gain", day, rows)
        other = np.where(worse, read.number("operation-gain-worse"), read.number("operation-gain-others"))
        self.operation_gain[rows] = np.where(works & ~worse, gain, other)
        self.operated[rows] = day
        self.back[rows] = False
