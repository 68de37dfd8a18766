"""The exits at a glance: each with its sign in words, most urgent first.

Lives here: the chapter of exits. Lives elsewhere: the whole card of each (documents/handbook_interventions.py).
"""

from stepwell.documents.handbook_markup import Html, el, group, link, part
from stepwell.documents.handbook_rules import sign_html
from stepwell.documents.words import URGENCY
from stepwell.knowledge.types import URGENCIES, Intervention, Pathway


def urgency_words(urgency: str) -> str:
    """An urgency as a heading."""
    return URGENCY[urgency].capitalize()


def exits(pathway: Pathway) -> Html:
    """Every exit with its sign, most urgent first."""
    groups = [group(urgency_words(one), _exits_of(one, pathway)) for one in URGENCIES]
    lead = "One sign is enough, at any step. A sign that nobody asked about is not a no: it is asked next."
    return part("exits", "When to leave the pathway", *groups, lead=lead)


def _exits_of(urgency: str, pathway: Pathway) -> Html:
    found = [one for one in pathway.interventions.values() if one.exit == urgency]
    ordered = sorted(found, key=lambda one: (one.rank, one.id))
    return el("div", *(_exit(one, pathway) for one in ordered), class_=f"rows {urgency}")


def _exit(one: Intervention, pathway: Pathway) -> Html:
    title = el("h4", link("intervention", one.id, one.title))
    return el("article", title, _sign(one, pathway), class_="entry row sign")


def _sign(one: Intervention, pathway: Pathway) -> Html | None:
    if one.indicated is not None:
        return sign_html(one.indicated, pathway)
    if one.part_of:
        return el(
            "p", "Part of ", link("intervention", one.part_of, pathway.interventions[one.part_of].title)
        )
    return None
