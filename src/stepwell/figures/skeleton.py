"""The skeleton: proportions, and where each joint is once a pose is known.

Lives here: lengths and radii as parts of standing height, joints of trunk, legs and arms, two-bone inverse
kinematics. Lives elsewhere: what a pose says (figures/poses.py), the flesh on the bones (figures/outline.py).

Each joint has a name such as `working-knee`: the working side is the one whose picture shows teal. It is drawn as
the right side; the picture of the left side is its mirror image.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from stepwell.figures import vectors as v
from stepwell.figures.vectors import Matrix, Vec

LENGTH = {
    "thigh": 0.245, "shank": 0.246, "foot": 0.120, "heel": 0.028, "upper-arm": 0.172, "forearm": 0.150,
    "hand": 0.075, "trunk": 0.300, "neck": 0.058, "head": 0.064, "hip": 0.052, "shoulder": 0.108,
}  # fmt: skip
RADIUS = {
    "hip": 0.062, "knee": 0.044, "calf": 0.042, "ankle": 0.027, "heel": 0.027, "toe": 0.019, "shoulder": 0.040,
    "upper-arm": 0.036, "elbow": 0.028, "wrist": 0.021, "hand": 0.017, "waist": 0.072, "chest": 0.074,
    "neck": 0.030, "head": 0.064,
}  # fmt: skip
BEND = 0.45
"""Where the trunk bends, as a part of its length."""
SOLE = 0.048
"""Height of the ankle over the sole."""
SIDES = {"working": -1.0, "other": 1.0}


@dataclass(slots=True)
class Skeleton:
    """Joints in units of height, the frames of pelvis, chest and head, and by how much a contact was missed."""

    joints: dict[str, Vec] = field(default_factory=dict)
    pelvis: Matrix = (v.X, v.Y, v.Z)
    chest: Matrix = (v.X, v.Y, v.Z)
    head: Matrix = (v.X, v.Y, v.Z)
    missed: dict[str, float] = field(default_factory=dict)


def place_trunk(bones: Skeleton, body: Mapping[str, Any], at: Vec) -> None:
    """Pelvis, spine, shoulders and head. The frame of the pelvis is already known."""
    joints = bones.joints
    half = v.chain(bones.pelvis, _bend(body, 0.5))
    bones.chest = v.chain(bones.pelvis, _bend(body, 1.0))
    joints["pelvis"] = at
    joints["waist"] = v.plus(at, v.apply(half, v.Z), LENGTH["trunk"] * BEND)
    upper = LENGTH["trunk"] * (1 - BEND)
    joints["chest"] = v.plus(joints["waist"], v.apply(bones.chest, (0.008, 0.0, upper * 0.545)))
    joints["top"] = v.plus(joints["waist"], v.apply(bones.chest, v.Z), upper)
    for side, sign in SIDES.items():
        joints[f"{side}-hip"] = v.plus(at, v.apply(bones.pelvis, (0.0, sign * LENGTH["hip"], 0.0)))
        shoulder = (0.0, sign * LENGTH["shoulder"], -0.022)
        joints[f"{side}-shoulder"] = v.plus(joints["top"], v.apply(bones.chest, shoulder))
    _place_head(bones, body)


def _bend(body: Mapping[str, Any], part: float) -> Matrix:
    return v.chain(
        v.turn_z(body.get("twist", 0) * part),
        v.turn_y(body.get("spine", 0) * part),
        v.turn_x(body.get("side", 0) * part),
    )


def _place_head(bones: Skeleton, body: Mapping[str, Any]) -> None:
    joints = bones.joints
    neck = v.chain(bones.chest, v.turn_x(body.get("neck-side", 0)), v.turn_y(body.get("neck", 0)))
    bones.head = v.chain(neck, v.turn_z(body.get("head-turn", 0)), v.turn_y(body.get("head", 0)))
    joints["neck"] = v.plus(joints["top"], v.apply(neck, v.Z), LENGTH["neck"] * 0.6)
    base = v.plus(joints["top"], v.apply(neck, (0.008, 0.0, LENGTH["neck"])))
    joints["head"] = v.plus(base, v.apply(bones.head, (0.006, 0.0, LENGTH["head"] * 0.95)))


def turned(side: str, angles: Mapping[str, Any], *, bend: str) -> Matrix:
    """The frame of a thigh or an upper arm within its girdle: forward, out to the side, then turned."""
    sign = SIDES[side]
    return v.chain(
        v.turn_y(-angles.get(bend, 0)),
        v.turn_x(sign * angles.get("out", 0)),
        v.turn_z(sign * angles.get("turn", 0)),
    )


def reach(start: Vec, target: Vec, bones: tuple[float, float], pole: Vec) -> tuple[Vec, Vec]:
    """Two bones from start to target, the joint between them on the side of the pole.

    returns  the middle joint and the end; the end stops short where the target is too far or too near
    """
    first, second = bones
    away = v.minus(target, start)
    span = min(max(v.length(away), abs(first - second) + 1e-4), first + second - 1e-4)
    along = v.unit(away)
    part = max(-1.0, min(1.0, (first**2 + span**2 - second**2) / (2 * first * span)))
    middle = v.plus(start, along, first * part)
    middle = v.plus(middle, v.across(pole, along), first * math.sqrt(1 - part**2))
    return middle, v.plus(start, along, span)


def place_foot(bones: Skeleton, side: str, leg: Mapping[str, Any], front: Vec) -> None:
    """Heel and toe. Without `toes` the foot stands at right angles to the shank, plus `ankle` degrees of pointing."""
    joints = bones.joints
    ankle = joints[f"{side}-ankle"]
    shank = v.unit(v.minus(ankle, joints[f"{side}-knee"]))
    point = math.radians(leg.get("ankle", 0))
    toes = v.plus(v.times(v.across(front, shank), math.cos(point)), shank, math.sin(point))
    if "toes" in leg:
        toes = v.unit(v.vec(leg["toes"]))
    sole = v.vec(leg["sole"]) if "sole" in leg else v.plus(shank, v.across(front, shank), -math.sin(point))
    down = v.across(sole, toes)
    joints[f"{side}-heel"] = v.plus(v.plus(ankle, toes, -LENGTH["heel"]), down, SOLE - RADIUS["heel"])
    joints[f"{side}-toe"] = v.plus(v.plus(ankle, toes, LENGTH["foot"]), down, SOLE - RADIUS["toe"])
