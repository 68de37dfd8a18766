"""The words of SQL that conditions are built from: and, or, not, case, bits; constants are folded on the way.

Lives here: small functions that make nodes of sqlglot's expression tree. Lives elsewhere: what the nodes mean
(conditions.py and the modules beside it), the text of a statement (dialects.py).

A node has one parent. A part that already stands somewhere is copied when it is used again.
"""

from collections.abc import Iterable, Sequence
from functools import reduce

import sqlglot
from sqlglot import exp

Term = exp.Expr
"""A node of the tree. A truth is a BOOLEAN that is never null; a number is a BIGINT or a HUGEINT."""


def column(name: str, table: str | None = None) -> Term:
    """A column."""
    return exp.column(name, table=table)


def whole(number: int) -> Term:
    """A whole number."""
    return exp.convert(number)


def again(term: Term) -> Term:
    """The term, to be put somewhere: a copy where it already stands in a tree."""
    return term if term.parent is None else term.copy()


def is_yes(term: Term) -> bool:
    """Whether a term is the constant TRUE."""
    return isinstance(term, exp.Boolean) and bool(term.this)


def is_no(term: Term) -> bool:
    """Whether a term is the constant FALSE."""
    return isinstance(term, exp.Boolean) and not term.this


def truth(value: bool) -> Term:
    """TRUE or FALSE."""
    return exp.Boolean(this=value)


def both(*parts: Term) -> Term:
    """All parts hold. No part: TRUE."""
    kept = [part for part in parts if not is_yes(part)]
    if any(map(is_no, kept)):
        return truth(False)
    if len(kept) < 2:
        return again(kept[0]) if kept else truth(True)
    return exp.and_(*map(again, kept), copy=False)


def either(*parts: Term) -> Term:
    """Some part holds. No part: FALSE."""
    kept = [part for part in parts if not is_no(part)]
    if any(map(is_yes, kept)):
        return truth(True)
    if len(kept) < 2:
        return again(kept[0]) if kept else truth(False)
    return exp.or_(*map(again, kept), copy=False)


def no(part: Term) -> Term:
    """The part does not hold."""
    if isinstance(part, exp.Boolean):
        return truth(not part.this)
    if isinstance(part, exp.Not):
        inner = part.this
        return again(inner.this if isinstance(inner, exp.Paren) else inner)
    return exp.not_(again(part), copy=False)


_COMPARISONS = {"<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE, "=": exp.EQ, "<>": exp.NEQ}


def compared(left: Term, operator: str, right: Term) -> Term:
    """A comparison of two numbers that are not null."""
    return _COMPARISONS[operator](this=_inside(left), expression=_inside(right))


def _inside(term: Term) -> Term:
    """A term as an operand: in brackets where it has an operator of its own."""
    own = again(term)
    return exp.Paren(this=own) if isinstance(own, exp.Binary | exp.Not | exp.Neg) else own


def is_null(term: Term) -> Term:
    """The term is null."""
    return exp.Is(this=_inside(term), expression=exp.null())


def plus(left: Term, right: Term) -> Term:
    """The sum."""
    return exp.Add(this=_inside(left), expression=_inside(right))


def minus(left: Term, right: Term) -> Term:
    """The difference."""
    return exp.Sub(this=_inside(left), expression=_inside(right))


def times(left: Term, right: Term) -> Term:
    """The product."""
    return exp.Mul(this=_inside(left), expression=_inside(right))


def bits_of(left: Term, right: Term) -> Term:
    """The bits that both numbers have."""
    return exp.BitwiseAnd(this=_inside(left), expression=_inside(right))


def shifted(term: Term, by: Term) -> Term:
    """The number, its bits moved towards the lowest."""
    return exp.BitwiseRightShift(this=_inside(term), expression=_inside(by))


def digits(bits: Sequence[Term]) -> Term:
    """A number from its bits, each 0 or 1, the lowest first."""
    parts = [times(bit, whole(1 << place)) if place else bit for place, bit in enumerate(bits)]
    return reduce(plus, parts) if parts else whole(0)


def case(rows: Iterable[tuple[Term, Term]], otherwise: Term) -> Term:
    """The result of the first row that holds."""
    made = exp.Case()
    for when, then in rows:
        if is_no(when):
            continue
        if is_yes(when):
            return made.else_(again(then), copy=False) if made.args.get("ifs") else again(then)
        made = made.when(again(when), again(then), copy=False)
    return made.else_(again(otherwise), copy=False) if made.args.get("ifs") else again(otherwise)


def one_if(condition: Term) -> Term:
    """1 where a condition holds, else 0."""
    return case([(condition, whole(1))], whole(0))


def member(term: Term, numbers: Iterable[int]) -> Term:
    """A number is one of some. Null is none of them only for the caller who has looked."""
    chosen = sorted(numbers)
    if not chosen:
        return truth(False)
    if len(chosen) == 1:
        return compared(term, "=", whole(chosen[0]))
    return exp.In(this=again(term), expressions=[whole(number) for number in chosen])


def least(*terms: Term) -> Term:
    """The smallest; null counts as nothing."""
    return exp.Least(this=again(terms[0]), expressions=list(map(again, terms[1:])), ignore_nulls=True)


def greatest(*terms: Term) -> Term:
    """The largest; null counts as nothing."""
    return exp.Greatest(this=again(terms[0]), expressions=list(map(again, terms[1:])), ignore_nulls=True)


def coalesce(term: Term, otherwise: Term) -> Term:
    """The term, or something else where it is null."""
    return exp.Coalesce(this=again(term), expressions=[again(otherwise)])


def huge(term: Term) -> Term:
    """The number in 128 bits, so that a product cannot overflow."""
    return exp.cast(again(term), exp.DataType.Type.INT128, copy=False)


def maximum(term: Term) -> Term:
    """The largest of a group."""
    return exp.Max(this=again(term))


def minimum(term: Term) -> Term:
    """The smallest of a group."""
    return exp.Min(this=again(term))


def total(term: Term) -> Term:
    """The sum of a group."""
    return exp.Sum(this=again(term))


def bits_in(term: Term) -> Term:
    """Every bit that some row of a group has."""
    return exp.BitwiseOrAgg(this=again(term))


def at_latest(term: Term, at: Term) -> Term:
    """The term in the row of a group that is the latest."""
    return exp.ArgMax(this=again(term), expression=again(at))


def at_earliest(term: Term, at: Term) -> Term:
    """The term in the row of a group that is the earliest."""
    return exp.ArgMin(this=again(term), expression=again(at))


def only(aggregate: Term, condition: Term) -> Term:
    """An aggregate over the rows for which a condition holds."""
    if is_yes(condition):
        return aggregate
    return exp.Filter(this=aggregate, expression=exp.Where(this=again(condition)))


def named(term: Term, name: str, comment: str = "") -> Term:
    """A term under a name, with the rule it comes from."""
    found = exp.alias_(again(term), name, copy=False)
    if comment:
        found.add_comments([f" {comment.replace('*/', '')} "])
    return found


def skeleton(text: str, **numbers: int) -> exp.Select:
    """A fixed piece of SQL as a tree; `:name` stands for a number."""
    tree = sqlglot.parse_one(text, read="duckdb")
    filled = exp.replace_placeholders(tree, **{name: whole(number) for name, number in numbers.items()})
    if not isinstance(filled, exp.Select):
        raise ValueError("a skeleton is a query")
    return filled
