"""Proves the invariants of a pathway, or finds a record that breaks one.

Lives here: the order of work. A claim is first tried with every way of breaking it at once; no model means proof. A
model is only a hint: the record is rebuilt with its courses and observations spelled out, run, and cut down before it
is shown. Lives elsewhere: what is claimed (verify/claims.py), what needs no model (verify/tables.py, verify/reach.py).
"""

from collections.abc import Callable, Collection, Sequence
from time import perf_counter
from typing import Any

import z3

from stepwell.knowledge.types import Pathway
from stepwell.verify.cases import Case
from stepwell.verify.claims import Claim, Claims
from stepwell.verify.forms import Invariant
from stepwell.verify.formulas import some
from stepwell.verify.reach import reach
from stepwell.verify.report import Outcome
from stepwell.verify.tables import TABLES
from stepwell.verify.witness import Broken, find_record

MOST_TRIES = 8
"""How many ways of breaking a rule are tried on a record before it is called not reproduced."""

Progress = Callable[[Outcome], None]


def run(
    pathway: Pathway, *, only: Collection[str] | None = None, progress: Progress | None = None
) -> list[Outcome]:
    """Prove the invariants of a pathway.

    only      the ids of those that are wanted; all where left out
    progress  told each outcome as it comes
    returns   one outcome for each, in the order of the file
    raises    KnowledgeError where invariants.yaml cannot be read
    """
    claims = Claims(pathway)
    lines = claims.reader.invariants((*claims.forms, *TABLES, "reachable"))
    outcomes = []
    for line in lines:
        if only is None or line.id in only:
            outcomes.append(_outcome(line, claims))
            if progress is not None:
                progress(outcomes[-1])
    return outcomes


def _outcome(line: Invariant, claims: Claims) -> Outcome:
    started = perf_counter()
    why, record, assumptions = _checked(line, claims)
    return Outcome(
        id=line.id,
        title=line.title,
        holds=not why,
        seconds=perf_counter() - started,
        assumptions=assumptions,
        counter_record=record,
        why=why,
        hazards=line.hazards,
    )


def _checked(line: Invariant, claims: Claims) -> tuple[str, str | None, tuple[str, ...]]:
    """What breaks a line, the record that shows it, and what is taken for granted."""
    if line.form in TABLES:
        return "; ".join(TABLES[line.form](line, claims.reader)), None, ()
    if line.form == "reachable":
        return reach(line, claims.reader)
    broken = prove(claims.of(line), claims.pathway)
    return (broken.words, broken.record, ()) if broken else ("", None, ())


def prove(claim: Claim, pathway: Pathway) -> Broken | None:
    """What breaks a claim, or None where nothing can."""
    people = claim.people()
    formulas = [(case, case.formula(people)) for case in claim.cases]
    solver = z3.Solver()
    solver.add(people.axioms())
    tried: list[Case] = []
    while formulas and len(tried) < MOST_TRIES:
        answer, case = _case_in_model(solver, formulas)
        if answer == z3.unknown:
            return Broken(f"Neither proved nor refuted: {solver.reason_unknown()}", None)
        if case is None:
            break
        broken = find_record(case, claim, pathway)
        if broken is not None:
            return broken
        tried.append(case)
        formulas = [(other, formula) for other, formula in formulas if other is not case]
    return _not_reproduced(tried)


def _case_in_model(solver: Any, formulas: Sequence[tuple[Case, Any]]) -> tuple[Any, Case | None]:
    """What Z3 answers, and a way of breaking the claim that the axioms allow, or None where they allow none."""
    solver.push()
    solver.add(some(formula for _, formula in formulas))
    answer = solver.check()
    model = solver.model() if answer == z3.sat else None
    solver.pop()
    if model is None:
        return answer, None
    holding = (case for case, formula in formulas if z3.is_true(model.eval(formula, model_completion=True)))
    return answer, next(holding)


def _not_reproduced(tried: Sequence[Case]) -> Broken | None:
    if not tried:
        return None
    words = "; ".join(case.words for case in tried)
    return Broken(f"Not proved, and not reproduced on a record: {words}", None)
