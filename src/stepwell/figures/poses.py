"""Poses: what a key pose says becomes a skeleton, and what lies between two key poses.

Lives here: angles and contacts of a pose, the order in which limbs are placed, easing. Lives elsewhere: the bones
(figures/skeleton.py), the keys of the file and their faults (figures/reader.py).

A limb has either angles or a contact (`foot`, `ankle`, `hand`) with a pole (`knee-to`, `elbow-to`). A contact is a
point, or a point on the body: `{from: hip, to: knee, part: 0.6, shift: [x, y, z]}`.
"""

from collections.abc import Mapping
from typing import Any

from stepwell.figures import vectors as v
from stepwell.figures.skeleton import (
    LENGTH,
    SIDES,
    SOLE,
    Skeleton,
    place_foot,
    place_trunk,
    reach,
    turned,
)
from stepwell.figures.vectors import Matrix, Vec

Pose = Mapping[str, Any]

GROUND: dict[str, Matrix] = {
    "no": (v.X, v.Y, v.Z),
    "back": ((0.0, 0.0, -1.0), v.Y, v.X),
    "front": ((0.0, 0.0, 1.0), v.Y, (-1.0, 0.0, 0.0)),
    "other-side": ((0.0, 0.0, 1.0), (-1.0, 0.0, 0.0), (0.0, -1.0, 0.0)),
    "working-side": ((0.0, 0.0, -1.0), (-1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
}
"""How the body lies: the frame of the pelvis before `lean`, `roll` and `turn`."""

LEG = (LENGTH["thigh"], LENGTH["shank"])
ARM = (LENGTH["upper-arm"], LENGTH["forearm"])


def merged(pose: Pose, change: Pose) -> dict[str, Any]:
    """A pose with some of its values changed: a later key pose says only what is new."""
    result = dict(pose)
    for key, value in change.items():
        old = result.get(key)
        result[key] = merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return result


def between(one: Any, two: Any, part: float) -> Any:
    """The pose that lies this part of the way between two others. An angle not written is 0; words stay."""
    if isinstance(one, Mapping):
        return {key: between(one.get(key, _none(value)), value, part) for key, value in two.items()}
    if isinstance(one, list | tuple):
        return [between(a, b, part) for a, b in zip(one, two)]
    return one + (two - one) * part if isinstance(one, int | float) else one


def _none(value: Any) -> Any:
    return 0 if isinstance(value, int | float) else value


def eased(part: float) -> float:
    """Slow at both ends.

    >>> [eased(part) for part in (0, 0.5, 1)]
    [0, 0.5, 1]
    """
    return part * part * (3 - 2 * part)


def solve(pose: Pose) -> Skeleton:
    """Place every joint of a pose. A `pin` moves the whole body so that one joint is where it says."""
    body = pose.get("body", {})
    at = v.vec(body.get("at", (0, 0, 0)))
    for joint, place in (body.get("pin") or {}).items():
        free = _placed(pose, v.vec((0, 0, 0)))
        at = v.minus(v.vec(place), free.joints[joint])
    return _placed(pose, at)


def _placed(pose: Pose, at: Vec) -> Skeleton:
    body = pose.get("body", {})
    bones = Skeleton(pelvis=_pelvis(body))
    place_trunk(bones, body, at)
    for side in _leg_order(pose):
        _place_leg(bones, side, pose.get(f"{side}-leg", {}))
    for side in SIDES:
        _place_arm(bones, side, pose.get(f"{side}-arm", {}))
    return bones


def _pelvis(body: Mapping[str, Any]) -> Matrix:
    return v.chain(
        v.turn_z(body.get("turn", 0)),
        GROUND[body.get("lies", "no")],
        v.turn_y(body.get("lean", 0)),
        v.turn_x(body.get("roll", 0)),
        v.turn_z(body.get("yaw", 0)),
    )


def _leg_order(pose: Pose) -> tuple[str, str]:
    """The leg that the other one leans on comes first."""
    contact = pose.get("other-leg", {}).get("ankle-on", {})
    leans = isinstance(contact, Mapping) and str(contact.get("from", "")).startswith("working")
    return ("working", "other") if leans else ("other", "working")


def point_of(bones: Skeleton, contact: Any) -> Vec:
    """Where a contact is: a point, or a place between two joints."""
    if not isinstance(contact, Mapping):
        return v.vec(contact)
    start = bones.joints[contact["from"]]
    end = bones.joints[contact.get("to", contact["from"])]
    return v.plus(v.mix(start, end, contact.get("part", 0)), v.vec(contact.get("shift", (0, 0, 0))))


def _place_leg(bones: Skeleton, side: str, leg: Mapping[str, Any]) -> None:
    hip = bones.joints[f"{side}-hip"]
    if "foot" in leg or "ankle-on" in leg:
        target = v.plus(v.vec(leg["foot"]), v.Z, SOLE) if "foot" in leg else point_of(bones, leg["ankle-on"])
        pole = v.vec(leg.get("knee-to", v.X))
        knee, ankle = reach(hip, target, LEG, pole)
        bones.missed[f"{side}-leg"] = v.length(v.minus(target, ankle))
        front = v.plus(v.unit(v.minus(knee, hip)), pole, 0.15)
    else:
        thigh = v.chain(bones.pelvis, turned(side, leg, bend="hip"))
        shank = v.chain(thigh, v.turn_y(leg.get("knee", 0)))
        knee = v.plus(hip, v.apply(thigh, v.Z), -LENGTH["thigh"])
        down = v.unit(v.vec(leg["shank"])) if "shank" in leg else v.times(v.apply(shank, v.Z), -1)
        ankle, front = v.plus(knee, down, LENGTH["shank"]), v.apply(shank, v.X)
    bones.joints[f"{side}-knee"], bones.joints[f"{side}-ankle"] = knee, ankle
    place_foot(bones, side, leg, front)


def _place_arm(bones: Skeleton, side: str, arm: Mapping[str, Any]) -> None:
    shoulder = bones.joints[f"{side}-shoulder"]
    if "hand" in arm:
        target = point_of(bones, arm["hand"])
        elbow, wrist = reach(shoulder, target, ARM, v.vec(arm.get("elbow-to", (-1, 0, 0))))
        bones.missed[f"{side}-arm"] = v.length(v.minus(target, wrist))
    else:
        upper = v.chain(bones.chest, turned(side, arm, bend="shoulder"))
        lower = v.chain(upper, v.turn_y(-arm.get("elbow", 0)))
        elbow = v.plus(shoulder, v.apply(upper, v.Z), -LENGTH["upper-arm"])
        wrist = v.plus(elbow, v.apply(lower, v.Z), -LENGTH["forearm"])
    fingers = v.vec(arm["fingers"]) if "fingers" in arm else v.minus(wrist, elbow)
    bones.joints[f"{side}-elbow"], bones.joints[f"{side}-wrist"] = elbow, wrist
    bones.joints[f"{side}-hand"] = v.plus(wrist, v.unit(fingers), LENGTH["hand"])
