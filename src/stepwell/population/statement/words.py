"""Truths of 62 people at once: a word has one bit for each of them, and logic is bits.

Lives here: and, or, not and counting over words; constants are folded on the way. Lives elsewhere: how people's values
become words and words become values again (sheet.py), the pair of words that a condition is (conditions.py), terms about
one person (terms.py).

Bits of people who do not exist may be anything; nobody reads them. Long chains are built as balanced trees, since engines
limit how deep an expression may be.
"""

from collections.abc import Callable, Sequence
from typing import NewType

from sqlglot import exp

from stepwell.population.codes import WORD
from stepwell.population.statement.terms import Term, again, column, whole

Word = NewType("Word", exp.Expr)
"""A node of the tree: a BIGINT that is never null, one bit for each person of a group."""

PEOPLE = WORD
"""People in one word."""


def everybody() -> Word:
    """True of all."""
    return Word(exp.Neg(this=whole(1)))


def nobody() -> Word:
    """True of none."""
    return Word(whole(0))


def certain(value: bool) -> Word:
    """The same for all."""
    return everybody() if value else nobody()


def word(name: str) -> Word:
    """A column of words."""
    return Word(column(name))


def is_everybody(term: Word) -> bool:
    """Whether a word is the constant for all."""
    return isinstance(term, exp.Neg)


def is_nobody(term: Word) -> bool:
    """Whether a word is the constant for none."""
    return isinstance(term, exp.Literal)


def both(*parts: Word) -> Word:
    """All parts hold. No part: everybody."""
    kept = [part for part in parts if not is_everybody(part)]
    if any(map(is_nobody, kept)):
        return nobody()
    return _joined(exp.BitwiseAnd, kept) if kept else everybody()


def either(*parts: Word) -> Word:
    """Some part holds. No part: nobody."""
    kept = [part for part in parts if not is_nobody(part)]
    if any(map(is_everybody, kept)):
        return everybody()
    return _joined(exp.BitwiseOr, kept) if kept else nobody()


def no(part: Word) -> Word:
    """The part does not hold."""
    if is_everybody(part) or is_nobody(part):
        return certain(is_nobody(part))
    if isinstance(part, exp.BitwiseNot):
        inner = part.this
        return Word(again(inner.this if isinstance(inner, exp.Paren) else inner))
    return Word(exp.BitwiseNot(this=_inside(part)))


def _joined(how: Callable[..., exp.Expr], parts: Sequence[Word]) -> Word:
    if len(parts) == 1:
        return Word(again(parts[0]))
    middle = len(parts) // 2
    left, right = _joined(how, parts[:middle]), _joined(how, parts[middle:])
    return Word(how(this=_inside(left), expression=_inside(right)))


def _inside(term: Word) -> Term:
    own = again(term)
    return exp.Paren(this=own) if isinstance(own, exp.Binary) else own


def exactly_one(parts: Sequence[Word]) -> Word:
    """One of the parts holds, and no other."""
    found, more = nobody(), nobody()
    for part in parts:
        more, found = either(more, both(found, part)), either(found, part)
    return both(found, no(more))
