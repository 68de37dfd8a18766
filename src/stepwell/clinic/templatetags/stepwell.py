"""Tags and filters of every template: icons, the three truths, days.

Lives here: how small things are shown. Lives elsewhere: the icons themselves (templates/stepwell/icons.html).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

TRUTHS = {True: ("tick", "Yes"), False: ("cross", "No"), None: ("q", "Not known")}

STATUSES = {
    "recommended": ("ok", "ok", "Recommended"),
    "ask-first": ("", "ask", "Ask first"),
    "prepare": ("warn", "prep", "Prepare"),
    "contraindicated": ("stop", "no", "Contraindicated"),
    "stop": ("stop", "no", "Stop"),
    "paused": ("warn", "ring", "Paused"),
    "held": ("", "ring", "Held"),
    "continue": ("ok", "play", "Continue"),
    "undetermined": ("", "q", "Not known yet"),
    "done": ("", "tick", "Done"),
    "known": ("", "tick", "Known"),
    "declined": ("", "cross", "Declined"),
    "not-indicated": ("", "dash", "Not needed now"),
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
    return icon(name, word)


@register.simple_tag
def status(value: str) -> SafeString:
    """A status as colour, shape and word."""
    kind, name, word = STATUSES[value]
    return format_html('<span class="st {}">{}{}</span>', kind, icon(name), word)


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
