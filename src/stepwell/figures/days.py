"""Days as dots: done, part, rest, not done, or nothing known, each by its shape, in rows of one or more weeks.

Lives here: the dots as SVG, in words, and as a table. Lives elsewhere: what counts as done (programme/), the chart
over time (figures/charts.py). A day that was not done is a ring and never red.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from stepwell.figures.charts import TINTS, Chart, short_day

STATES = {
    "done": "done",
    "part": "done in part",
    "rest": "rest day",
    "missed": "not done",
    "none": "nothing known",
}
STEP, ROW, LABEL, R = 28, 25, 74, 7
"""Width of a day, height of a row, room for the first day of a row, radius of a dot."""

Days = Sequence[tuple[date, str]]


def day_dots(name: str, days: Days, *, across: int = 7) -> Chart:
    """Dots for days in their order.

    name    what was planned, such as "Exercise days"
    days    each day with one of STATES
    across  days in a row; rows of a week begin with their first day in words
    raises  ValueError for another state
    """
    if unknown := sorted({state for _, state in days} - set(STATES)):
        raise ValueError(f"There is no state {unknown[0]}; there are {', '.join(STATES)}.")
    rows = [days[start : start + across] for start in range(0, len(days), across)]
    left = LABEL if len(rows) > 1 else 0
    parts = [part for number, row in enumerate(rows) for part in _row(row, number, left)]
    alt = told(name, days)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + across * STEP} {ROW * max(1, len(rows))}" '
        'role="img" class="days">'
    )
    svg = f"{head}<title>{escape(name)}</title><desc>{escape(alt)}</desc>{''.join(parts)}</svg>"
    return Chart(svg, alt, _table(name, days))


def told(name: str, days: Days) -> str:
    """How many days of each kind.

    >>> told("Exercise days", [(date(2026, 11, 2), "done"), (date(2026, 11, 3), "rest")])
    'Exercise days, 2 Nov to 3 Nov: 1 done, 1 rest day.'
    """
    if not days:
        return f"{name}: no day yet."
    counted = Counter(state for _, state in days)
    counts = ", ".join(f"{counted[state]} {words}" for state, words in STATES.items() if counted[state])
    return f"{name}, {short_day(days[0][0])} to {short_day(days[-1][0])}: {counts}."


def _row(row: Days, number: int, left: int) -> Iterator[str]:
    y = ROW * number + ROW / 2
    if left:
        yield (
            f'<text class="chart-second" x="0" y="{y + 4}" font-size="12" font-family="sans-serif" '
            f'fill="{TINTS["second"]}">{short_day(row[0][0])}</text>'
        )
    for place, (day, state) in enumerate(row):
        mark = _mark(state, left + STEP * place + STEP / 2, y)
        yield f"<g><title>{short_day(day)}: {STATES[state]}</title>{mark}</g>"


def _mark(state: str, x: float, y: float) -> str:
    teal, grey = TINTS["sitting"], TINTS["second"]
    ring = f'cx="{x}" cy="{y}" r="{R - 0.6}" fill="none" stroke-width="1.75"'
    marks = {
        "done": f'<circle class="day-done" cx="{x}" cy="{y}" r="{R}" fill="{teal}"/>',
        "part": (
            f'<circle class="day-part" {ring} stroke="{teal}"/>'
            f'<path class="day-done" d="M{x} {y - R}a{R} {R} 0 0 0 0 {2 * R}z" fill="{teal}"/>'
        ),
        "rest": f'<path class="day-rest" d="M{x - 6} {y}h12" stroke="{grey}" stroke-width="1.75"/>',
        "missed": f'<circle class="day-missed" {ring} stroke="{grey}"/>',
        "none": f'<circle class="day-none" cx="{x}" cy="{y}" r="1.5" fill="{grey}"/>',
    }
    return marks[state]


def _table(name: str, days: Days) -> str:
    rows = "".join(
        f'<tr><th scope="row">{short_day(day)}</th><td>{STATES[state]}</td></tr>' for day, state in days
    )
    head = '<thead><tr><th scope="col">Day</th><th scope="col">How it went</th></tr></thead>'
    return f"<table><caption>{escape(name)}</caption>{head}<tbody>{rows}</tbody></table>"
