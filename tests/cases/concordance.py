"""Prints docs/concordance.md: what Stepwell says of the published cases, and why it differs where it does.

Lives here: the page. Lives elsewhere: the run (harness.py), what must hold (test_decision_points.py).

    python -m tests.cases.concordance
"""

from collections.abc import Iterator

from tests.cases.harness import ADVISED, HERE, Met, Point, points, table, unconditional

PAGE = HERE.parents[1] / "docs" / "concordance.md"

HEAD = """\
# What Stepwell says of published patients

Printed from the run by `make concordance`; not written by hand. Twelve published cases (`tests/cases/`), as record files
(`examples/records/`), at 31 decision points. At each point Stepwell sees what was known then. `tests/cases/actions.yaml`
turns its recommendations into the action words of the cases. The expectations are those of the treating teams, of the
source article and of a careful reader; they are not a clinical trial.
"""
COLUMNS = "| Decision point | First expected | Met by | Row | Status | All met | Must not | Asked |"
RULE = "| --- | --- | --- | --- | --- | --- | --- | --- |"


def page() -> str:
    """The whole page."""
    blocks = [
        HEAD,
        *_counts(),
        "",
        COLUMNS,
        RULE,
        *map(_row, points()),
        "",
        *_legend(),
        *_reasons(),
        *_absences(),
    ]
    return "\n".join(blocks) + "\n"


def _counts() -> Iterator[str]:
    firsts = [point.first for point in points() if point.first is not None]
    asked = sum(one.status == "ask-first" for one in firsts)
    yield f"- First expectation met within the first three rows: {len(firsts)} of {len(points())}, {asked} of them by asking first."
    met, expected = _sums(_expected(point) for point in points())
    yield f"- All expectations met: {met} of {expected}."
    yield f"- Recommended although it must not be: {sum(map(_violations, points()))}."
    asked, missing = _sums(_missing(point) for point in points())
    yield f"- Missing information that Stepwell asks for, or sends somebody to get: {asked} of {missing}."
    yield "- None of these rests on a treatment that merely goes on."


def _sums(pairs: Iterator[tuple[int, int]]) -> tuple[int, int]:
    counted = list(pairs)
    return sum(one for one, _ in counted), sum(other for _, other in counted)


def _expected(point: Point) -> tuple[int, int]:
    items = point.stated["must_recommend"]
    return sum(point.met(item) is not None for item in items), len(items)


def _missing(point: Point) -> tuple[int, int]:
    items = point.stated["missing_information"]
    return sum(point.asks_for(item["item"]) for item in items), len(items)


def _violations(point: Point) -> int:
    unwanted = unconditional(point.stated["must_not_recommend"])
    return sum(one.status in ADVISED for item in unwanted for one in point.does(item["action"]))


def _row(point: Point) -> str:
    expected = point.stated["must_recommend"][0]
    met = point.met(expected)
    words = " or ".join([expected["action"], *expected["or"]])
    cells = [point.id, words, *_met(met), _of(_expected(point)), _must_not(point), _of(_missing(point))]
    return f"| {' | '.join(cells)} |"


def _met(met: Met | None) -> tuple[str, str, str]:
    return ("-", "-", "not met") if met is None else (met.by, str(met.place), met.status)


def _of(counted: tuple[int, int]) -> str:
    return f"{counted[0]}/{counted[1]}"


def _must_not(point: Point) -> str:
    return "kept" if _violations(point) == 0 else "broken"


def _legend() -> Iterator[str]:
    yield "*Row* is the main row in which it is shown: parts stand with their whole, alternatives share a row. *Asked* counts"
    yield "the missing information that is asked for; an open emergency ends the questions, so there it is low on purpose."


def _reasons() -> Iterator[str]:
    yield "\n## Where Stepwell differs, and why\n"
    yield from (f"- `{name}`: {text}" for name, text in table("reasons.yaml").items())


def _absences() -> Iterator[str]:
    yield "\n## What is not ruled out, because only an absence speaks against it\n"
    yield "None of these is recommended. Stepwell asks, since what nobody recorded is not known to be absent.\n"
    yield from (f"- `{name}`: {text}" for name, text in table("reviewed.yaml")["absent"].items())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.name} written")
