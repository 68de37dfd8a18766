"""Tags of advice: a card, and an explanation as a tree of three truths.

Lives here: how reasons are shown. Lives elsewhere: what a card holds (workspace/advice/cards.py), icons and statuses
(templatetags/stepwell.py), the layout of a card (templates/advice/_card.html).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from stepwell.clinic.accounts.calling import Number, numbers_of
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.templatetags.stepwell import day, icon, truth
from stepwell.clinic.workspace.advice.cards import Card, card_of
from stepwell.clinic.workspace.advice.choices import Offer
from stepwell.clinic.workspace.advice.explained import Part
from stepwell.clinic.workspace.advice.words import ACTIONS, WARNINGS
from stepwell.documents.codes import uncoded
from stepwell.documents.words import URGENCY
from stepwell.knowledge.types import Pathway

register = template.Library()

Values = Mapping[str, Any]

KEPT = "advice-pathway"
SHORT = 3
"""How many levels of reasons a card shows; the whole tree stands on a page of its own."""

NOTHING = mark_safe("")


@register.simple_tag(takes_context=True)
def card(context: Context, one: Values) -> Card:
    """The card of a recommendation.

    It reads `episode`, `member` and `key` from the page, and where the page has them `pathway`, `decided` (the last decision of each
    intervention) and `alternatives` (the other options of the same choice).
    """
    member = context.get("member")
    return card_of(
        one,
        _pathway(context),
        role=str(member.role) if member else "",
        key=str(context.get("key", "")),
        last=(context.get("decided") or {}).get(one["id"]),
        others=(context.get("alternatives") or {}).get(one["id"], ()),
    )


@register.simple_tag
def numbers_to_call(episode: Episode) -> list[Number]:
    """Whom to call: the numbers of the clinic, as they were checked."""
    return numbers_of(episode.person.clinic)


def _pathway(context: Context) -> Pathway:
    """The pathway of the page, looked up once where the page does not give it."""
    given: Pathway | None = context.get("pathway")
    if given is not None:
        return given
    if KEPT not in context.render_context:
        context.render_context[KEPT] = pathway_of(context["episode"].person.clinic)
    kept: Pathway = context.render_context[KEPT]
    return kept


@register.simple_tag
def reasons(trees: Iterable[Values], levels: int = 0) -> SafeString:
    """Explanations as nested lists. `levels` is how deep; 0 shows everything."""
    return _list([part for tree in trees for part in _opened(tree)], levels or 99)


@register.filter
def joined(trees: list[Values]) -> str:
    """How the parts of the only explanation are joined: all of, any of."""
    one = trees[0] if len(trees) == 1 else {}
    return _bare(str(one.get("of", ""))) if one.get("says") == one.get("of") else ""


@register.filter
def holding(trees: list[Values]) -> list[Values]:
    """The leaves that make an exit open: what was answered with yes."""
    return [leaf for tree in trees for leaf in _true_leaves(tree)]


def _true_leaves(tree: Values) -> list[Values]:
    if tree["truth"] is not True:
        return []
    below = [leaf for part in tree.get("parts", ()) for leaf in _true_leaves(part)]
    return below or [tree]


@register.simple_tag
def rule(part: Part, before: str = "") -> SafeString:
    """A rule of an intervention: its truth, its words, and what it rests on where that is more than one answer."""
    leaf = not part.tree.get("parts")
    words = uncoded(part.title) or (uncoded(str(part.tree["says"])) if leaf else "All of this")
    then = format_html("<small>{} {}</small>", before, part.then) if part.then else NOTHING
    said = format_html("<div><span>{}</span>{}</div>", words, then or _value(part.tree))
    return format_html("<li>{}{}{}</li>", truth(part.tree["truth"]), said, _below(part, words))


def _below(part: Part, words: str) -> SafeString:
    """What a rule rests on: one answer as it is, several behind a summary."""
    if not part.tree.get("parts"):
        same = uncoded(str(part.tree["says"])) == words or part.tree["says"] == "always"
        return NOTHING if same else _list([part.tree], 1)
    shown = _list(_opened(part.tree), 99)
    mark = icon("ch", "", "cv")
    return format_html('<details class="under"><summary>{}Rests on</summary>{}</details>', mark, shown)


@register.filter
def settled(until: str) -> str:
    """What must be settled or over first, as the plan says it, without the word before each."""
    return until.replace("settled: ", "")


@register.filter
def plain(words: str) -> str:
    """Words of the knowledge without numbers of the evidence pack."""
    return uncoded(words)


@register.filter
def urgency(word: str) -> str:
    """How soon an open exit must be seen, in words."""
    return URGENCY[word]


@register.filter
def warning(status: str) -> str:
    """What is set aside by going against a status."""
    return WARNINGS.get(status, "The pathway does not advise this now.")


@register.filter
def doings(actions: tuple[str, ...], offer: Offer) -> list[tuple[str, str]]:
    """The decisions that open a form; accepting is a button of its own unless it needs a reason."""
    return [(one, ACTIONS[one]) for one in actions if one != "accept" or offer.asks]


def _opened(tree: Values) -> list[Values]:
    """The parts of a tree that has no words of its own, else the tree itself."""
    bare = tree.get("parts") and tree["says"] == tree.get("of") and tree["says"] in ("all of", "any of")
    return list(tree["parts"]) if bare else [tree]


def _list(parts: list[Values], levels: int) -> SafeString:
    items = format_html_join(
        "", "<li>{}{}</li>", ((truth(one["truth"]), _item(one, levels)) for one in parts)
    )
    return format_html('<ul class="tv">{}</ul>', items) if parts else NOTHING


def _item(one: Values, levels: int) -> SafeString:
    """The words of a part with its value and day, and what it rests on."""
    below = list(one.get("parts", ()))
    join = one["says"] if one["says"] == one.get("of") else ""
    words = "" if join else uncoded(str(one["says"]))
    if len(below) == 1 and below[0].get("parts") and below[0]["says"] == below[0].get("of") and not join:
        join, below = below[0]["says"], list(below[0]["parts"])
    shown = _titled(words, join if levels > 1 and below else "")
    more = _list(below, levels - 1) if below and levels > 1 else NOTHING
    return format_html("<div><span>{}</span>{}</div>{}", shown, _value(one), more)


def _titled(words: str, join: str) -> str:
    if not words:
        return f"{_bare(join).capitalize()}:" if join else "Several things together"
    return f"{words}: {_bare(join)}" if join else words


def _bare(join: str) -> str:
    return "" if join == "derived from" else join


def _value(one: Values) -> SafeString:
    known = [one["value"]] if one.get("value") else []
    if one.get("on"):
        known.append(day(one["on"]))
    return format_html("<small>{}</small>", ", ".join(known)) if known else NOTHING
