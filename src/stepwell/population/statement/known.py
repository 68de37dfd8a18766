"""What is known of every finding, as columns of the result and as the values that Python gives.

Lives here: the columns that show each fact, and reading them back. Lives elsewhere: how facts are computed (derive.py).
Used where engines are compared, and to see why a status is what it is.
"""

from collections.abc import Mapping
from fractions import Fraction

from stepwell.knowledge.conditions import OTHER_SIDE
from stepwell.knowledge.types import Pathway
from stepwell.population.statement.conditions import Fact, Options, Truths
from stepwell.population.statement.lines import snake
from stepwell.population.statement.sheet import Sheet
from stepwell.population.statement.terms import Term, digits
from stepwell.reasoning.types import FactValue
from stepwell.records.bounds import Bounds

Row = Mapping[str, int | bool]


def known_columns(facts: Mapping[str, Fact], sheet: Sheet) -> dict[str, Term]:
    """The columns of every fact by their names in the result."""
    found: dict[str, Term] = {}
    for key, fact in facts.items():
        found |= {f"known_{snake(key)}_{name}": term for name, term in _parts(fact, sheet).items()}
    return found


def _parts(fact: Fact, sheet: Sheet) -> dict[str, Term]:
    match fact:
        case Truths(must, may):
            return {"must": sheet.lower(must), "may": sheet.lower(may)}
        case Options(possible):
            return {"bits": digits([sheet.digit(word) for word in possible.values()])}
        case _:
            ends = {"low": fact.number.low, "high": fact.number.high}
            tops = {f"{name}_value": end.top.term for name, end in ends.items()}
            return tops | {f"{name}_over": end.below.term for name, end in ends.items()}


def value_of(key: str, row: Row, pathway: Pathway) -> FactValue:
    """A finding of one row of the result, as reasoning/facts.py gives it."""
    finding, start = pathway.findings[key.removesuffix(OTHER_SIDE)], f"known_{snake(key)}"
    if finding.type == "number":
        low, high = (
            Fraction(int(row[f"{start}_{end}_value"]), int(row[f"{start}_{end}_over"]))
            for end in ("low", "high")
        )
        return Bounds(low, high)
    if finding.type == "choice":
        bits = int(row[f"{start}_bits"])
        return frozenset(option for place, option in enumerate(finding.options) if bits >> place & 1)
    must, may = bool(row[f"{start}_must"]), bool(row[f"{start}_may"])
    return must if must == may else None
