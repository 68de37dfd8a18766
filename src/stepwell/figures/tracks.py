"""The moving figure: every frame of an exercise as compact JSON, for the one drawing routine in assets/player.js.

Lives here: frames to tracks. Lives elsewhere: the frames (figures/scene.py), drawing in the browser
(figures/assets/player.js), the prescribed tempo, which the page passes to the player.

A track holds the points that circles are centred on. A point that stays is written once, a point that moves once
for each frame. So a movement weighs little, and player and still draw the same outlines.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from stepwell.figures.draw import SCALE, Plate, framed
from stepwell.figures.kept import kept_by_content
from stepwell.figures.outline import Layer
from stepwell.figures.palettes import colours
from stepwell.figures.props import LOOPS
from stepwell.figures.reader import figure_of
from stepwell.figures.scene import Scene, scene_of

PLAYER = Path(__file__).parent / "assets" / "player.js"
"""The drawing routine, to be served as a file of its own."""


@kept_by_content
def tracks_json(
    exercise: Mapping[str, Any], *, side: str = "right", palette: str = "a", dark: bool = False
) -> str:
    """The movement of an exercise as JSON for the player.

    exercise  the parsed file, with its key `figure:`
    side      the working side, `right` or `left`
    raises    KnowledgeError if the figure is not sound; ValueError if there is no such palette
    """
    tracks = tracks_of(exercise, side=side, tints=colours(palette, dark=dark))
    return json.dumps(tracks, separators=(",", ":"))


def tracks_of(exercise: Mapping[str, Any], *, side: str, tints: Mapping[str, str]) -> dict[str, Any]:
    """The movement as plain values: size, whether it runs round, points, layers, colours, height of the floor."""
    figure = figure_of(exercise)
    scene = scene_of(figure)
    plate = Plate(framed(scene, []), 0, side == "left")
    points: dict[tuple[int, ...], int] = {}
    layers = [_layer(layers, plate, points) for layers in zip(*scene.frames)]
    words = sorted(
        {part[0] for layer in layers for part in layer[2]} | {layer[0] for layer in layers if layer[0]}
    )
    _, floor = plate.at(0, figure.camera.project((0.0, 0.0, 0.0))[1])
    return {
        "size": _size(plate),
        "loop": figure.loop,
        "frames": len(scene.frames),
        "floor": [floor, tints["mat-edge"]] if figure.floor else None,
        "colours": [[word, tints[word]] for word in words],
        "points": [list(point) for point in points],
        "layers": [_numbered(layer, words) for layer in layers],
    }


def _size(plate: Plate) -> list[int]:
    return [round(plate.width * SCALE), round((plate.box[3] - plate.box[1]) * SCALE)]


def _layer(frames: Sequence[Layer], plate: Plate, points: dict[tuple[int, ...], int]) -> list[Any]:
    first = frames[0]
    parts = []
    for number, part in enumerate(first.parts):
        circles: list[int] = []
        for which, (_, radius) in enumerate(part.circles):
            track = _track([frame.parts[number].circles[which][0] for frame in frames], plate)
            circles += [points.setdefault(track, len(points)), round(radius * SCALE)]
        parts.append([part.fill, part.opacity, circles])
    return [first.stroke, round(first.width * SCALE), parts, first.name in LOOPS]


def _track(centres: Sequence[tuple[float, float, float]], plate: Plate) -> tuple[int, ...]:
    places = [plate.at(x, y) for x, y, _ in centres]
    kept = places[:1] if len(set(places)) == 1 else places
    return tuple(number for place in kept for number in place)


def _numbered(layer: Sequence[Any], words: Sequence[str]) -> list[Any]:
    """Words of colour as numbers; what kind of outline: 0 none, 1 behind all parts, 2 round each part, 3 a loop."""
    stroke, width, parts, loop = layer
    kind = 0 if not stroke else 2 if stroke.endswith(("-line", "-edge")) else 3 if loop else 1
    return [
        kind,
        words.index(stroke) if stroke else 0,
        width,
        [[words.index(p[0]), p[1], p[2]] for p in parts],
    ]


def frames_within(scene: Scene) -> Iterator[bool]:
    """For each frame, whether all of it lies within the picture."""
    left, top, right, bottom = framed(scene, [])
    for frame in scene.frames:
        yield all(
            left <= point[0] - r and point[0] + r <= right and top <= point[1] - r and point[1] + r <= bottom
            for layer in frame for part in layer.parts for point, r in part.circles
        )  # fmt: skip
