"""Drawings are kept by their content: the same exercise with the same wishes is drawn once.

Lives here: the cache. Lives elsewhere: drawing (figures/draw.py, figures/tracks.py). A file that was edited has
other content, so it is drawn anew. Measured in benchmarks/figures.py.
"""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

Wishes = ParamSpec("Wishes")
Drawn = TypeVar("Drawn")
Draw = Callable[Concatenate[Mapping[str, Any], Wishes], Drawn]

MOST = 512
"""Drawings kept; the oldest goes first."""


def kept_by_content(draw: Draw[Wishes, Drawn]) -> Draw[Wishes, Drawn]:
    """Keep what a function draws of an exercise. A drawing that fails is not kept."""
    kept: dict[str, Drawn] = {}

    @wraps(draw)
    def drawn(exercise: Mapping[str, Any], /, *wishes: Wishes.args, **named: Wishes.kwargs) -> Drawn:
        key = json.dumps([exercise, wishes, named], sort_keys=True, default=str)
        if key not in kept:
            picture = draw(exercise, *wishes, **named)
            if len(kept) >= MOST:
                kept.pop(next(iter(kept)), None)
            kept[key] = picture
        return kept[key]

    return drawn
