"""The words of the key `figure:`: which keys there are, what each may be, and what is wrong with one.

Lives here: the tables of keys and the faults of single values. Lives elsewhere: poses that do not fit each other or no
body (figures/checks.py), the figure itself (figures/reader.py), YAML (knowledge/yaml_text.py).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from stepwell.errors import Fault
from stepwell.figures.poses import GROUND
from stepwell.figures.skeleton import SIDES
from stepwell.knowledge.readers import suggestion

LIMB_JOINTS = ("hip", "knee", "ankle", "heel", "toe", "shoulder", "elbow", "wrist", "hand")
JOINTS = frozenset(
    [
        "pelvis",
        "waist",
        "chest",
        "top",
        "neck",
        "head",
        *(f"{side}-{j}" for side in SIDES for j in LIMB_JOINTS),
    ]
)
LAYERS = frozenset(
    "head neck trunk band strap weight cranks bike chair chair-seat chair-back chair-leg box step bench bench-leg wall "
    "towel".split()
) | {f"{side}-{part}" for side in SIDES for part in ("leg", "thigh", "shank", "kneecap", "arm")}
WORKS = {"one": frozenset({"working"}), "both": frozenset(SIDES), "none": frozenset[str]()}


class Kind(NamedTuple):
    """What a value may be: a test, what it says of another value, and the remedy."""

    fits: Callable[[Any], bool]
    problem: str
    remedy: str


def number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6


def numbers(value: Any, count: int) -> bool:
    """Whether a value is a list of so many numbers."""
    return isinstance(value, list | tuple) and len(value) == count and all(number(one) for one in value)


def _path(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 1 and all(numbers(point, 2) for point in value)


def _one_of(*words: str) -> Kind:
    return Kind(lambda value: value in words, "which is not known here", f"Use one of: {', '.join(words)}.")


DEGREES = Kind(number, "which is no number", "Write degrees.")
AMOUNT = Kind(number, "which is no number", "Write a number, such as 0.25.")
POINT = Kind(
    lambda value: numbers(value, 3), "which is not three numbers", "Write [forward, left, up] in heights."
)
SPAN = Kind(
    lambda value: numbers(value, 2) and value[0] < value[1],
    "which is no span",
    "Write [from, to] in heights.",
)
PATH = Kind(_path, "which is no path", "Write two or more points: [[across, up], [across, up]].")
JOINT = Kind(lambda value: value in JOINTS, "", "")
PLACE = Kind(lambda _: True, "", "")
TREE = Kind(lambda value: isinstance(value, Mapping), "which is no mapping", "Write `key: value` below it.")

Keys = Mapping[str, Kind]


def _keys(kind: Kind, names: str) -> dict[str, Kind]:
    return dict.fromkeys(names.split(), kind)


BODY: Keys = {
    **_keys(DEGREES, "lean roll yaw turn spine side twist neck neck-side head head-turn"),
    "at": POINT, "pin": TREE, "lies": _one_of(*GROUND),
}  # fmt: skip
LEG: Keys = {
    **_keys(DEGREES, "hip out turn knee ankle"), **_keys(POINT, "foot knee-to toes sole shank"), "ankle-on": PLACE
}  # fmt: skip
ARM: Keys = {
    **_keys(DEGREES, "shoulder out turn elbow"), **_keys(POINT, "elbow-to fingers"), "hand": PLACE
}  # fmt: skip
PARTS: Mapping[str, tuple[str, Keys]] = {
    "body": ("a body", BODY),
    **{f"{side}-leg": ("a leg", LEG) for side in SIDES},
    **{f"{side}-arm": ("an arm", ARM) for side in SIDES},
}
ON_BODY: Keys = {**_keys(JOINT, "from to"), "part": AMOUNT, "shift": POINT}
ARROW: Keys = {"follow": JOINT, "shift": POINT, "path": PATH}
SPOT: Keys = {**ON_BODY, "size": AMOUNT}
BLOCK: Keys = _keys(SPAN, "x y z")
PROPS: Mapping[str, Keys] = {
    "floor": {}, "mat": {}, "pillow": {"height": AMOUNT}, "box": BLOCK, "step": BLOCK, "bench": BLOCK,
    "wall": {"x": AMOUNT, "y": SPAN}, "chair": _keys(AMOUNT, "at height"), "bike": _keys(AMOUNT, "at height"),
    "towel": {"at": POINT, "wide": AMOUNT, "thick": AMOUNT},
    "band": {"round": _one_of("thighs", "ankles")},
    "strap": {"in": Kind(
        lambda value: isinstance(value, list) and bool(value) and all(side in SIDES for side in value),
        "which is no list of sides", "Write [working], [other] or [working, other].",
    )},
    "weight": {"in": _one_of(*SIDES)},
}  # fmt: skip
NEEDED = {"box": "xyz", "step": "xyz", "bench": "xyz", "towel": ("at",)}
"""What a prop has to say."""
FIGURE = frozenset("camera props works contacts poses arrow spot layers panels loop".split())


class Words:
    """Notes every fault of the words of one figure."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.faults: list[Fault] = []

    def fault(self, tree: Any, key: Any, problem: str, remedy: str) -> None:
        lines = getattr(tree, "lines", {})
        known = lines if isinstance(lines, dict) else dict(enumerate(lines))
        line = known.get(key, getattr(tree, "line", 1)) if isinstance(key, str | int) else 1
        self.faults.append(Fault(self.place, int(line), problem, remedy))

    def known(self, tree: Any, key: Any, name: Any, known: Iterable[str], what: str) -> bool:
        """Whether a word exists; if not, note it with the nearest that does."""
        words = dict.fromkeys(sorted(known))
        if isinstance(name, str) and name in words:
            return True
        self.fault(tree, key, f"there is no {what} {_said(name)}.", _nearest(str(name), list(words)))
        return False

    def tree(self, tree: Any, key: Any, value: Any, what: str) -> bool:
        """Whether a value has keys of its own."""
        if isinstance(value, Mapping):
            return True
        self.fault(tree, key, f"{what} is {_said(value)}, which has no keys.", "Write `{key: value}`.")
        return False

    def keys(self, tree: Mapping[str, Any], known: Keys, what: str) -> None:
        """Check each key of a mapping and its value."""
        for key, value in tree.items():
            if self.known(tree, key, key, known, f"key of {what}"):
                self.value(tree, key, value, known[key])

    def value(self, tree: Mapping[str, Any], key: str, value: Any, kind: Kind) -> None:
        if kind is JOINT:
            self.known(tree, key, value, JOINTS, "joint")
        elif kind is PLACE:
            self.spot_on(tree, key, value)
        elif not isinstance(value, str | int | float | list | Mapping) or not kind.fits(value):
            self.fault(tree, key, f"{key} is {_said(value)}, {kind.problem}.", kind.remedy)

    def spot_on(self, tree: Mapping[str, Any], key: str, value: Any) -> None:
        """A point, or a place between two joints."""
        if not isinstance(value, Mapping):
            if not numbers(value, 3):
                remedy = "Write three numbers, or `{from: JOINT, to: JOINT, part: 0.5}`."
                self.fault(tree, key, f"{key} is {_said(value)}, which is no place.", remedy)
            return
        self.keys(value, ON_BODY, "a place on the body")


def _nearest(name: str, known: list[str]) -> str:
    """The words that a wrong one may stand for: `knee` is one of two sides."""
    sides = [word for word in known if word.endswith(f"-{name}")]
    if sides:
        return f"Did you mean {', '.join(sides)}?"
    return suggestion(name, known) or f"Use one of: {', '.join(known)}."


def _said(value: Any) -> str:
    """A value as a person wrote it, cut where it is long."""
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
