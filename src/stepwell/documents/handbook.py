"""The handbook: the whole pathway as one HTML file that needs nothing else.

Lives here: the order of the chapters, the contents, and writing the file whole or not at all. Lives elsewhere: the
chapters (documents/handbook_*.py), the picture (documents/staircase.py), page, sheet and script (documents/assets/).
"""

import base64
import hashlib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from string import Template

from stepwell.documents.handbook_evidence import references
from stepwell.documents.handbook_exercises import exercises, programme
from stepwell.documents.handbook_exits import exits
from stepwell.documents.handbook_findings import findings, parameters, question_pages
from stepwell.documents.handbook_interventions import steps
from stepwell.documents.handbook_lists import calls, conflicts, marks, promises, reading
from stepwell.documents.handbook_markup import Html, el, join
from stepwell.documents.handbook_sources import assessments, sources
from stepwell.documents.staircase import NARROW, WIDE, staircase_svg
from stepwell.documents.words import BANNER
from stepwell.files import write_whole
from stepwell.knowledge.types import Pathway

BEFORE = (("exits", "When to leave"),)
AFTER = (
    ("programme", "Exercise programme"),
    ("exercises", "Exercises"),
    ("sources", "Which structure?"),
    ("assessments", "Tests and accuracy"),
    ("conflicts", "Where sources disagree"),
    ("promises", "What always holds"),
    ("questions", "Pages of questions"),
    ("findings", "Findings"),
    ("parameters", "Numbers of the rules"),
    ("calls", "Numbers to call"),
    ("marks", "Statements, flags, hazards"),
    ("references", "References"),
)


def handbook_html(pathway: Pathway) -> str:
    """The handbook of a pathway as one HTML page, with a content policy that allows only its own sheet and script."""
    style = "".join(_asset(name) for name in ("tokens.css", "handbook.css", "staircase.css"))
    script = _asset("handbook.js")
    return Template(_asset("handbook.html")).substitute(
        title=el("span", pathway.title).text.removeprefix("<span>").removesuffix("</span>"),
        style=style,
        style_hash=_digest(style),
        script=script,
        script_hash=_digest(script),
        banner="" if pathway.reviewed else el("p", BANNER, class_="banner", role="note").text,
        contents=_contents(pathway).text,
        picture=staircase_svg(pathway, WIDE) + staircase_svg(pathway, NARROW),
        chapters=join(_chapters(pathway)).text,
        version=f"{pathway.version} · {pathway.digest[:12]}",
    )


def write_handbook(pathway: Pathway, path: Path) -> None:
    """Write the handbook whole or not at all."""
    write_whole(path, handbook_html(pathway))


def _asset(name: str) -> str:
    return (files("stepwell.documents") / "assets" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """The hash by which the content policy knows an inline sheet or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _chapters(pathway: Pathway) -> Iterator[Html | None]:
    yield reading(pathway)
    yield exits(pathway)
    yield from steps(pathway)
    yield programme(pathway)
    yield exercises(pathway)
    yield sources(pathway)
    yield assessments(pathway)
    yield conflicts(pathway)
    yield promises(pathway)
    yield question_pages(pathway)
    yield findings(pathway)
    yield parameters(pathway)
    yield calls(pathway)
    yield marks(pathway)
    yield references(pathway)


def _contents(pathway: Pathway) -> Html:
    numbered = [(f"step-{step.id}", f"{n}. {step.title}") for n, step in enumerate(pathway.steps, start=1)]
    named = [("reading", "How to read this book"), *BEFORE, *numbered, *AFTER]
    shown = [row for row in named if row[0] != "promises" or pathway.invariants]
    return el("ol", *(el("li", el("a", words, href=f"#{name}")) for name, words in shown))
