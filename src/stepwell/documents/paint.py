"""Text for a terminal: colour where it is wanted, and lines that fit.

Lives here: `Paint`. Lives elsewhere: what is said (documents/*_text.py), whether the terminal takes colour (commands/).
"""

import textwrap

CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "amber": "33", "blue": "34", "loud": "1;37;41"}


class Paint:
    """Paints words and wraps lines to `width` columns; without `colour` words stay as they are."""

    def __init__(self, *, colour: bool = False, width: int = 100) -> None:
        self.colour = colour
        self.width = max(40, min(width, 100))

    def __call__(self, words: str, *styles: str) -> str:
        """The words in a style."""
        if not (self.colour and styles and words):
            return words
        return f"\x1b[{';'.join(CODES[style] for style in styles)}m{words}\x1b[0m"

    def lines(self, words: str, *styles: str, indent: int = 0, hang: int = 0, mark: str = "") -> list[str]:
        """Words as lines that fit, indented; `hang` more from the second line on. `mark` stands before the first."""
        if not words:
            return []
        first = " " * indent + mark
        rest = " " * (indent + len(mark) + hang)
        wrapped = textwrap.wrap(words, self.width - len(rest), break_long_words=False, break_on_hyphens=False)
        return [(first if index == 0 else rest) + self(line, *styles) for index, line in enumerate(wrapped)]

    def mark(self, truth: bool | None) -> str:
        """A tick, a cross or a question mark, in ink: a cross may be good news."""
        return self({True: "✓", False: "✗", None: "?"}[truth], "bold")
