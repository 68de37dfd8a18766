"""Treatments on the time chart: phases and treatments as bands, procedures as upright lines, with names that do not touch.

Lives here: rows, names, and the same in words. Lives elsewhere: the lanes above them (person/course/drawing.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from stepwell.clinic.workspace.person.course.canvas import Drawing, text
from stepwell.clinic.workspace.person.course.period import Shown
from stepwell.figures.axes import LETTER, short_day
from stepwell.knowledge.types import Pathway

ROW, HEIGHT = 24, 19
"""Distance of two rows of bands, and height of a band."""
LINE = 15
BOLD = 7.5
"""Width of a bold letter of 12 units, on average, in a wide font."""
SHORTEST = 4
"""Fewer letters of a name than this say nothing."""
RESPONSES = {"none": "no effect", "partial": "helped in part", "good": "helped", "worse": "made it worse"}
KINDS = {"needle": "injection", "surgery": "operation"}
PHASE = "phase"


@dataclass(frozen=True)
class Treated:
    """The words of what is drawn: names of phases and treatments."""

    pathway: Pathway

    def phase(self, name: str) -> str:
        """A phase of the programme."""
        return self.pathway.findings[PHASE].options.get(name, name)

    def band(self, one: Mapping[str, Any]) -> str:
        """A treatment, and how it went."""
        return ": ".join([self.title(one), *self._response(one)])

    def marker(self, one: Mapping[str, Any], *, short: bool = False) -> str:
        """A procedure with its day and its guidance; in short only what kind of procedure."""
        guided = f", {one['guidance']}" if "guidance" in one else ""
        name = KINDS[one["kind"]] if short else self.title(one)
        return f"{short_day(date.fromisoformat(one['from']))}: {name}{guided}"

    def title(self, one: Mapping[str, Any]) -> str:
        """The name of a treatment."""
        return self.pathway.interventions[one["id"]].title

    def how(self, one: Mapping[str, Any]) -> str:
        """Target, guidance, response and relief, as far as they are known."""
        target = [self.pathway.targets[one["target"]]] if "target" in one else []
        guided = [one["guidance"]] if "guidance" in one else []
        relief = [f"{one['relief']}% relief"] if "relief" in one else []
        lasted = [f"for {one['lasted']} days"] if "lasted" in one else []
        return ", ".join([*target, *guided, *self._response(one), *relief, *lasted])

    @staticmethod
    def _response(one: Mapping[str, Any]) -> list[str]:
        return [RESPONSES[one["response"]]] if "response" in one else []


def heads(drawing: Drawing) -> float:
    """Where the first lane begins: below the names of the procedures, each in a row of its own."""
    named = len(drawing.shown.markers) if drawing.layout.beside else min(1, len(drawing.shown.markers))
    return 12 + LINE * named


def draw_markers(drawing: Drawing, treated: Treated) -> list[str]:
    """An upright line for each procedure, and then its name on top; a number where there is no room for names."""
    lines, words = [], []
    for place, one in enumerate(drawing.shown.markers, 1):
        x = drawing.x(date.fromisoformat(one["from"]))
        y = LINE * place if drawing.layout.beside else LINE
        lines.append(
            f'<path class="inj" d="M{x} {y}V{drawing.at}"/><path class="injh" d="M{x - 6} {y - 7}h12l-6 10z"/>'
        )
        name, left = _name(one, x, drawing, treated) if drawing.layout.beside else (str(place), False)
        words.append(text(name, x - 12 if left else x + 12, y + 2, "tb halo", "end" if left else ""))
    return lines + words


def _name(one: Mapping[str, Any], x: float, drawing: Drawing, treated: Treated) -> tuple[str, bool]:
    """The longest name for which there is room, and whether it stands left of the line."""
    right, left = drawing.layout.width - x - 12, x - 12
    names = (treated.marker(one), treated.marker(one, short=True))
    words = next((name for name in names if BOLD * len(name) <= max(right, left)), names[-1])
    return words, BOLD * len(words) > right


@dataclass(frozen=True)
class Band:
    """A band where it lies, with as much of its name as there is room for: in it, or beside it."""

    x: float
    width: float
    name: str
    words: str
    at: float
    anchor: str = ""

    @property
    def low(self) -> float:
        """Where it begins, with its name."""
        return min(self.x, self.at - LETTER * len(self.words)) if self.anchor else self.x

    @property
    def high(self) -> float:
        """Where it ends, with its name."""
        return max(self.x + self.width, 0 if self.anchor else self.at + LETTER * len(self.words)) + 6

    def drawn(self, y: float) -> str:
        """The band as SVG, its top at `y`."""
        box = f"M{self.x} {y:g}h{self.width}v{HEIGHT}h-{self.width}z"
        band = f'<path class="bnd" d="{box}"><title>{escape(self.name)}</title></path>'
        return band + (text(self.words, self.at, y + 14, "tx", self.anchor) if self.words else "")


def draw_bands(drawing: Drawing, treated: Treated) -> None:
    """The phases in one row, then every treatment in the first row that is free."""
    shown = drawing.shown
    phases = [_band(drawing, start, end, treated.phase(name)) for start, end, name in shown.phases]
    others = [_band(drawing, *_span(one, shown), treated.band(one), beside=True) for one in shown.bands]
    rows = [row for row in (phases, *_rows(others)) if row]
    if not rows:
        return
    drawing.title("Treatment")
    drawing.at -= 14 if drawing.layout.beside else 4
    for row in rows:
        drawing.parts += [one.drawn(drawing.at) for one in row]
        drawing.at += ROW


def _span(one: Mapping[str, Any], shown: Shown) -> tuple[date, date]:
    end = date.fromisoformat(one["to"]) if "to" in one else shown.until
    start = max(date.fromisoformat(one["from"]), shown.first)
    return start, min(max(start, end), shown.until)


def _band(drawing: Drawing, start: date, end: date, name: str, *, beside: bool = False) -> Band:
    """A band with its name in it; right or left of it where it may stand beside, else cut."""
    x, width = drawing.x(start), max(2.0, round(drawing.x(end) - drawing.x(start), 1))
    room = LETTER * len(name)
    if room + 10 <= width:
        return Band(x, width, name, name, x + 6)
    if beside and x + width + 8 + room <= drawing.layout.width:
        return Band(x, width, name, name, x + width + 6)
    if beside and x - 8 - room >= drawing.layout.left:
        return Band(x, width, name, name, x - 6, "end")
    fits = int((width - 14) / LETTER)
    return Band(x, width, name, f"{name[: fits - 1].rstrip()}…" if fits > SHORTEST else "", x + 6)


def _rows(bands: Sequence[Band]) -> list[list[Band]]:
    """Bands in rows, so that neither they nor their names touch."""
    rows: list[list[Band]] = []
    for one in sorted(bands, key=lambda band: band.low):
        free = next((row for row in rows if row[-1].high < one.low), None)
        if free is None:
            rows.append([one])
        else:
            free.append(one)
    return rows
