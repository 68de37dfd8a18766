"""The evidence rule: what may permit treatment, and what may only forbid or caution.

Lives here: which parameters and citations an intervention rests on, and whether their verification is enough.
Lives elsewhere: what the flags mean (docs/evidence/README.md).

SEEN and DERIVED may permit. CONFLICT may, on its safer side. AUTHORED may as a parameter with a range. SEEN-2 may
permit only what a physician or surgeon decides. RECALLED may only forbid or caution.
"""

from collections.abc import Iterator

from stepwell.knowledge.conditions import OTHER_SIDE, Condition, findings_in, parameters_in
from stepwell.knowledge.derivations import Exits, parameters_of, reads
from stepwell.knowledge.readers import EntryReader, suggestion
from stepwell.knowledge.types import TREATMENTS, Evidence, Intervention, Pathway, Place

_MAY_PERMIT = frozenset({"SEEN", "DERIVED", "CONFLICT", "AUTHORED"})


def check_evidence(pathway: Pathway, reader: EntryReader) -> None:
    """Note every citation that leads nowhere and every number that permits more than it may."""
    for place, evidence in _citations(pathway):
        if evidence.reference not in pathway.references:
            remedy = suggestion(evidence.reference, pathway.references) or "Add it to references.bib."
            reader.fault(place, f"There is no reference {evidence.reference}.", remedy)
    for intervention in pathway.interventions.values():
        if intervention.kind in TREATMENTS and not intervention.recorded_only:
            _check_permission(intervention, pathway, reader)


def _citations(pathway: Pathway) -> Iterator[tuple[Place, Evidence]]:
    for parameter in pathway.parameters.values():
        yield from ((parameter.place, evidence) for evidence in parameter.evidence)
    for finding in pathway.findings.values():
        yield from ((finding.place, evidence) for evidence in finding.evidence)
    for place in pathway.ergonomics:
        yield from ((place.place, evidence) for tip in place.tips for evidence in tip.evidence)
    for one in pathway.interventions.values():
        rows = [row.evidence for row in one.contraindicated] + [row.evidence for row in one.precautions]
        rows += [table.evidence for table in one.dose]
        yield from ((one.place, evidence) for held in (one.evidence, *rows) for evidence in held)


def _check_permission(intervention: Intervention, pathway: Pathway, reader: EntryReader) -> None:
    allowed = _MAY_PERMIT | ({"SEEN-2"} if intervention.decided_by in ("physician", "surgeon") else set())
    flags = {evidence.verified for evidence in intervention.evidence}
    if flags and not flags & allowed:
        problem = f"{intervention.id} rests on {', '.join(sorted(flags))} alone, which may not permit it."
        reader.fault(
            intervention.place, problem, "Cite what was seen, or let the entry only forbid or caution."
        )
    for name in sorted(permitting_parameters(intervention, pathway)):
        flags = {evidence.verified for evidence in pathway.parameters[name].evidence}
        if flags and not flags & allowed:
            problem = f"{intervention.id} is permitted by {name}, which is {', '.join(sorted(flags))}."
            remedy = "Check the number against its source, or use it only to forbid or caution."
            reader.fault(intervention.place, problem, remedy)


def permitting_parameters(intervention: Intervention, pathway: Pathway) -> set[str]:
    """The parameters that `indicated` and `requires` rest on, also through derived findings."""
    conditions = [need.that for need in intervention.requires]
    if intervention.indicated is not None:
        conditions.append(intervention.indicated)
    found: set[str] = set()
    seen: set[str] = set()
    for condition in conditions:
        _collect(condition, pathway, found, seen)
    return found & set(pathway.parameters)


def _collect(condition: Condition, pathway: Pathway, found: set[str], seen: set[str]) -> None:
    found |= parameters_in(condition)
    waiting = [name.removesuffix(OTHER_SIDE) for name in findings_in(condition)]
    while waiting:
        name = waiting.pop()
        finding = pathway.findings.get(name)
        if name in seen or finding is None or finding.derive is None or isinstance(finding.derive, Exits):
            continue
        seen.add(name)
        found |= parameters_of(finding.derive)
        waiting.extend(below.removesuffix(OTHER_SIDE) for below in reads(finding.derive))
