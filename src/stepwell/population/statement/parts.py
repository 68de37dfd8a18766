"""A statement of many queries, each of which may read those before: as one text, or as parts that become tables.

Lives here: which queries become tables, and what each part reads. Lives elsewhere: the queries (compiler.py), the words
of an engine (dialects.py), running the parts (population/engine.py, population/spark.py).

One text is what is printed. Parts are what engines run: planning one text of everything takes longer than the work.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from sqlglot import exp

Named = tuple[str, exp.Query]

BECOME_TABLES = frozenset(
    (
        "latest",
        "current",
        "numbers",
        "seen_events",
        "courses",
        "course_rows",
        "courses_of_kinds",
        "groups",
    )
)
"""Queries over lines and events that several others read."""
COPIED = frozenset(("seen",))
"""Queries that stand anew wherever they are read, so that each reader reads only the findings that it needs."""
TABLE_ENDS = ("_blocks",)
TABLE_STARTS = ("lifted_",)
_PHASE = re.compile(r"(people|words)_(\d+|given)")


@dataclass(frozen=True)
class Part:
    """One table to be made.

    name     its name; empty for the result
    query    what is in it; it has the small queries that it reads in itself
    forget   the tables that no later part reads
    """

    name: str
    query: exp.Query
    forget: tuple[str, ...]


def whole_of(before: Sequence[Named], statement: exp.Query) -> exp.Query:
    """One statement of everything."""
    for name, query in before:
        statement = statement.with_(name, as_=query, recursive=True, copy=False)
    return statement


def in_parts(queries: Sequence[Named], also: Set[str] = frozenset()) -> list[Part]:
    """The queries that become tables, each with those that do not become one.

    also  more names of queries that become tables
    """
    by_name = dict(queries)
    reads = {name: _tables(query) & by_name.keys() for name, query in queries}
    tables = {name for name, _ in queries if _is_table(name) or name in also}
    inside = {name: _inside(name, reads, tables) for name, _ in queries if name in tables}
    needs = {name: _needs(name, inside[name], reads, tables) for name in inside}
    last = {one: name for name, needed in needs.items() for one in sorted(needed)}
    return [
        Part(
            name,
            _with([(one, by_name[one].copy()) for one in by_name if one in inside[name]], by_name[name]),
            tuple(one for one, reader in last.items() if reader == name),
        )
        for name in inside
    ]


def _with(before: Sequence[Named], statement: exp.Query) -> exp.Query:
    """A query with those that it reads: as a sub-query where only one place reads it, which is planned sooner."""
    nodes: dict[str, list[exp.Table]] = {}
    for query in (*(query for _, query in before), statement):
        for node in query.find_all(exp.Table):
            nodes.setdefault(node.name, []).append(node)
    shared = [one for one in before if len(nodes[one[0]]) > 1 and one[0] not in COPIED]
    for name, query in before:
        places = nodes[name] if name in COPIED or len(nodes[name]) == 1 else []
        for place in places:
            again = query if len(places) == 1 else query.copy()
            place.replace(again.subquery(place.alias_or_name, copy=False))
    return whole_of(shared, statement)


def _is_table(name: str) -> bool:
    """Whether a query becomes a table; the result, which has no name, is one."""
    listed = not name or name in BECOME_TABLES or name.endswith(TABLE_ENDS) or name.startswith(TABLE_STARTS)
    return listed or _PHASE.fullmatch(name) is not None


def _tables(query: exp.Query) -> set[str]:
    return {one.name for one in query.find_all(exp.Table)}


def _inside(name: str, reads: Mapping[str, set[str]], tables: Set[str]) -> set[str]:
    """The queries that are not tables and that a query reads, directly or through others."""
    found: set[str] = set()
    waiting = [one for one in reads[name] if one not in tables]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += [other for other in reads[one] if other not in tables]
    return found


def _needs(name: str, inside: set[str], reads: Mapping[str, set[str]], tables: Set[str]) -> set[str]:
    """The tables that a part reads."""
    return {other for one in (name, *inside) for other in reads[one] if other in tables}
