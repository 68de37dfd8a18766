"""The handbook cut into its entries, so that each can be a page of its own, with links both ways.

Lives here: cutting, the links between entries, who uses what. Lives elsewhere: what an entry says (documents/handbook_*.py: the page
says the very words that are printed), searching (library/finding.py), the pages (library/views.py).

The handbook prints every entry as one `article` whose id is its kind and its name, and links to an entry as `#kind-name`. An
article holds no other, and plain text in it is escaped (documents/handbook_markup.py), so that it can be cut at its tags.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from stepwell.documents.handbook_evidence import references
from stepwell.documents.handbook_exercises import exercises, programme
from stepwell.documents.handbook_exits import exits
from stepwell.documents.handbook_findings import findings, parameters, question_pages
from stepwell.documents.handbook_interventions import steps
from stepwell.documents.handbook_lists import calls, conflicts, marks, promises, reading
from stepwell.documents.handbook_markup import Html
from stepwell.documents.handbook_sources import assessments, sources
from stepwell.knowledge.loader import KNOWLEDGE, read_trees
from stepwell.knowledge.types import Pathway

KINDS = {
    "intervention": ("Interventions", "What can be advised, to whom, and when"),
    "finding": ("Findings", "What can be known about a person"),
    "exercise": ("Exercises", "What each is for, how it grows, when to stop"),
    "assessment": ("Tests and accuracy", "How each is done, and how far its result can be trusted"),
    "source": ("Sources of the pain", "The structures that may irritate the nerve"),
    "conflict": ("Where sources disagree", "Both sides, and the safer one that is taken"),
    "parameter": ("Parameters", "Every number that a rule compares with"),
    "phase": ("Phases of the programme", "When each begins and ends"),
    "questions": ("Pages of questions", "In the order in which they are asked"),
    "mark": ("Statements, red flags, hazards", "Which entries carry each"),
    "reference": ("References", "What each claim was read in"),
    "chapter": ("Overviews", "Exits at a glance, steps, the programme, priors, promises, numbers to call"),
}
"""Kinds of entries: their titles, and what they are."""

Name = tuple[str, str]
"""Kind and id."""

_PIECE = re.compile(
    r'<div class="group"><h3>(?P<group>.*?)</h3>|'
    r'<article(?=[^>]* id="(?P<kind>[a-z]+)-(?P<id>[^"]+)")[^>]*>(?P<body>.*?)</article>',
    re.DOTALL,
)
_HEADING = re.compile(r"<h[34]>(?P<title>.*?)</h[34]>", re.DOTALL)
_LINK = re.compile(r'<a href="#(?P<kind>[a-z]+)-(?P<id>[^"]+)">(?P<words>.*?)</a>', re.DOTALL)
_LEAD = re.compile(r"^<section[^>]*><h2[^>]*>(?P<title>.*?)</h2>|</section>$", re.DOTALL)
_NUMBER = re.compile(r"\{\"?([a-z0-9-]+)\"?(?:: null)?\}")
_TAG = re.compile(r"<[^>]+>")
_DRAWING = re.compile(r"<svg.*?</svg>", re.DOTALL)


@dataclass(frozen=True)
class Page:
    """One entry of the knowledge.

    group  the heading under which it stands in a list of its kind
    body   as the handbook prints it, without its heading, with links to the pages of other entries
    words  the same as plain text, for searching
    links  the entries that it names
    """

    kind: str
    id: str
    title: str
    group: str
    body: SafeString
    words: str
    links: frozenset[Name]

    @property
    def name(self) -> Name:
        """Kind and id."""
        return self.kind, self.id

    @property
    def address(self) -> str:
        """Where its page is."""
        return reverse("knowledge_item", args=[self.kind, self.id])


@dataclass(frozen=True)
class Book:
    """Every entry by kind and id, in the order of the handbook, and which entries name each."""

    pages: Mapping[Name, Page]
    users: Mapping[Name, tuple[Page, ...]]

    def of_kind(self, kind: str) -> list[Page]:
        """The entries of a kind."""
        return [one for one in self.pages.values() if one.kind == kind]


@lru_cache(maxsize=8)
def book_of(pathway: Pathway) -> Book:
    """The knowledge as pages. It takes a second, once for each version of the clinic's values."""
    cut = [*_articles(pathway), *_chapters(pathway)]
    known = frozenset((kind, name) for kind, name, *_ in cut)
    numbers = numbers_read()
    pages = {
        (kind, name): _page(kind, name, group, title, body, known, numbers.get((kind, name), frozenset()))
        for kind, name, group, title, body in cut
    }
    users: dict[Name, list[Page]] = {}
    for one in pages.values():
        if one.kind != "chapter":
            for name in one.links:
                users.setdefault(name, []).append(one)
    return Book(pages, {name: tuple(found) for name, found in users.items()})


@lru_cache(maxsize=1)
def numbers_read() -> Mapping[Name, frozenset[Name]]:
    """The parameters that each entry of the knowledge reads, also where the handbook prints the number without a link."""
    found: dict[Name, frozenset[Name]] = {}
    for file, tree in read_trees(KNOWLEDGE).items():
        if not file.startswith("parameters/"):
            for name, entry in _entries(file, tree):
                named = _NUMBER.findall(json.dumps(entry))
                found[name] = found.get(name, frozenset()) | {("parameter", one) for one in named}
    return found


def _entries(file: str, tree: Any) -> Iterator[tuple[Name, Any]]:
    """What a file of the knowledge holds, each by the kind and id of its page; what has no page by its file."""
    folder = file.partition("/")[0]
    kind = {"findings": "finding", "interventions": "intervention", "exercises": "exercise"}.get(folder)
    if kind == "finding":
        yield from (((kind, name), entry) for name, entry in (tree or {}).items())
    elif kind is not None:
        yield (kind, str(tree["id"])), tree
    elif file == "programme.yaml":
        yield ("file", file), {name: entry for name, entry in tree.items() if name != "phases"}
        yield from ((("phase", one["id"]), one) for one in tree["phases"])
    else:
        yield ("file", file), tree


Piece = tuple[str, str, str, str, str]
"""Kind, id, group, title and body, as cut."""


def _articles(pathway: Pathway) -> Iterator[Piece]:
    """Every article of the handbook; an intervention's group is its step."""
    for step, chapter in zip(pathway.steps, steps(pathway), strict=True):
        for kind, name, group, title, body in _cut(chapter):
            yield kind, name, f"{step.title}. {group}", title, body
    parts: tuple[Callable[[Pathway], Html], ...] = (
        programme, exercises, sources, assessments, conflicts, question_pages, findings, parameters, marks, references,
    )  # fmt: skip
    for part in parts:
        yield from _cut(part(pathway))


def _cut(chapter: Html) -> Iterator[Piece]:
    """The articles of one chapter, each under the last heading before it."""
    group = ""
    for piece in _PIECE.finditer(chapter.text):
        if piece["group"] is not None:
            group = _plain(piece["group"])
            continue
        heading = _HEADING.search(piece["body"])
        title = _plain(heading["title"]) if heading else piece["id"]
        body = _HEADING.sub("", piece["body"], count=1) if heading else piece["body"]
        yield piece["kind"], piece["id"], group, title, body


def _chapters(pathway: Pathway) -> Iterator[Piece]:
    """What the handbook says between its entries, as whole chapters: the steps without their cards."""
    named: list[tuple[str, Html | None]] = [
        ("reading", reading(pathway)),
        ("exits", exits(pathway)),
        *(
            (f"step-{step.id}", _above(chapter))
            for step, chapter in zip(pathway.steps, steps(pathway), strict=True)
        ),
        ("programme", programme(pathway)),
        ("sources", sources(pathway)),
        ("promises", promises(pathway)),
        ("calls", calls(pathway)),
    ]
    for name, chapter in named:
        if chapter is not None:
            heading = _LEAD.match(chapter.text)
            title = _plain(heading["title"]) if heading else name
            body = _LEAD.sub("", chapter.text).replace("<h3", "<h2").replace("</h3>", "</h2>")
            yield "chapter", name, "", title, body.replace("<h4", "<h3").replace("</h4>", "</h3>")


def _above(chapter: Html) -> Html:
    """What stands before the first group of a chapter."""
    return Html(chapter.text.partition('<div class="group">')[0])


def _page(
    kind: str, name: str, group: str, title: str, body: str, known: frozenset[Name], numbers: frozenset[Name]
) -> Page:
    found = frozenset((one["kind"], one["id"]) for one in _LINK.finditer(body))

    def linked(one: re.Match[str]) -> str:
        target = one["kind"], unescape(one["id"])
        if target not in known:
            return one["words"]
        return f'<a href="{reverse("knowledge_item", args=target)}">{one["words"]}</a>'

    return Page(
        kind=kind,
        id=name,
        title=title,
        group=group,
        body=SafeString(_LINK.sub(linked, body)),
        words=_plain(_DRAWING.sub(" ", body)),
        links=((found | numbers) & known) - {(kind, name)},
    )


def _plain(markup: str) -> str:
    """The text of some markup, on one line."""
    return " ".join(unescape(_TAG.sub(" ", markup)).split())
