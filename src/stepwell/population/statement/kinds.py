"""What rules look for in courses, as rows: each course is held against the kinds of its own treatment, and no others.

Lives here: the table of kinds, and whether a course is one of a kind, surely or maybe. Lives elsewhere: courses
(courses.py), what follows from the kinds that a person has (course_facts.py), the same for one record
(reasoning/courses.py).

A word that is asked for is a set of bits, one for each code, and one more for "not recorded"; a number is a range. What
is not asked for is every bit, and every number, so that all kinds are held against by one condition.
"""

from collections.abc import Iterable, Iterator, Sequence

from sqlglot import exp

from stepwell.knowledge.derivations import Courses, IsWorkingSource, Number, Words
from stepwell.knowledge.types import Pathway
from stepwell.population.codes import WORD, Codes
from stepwell.population.layout import AMOUNTS, WORDS
from stepwell.population.statement.lines import fixed_rows
from stepwell.population.statement.openings import WORKING
from stepwell.population.statement.sheet import KEYS
from stepwell.population.statement.terms import (
    Term,
    bits_of,
    both,
    case,
    coalesce,
    column,
    compared,
    either,
    is_null,
    named,
    no,
    shifted,
    truth,
    whole,
)

PARTS = ("state", *WORDS)
NUMBERS = (*AMOUNTS, "days", "days_ago")
AGES = tuple(f"{moment}_ago_{end}" for moment in ("started", "ended") for end in ("low", "high"))

ANYTHING, LEAST, MOST = (1 << WORD + 1) - 1, -(1 << 61), 1 << 61
NOT_ASKED, EQUAL, UNEQUAL = 0, 1, 2

ENDS = ("from", "to")
KIND = (
    *("intervention", "place", "aimed"),
    *(f"{part}_in" for part in PARTS),
    *(f"{part}_{end}" for part in NUMBERS for end in ENDS),
)


def kinds_query(kinds: Iterable[Courses], codes: Codes) -> exp.Query:
    """The table of kinds: one row for each kind and each of its treatments; `place` numbers the kinds from 0."""
    rows = [row for place, kind in enumerate(kinds) for row in _rows(place, kind, codes)]
    return fixed_rows(rows, KIND)


def _rows(place: int, kind: Courses, codes: Codes) -> Iterator[tuple[int, ...]]:
    asked = _asked(kind, codes)
    for name in kind.interventions:
        yield codes.interventions[name], place, *(asked.get(one, _free(one)) for one in KIND[2:])


def _free(name: str) -> int:
    """What stands where a kind does not ask."""
    if name == "aimed":
        return NOT_ASKED
    return ANYTHING if name.endswith("_in") else LEAST if name.endswith("_from") else MOST


def _asked(kind: Courses, codes: Codes) -> dict[str, int]:
    found: dict[str, int] = {}
    for field, wanted in kind.where:
        match wanted:
            case Words(options):
                name = f"{field}_in"
                found[name] = found.get(name, ANYTHING) & _bits(field, options, codes)
            case Number(operator, number):
                low, high = _range(operator, number)
                found[f"{field}_from"] = max(low, found.get(f"{field}_from", LEAST))
                found[f"{field}_to"] = min(high, found.get(f"{field}_to", MOST))
            case IsWorkingSource(equal):
                found["aimed"] = EQUAL if equal else UNEQUAL
    return found


def _bits(field: str, options: Iterable[str], codes: Codes) -> int:
    known = codes.words[field]
    if max(known.values(), default=0) >= WORD:
        raise ValueError(f"{field} has more than {WORD - 1} words")
    return sum(1 << known[word] for word in options if word in known)


def _range(operator: str, number: int) -> tuple[int, int]:
    match operator:
        case "<":
            return LEAST, number - 1
        case "<=":
            return LEAST, number
        case ">":
            return number + 1, MOST
        case ">=":
            return number, MOST
        case _:
            return number, number


def courses_of_kinds(pathway: Pathway, kinds: Sequence[Courses]) -> exp.Select:
    """Each course with each kind that it may be of, and whether it surely is."""
    asked = {one for kind in kinds for one in _fields(kind)}
    surely = both(*(_surely(field) for field in sorted(asked)), _aimed(pathway, sure=True))
    maybe = both(*(_maybe(field) for field in sorted(asked)), _aimed(pathway, sure=False))
    columns = [column(name, "c") for name in (*KEYS[:3], *AGES)]
    query = exp.select(*columns, column("place", "k"), named(surely, "sure"), copy=False)
    same = compared(column("intervention", "k"), "=", column("intervention", "c"))
    query = query.from_(exp.to_table("course_rows", alias="c"), copy=False)
    return query.join(exp.to_table("kinds", alias="k"), on=same, copy=False).where(maybe, copy=False)


def _fields(kind: Courses) -> Iterator[str]:
    return (field for field, wanted in kind.where if not isinstance(wanted, IsWorkingSource))


def _surely(field: str) -> Term:
    if field in PARTS:
        return _among(field)
    low, high = (column(f"{field}_{end}", "c") for end in ("low", "high"))
    return both(_at_least(low, LEAST, field), _at_most(high, MOST, field))


def _maybe(field: str) -> Term:
    if field in PARTS:
        return either(is_null(column(field, "c")), _among(field))
    low, high = (column(f"{field}_{end}", "c") for end in ("low", "high"))
    return both(_at_least(high, MOST, field), _at_most(low, LEAST, field))


def _among(field: str) -> Term:
    """The word is one of those that are asked for; not recorded is one only where nothing is asked."""
    bit = coalesce(column(field, "c"), whole(WORD))
    asked = exp.cast(column(f"{field}_in", "k"), exp.DataType.Type.BIGINT)
    return compared(bits_of(shifted(asked, bit), whole(1)), "=", whole(1))


def _at_least(value: Term, otherwise: int, field: str) -> Term:
    return compared(coalesce(value, whole(otherwise)), ">=", column(f"{field}_from", "k"))


def _at_most(value: Term, otherwise: int, field: str) -> Term:
    return compared(coalesce(value, whole(otherwise)), "<=", column(f"{field}_to", "k"))


def _aimed(pathway: Pathway, *, sure: bool) -> Term:
    """The target is the working source, or is not. `working` are the sources that are possible, as bits."""
    wanted, target = column("aimed", "k"), column("target", "c")
    shared = bits_of(column("working", "c"), column("aim", "c"))
    known = WORKING in pathway.findings
    surely = both(no(is_null(target)), compared(shared, "=", column("working", "c")))
    maybe = either(is_null(target), compared(shared, "<>", whole(0))) if known else truth(True)
    equal, unequal = (surely, no(maybe)) if sure else (maybe, no(surely))
    rows = [(compared(wanted, "=", whole(EQUAL)), equal), (compared(wanted, "=", whole(UNEQUAL)), unequal)]
    return case(rows, truth(True))
