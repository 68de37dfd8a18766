"""What a page says: its texts, without those that are marked as being in another language.

Lives here: reading a page. Lives elsewhere: what must hold of it (test_languages.py).
"""

from html.parser import HTMLParser

EMPTY = frozenset("area base br col embed hr img input link meta source track wbr".split())
SILENT = frozenset({"script", "style", "symbol"})
SAID = ("aria-label", "placeholder", "alt", "title")


class _Reader(HTMLParser):
    def __init__(self, language):
        super().__init__()
        self.language, self.open, self.texts = language, [], []

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        inner = said.get("lang", self.open[-1][1] if self.open else self.language)
        if tag not in EMPTY:
            self.open.append((tag, inner))
        if inner == self.language:
            words = [said[name] for name in SAID if said.get(name)]
            words += [text for name, text in attrs if name.startswith("data-") and text and " " in text]
            self.texts += words

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        here = self.open[-1] if self.open else ("", self.language)
        if here[1] == self.language and here[0] not in SILENT and data.strip():
            self.texts.append(" ".join(data.split()))


def texts_of(page, language):
    """Every text that a page says in its own language, labels of pictures and words for scripts among them."""
    reader = _Reader(language)
    reader.feed(page)
    return reader.texts


def marked_as(page, language):
    """Every text that a page marks as being in a language."""
    reader = _Reader(language)
    reader.open.append(("page", ""))
    reader.feed(page.replace(f'<html lang="{language}"', "<html"))
    return reader.texts
