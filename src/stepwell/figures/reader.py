"""Reads the key `figure:` of an exercise and says what is wrong with it: file, line, remedy.

Lives here: from the parsed file to a figure. Lives elsewhere: YAML itself (knowledge/yaml_text.py), the words of a
figure (figures/words.py, figures/figure_check.py), what a pose means (figures/poses.py), whether a body can take it
(figures/checks.py).
"""

from collections.abc import Mapping
from typing import Any

from stepwell.errors import KnowledgeError
from stepwell.figures import checks
from stepwell.figures.camera import camera
from stepwell.figures.figure_check import check_title, check_words, marks, prop_of
from stepwell.figures.poses import merged
from stepwell.figures.scene import Figure
from stepwell.figures.words import WORKS, Words

FOLDER = "knowledge/dgs/exercises"


def figure_of(exercise: Mapping[str, Any], *, place: str = "") -> Figure:
    """Read and check the figure of an exercise.

    exercise  the parsed file
    place     the file as the person knows it; without it, the file of the exercise's id
    raises    KnowledgeError with every fault of its words; if there is none, with every fault of its poses
    """
    words = Words(place or f"{FOLDER}/{exercise.get('id', '?')}.yaml")
    says = exercise.get("figure")
    if not isinstance(says, Mapping):
        words.fault(
            exercise, "figure", "there is no figure.", "Add `figure:` with camera, contacts and poses."
        )
        raise KnowledgeError(words.faults)
    check_title(words, exercise)
    check_words(words, says)
    if words.faults:
        raise KnowledgeError(words.faults)
    figure = _figure(says)
    lines = getattr(says["poses"], "lines", [])
    found = list(checks.unlike(figure.poses, words.place, lines)) or list(
        checks.faults_of(figure, words.place, lines)
    )
    if found:
        raise KnowledgeError(found)
    return figure


def _figure(says: Mapping[str, Any]) -> Figure:
    poses: list[dict[str, Any]] = []
    for change in says["poses"]:
        poses.append(merged(poses[-1], change) if poses else dict(change))
    props = [prop_of(item) for item in says.get("props", ())]
    first, last = says.get("panels", (0, -1))
    return Figure(
        camera=camera(*says["camera"]),
        poses=tuple(poses),
        props=tuple((name, details) for name, details in props if name != "floor"),
        works=WORKS[says.get("works", "one")],
        contacts=tuple(says["contacts"]),
        spots=tuple(marks(says.get("spot"))),
        arrows=tuple(marks(says["arrow"])),
        layers=dict(says.get("layers", {})),
        panels=(first, last),
        loop=bool(says.get("loop", False)),
        floor=any(name == "floor" for name, _ in props),
    )
