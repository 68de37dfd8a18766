"""The differential as text: ranked sources with intervals, and the next best test.

Lives here: the layout of `stepwell source`. Lives elsewhere: the probabilities (differential/).
"""

from collections.abc import Iterator

from stepwell.differential.types import Assessment, Differential, Estimate, Sources
from stepwell.documents.paint import Paint

WHY = {
    "imaging": "imaging names it on this side and the examination agrees",
    "block": "a guided block into it gave relief for as long as the agent lasts",
    "tests": "the bedside tests alone are clear enough",
}
SHORTFALLS = {
    "share-low": "no source is likely enough",
    "next-too-close": "the next one is too close",
    "not-dgs-likely": "that it is not deep gluteal syndrome is still too likely",
    "too-uncertain": "the interval is too wide",
    "block-negative": "a guided block into it gave no relief",
    "source-unknown": "the likeliest is none of the named structures",
}
MOST_TESTS = 5
BAR = 24


def source_text(
    found: Differential, sources: Sources, assessments: tuple[Assessment, ...], paint: Paint
) -> str:
    """The whole page."""
    titles = {test.id: test.title for test in assessments}
    lines = [paint("Which structure irritates the nerve?", "bold"), *_conclusion(found, sources, paint), ""]
    lines.append(paint("If it is deep gluteal syndrome (median, 80 % interval)", "bold", "blue"))
    for one in found.likelihoods:
        lines.append(f"  {sources.sources[one.source].title:<34.34} {_bar(one.share)}  {_percent(one.share)}")
    lines.append(
        f"  {'Not deep gluteal syndrome at all':<34} {_bar(found.not_dgs)}  {_percent(found.not_dgs)}"
    )
    lines += ["", *_tests(found, titles, paint)]
    lines += paint.lines(
        "Small studies, often read by the team that made the diagnosis: ranges, not certainties. A person names the source.",
        "dim",
    )
    return "\n".join(lines) + "\n"


def _conclusion(found: Differential, sources: Sources, paint: Paint) -> Iterator[str]:
    for offer in found.offers:
        words = (
            f"May be taken as the working source: {sources.sources[offer.source].title} ({WHY[offer.why]})."
        )
        yield from paint.lines(words, "green")
    if not found.offers:
        reasons = "; ".join(SHORTFALLS[one] for one in found.shortfalls)
        yield from paint.lines(f"Source not established: {reasons}.", "amber")


def _tests(found: Differential, titles: dict[str, str], paint: Paint) -> Iterator[str]:
    if found.used:
        yield paint("Counted: ", "dim") + ", ".join(titles[name] for name, _ in found.used)
    if found.next_tests:
        yield paint("Most informative next", "bold", "blue")
    for test in found.next_tests[:MOST_TESTS]:
        yield f"  {titles[test.assessment]} ({test.gain:.2f} bits)"


def _bar(one: Estimate) -> str:
    cells = ["·"] * BAR
    low, high = int(one.low * (BAR - 1)), int(one.high * (BAR - 1))
    cells[low : high + 1] = ["─"] * (high - low + 1)
    cells[int(one.median * (BAR - 1))] = "●"
    return "".join(cells)


def _percent(one: Estimate) -> str:
    return f"{one.median * 100:3.0f} % ({one.low * 100:.0f} to {one.high * 100:.0f})"
