"""Citations and days in words, as every text for a terminal writes them."""

from datetime import date

from stepwell.knowledge.bibliography import short_citation
from stepwell.knowledge.types import Evidence, Pathway


def cited(evidence: tuple[Evidence, ...], pathway: Pathway) -> str:
    """Each citation in short, once, with its verification flag."""
    found = (
        f"{short_citation(pathway.references[entry.reference])} [{entry.verified}]" for entry in evidence
    )
    return "; ".join(dict.fromkeys(found))


def day(on: date) -> str:
    """`3 March 2026`."""
    return f"{on.day} {on:%B %Y}"
