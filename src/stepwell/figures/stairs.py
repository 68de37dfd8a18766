"""The stair of the pathway: the steps down to the water, which are done, and "you are here".

Lives here: the small stair of a person's own pages. Lives elsewhere: the stair of the handbook, which tells each
step (documents/staircase.py), and which step a person is on (reasoning/).
"""

from collections.abc import Collection, Iterator, Sequence
from xml.sax.saxutils import escape

from stepwell.figures.draw import Picture

TINTS = {
    "stone": "#efe5d4", "tread": "#d9c7a8", "water": "#dcefeb", "teal": "#12837a", "ink": "#22303c", "paper": "#fbf8f3",
}  # fmt: skip
WIDE, HIGH, TOP, DROP = 328, 150, 36, 17
"""Size of the view box, the height of the first tread, and how far each next one lies below."""
WORDS = {"here": "You are here", "water": "Water"}


def staircase(
    titles: Sequence[str],
    *,
    here: int | None,
    done: Collection[int] = (),
    words: dict[str, str] | None = None,
) -> Picture:
    """The stair as SVG, and in words.

    titles  of the steps, from the top
    here    the step the person is on, from 1; None at the water
    done    steps that are done
    words   `here` and `water` in another language
    raises  ValueError if there is no such step
    """
    if wrong := sorted({*done, here or 1} - set(range(1, len(titles) + 1))):
        raise ValueError(f"There is no step {wrong[0]}; there are {len(titles)}.")
    said = {**WORDS, **(words or {})}
    alt = told(titles, here=here, done=done)
    parts = [*_stone(len(titles)), *_water(len(titles), said["water"])]
    for number in range(1, len(titles) + 1):
        parts += _step(number, len(titles), number == here, number in done)
    parts += _pin(here, len(titles), said["here"])
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {_bottom(len(titles))}" role="img" class="stair">'
    return Picture(
        f"{head}<title>{escape(said['here'])}</title><desc>{escape(alt)}</desc>{''.join(parts)}</svg>", alt
    )


def told(titles: Sequence[str], *, here: int | None, done: Collection[int] = ()) -> str:
    """The stair in words.

    >>> told(["Is this safe?", "Find the source"], here=2, done=[1])
    'A stair of 2 steps down to water. Done: step 1, Is this safe? You are on step 2, Find the source.'
    """
    names = [f"step {n}, {titles[n - 1]}" for n in sorted(done)]
    finished = [_sentence(f"Done: {'; '.join(names)}")] if names else []
    where = f"You are on step {here}, {titles[here - 1]}" if here else "You are at the water"
    return " ".join([f"A stair of {len(titles)} steps down to water.", *finished, _sentence(where)])


def _sentence(words: str) -> str:
    return words if words.endswith(("?", ".")) else f"{words}."


def _bottom(count: int) -> int:
    return max(HIGH, TOP + DROP * count + 40)


def _edge(number: int, count: int) -> tuple[int, int, int]:
    """Left, right and height of the tread of a step."""
    tread = round(0.8 * WIDE / count)
    return (number - 1) * tread, number * tread, TOP + DROP * (number - 1)


def _stone(count: int) -> Iterator[str]:
    edges = [_edge(number, count) for number in range(1, count + 1)]
    outline = "".join(f"V{high}H{right}" for _, right, high in edges)
    yield f'<path class="stone" d="M0 {_bottom(count)}{outline}V{_bottom(count)}z" fill="{TINTS["stone"]}"/>'


def _water(count: int, words: str) -> Iterator[str]:
    _, left, high = _edge(count, count)
    level = high + 10
    yield (
        f'<path class="wat" d="M{left} {level}H{WIDE}V{_bottom(count)}H{left}z" fill="{TINTS["water"]}"/>'
        f'<path class="wl" d="M{left} {level}H{WIDE}" stroke="{TINTS["teal"]}" stroke-width="4" fill="none"/>'
    )
    yield _text(words, (left + WIDE) / 2, level + 25, bold=True)


def _step(number: int, count: int, here: bool, done: bool) -> Iterator[str]:
    left, right, high = _edge(number, count)
    middle = (left + right) / 2
    tint = TINTS["teal"] if here else TINTS["tread"]
    yield f'<path class="tread" d="M{left} {high}H{right}" stroke="{tint}" stroke-width="4" fill="none"/>'
    yield _text(str(number), middle, high + 19, bold=here)
    if done:
        yield (
            f'<path class="tk" d="M{middle - 6:.1f} {high - 11}l4.5 4.5 8-9" stroke="{TINTS["teal"]}" '
            'stroke-width="2.5" fill="none" stroke-linecap="round"/>'
        )


def _pin(here: int | None, count: int, words: str) -> Iterator[str]:
    """A pin over the step, its words on the side where there is room."""
    left, right, high = _edge(here or count, count)
    if here is None:
        left, right, high = right, WIDE, high + 10
    middle = (left + right) / 2
    yield (
        f'<path class="ds" d="M{middle:.1f} {high - 3}l-7-9a9 9 0 1 1 14 0z" fill="{TINTS["teal"]}"/>'
        f'<circle class="pp" cx="{middle:.1f}" cy="{high - 17}" r="3.2" fill="{TINTS["paper"]}"/>'
    )
    if middle + 110 > WIDE:
        yield _text(words, min(WIDE - 2, middle + 45), high - 32, bold=True, anchor="end")
    else:
        yield _text(words, middle + 16, high - 13, bold=True, anchor="start")


def _text(words: str, x: float, y: float, *, bold: bool, anchor: str = "middle") -> str:
    return (
        f'<text class="{"tb" if bold else "tx"}" x="{x:.1f}" y="{y:.1f}" font-size="13" font-family="sans-serif" '
        f'font-weight="{700 if bold else 400}" text-anchor="{anchor}" fill="{TINTS["ink"]}">{escape(words)}</text>'
    )
