"""Reads the key `figure:` of an exercise and says what is wrong with it: file, line, remedy.

Lives here: the keys and words of a figure. Lives elsewhere: YAML itself (knowledge/yaml_text.py), what a pose means
(figures/poses.py), whether a body can take it (figures/checks.py).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from stepwell.errors import Fault, KnowledgeError
from stepwell.figures import checks
from stepwell.figures.camera import camera
from stepwell.figures.poses import GROUND, merged
from stepwell.figures.props import PROPS
from stepwell.figures.ranges import CONTACTS
from stepwell.figures.scene import Figure
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
NUMBERS: dict[str, frozenset[str]] = {
    "body": frozenset("lean roll yaw turn spine side twist neck neck-side head head-turn".split()),
    "leg": frozenset("hip out turn knee ankle".split()),
    "arm": frozenset("shoulder out turn elbow".split()),
}
VECTORS: dict[str, frozenset[str]] = {
    "body": frozenset(["at"]),
    "leg": frozenset("foot knee-to toes sole shank".split()),
    "arm": frozenset("elbow-to fingers".split()),
}
PLACES: dict[str, frozenset[str]] = {
    "body": frozenset(), "leg": frozenset(["ankle-on"]), "arm": frozenset(["hand"])
}  # fmt: skip
PARTS = {"body": "body", **{f"{side}-{limb}": limb for side in SIDES for limb in ("leg", "arm")}}
KEYS = frozenset("camera props works contacts poses arrow spot layers panels loop".split())
WORKS = {"one": frozenset({"working"}), "both": frozenset(SIDES), "none": frozenset[str]()}


def figure_of(exercise: Mapping[str, Any]) -> Figure:
    """Read and check the figure of an exercise.

    exercise  the parsed file
    raises    KnowledgeError with every fault of its words; if there is none, with every fault of its poses
    """
    reader = _Reader(f"exercises/{exercise.get('id', '?')}.yaml")
    says = exercise.get("figure")
    if not isinstance(says, Mapping):
        reader.fault(exercise, "", "there is no figure.", "Add `figure:` with camera, contacts and poses.")
        raise KnowledgeError(reader.faults)
    reader.check(says)
    if reader.faults:
        raise KnowledgeError(reader.faults)
    figure = _figure(says)
    lines = getattr(says["poses"], "lines", [])
    if found := list(checks.faults_of(figure, reader.place, lines)):
        raise KnowledgeError(found)
    return figure


def _figure(says: Mapping[str, Any]) -> Figure:
    poses: list[dict[str, Any]] = []
    for change in says["poses"]:
        poses.append(merged(poses[-1], change) if poses else dict(change))
    props = [_prop(item) for item in says.get("props", ())]
    first, last = says.get("panels", (0, -1))
    return Figure(
        camera=camera(*says["camera"]),
        poses=tuple(poses),
        props=tuple((name, words) for name, words in props if name != "floor"),
        works=WORKS[says.get("works", "one")],
        contacts=tuple(says["contacts"]),
        spot=says.get("spot"),
        arrow=says.get("arrow"),
        layers=dict(says.get("layers", {})),
        panels=(first, last),
        loop=bool(says.get("loop", False)),
        floor=any(name == "floor" for name, _ in props),
    )


def _prop(item: Any) -> tuple[str, Mapping[str, Any]]:
    """`mat`, or `chair: {at: 0}`."""
    if isinstance(item, Mapping):
        name, words = next(iter(item.items()))
        return str(name), words or {}
    return str(item), {}


class _Reader:
    """Notes every fault of the words of one figure."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.faults: list[Fault] = []

    def fault(self, tree: Any, key: Any, problem: str, remedy: str) -> None:
        lines = getattr(tree, "lines", {})
        known = lines if isinstance(lines, dict) else dict(enumerate(lines))
        self.faults.append(Fault(self.place, int(known.get(key, getattr(tree, "line", 1))), problem, remedy))

    def known(self, tree: Any, key: Any, name: Any, known: Iterable[str], what: str) -> None:
        """Note a word that does not exist, with the nearest that does."""
        words = dict.fromkeys(sorted(known))
        if name not in words:
            remedy = suggestion(str(name), words) or f"Use one of: {', '.join(words)}."
            self.fault(tree, key, f"there is no {what} {name}.", remedy)

    def check(self, says: Mapping[str, Any]) -> None:
        for key in says:
            self.known(says, key, key, KEYS, "key of a figure")
        self._camera(says)
        self.known(says, "works", says.get("works", "one"), WORKS, "way to work")
        self._contacts(says)
        for number, item in enumerate(says.get("props", ())):
            self.known(says.get("props"), number, _prop(item)[0], PROPS, "prop")
        self._poses(says)
        self._marks(says)

    def _camera(self, says: Mapping[str, Any]) -> None:
        if not _numbers(says.get("camera"), 2):
            self.fault(
                says,
                "camera",
                "the camera is not two numbers.",
                "Write `camera: [azimuth, elevation]` in degrees.",
            )

    def _contacts(self, says: Mapping[str, Any]) -> None:
        contacts = says.get("contacts")
        if not contacts or not isinstance(contacts, list):
            remedy = "Add `contacts:` with what carries the body, such as `contacts: [pelvis, other-foot]`."
            self.fault(says, "contacts", "the figure has no contact, so the body floats.", remedy)
            return
        for number, contact in enumerate(contacts):
            self.known(contacts, number, contact, CONTACTS, "contact")

    def _poses(self, says: Mapping[str, Any]) -> None:
        poses = says.get("poses")
        if not isinstance(poses, list) or len(poses) < 2:
            self.fault(says, "poses", "a figure needs a start and an end.", "Write at least two `poses:`.")
            return
        for pose in poses:
            for name, words in pose.items():
                self.known(pose, name, name, PARTS, "part of a pose")
                if name in PARTS:
                    self._part(words, PARTS[name])

    def _part(self, words: Mapping[str, Any], kind: str) -> None:
        own = (
            NUMBERS[kind]
            | VECTORS[kind]
            | PLACES[kind]
            | (frozenset(("pin", "lies")) if kind == "body" else frozenset())
        )
        for key, value in words.items():
            self.known(words, key, key, own, f"key of {'an' if kind == 'arm' else 'a'} {kind}")
            if key in NUMBERS[kind] and not _numbers([value], 1):
                self.fault(words, key, f"{key} is {value}, which is no number.", "Write degrees.")
            if key in VECTORS[kind] and not _numbers(value, 3):
                self.fault(
                    words, key, f"{key} is not three numbers.", "Write [forward, left, up] in heights."
                )
            if key in PLACES[kind]:
                self._place(words, key, value)
        self._body(words) if kind == "body" else None

    def _body(self, words: Mapping[str, Any]) -> None:
        self.known(words, "lies", words.get("lies", "no"), GROUND, "way to lie")
        for joint, place in (words.get("pin") or {}).items():
            self.known(words, "pin", joint, JOINTS, "joint")
            if not _numbers(place, 3):
                self.fault(
                    words, "pin", "a pin is not three numbers.", "Write [forward, left, up] in heights."
                )

    def _place(self, tree: Mapping[str, Any], key: str, value: Any) -> None:
        """A point, or a point between two joints."""
        if not isinstance(value, Mapping):
            if not _numbers(value, 3):
                self.fault(
                    tree,
                    key,
                    f"{key} is no place.",
                    "Write three numbers, or `{from: JOINT, to: JOINT, part: 0.5}`.",
                )
            return
        for end in ("from", "to"):
            if end in value:
                self.known(value, end, value[end], JOINTS, "joint")

    def _marks(self, says: Mapping[str, Any]) -> None:
        if arrow := says.get("arrow"):
            self.known(arrow, "follow", arrow.get("follow"), JOINTS, "joint")
        if spot := says.get("spot"):
            self._place(says, "spot", spot)


def _numbers(value: Any, count: int) -> bool:
    """Whether a value is a list of so many numbers."""
    return (
        isinstance(value, list | tuple)
        and len(value) == count
        and all(isinstance(n, int | float) and not isinstance(n, bool) for n in value)
    )
