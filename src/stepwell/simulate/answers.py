"""What the synthetic people answer: each finding's value on a day, as the prepared layout holds it.

Lives here: how parameters/answers.yaml becomes values, and the signs that are there at a time. Lives elsewhere: what `from`
names (hidden.py), who is asked what (asking.py).
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from stepwell.errors import Fault, KnowledgeError
from stepwell.knowledge.types import Finding, Pathway
from stepwell.population.codes import option_bits
from stepwell.simulate.chance import Ints, placed
from stepwell.simulate.hidden import HIDDEN, World
from stepwell.simulate.parameters import Answer, Parameters, curve

Value = Callable[[Ints, int], Ints]
"""The value of one finding for some people on a day."""


def asked(pathway: Pathway) -> list[Finding]:
    """The findings that can be observed."""
    return [one for one in pathway.findings.values() if one.derive is None and one.type != "text"]


class Answers:
    """The answers of the people of a bucket.

    signs   whether each red flag is there, by finding
    """

    def __init__(self, world: World, pathway: Pathway) -> None:
        self._world = world
        self._by_source = _shares_by_source(pathway)
        findings = asked(pathway)
        _refuse_unknown(world.parameters)
        self.signs = {one.id: self._sign_at_entry(one) for one in findings if one.flag}
        self._brought: dict[str, npt.NDArray[np.bool_]] = {}
        self._values = {one.id: self._value(one) for one in findings}

    def value(self, finding: str, rows: Ints, day: int) -> Ints:
        """Yes is 1, a number is scaled, a choice is the bit of its option."""
        found = self._values[finding](rows, day)
        if finding in self._brought:
            found = np.where(self._brought[finding][rows], 1, found)
        return found

    def bring(self, finding: str, rows: Ints) -> None:
        """From now on these people answer yes: it was brought about."""
        if finding not in self._brought:
            self._brought[finding] = np.zeros(len(self._world.people), np.bool_)
        self._brought[finding][rows] = True

    def _sign_at_entry(self, finding: Finding) -> npt.NDArray[np.bool_]:
        how = self._world.parameters.answers.get(finding.id, {})
        share = how.get("share", self._world.parameters.number("flags-at-entry"))
        if "from" in how:
            everybody = np.arange(len(self._world.people))
            return np.asarray(HIDDEN[how["from"]](self._world, everybody, 0), np.bool_)
        return self._world.chance.happens(share, f"sign {finding.id}")

    def _value(self, finding: Finding) -> Value:
        how = self._world.parameters.answers.get(finding.id, {})
        if finding.flag:
            return lambda rows, day: self.signs[finding.id][rows].astype(np.int64)
        if finding.type == "yes-no":
            return self._yes_no(finding, how)
        return self._number(finding, how) if finding.type == "number" else self._choice(finding, how)

    def _yes_no(self, finding: Finding, how: Answer) -> Value:
        chance, world, name = self._world.chance, self._world, finding.id
        if finding.id in self._by_source and not how:
            shares = self._by_source[finding.id]
            by_source = np.array([float(shares.get(one, 0.0)) for one in world.people.sources])
            return lambda rows, day: _whole(
                chance.happens(by_source[world.people.source[rows]], name, 0, rows)
            )
        if "often" in how:
            return lambda rows, day: _whole(chance.happens(how["often"], name, day, rows))
        share = how.get("share", None if "from" in how else world.parameters.number("unlisted-yes"))
        hidden = HIDDEN[how["from"]] if "from" in how else None
        if hidden is None:
            return lambda rows, day: _whole(chance.happens(share, name, 0, rows))
        if share is None:
            return lambda rows, day: _whole(hidden(world, rows, day))
        return lambda rows, day: _whole(hidden(world, rows, day) & chance.happens(share, name, 0, rows))

    def _number(self, finding: Finding, how: Answer) -> Value:
        chance, world = self._world.chance, self._world
        scale, (low, high) = 10**finding.decimals, finding.range or (0, 0)
        if "from" not in how:
            points = curve(how.get("quantiles", [[0, low / scale], [1, high / scale]]))
            return lambda rows, day: _scaled(chance.from_curve(points, finding.id, 0, rows), scale, low, high)
        hidden, spread = HIDDEN[how["from"]], float(how.get("noise", 0))
        line = curve(how["curve"]) if "curve" in how else None

        def value(rows: Ints, day: int) -> Ints:
            found = np.asarray(hidden(world, rows, day), np.float64)
            found = found if line is None else np.interp(found, *line)
            noise = spread * chance.noise(finding.id, day, rows) if spread else 0.0
            return _scaled(found + noise, scale, low, high)

        return value

    def _choice(self, finding: Finding, how: Answer) -> Value:
        world = self._world
        if "from" in how:
            hidden = HIDDEN[how["from"]]
            bits = {option: option_bits(finding, [option]) for option in finding.options}
            return lambda rows, day: np.array([bits[one] for one in hidden(world, rows, day)], np.int64)
        usual = "none" if "none" in finding.options else next(iter(finding.options))
        shares: Mapping[str, float] = how.get("options", {usual: 1.0})
        codes = np.array([option_bits(finding, [option]) for option in shares], np.int64)
        return lambda rows, day: codes[placed(world.chance.uniform(finding.id, 0, rows), shares)]


def _whole(truths: Any) -> Ints:
    return np.asarray(truths, np.int64)


def _scaled(numbers: npt.NDArray[np.float64], scale: int, low: int, high: int) -> Ints:
    return np.clip(np.rint(numbers * scale), low, high).astype(np.int64)


def _shares_by_source(pathway: Pathway) -> Mapping[str, Mapping[str, float]]:
    """P(positive | source) of each bedside test that assessments/ gives it for."""
    return {
        one["finding"]: one["positive"]["shares"]
        for one in pathway.assessments
        if "finding" in one and "positive" in one
    }


def _refuse_unknown(parameters: Parameters) -> None:
    """Every `from` is something that is hidden of a person. raises KnowledgeError"""
    faults = [
        Fault("simulate/parameters/answers.yaml", 0, f"{name} is answered from {how['from']}, which nobody has.",
              f"Write one of {', '.join(HIDDEN)}.")
        for name, how in parameters.answers.items()
        if "from" in how and how["from"] not in HIDDEN
    ]  # fmt: skip
    if faults:
        raise KnowledgeError(faults)
