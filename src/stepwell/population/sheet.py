"""One row for each person, growing by columns: each column after everything that it reads.

Lives here: the columns, in which stratum each is computed, and the strata as queries. Lives elsewhere: what the columns
say (the other modules of population/).

A stratum is one query over the stratum before it. A column stands in the first stratum in which all that it reads is
there. What is constant for everybody is no column.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlglot import exp

from stepwell.population.terms import Term, column, named


@dataclass
class Sheet:
    """The columns so far. `level` says in which stratum each is, and `made` what each stratum computes."""

    level: dict[str, int] = field(default_factory=dict)
    made: list[list[Term]] = field(default_factory=list)

    def add(self, name: str, term: Term, comment: str = "") -> Term:
        """Compute a column; gives the term by which it is read. A constant or a plain column is given back as it is."""
        if isinstance(term, exp.Boolean | exp.Literal | exp.Column):
            return term
        if name in self.level:
            raise ValueError(f"there are two columns {name}")
        below = max((self.level.get(one.name, 0) for one in term.find_all(exp.Column)), default=0)
        self.level[name] = below + 1
        while len(self.made) <= below:
            self.made.append([])
        self.made[below].append(named(term, name, comment))
        return column(name)

    def strata(self, first: str, title: str) -> Iterator[tuple[str, exp.Select]]:
        """Each stratum with its name; the first reads the table `first`."""
        before = first
        for place, columns in enumerate(self.made, start=1):
            name = f"{title}_{place}"
            yield name, exp.select(exp.Star(), *columns, copy=False).from_(before, copy=False)
            before = name
