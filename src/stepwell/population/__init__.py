"""The same pathway for a whole population: one SQL statement, made from the knowledge.

Lives here: `sql`. Lives elsewhere: the compiler (population/statement/compiler.py), the tables (population/layout.py), running it
(population/runner.py).
"""

from datetime import date

from stepwell.knowledge.types import Pathway
from stepwell.population.statement.compiler import Compiler
from stepwell.population.statement.dialects import script_of, text_of


def sql(pathway: Pathway, as_of: date, *, dialect: str = "duckdb") -> str:
    """The pathway as one statement over the tables of population/layout.py.

    as_of    the day on which the statuses are wanted
    dialect  duckdb, spark or postgres
    returns  a SELECT with one row for each person: patient_id, step, and a status for each intervention; for Spark, which
             cannot plan all of it at once, one statement for each part
    """
    compiler = Compiler(pathway, as_of)
    return (
        script_of(compiler.parts(), dialect) if dialect == "spark" else text_of(compiler.statement(), dialect)
    )
