"""The text of a statement in the words of an engine.

Lives here: what sqlglot does not say by itself for an engine; each change is made on the tree. Lives elsewhere: the
statement (compiler.py), the statement as parts where an engine wants them (parts.py).
"""

from collections.abc import Callable, Iterator, Sequence

from sqlglot import exp

from stepwell.population.statement.parts import Part

DIALECTS = ("duckdb", "spark", "postgres")

_INT128 = {"duckdb": "HUGEINT", "spark": "DECIMAL(38, 0)", "postgres": "NUMERIC(38, 0)"}

Spell = Callable[[exp.Expr], exp.Expr]


def text_of(statement: exp.Expr, dialect: str) -> str:
    """The statement for one engine, to be read."""
    if dialect not in DIALECTS:
        raise ValueError(f"{dialect} is none of {', '.join(DIALECTS)}")
    return spelled(statement.copy(), dialect).sql(dialect=dialect, pretty=True, comments=True)


def planned_text(statement: exp.Expr, dialect: str = "duckdb") -> str:
    """The statement for one engine, to be executed and not read. The given tree is changed."""
    return spelled(statement, dialect).sql(dialect=dialect, comments=False)


def script_of(parts: Sequence[Part], dialect: str) -> str:
    """The statement in parts, to be read: each a table for the parts after it, the last the result."""
    return "\n\n".join(_script(parts, dialect))


def _script(parts: Sequence[Part], dialect: str) -> Iterator[str]:
    for part in parts:
        text = text_of(part.query, dialect)
        yield f"CREATE TABLE {part.name} USING PARQUET AS\n{text};" if part.name else f"{text};"
        yield from (f"DROP TABLE {name};" for name in part.forget if part.name)


def spelled(statement: exp.Expr, dialect: str) -> exp.Expr:
    """The tree as the engine wants it; the given tree is changed."""
    for kind, spell in _SPELLINGS[dialect].items():
        for node in reversed(list(statement.find_all(kind))):
            node.replace(spell(node))
    for node in statement.find_all(exp.DataType):
        if node.is_type(exp.DataType.Type.INT128):
            node.replace(exp.DataType.build(_INT128[dialect], dialect=dialect))
    return statement


def _list_reduce(node: exp.Expr) -> exp.Expr:
    return exp.Anonymous(
        this="LIST_REDUCE", expressions=[node.this, node.args["merge"], node.args["initial"]]
    )


FOLD = """
(WITH RECURSIVE fold AS (
  SELECT 0 AS taken_already, :nothing AS {taken}
  UNION ALL
  SELECT taken_already + 1, :merged FROM (
    SELECT taken_already, {taken}, (:list)[taken_already + 1] AS {event} FROM fold WHERE taken_already < CARDINALITY(:list)
  ) AS next
) SELECT {taken} FROM fold ORDER BY taken_already DESC LIMIT 1)
"""
"""A fold over a list where the engine has none: a recursion of its own for each row."""


def _recursion(node: exp.Expr) -> exp.Expr:
    merge = node.args["merge"]
    taken, event = (one.name for one in merge.expressions)
    tree: exp.Expr = exp.maybe_parse(FOLD.format(taken=taken, event=event), dialect="postgres")
    parts = {"nothing": node.args["initial"], "merged": merge.this, "list": node.this}
    return exp.replace_placeholders(tree, **parts)


EACH = """
ARRAY(SELECT :changed FROM (SELECT place, (:list)[place] AS {member} FROM GENERATE_SUBSCRIPTS(:list, 1) AS place) AS members ORDER BY place)
"""


def _each(node: exp.Expr) -> exp.Expr:
    """A list, each member changed."""
    merge = node.expression
    tree: exp.Expr = exp.maybe_parse(EACH.format(member=merge.expressions[0].name), dialect="postgres")
    return exp.replace_placeholders(tree, changed=merge.this, list=node.this)


def _largest(node: exp.Expr) -> exp.Expr:
    text = "(SELECT MAX(member) FROM UNNEST(:list) AS members(member))"
    return exp.replace_placeholders(exp.maybe_parse(text, dialect="postgres"), list=node.this)


def _sorted_list(node: exp.Expr) -> exp.Expr:
    """The list of a group's numbers, sorted."""
    listed = node.this
    order = exp.Order(this=listed.this, expressions=[exp.Ordered(this=listed.this.copy())])
    return exp.ArrayAgg(this=order)


def _first_of(*, descending: bool) -> Spell:
    """The term of a group's latest or earliest row: the first of a sorted list."""

    def spell(node: exp.Expr) -> exp.Expr:
        order = exp.Ordered(this=node.expression, desc=descending)
        listed = exp.ArrayAgg(this=exp.Order(this=node.this, expressions=[order]))
        return exp.Bracket(this=exp.paren(listed), expressions=[exp.convert(1)], offset=1, safe=True)

    return spell


def _filtered(node: exp.Expr) -> exp.Expr:
    """A filter belongs to the aggregate, and the first of a list is taken of it."""
    first = node.this
    if isinstance(first, exp.Bracket):
        listed = first.this.this
        listed.replace(exp.Filter(this=listed.copy(), expression=node.expression))
        return first
    return node


def _whole_part(node: exp.Expr) -> exp.Expr:
    """Division of whole numbers; `DIV` would be a NUMERIC."""
    return exp.paren(exp.Div(this=node.this, expression=node.expression, typed=True))


def _not_recursive(node: exp.Expr) -> exp.Expr:
    node.set("recursive", False)
    return node


def _computed_once(node: exp.Expr) -> exp.Expr:
    """A query is computed once. PostgreSQL would else copy it into the next, and that into the next, without end."""
    node.set("materialized", True)
    return node


_SPELLINGS: dict[str, dict[type[exp.Expr], Spell]] = {
    "duckdb": {exp.Reduce: _list_reduce},
    "spark": {exp.With: _not_recursive},
    "postgres": {
        exp.ArrayMax: _largest,
        exp.Transform: _each,
        exp.Reduce: _recursion,
        exp.ArraySort: _sorted_list,
        exp.ArgMax: _first_of(descending=True),
        exp.ArgMin: _first_of(descending=False),
        exp.Filter: _filtered,
        exp.CTE: _computed_once,
        exp.IntDiv: _whole_part,
    },
}
