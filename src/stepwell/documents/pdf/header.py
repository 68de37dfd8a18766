"""Whom a document is about and whom it comes from: what a record does not hold.

Lives here: `Header`, and the line at the foot of each page. Lives elsewhere: who may see what (clinic).

A record has no name in it. What is left empty is printed as a line to write on.
"""

from dataclasses import dataclass
from datetime import date

from stepwell.documents.pdf.wording import Wording
from stepwell.knowledge.types import Pathway


@dataclass(frozen=True, slots=True)
class Header:
    """Names as they are to be printed; each may be empty."""

    patient: str = ""
    born: str = ""
    number: str = ""
    clinician: str = ""
    phone: str = ""
    receiver: str = ""


NO_HEADER = Header()
"""Every name left to be written by hand."""


def frame(pathway: Pathway, words: Wording, *, printed: date, large: bool = False) -> dict[str, object]:
    """What every template needs: language, banner, foot and the words around a page number."""
    return {
        "language": words.language,
        "large": large,
        "banner": "" if pathway.reviewed else words("banner"),
        "translation": " ".join(filter(None, (words("unreviewed_words"), words("foreign_note")))),
        "foreign": words("foreign"),
        "foot": words("version", version=pathway.version, digest=pathway.digest[:8], day=words.day(printed)),
        "page": words("page", page="{page}", pages="{pages}"),
    }
