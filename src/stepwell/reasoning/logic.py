"""Three-valued logic: true, false, or not known. The one place where `and`, `or` and `not` are defined.

Lives here: how truths combine (strong Kleene logic), and what a comparison says of a value known within bounds.
Lives elsewhere: what the conditions say (knowledge/conditions.py), reading them for a record (reasoning/conditions.py),
the same logic as formulas (verify/encode.py).

What nobody recorded is `None`, never `False`: "not asked" is not "no". Whatever is true here stays true
however the missing answers turn out; that is the first safety promise, and it rests on this page.
"""

from collections.abc import Iterable

from stepwell.records.bounds import Bounds, Exact

Truth = bool | None


def conjunction(truths: Iterable[Truth]) -> Truth:
    """`and`: false once any is false, true only if all are, else not known.

    >>> conjunction([True, None]), conjunction([False, None]), conjunction([])
    (None, False, True)
    """
    known = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            known = False
    return True if known else None


def disjunction(truths: Iterable[Truth]) -> Truth:
    """`or`: true once any is true, false only if all are, else not known.

    >>> disjunction([False, None]), disjunction([True, None]), disjunction([])
    (None, True, False)
    """
    known = True
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            known = False
    return False if known else None


def negation(truth: Truth) -> Truth:
    """`not`: turns true and false round, and leaves not known as it is."""
    return None if truth is None else not truth


def at_least(count: int, truths: Iterable[Truth]) -> Truth:
    """At least `count` are true: true once they are, false once too few can be, else not known.

    >>> at_least(2, [True, True, None]), at_least(2, [True, False, None]), at_least(2, [True, False, False])
    (True, None, False)
    """
    found = tuple(truths)
    if sum(truth is True for truth in found) >= count:
        return True
    return False if sum(truth is not False for truth in found) < count else None


def compare(value: Bounds, operator: str, number: Exact) -> Truth:
    """Compare a value within bounds with a number: known only where the whole range agrees.

    >>> compare(Bounds(40, 49), ">=", 18), compare(Bounds(40, 49), ">", 45)
    (True, None)
    """
    low, high = value.low, value.high
    match operator:
        case "<":
            return True if high < number else False if low >= number else None
        case "<=":
            return True if high <= number else False if low > number else None
        case ">":
            return True if low > number else False if high <= number else None
        case ">=":
            return True if low >= number else False if high < number else None
        case "=":
            return True if low == high == number else False if number < low or number > high else None
        case _:
            raise ValueError(f"{operator} is not an operator")


def one_of(possible: frozenset[str], options: frozenset[str]) -> Truth:
    """Whether a choice is one of `options`, given which values are possible."""
    if possible <= options:
        return True
    return None if possible & options else False
