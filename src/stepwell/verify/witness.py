"""A record that breaks an invariant: spelled out, run, cut down and written as a file.

Lives here: from one way of breaking a claim to the file that shows it. Lives elsewhere: spelling out courses and
observations (verify/rebuild.py), running (verify/trial.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import z3

from stepwell.knowledge.types import Pathway
from stepwell.reasoning.apply import apply
from stepwell.records.reader import parse_record
from stepwell.records.types import Record
from stepwell.verify.cases import Case
from stepwell.verify.claims import Claim
from stepwell.verify.people import with_more
from stepwell.verify.rebuild import plainest
from stepwell.verify.trial import AS_OF, as_file, run_record, shrink


@dataclass(frozen=True, slots=True)
class Broken:
    """What breaks a claim, in words, and the record file that shows it; None where no record could be made."""

    words: str
    record: str | None


def find_record(case: Case, claim: Claim, pathway: Pathway) -> Broken | None:
    """A record that breaks a claim in this way when it is really run, or None where none was found."""
    people = claim.people()
    formula = case.formula(people)
    rebuilders = people.rebuilders()
    solver = z3.Solver()
    solver.add(formula, *people.axioms(), *(fact for one in rebuilders for fact in one.axioms()))
    model = plainest(solver, [hint for one in rebuilders for hint in one.hints()])
    return None if model is None else _shown(case, people.records(model, rebuilders), pathway)


def _shown(case: Case, records: Sequence[Record], pathway: Pathway) -> Broken | None:
    """The records cut down and written, as long as they still break the claim when they are read back and run."""
    if not case.breaks([run_record(pathway, one) for one in records]):
        return None
    for openings in (False, True):
        first, more = _cut_down(case, records, pathway, openings=openings)
        small = _beside(first, more)
        text = as_file(pathway, small[-1])
        if text is not None:
            written = [*small[:-1], _read(text, pathway)]
            if case.breaks([run_record(pathway, one) for one in written]):
                return Broken(f"{case.words}{_difference(more)}{_applied(pathway, text)}", text)
    return None


def _cut_down(
    case: Case, records: Sequence[Record], pathway: Pathway, *, openings: bool
) -> tuple[Record, Record | None]:
    """The first record, and what the second says beside it, with no line that is not needed."""

    def breaks(*tried: Record) -> bool:
        return case.breaks([run_record(pathway, one, openings=openings) for one in tried])

    more = _more(records)
    first = shrink(records[0], lambda record: breaks(*_beside(record, more)))
    if more is None:
        return first, None
    return first, shrink(more, lambda less: breaks(first, with_more(first, less)))


def _more(records: Sequence[Record]) -> Record | None:
    """What the second record says otherwise or beside; None where there is but one."""
    if len(records) == 1:
        return None
    lines = tuple(line for line in records[1].observations if line not in records[0].observations)
    return replace(records[1], observations=lines, events=())


def _beside(record: Record, more: Record | None) -> list[Record]:
    return [record] if more is None else [record, with_more(record, more)]


def _difference(more: Record | None) -> str:
    if more is None:
        return ""
    return f". What is said otherwise or beside: {', '.join(line.finding for line in more.observations)}"


def _read(text: str, pathway: Pathway) -> Record:
    return parse_record(text, pathway, name="counter-example")


def _applied(pathway: Pathway, text: str) -> str:
    """Run the whole of `apply` on the file, so that what is shown is what anybody gets."""
    plan = apply(pathway, _read(text, pathway), AS_OF)
    return f". Record as of {AS_OF.isoformat()}, step {plan.step}:"
