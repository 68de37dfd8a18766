"""The summary of a population as one HTML page that needs nothing else: no script, no request, light and dark.

Lives here: the page and its charts, each with its numbers in a table. Lives elsewhere: what is counted and hidden
(population/reports/summary.py), streams between steps (documents/population_flow.py), how it looks (documents/assets/).
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from importlib.resources import files
from string import Template

from stepwell.documents.handbook_markup import Child, Html, el, fold, join, part, table
from stepwell.documents.population_flow import flow_svg
from stepwell.documents.words import BANNER
from stepwell.figures.charts import Series, sparkline
from stepwell.population.reports.tables import Cell, Row, Summary, Table

HIDDEN = "hidden"
SYNTHETIC = "These people are synthetic: made up by the simulator."
CLASSES = {
    "under-way": ("s-stop", "s-paused", "s-go"),
    "decisions": ("s-stop", "s-paused", "s-go"),
}
"""The colours of parts that mean something; spans of time go from light to dark."""

MOST_BARS = 15
"""Rows that are drawn; all are in the table."""

SPANS = ("s0", "s1", "s2", "s3", "s4", "sx")


def summary_html(summary: Summary) -> str:
    """The summary as one HTML page, with a content policy that allows only its own sheet."""
    style = "".join(_asset(name) for name in ("tokens.css", "population.css"))
    banners = [BANNER] * (not summary.reviewed) + [SYNTHETIC] * summary.synthetic
    return Template(_asset("population.html")).substitute(
        title=f"Population summary, {_day(summary.days[-1])}",
        style=style,
        style_hash="sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        lead=escape(_lead(summary)),
        banners=join(el("p", words, class_="banner", role="note") for words in banners).text,
        contents=_contents(summary.tables).text,
        chapters=join(_chapter(one, summary) for one in summary.tables).text + _unknown(summary).text,
        end=escape(f"Stepwell population summary, knowledge {summary.knowledge}."),
    )


def _asset(name: str) -> str:
    return (files("stepwell.documents") / "assets" / name).read_text(encoding="utf-8")


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"


def _lead(summary: Summary) -> str:
    more = f", and on {len(summary.days) - 1} earlier days" if len(summary.days) > 2 else ""
    more = f", and on {_day(summary.days[0])}" if len(summary.days) == 2 else more
    hidden = (
        f" Numbers below {summary.small} are hidden, and so is what would give them away."
        if summary.small > 1
        else ""
    )
    return f"{summary.people:,} people on that day{more}.{hidden}"


def _contents(tables: Sequence[Table]) -> Html:
    links = [el("li", el("a", one.title, href=f"#{one.id}")) for one in tables]
    return el("ol", *links)


def _chapter(one: Table, summary: Summary) -> Html:
    if not one.left_out and not any(cell != 0 for row in one.rows for cell in row.cells):
        return part(one.id, one.title, el("p", one.nothing), lead=one.lead)
    more = f"{one.left_out} more have numbers too small to be shown." if one.left_out else ""
    note = el("p", more, class_="note") if more else None
    return part(one.id, one.title, *_SHAPES[one.shape](one, summary), note, lead=one.lead)


def _unknown(summary: Summary) -> Html:
    if not summary.unknown:
        return Html("")
    return part("unknown", "What this cannot say", *(el("p", words) for words in summary.unknown))


def _number(cell: Cell) -> Html:
    return el("span", HIDDEN, class_="few") if cell is None else Html(f"{cell:,}")


def _share(row: Row) -> Html:
    first = row.cells[0]
    if first is None or not row.total:
        return Html("")
    share = 100 * first / row.total
    return el("span", "under 1 %" if 0 < share < 1 else f"{share:.0f} %", class_="share")


def _bars(one: Table, summary: Summary) -> Iterator[Html]:
    """A table whose rows have a bar of their first number, and its share where there is no other number."""
    most = max((row.total or 0 for row in one.rows), default=0)
    trend = one.id == "steps" and len(one.heads) > 1
    alone = trend or len(one.heads) == 1
    head = [one.of, one.heads[0], *(["share"] if alone else one.heads[1:]), *(["over time"] * trend)]
    rows = []
    for row in one.rows:
        more = [_share(row)] if alone else list(map(_number, row.cells[1:]))
        first = join([row.label, _bar(row.cells[0], most)])
        rows.append([first, _number(row.cells[0]), *more, *([_trend(row, summary)] if trend else [])])
    yield el("div", table(head, rows, one.title), class_="bars")
    if trend:
        yield fold("Numbers of every day", _numbers(one))


def _bar(cell: Cell, most: int) -> Html | None:
    if cell is None:
        return None
    wide = 100 * cell / most if most else 0
    rail = el("rect", class_="rail", width="100", height="10")
    return _drawn([rail, el("rect", class_="fill", width=f"{wide:.2f}", height="10")])


def _drawn(boxes: Sequence[Html]) -> Html:
    return el(
        "svg", *boxes, viewBox="0 0 100 10", preserveAspectRatio="none", class_="bar", aria_hidden="true"
    )


def _trend(row: Row, summary: Summary) -> Html:
    """A small line over the days; a hidden number is a gap."""
    days = [date.fromisoformat(day) for day in summary.days]
    values = [None if cell is None else float(cell) for cell in reversed(row.cells)]
    most = max([value or 0 for value in values] + [1])
    points = list(zip(days, values, strict=True))
    return Html(sparkline(Series(row.label, points, "sitting"), low=0, high=most).svg)


def _parts(one: Table, summary: Summary) -> Iterator[Html]:
    """A bar for each row, of parts; the numbers are below."""
    classes = CLASSES.get(one.id, SPANS)
    yield el("ul", *(_key(name, word) for name, word in zip(classes, one.heads, strict=True)), class_="key")
    yield el("ul", *(_stack(row, classes, one) for row in one.rows[:MOST_BARS]), class_="stacks")
    if len(one.rows) > MOST_BARS:
        yield el("p", f"The first {MOST_BARS} of {len(one.rows)}; the numbers have all.", class_="note")
    if one.hides:
        yield el("p", "Where a bar is empty, the number is hidden.", class_="note")
    yield fold("Numbers", _numbers(one))


def _key(name: str, words: str) -> Html:
    box = el("svg", el("rect", class_=name, width="14", height="14"), viewBox="0 0 14 14", aria_hidden="true")
    return el("li", box, words)


def _stack(row: Row, classes: Sequence[str], one: Table) -> Html:
    known = [cell or 0 for cell in row.cells]
    everybody = row.total or sum(known)
    words = el("p", row.label, el("span", _said(row, one)))
    if not sum(known):
        return el("li", words)
    left, boxes = 0.0, [el("rect", class_="rail", width="100", height="10")]
    for name, cell in zip(classes, known, strict=True):
        wide = 100 * cell / everybody
        if cell:
            boxes.append(el("rect", class_=name, x=f"{left:.2f}", width=f"{wide:.2f}", height="10"))
        left += wide
    return el("li", words, _drawn(boxes))


def _said(row: Row, one: Table) -> str:
    """The number that stands beside a bar: the override rate, or of how many the bar is."""
    total = HIDDEN if row.total is None else f"{row.total:,}"
    if one.id == "decisions" and row.cells[0] is not None and row.total:
        return f"{100 * row.cells[0] / row.total:.0f} % of {total} overridden"
    return total


def _numbers(one: Table) -> Html:
    rows: list[list[Child]] = [[row.label, *map(_number, row.cells)] for row in one.rows]
    return table([one.of, *one.heads], rows, one.title)


def _flow(one: Table, summary: Summary) -> Iterator[Html]:
    picture = flow_svg(one)
    if picture is not None:
        yield el("figure", picture)
    if one.hides:
        yield el("p", "Hidden numbers are not drawn.", class_="note")
    rows: list[list[Child]] = [[row.label, *map(_number, row.cells), _number(row.total)] for row in one.rows]
    rows.append(["all after", *map(_number, one.totals), ""])
    yield fold("Numbers", table([one.of, *one.heads, "all before"], rows, one.title))


def _plain(one: Table, summary: Summary) -> Iterator[Html]:
    yield fold("Numbers", _numbers(one))


_SHAPES = {"bars": _bars, "parts": _parts, "flow": _flow, "plain": _plain}
