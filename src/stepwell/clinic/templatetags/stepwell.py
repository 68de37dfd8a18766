"""Tags and filters of every template: icons, the three truths, days.

Lives here: how small things are shown. Lives elsewhere: the icons themselves (templates/stepwell/icons.html).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

register = template.Library()

TRUTHS = {True: ("tick", _("Yes")), False: ("cross", _("No")), None: ("q", _("Not known"))}

STATUSES = {
    "recommended": ("ok", "ok", _("Recommended")),
    "ask-first": ("", "ask", _("Ask first")),
    "prepare": ("warn", "prep", _("Prepare")),
    "contraindicated": ("stop", "no", _("Contraindicated")),
    "stop": ("stop", "no", _("Stop")),
    "paused": ("warn", "ring", _("Paused")),
    "held": ("", "ring", _("Held")),
    "continue": ("ok", "play", _("Continue")),
    "undetermined": ("", "q", _("Not known yet")),
    "done": ("", "tick", _("Done")),
    "known": ("", "tick", _("Known")),
    "declined": ("", "cross", _("Declined")),
    "not-indicated": ("", "dash", _("Not needed now")),
}
"""A status: its class of colour, its shape, its word."""


@register.simple_tag
def icon(name: str, label: str = "", kind: str = "") -> SafeString:
    """A shape. Without a label it is decoration, and readers of the screen pass over it."""
    classes = f"i {kind}".strip()
    if label:
        shown = '<svg class="{}" viewBox="0 0 24 24" role="img" aria-label="{}"><use href="#{}"/></svg>'
        return format_html(shown, classes, label, name)
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true"><use href="#{}"/></svg>', classes, name
    )


@register.simple_tag
def truth(value: bool | None) -> SafeString:
    """Yes, no or not known, as a shape with its word."""
    name, word = TRUTHS[value]
    return icon(name, gettext(word))


@register.simple_tag
def status(value: str) -> SafeString:
    """A status as colour, shape and word."""
    kind, name, word = STATUSES[value]
    return format_html('<span class="st {}">{}{}</span>', kind, icon(name), gettext(word))


@register.filter
def day(value: date | str | None) -> str:
    """A day as 22 Nov, with the year where it is another than this one.

    >>> day("2026-11-22")[:6]
    '22 Nov'
    """
    if not value:
        return ""
    on = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    shown = f"{on.day} {on:%b}"
    return shown if on.year == date.today().year else f"{shown} {on.year}"  # noqa: DTZ011  # how the year is shown


@register.filter
def at(values: Mapping[str, Any], key: str) -> Any:
    """What a mapping holds under a key that is known only here."""
    return values.get(key)
