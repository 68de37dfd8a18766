"""Colours of figures: one set of clothes, four of skin and hair, a plate for light and dark themes.

Lives here: every colour of a figure. Lives elsewhere: what has which colour (figures/outline.py, figures/props.py),
the colours of pages. The working leg is light, the other dark, so they differ on a grey printer too.
"""

from collections.abc import Mapping

BASE = {
    "line": "#22303c", "leg-working": "#17a398", "leg-working-far": "#149087", "leg-other": "#3a4a66",
    "leg-other-far": "#2c394f", "shirt": "#9fb8c6", "shirt-far": "#86a1b0", "shoe": "#3b3f46", "shoe-far": "#30343a",
    "mat": "#c9dcd6", "mat-edge": "#9dbab0", "wood": "#d9c7a8", "wood-dark": "#bda884", "wood-line": "#7d6c4f",
    "pillow": "#eef0f2", "pillow-dark": "#d4dade", "pillow-line": "#8fa0aa", "band": "#c22f5b", "arrow": "#d9480f",
    "spot": "#ffb347", "white": "#ffffff",
}  # fmt: skip

PEOPLE = {
    "a": {"skin": "#e9c3a3", "skin-far": "#cda486", "hair": "#4a3528"},
    "b": {"skin": "#c68e63", "skin-far": "#a87449", "hair": "#2a1f1a"},
    "c": {"skin": "#8a5a3c", "skin-far": "#70462d", "hair": "#1d1613"},
    "d": {"skin": "#f1d3ba", "skin-far": "#d9b79b", "hair": "#8b8f94"},
}

PLATE = {False: "#ffffff", True: "#eceae4"}
"""The plate behind a figure in the light and the dark theme: light in both."""


def colours(palette: str, *, dark: bool = False) -> Mapping[str, str]:
    """Every colour by its word. raises ValueError if there is no such palette"""
    if palette not in PEOPLE:
        raise ValueError(f"There is no palette {palette}; there are {', '.join(PEOPLE)}.")
    return {**BASE, **PEOPLE[palette], "plate": PLATE[dark]}


def luminance(colour: str) -> float:
    """Relative luminance of a colour `#rrggbb`, from 0 to 1.

    Reference: WCAG 2.2, relative luminance.

    >>> round(luminance("#ffffff"), 3), luminance("#000000")
    (1.0, 0.0)
    """
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = ((p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4) for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    """Contrast of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
