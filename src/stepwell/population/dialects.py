"""The text of a statement in the words of an engine.

Lives here: what sqlglot does not say by itself for an engine. Lives elsewhere: the statement (population/compiler.py).
"""

from sqlglot import exp

DIALECTS = ("duckdb", "spark", "postgres")

_INT128 = {"duckdb": "HUGEINT", "spark": "DECIMAL(38, 0)", "postgres": "NUMERIC(38, 0)"}


def text_of(statement: exp.Expr, dialect: str) -> str:
    """The statement for one engine."""
    if dialect not in DIALECTS:
        raise ValueError(f"{dialect} is none of {', '.join(DIALECTS)}")
    return statement.transform(_spelled, dialect).sql(dialect=dialect, pretty=True, comments=True)


def _spelled(node: exp.Expr, dialect: str) -> exp.Expr:
    match node:
        case exp.DataType() if node.is_type(exp.DataType.Type.INT128):
            return exp.DataType.build(_INT128[dialect], dialect=dialect)
        case _:
            return node


def planned_text(statement: exp.Expr) -> str:
    """The statement for the engine inside the package, to be executed and not read."""
    return statement.transform(_spelled, "duckdb", copy=False).sql(dialect="duckdb", comments=False)
