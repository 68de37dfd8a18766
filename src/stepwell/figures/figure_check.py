"""Checks the words of one figure, key by key.

Lives here: camera, props, contacts, poses and marks in turn. Lives elsewhere: the tables of words (figures/words.py),
whether a body can take the poses (figures/checks.py).
"""

from collections.abc import Mapping
from typing import Any

from stepwell.figures.ranges import CONTACTS
from stepwell.figures.words import (
    ARROW,
    FIGURE,
    JOINTS,
    LAYERS,
    NEEDED,
    PARTS,
    POINT,
    PROPS,
    SPOT,
    WORKS,
    Words,
    number,
    numbers,
)

PAIR = 2
"""Two arrows or spots, where both sides do the same."""


def check_title(words: Words, exercise: Mapping[str, Any]) -> None:
    """Note what the words of a picture need and the exercise does not say."""
    for key in ("title", "start"):
        if not isinstance(exercise.get(key), str) or not exercise[key]:
            words.fault(
                exercise, key, f"there is no {key}, so the picture has no words.", f"Add `{key}:` in words."
            )
    steps = exercise.get("steps")
    if not steps or not isinstance(steps, list) or not all(isinstance(step, str) for step in steps):
        words.fault(exercise, "steps", "there are no steps in words.", "Add `steps:`, a list of sentences.")


def check_words(words: Words, says: Mapping[str, Any]) -> None:
    """Note every fault of the words of a figure."""
    for key in says:
        words.known(says, key, key, FIGURE, "key of a figure")
    _camera(words, says)
    _works(words, says)
    _contacts(words, says)
    _props(words, says)
    _poses(words, says)
    _panels(words, says)
    _marks(words, says)
    _layers(words, says)


def prop_of(item: Any) -> tuple[Any, Any]:
    """`mat`, or `chair: {at: 0}`: the name of a prop and what it says."""
    if isinstance(item, Mapping) and item:
        name, details = next(iter(item.items()))
        return name, {} if details is None else details
    return item, {}


def _camera(words: Words, says: Mapping[str, Any]) -> None:
    if not numbers(says.get("camera"), 2):
        remedy = "Write `camera: [azimuth, elevation]` in degrees."
        words.fault(says, "camera", "the camera is not two numbers.", remedy)


def _works(words: Words, says: Mapping[str, Any]) -> None:
    words.known(says, "works", says.get("works", "one"), WORKS, "way to work")
    if not isinstance(says.get("loop", False), bool):
        words.fault(says, "loop", "loop is neither true nor false.", "Write `loop: true`, or leave it out.")


def _contacts(words: Words, says: Mapping[str, Any]) -> None:
    contacts = says.get("contacts")
    if not contacts or not isinstance(contacts, list):
        remedy = "Add `contacts:` with what carries the body, such as `contacts: [pelvis, other-foot]`."
        words.fault(says, "contacts", "the figure has no contact, so the body floats.", remedy)
        return
    for at, contact in enumerate(contacts):
        words.known(contacts, at, contact, CONTACTS, "contact")


def _props(words: Words, says: Mapping[str, Any]) -> None:
    props = says.get("props", [])
    if not isinstance(props, list):
        words.fault(says, "props", "the props are no list.", "Write `props: [mat]`.")
        return
    for at, item in enumerate(props):
        name, details = prop_of(item)
        if words.known(props, at, name, PROPS, "prop") and words.tree(props, at, details, f"the {name}"):
            words.keys(details, PROPS[name], f"the prop {name}")
            if missing := [key for key in NEEDED.get(name, ()) if key not in details]:
                remedy = f"Write `{name}: {{{', '.join(f'{key}: ...' for key in NEEDED[name])}}}` in heights."
                words.fault(props, at, f"the {name} does not say its {', '.join(missing)}.", remedy)


def _poses(words: Words, says: Mapping[str, Any]) -> None:
    poses = says.get("poses")
    if not isinstance(poses, list) or len(poses) < 2:
        words.fault(says, "poses", "a figure needs a start and an end.", "Write at least two `poses:`.")
        return
    for at, pose in enumerate(poses):
        if words.tree(poses, at, pose, f"pose {at + 1}"):
            for name, part in pose.items():
                _part(words, pose, name, part)


def _part(words: Words, pose: Mapping[str, Any], name: str, part: Any) -> None:
    if not words.known(pose, name, name, PARTS, "part of a pose") or not words.tree(pose, name, part, name):
        return
    what, keys = PARTS[name]
    words.keys(part, keys, what)
    pin = part.get("pin") if name == "body" else None
    if isinstance(pin, Mapping):
        words.keys(pin, dict.fromkeys(pin, POINT), "a pin")
        for joint in pin:
            words.known(pin, joint, joint, JOINTS, "joint")


def _panels(words: Words, says: Mapping[str, Any]) -> None:
    poses, panels = says.get("poses"), says.get("panels", [0, -1])
    count = len(poses) if isinstance(poses, list) else 0
    if not (numbers(panels, 2) and all(isinstance(n, int) and -count <= n < count for n in panels)):
        remedy = f"Write two numbers of poses from 0 to {max(count - 1, 0)}, such as `panels: [0, 1]`."
        words.fault(says, "panels", "the panels are not two poses.", remedy)


def _marks(words: Words, says: Mapping[str, Any]) -> None:
    for name, keys, needs in (("arrow", ARROW, "follow"), ("spot", SPOT, "from")):
        for mark in marks(says.get(name)):
            if words.tree(says, name, mark, f"the {name}"):
                words.keys(mark, keys, f"the {name}")
                if needs not in mark:
                    words.fault(says, name, f"the {name} names no joint.", f"Add `{needs}: JOINT`.")
        if len(marks(says.get(name))) > PAIR:
            words.fault(
                says, name, f"there are more than two {name}s.", "Keep one, or a pair for both sides."
            )
    if not says.get("arrow"):
        remedy = "Add `arrow: {follow: JOINT, shift: [0, 0, 0.1]}`."
        words.fault(says, "arrow", "no arrow says where the movement goes.", remedy)


def marks(value: Any) -> list[Any]:
    """One mark, or a pair of them where both sides do the same."""
    return list(value) if isinstance(value, list) else [] if value is None else [value]


def _layers(words: Words, says: Mapping[str, Any]) -> None:
    layers = says.get("layers", {})
    if words.tree(says, "layers", layers, "layers"):
        for name, depth in layers.items():
            if words.known(layers, name, name, LAYERS, "layer") and not number(depth):
                words.fault(
                    layers,
                    name,
                    f"{name} is {depth}, which is no number.",
                    "Write a number; below 0 is nearer.",
                )
