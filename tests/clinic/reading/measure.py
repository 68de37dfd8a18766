"""How hard a text is to read: school grade for English, ease for Spanish.

Lives here: words, sentences, syllables, and the two formulas. Lives elsewhere: the limits and the texts (tests/clinic/test_reading.py).

English syllables are counted by groups of vowels, Spanish ones by the rules of its spelling, which leave no doubt.
References: Kincaid and others 1975 (grade), Fernandez-Huerta 1959 as commonly computed, with words per sentence (ease).
"""

import re

LONG = 30
"""A text of so many words is measured by its formula; a shorter one by its sentences and words."""
MOST_WORDS = 20
HARDEST_GRADE, LEAST_EASE = 6.0, 80.0

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_END = re.compile(r"[.!?:;]+(?=\s|$)|\n")
_SILENT_INSIDE = re.compile(r"([^aeiouy])e(?=(?:ment|ly|ful|less|thing|times|where|body)s?$)")
_APART = re.compile(
    r"i[ao](?!u)|[aeioy]ing$|(?<![ctgx])iou|uou|(?<!p)eo(?!u)|ua(?=[lt])|ier$|crea(?=t)|reac(?=t)|eyo"
)
_JOINED = re.compile(r"[ct]io|[gt]ia|cia|geo")
_SILENT_END = re.compile(
    r"[^aeiouyl]e$|[aeiouy]le$|[^aeiouytd]ed$|[^aeiouysxzcghl]es$|[aeiouy]les$|(?<=th)es$"
)
"""An `e` at the end that is not heard: moved, these; but heard in wanted, muscles, patches."""
_STRONG, _WEAK = "aeoáéóíú", "iuü"


def words_of(text: str) -> list[str]:
    """The words of a text, numbers among them.

    >>> words_of("Sit 20 minutes, then get-up.")
    ['Sit', '20', 'minutes', 'then', 'get-up']
    """
    return _WORD.findall(text)


def sentences_of(text: str) -> list[list[str]]:
    """The words of each sentence. A colon ends one, since a voice stops there."""
    return [found for part in _END.split(text) if (found := words_of(part))]


def grade(text: str) -> float:
    """Flesch-Kincaid: the year of school in which a text is read with ease."""
    words, sentences = words_of(text), sentences_of(text)
    syllables = sum(max(1, english_syllables(word)) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def ease(text: str) -> float:
    """Fernandez-Huerta: 100 is very easy, 0 very hard."""
    words, sentences = words_of(text), sentences_of(text)
    syllables = sum(max(1, spanish_syllables(word)) for word in words)
    return 206.84 - 60 * syllables / len(words) - 1.02 * len(words) / len(sentences)


def english_syllables(word: str) -> int:
    """By groups of vowels: more where two are heard apart, fewer where an `e` is not heard.

    >>> [english_syllables(word) for word in ("about", "muscles", "serious", "something", "lying", "moved")]
    [2, 2, 3, 2, 2, 1]
    """
    word = word.lower().replace("’", "'").removesuffix("'s")
    if "-" in word:
        return sum(english_syllables(part) for part in word.split("-"))
    word = _SILENT_INSIDE.sub(r"\1", word)
    heard = len(re.findall(r"[aeiouy]+", word)) + len(_APART.findall(word)) - len(_JOINED.findall(word))
    return max(1, heard - (1 if _SILENT_END.search(word) else 0))


def spanish_syllables(word: str) -> int:
    """Each strong vowel is one; weak ones join it; two weak ones together are one."""
    word = re.sub(r"qu(?=[eiéí])", "q", re.sub(r"gu(?=[eiéí])", "g", word.lower()))
    word = re.sub(r"y$", "i", word)
    count = 0
    for place, letter in enumerate(word):
        if letter in _STRONG:
            count += 1
        elif letter in _WEAK:
            joined = (
                place and word[place - 1] in "aeoáéóiuüíú" or word[place + 1 : place + 2] in tuple("aeoáéó")
            )
            count += 0 if joined else 1
    return count
