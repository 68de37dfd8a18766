"""The time chart of one person as SVG: lanes for pain, sitting and function, dots of sessions, treatments, procedures, days.

Lives here: where the lanes lie and what is drawn in them. Lives elsewhere: what is shown (person/course/period.py), bands and markers
(person/course/treatments.py), where things lie (person/course/canvas.py), colours (static/stepwell/stepwell.css).

Colours come from classes only. The wide chart has its words beside the lanes, that of a phone above them.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from html import escape

from stepwell.clinic.workspace.person.course.canvas import Drawing, Layout, Scale, dot, text
from stepwell.clinic.workspace.person.course.period import Lane, Shown
from stepwell.clinic.workspace.person.course.treatments import Treated, draw_bands, draw_markers, heads
from stepwell.figures.axes import short_day

GAP = 30
"""Room between two lanes."""
PAIN_HIGH, FUNCTION_HIGH = 10, 10
"""The scales of pain and of function end here whatever was recorded."""
ROUND_TO = 10
LONG = 300
"""A chart of more days than this names months and years below it."""


def draw(shown: Shown, layout: Layout, treated: Treated, words: str) -> str:
    """The chart as SVG; `words` says the same to who does not see it."""
    drawing = Drawing(shown, layout)
    drawing.at = heads(drawing)
    top = drawing.at
    _pain(drawing)
    _sitting(drawing)
    windows = list(_windows(drawing, top, drawing.at))
    _function(drawing)
    _sessions(drawing)
    draw_bands(drawing, treated)
    markers = draw_markers(drawing, treated)
    _days(drawing)
    body = "".join([*windows, *drawing.parts, *markers])
    return f'<svg class="ch" viewBox="0 0 {layout.width} {drawing.at:g}" role="img" aria-label="{escape(words)}">{body}</svg>'


def _pain(drawing: Drawing) -> None:
    drawing.title(
        "Worst pain" if not drawing.layout.beside else "Worst", "" if not drawing.layout.beside else "pain"
    )
    scale = drawing.lane(0, PAIN_HIGH, drawing.layout.pain)
    lane = drawing.shown.lanes["pain"]
    drawing.parts += [
        *_grid(scale, (0, PAIN_HIGH / 2, PAIN_HIGH)),
        *_singles(scale, lane),
        *(_line(scale.places(run), "lp", "dp") for run in lane.runs),
        *_last(scale, lane, "dp"),
    ]
    drawing.at += GAP


def _sitting(drawing: Drawing) -> None:
    lane, goal = drawing.shown.lanes["sitting"], drawing.shown.goal
    if lane.last is None:
        return
    most = max([goal, *(value for run in lane.runs for _, value in run)])
    high = -(-most // ROUND_TO) * ROUND_TO
    drawing.title("Sitting", "minutes")
    scale = drawing.lane(0, high, drawing.layout.low)
    left, right = drawing.layout.left, drawing.layout.right
    y = scale.y(goal)
    drawing.parts += [
        *_grid(scale, (0,)),
        f'<path class="goal" d="M{left} {y}H{right}"/>',
        text(f"{goal:g}", left - 8, y + 4, anchor="end"),
        *(_steps(scale.places(run)) for run in lane.runs),
        *_last(scale, lane, "ds"),
    ]
    drawing.at += GAP


def _function(drawing: Drawing) -> None:
    lane = drawing.shown.lanes["function"]
    if lane.last is None:
        return
    drawing.title("Function", "PSFS")
    scale = drawing.lane(0, FUNCTION_HIGH, drawing.layout.low - 24)
    drawing.parts += [
        *_grid(scale, (0, FUNCTION_HIGH)),
        *(_line(scale.places(run), "lf", "df") for run in lane.runs),
        *(dot(x, y, "df", 3) for run in lane.runs for x, y in scale.places(run)),
        *_last(scale, lane, "df"),
    ]
    drawing.at += GAP


def _grid(scale: Scale, values: Sequence[float]) -> Iterator[str]:
    layout = scale.drawing.layout
    for value in values:
        y = scale.y(value)
        yield f'<path class="ax" d="M{layout.left} {y}H{layout.right}"/>'
        yield text(f"{value:g}", layout.left - 8, y + 4, anchor="end")


def _singles(scale: Scale, lane: Lane) -> Iterator[str]:
    """Single values as faint dots, in one path, where the line is their mean and there is room for both."""
    if lane.singles and scale.drawing.layout.beside:
        yield '<path class="fp" d="' + "".join(f"M{x} {y}h0" for x, y in scale.places(lane.singles)) + '"/>'


def _line(places: Sequence[tuple[float, float]], line: str, mark: str) -> str:
    if len(places) == 1:
        return dot(*places[0], mark, 3)
    points = " ".join(f"{x},{y}" for x, y in places)
    return f'<polyline class="{line}" points="{points}"/>'


def _steps(places: Sequence[tuple[float, float]]) -> str:
    if len(places) == 1:
        return dot(*places[0], "ds", 3)
    return (
        f'<path class="ls" d="M{places[0][0]} {places[0][1]}'
        + "".join(f"H{x}V{y}" for x, y in places[1:])
        + '"/>'
    )


def _last(scale: Scale, lane: Lane, mark: str) -> Iterator[str]:
    """The last value as a dot, and large at the end of its line."""
    if lane.last is not None:
        day, value = lane.last
        x, y = scale.drawing.x(day), scale.y(value)
        yield dot(x, y, mark, 4)
        yield text(f"{value:g}", scale.drawing.layout.right + 10, y + 6, "tb end")


def _windows(drawing: Drawing, top: float, bottom: float) -> Iterator[str]:
    """How long the relief of a procedure lasted."""
    for one in drawing.shown.markers:
        if "lasted" in one:
            start = date.fromisoformat(one["from"])
            end = min(start + timedelta(one["lasted"]), drawing.shown.until)
            left, right = drawing.x(start), drawing.x(end)
            low = bottom - GAP
            yield f'<path class="win" d="M{left} {top}H{right}V{low}H{left}z"/>'
            yield text(f"relief, {one['lasted']} days", left + 6, low - 6)


def _sessions(drawing: Drawing) -> None:
    shown, layout = drawing.shown, drawing.layout
    if all(state == "none" for _, _, state in shown.dots):
        return
    drawing.title("Sessions")
    radius = min(5.0, (layout.right - layout.left) / max(1, len(shown.dots)) / 2 - 0.4)
    y = drawing.at if layout.beside else drawing.at + 2
    for day, span, state in shown.dots:
        middle = min(day + timedelta(span // 2), shown.until)
        drawing.parts.append(_mark(drawing.x(middle), y, state, max(radius, 1.6)))
    drawing.parts += [text(shown.adherence, layout.right + 10, y + 5, "tb")] if shown.adherence else []
    drawing.at += GAP


def _mark(x: float, y: float, state: str, r: float) -> str:
    """A day by its shape: done, part, missed, rest, nothing known."""
    ring = round(r - 0.6, 1)
    match state:
        case "done":
            return dot(x, y, "ds", round(r, 1))
        case "part":
            half = f'<path class="ds" d="M{x} {y - ring:g}a{ring} {ring} 0 0 0 0 {2 * ring:g}z"/>'
            return f'<circle class="hf" cx="{x}" cy="{y:g}" r="{ring}"/>{half}'
        case "missed":
            return f'<circle class="o" cx="{x}" cy="{y:g}" r="{ring}"/>'
        case "rest":
            return f'<path class="o" d="M{x - ring:g} {y:g}h{2 * ring:g}"/>'
        case _:
            return dot(x, y, "nd", 1.3)


def _days(drawing: Drawing) -> None:
    layout, shown = drawing.layout, drawing.shown
    drawing.at += 14
    for place in range(layout.ticks):
        day = shown.first + timedelta(round(shown.days * place / (layout.ticks - 1)))
        anchor = "start" if place == 0 else "end" if place == layout.ticks - 1 else "middle"
        words = f"{day:%b %Y}" if shown.days > LONG else short_day(day)
        drawing.parts.append(text(words, drawing.x(day), drawing.at, anchor=anchor))
    drawing.at += 6
