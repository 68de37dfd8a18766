"""Vectors and rotations in three dimensions: the little that figures need.

Lives here: arithmetic on tuples of three numbers. Lives elsewhere: what they mean (figures/skeleton.py).
Angles are degrees; x points forward, y to the left, z up.
"""

import math
from collections.abc import Sequence

Vec = tuple[float, float, float]
Matrix = tuple[Vec, Vec, Vec]
"""Three rows."""

X: Vec = (1.0, 0.0, 0.0)
Y: Vec = (0.0, 1.0, 0.0)
Z: Vec = (0.0, 0.0, 1.0)


def vec(numbers: Sequence[float]) -> Vec:
    """Three numbers as a vector."""
    return (float(numbers[0]), float(numbers[1]), float(numbers[2]))


def plus(a: Vec, b: Vec, by: float = 1.0) -> Vec:
    """a + by * b"""
    return (a[0] + by * b[0], a[1] + by * b[1], a[2] + by * b[2])


def minus(a: Vec, b: Vec) -> Vec:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def times(a: Vec, by: float) -> Vec:
    return (a[0] * by, a[1] * by, a[2] * by)


def mix(a: Vec, b: Vec, part: float) -> Vec:
    """The point that lies this part of the way from a to b."""
    return plus(a, minus(b, a), part)


def dot(a: Vec, b: Vec) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec, b: Vec) -> Vec:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: Vec) -> float:
    return math.sqrt(dot(a, a))


def unit(a: Vec) -> Vec:
    """The direction of a; a vector without length stays as it is."""
    size = length(a)
    return times(a, 1 / size) if size > 1e-9 else a


def across(a: Vec, axis: Vec) -> Vec:
    """The direction of that part of a that stands at right angles to a unit axis."""
    return unit(plus(a, axis, -dot(a, axis)))


def angle(a: Vec, b: Vec) -> float:
    """Degrees between two directions."""
    return math.degrees(math.acos(max(-1.0, min(1.0, dot(unit(a), unit(b))))))


def turn_x(degrees: float) -> Matrix:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return ((1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c))


def turn_y(degrees: float) -> Matrix:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return ((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c))


def turn_z(degrees: float) -> Matrix:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return ((c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0))


def apply(m: Matrix, v: Vec) -> Vec:
    return (dot(m[0], v), dot(m[1], v), dot(m[2], v))


def transpose(m: Matrix) -> Matrix:
    return ((m[0][0], m[1][0], m[2][0]), (m[0][1], m[1][1], m[2][1]), (m[0][2], m[1][2], m[2][2]))


def chain(first: Matrix, *others: Matrix) -> Matrix:
    """The product of matrices, from left to right."""
    result = first
    for other in others:
        columns = transpose(other)
        a, b, c = (apply(result, column) for column in columns)
        result = transpose((a, b, c))
    return result
