"""The knowledge as pages: lists, searching, one entry.

Lives here: the pages of the browser. Lives elsewhere: the entries (library/book.py), a clinic's own values (library/parameters.py).
"""

from itertools import groupby

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import STAFF
from stepwell.clinic.asked import Asked
from stepwell.clinic.library.book import KINDS, Book, Page, book_of
from stepwell.clinic.library.finding import find
from stepwell.clinic.library.local import DELIVERED, own_values
from stepwell.clinic.pages import page
from stepwell.clinic.pathway import pathway_of, pathway_with
from stepwell.clinic.workspace.shared import member_of
from stepwell.knowledge.types import Pathway

LONGEST = 200
"""Characters of a search that are read."""


@allowed(*STAFF, opened=False)
@require_safe
def knowledge(request: Asked) -> HttpResponse:
    """The kinds of entries, the entries of one kind, or what was searched for."""
    pathway = pathway_of(member_of(request).clinic)
    book = book_of(pathway)
    words = request.GET.get("find", "")[:LONGEST].strip()
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    found, count = find(book, words)
    values = {
        "section": "knowledge",
        "pathway": pathway,
        "words": words,
        "kind": kind,
        "title": KINDS[kind][0] if kind else "",
        "about": KINDS[kind][1] if kind else "",
        "kinds": [(name, *KINDS[name], len(book.of_kind(name))) for name in KINDS],
        "groups": _groups(book, kind) if kind and not words else [],
        "found": found,
        "count": count,
        "chapters": book.of_kind("chapter"),
    }
    return page(request, "library/knowledge.html", values)


def _groups(book: Book, kind: str) -> list[tuple[str, list[Page]]]:
    """The entries of a kind under their headings, in the order of the handbook."""
    return [(group, list(found)) for group, found in groupby(book.of_kind(kind), key=lambda one: one.group)]


@allowed(*STAFF, opened=False)
@require_safe
def knowledge_item(request: Asked, kind: str, name: str) -> HttpResponse:
    """Everything that one entry says, and which entries name it."""
    clinic = member_of(request).clinic
    pathway = pathway_of(clinic)
    book = book_of(pathway)
    entry = book.pages.get((kind, name))
    if entry is None:
        raise Http404
    values = {
        "section": "knowledge",
        "pathway": pathway,
        "entry": entry,
        "kind_title": KINDS[kind][0],
        "reviewed": _reviewed(entry, pathway),
        "users": _users(book, entry),
        "own": own_values(clinic).get(name) if kind == "parameter" else None,
        "default": pathway_with(DELIVERED).parameters[name] if kind == "parameter" else None,
    }
    return page(request, "library/item.html", values)


def _reviewed(entry: Page, pathway: Pathway) -> str:
    """Who reviewed it: the entry where it says so, else the whole; empty where nobody did."""
    one = pathway.interventions.get(entry.id) if entry.kind == "intervention" else None
    signed = (one.reviewed if one else None) or pathway.reviewed
    return str(signed) if signed else ""


def _users(book: Book, entry: Page) -> list[tuple[str, list[Page]]]:
    """The entries that name this one, by their kind."""
    found = book.users.get(entry.name, ())
    return [
        (KINDS[kind][0], [one for one in found if one.kind == kind])
        for kind in KINDS
        if any(one.kind == kind for one in found)
    ]
