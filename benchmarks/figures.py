"""Figures: how fast stills and tracks are drawn, how much they weigh, and what keeping them by content saves.

Run by `python -m benchmarks.figures`. Goals are those of the issue: all stills of the library
in 2 s, a still under 10 KB compressed, tracks and the drawing routine under 8 KB each.
"""

import gzip
import inspect
import time
from collections.abc import Callable, Iterator

from benchmarks.measuring import Measured, report
from stepwell.figures import picture, tracks_json
from stepwell.figures.library import exercises
from stepwell.figures.tracks import PLAYER


def measurements() -> Iterator[Measured]:
    """Speed and weight over every exercise of the library."""
    trees = list(exercises())
    still, tracks = inspect.unwrap(picture), inspect.unwrap(tracks_json)
    seconds = _processor(lambda: [still(tree) for tree in trees])
    yield Measured("all stills drawn", 2, seconds, "s", note=f"{len(trees) / seconds:.0f} stills a second")
    [picture(tree) for tree in trees]
    yield Measured(
        "all stills from what is kept", None, _processor(lambda: [picture(tree) for tree in trees]), "s"
    )
    yield Measured("all tracks drawn", None, _processor(lambda: [tracks(tree) for tree in trees]), "s")
    yield Measured("heaviest still, compressed", 10, max(_kilobytes(still(tree).svg) for tree in trees), "KB")
    yield Measured("heaviest tracks, as they are", 8, max(len(tracks(tree)) / 1000 for tree in trees), "KB")
    yield Measured("heaviest tracks, compressed", None, max(_kilobytes(tracks(tree)) for tree in trees), "KB")
    yield Measured("drawing routine, as it is", 8, PLAYER.stat().st_size / 1000, "KB")
    yield Measured("drawing routine, compressed", None, _kilobytes(PLAYER.read_text(encoding="utf-8")), "KB")


def _processor(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _kilobytes(text: str) -> float:
    return len(gzip.compress(text.encode())) / 1000


if __name__ == "__main__":
    report(measurements())
