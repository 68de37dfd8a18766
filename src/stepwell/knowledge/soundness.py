"""What must hold between knowledge entries; every fault at once, with file, line and remedy.

Lives here: that everything named exists, is asked or found somewhere, and is told apart. Lives elsewhere: the
faults of one entry (knowledge/readers.py), who may permit what (knowledge/evidence_rule.py), rules that can
never hold (knowledge/reachability.py), what holds for every record (verify/).
"""

from collections import Counter
from collections.abc import Iterable

from stepwell.knowledge.conditions import OTHER_SIDE, findings_in
from stepwell.knowledge.derivations import CourseDerivation, DaysOn, conditions_in, courses_of
from stepwell.knowledge.evidence_rule import check_evidence
from stepwell.knowledge.exercise_checks import check_exercises
from stepwell.knowledge.order import CircleError, derivation_order
from stepwell.knowledge.reachability import check_reachable
from stepwell.knowledge.readers import EntryReader, suggestion
from stepwell.knowledge.types import TREATMENTS, Finding, Intervention, Parameter, Pathway, Place

STATEMENTS = tuple(f"S{number:02}" for number in range(1, 22))


def check(pathway: Pathway, reader: EntryReader) -> None:
    """Note every fault between the entries of `pathway` in `reader`."""
    for parameter in pathway.parameters.values():
        _check_parameter(parameter, reader)
    for finding in pathway.findings.values():
        _check_finding(finding, pathway, reader)
    for intervention in pathway.interventions.values():
        _check_intervention(intervention, pathway, reader)
    _check_questions(pathway, reader)
    _check_found(pathway, reader)
    _check_circle(pathway, reader)
    _check_other_side(pathway, reader)
    check_exercises(pathway, reader)
    check_evidence(pathway, reader)
    check_reachable(pathway, reader)


def _check_parameter(parameter: Parameter, reader: EntryReader) -> None:
    limits = parameter.range
    if not parameter.evidence:
        reader.fault(parameter.place, f"{parameter.id} has no evidence.", "Say where the number comes from.")
    if limits is None and any(entry.verified == "AUTHORED" for entry in parameter.evidence):
        reader.fault(
            parameter.place,
            f"{parameter.id} is AUTHORED but has no range.",
            "Add `range:` with what a clinic may set.",
        )
    if limits is not None and not limits[0] <= parameter.value <= limits[1]:
        reader.fault(
            parameter.place,
            f"{parameter.id} is {parameter.value}, outside its range.",
            "Correct the value or the range.",
        )


def _check_finding(finding: Finding, pathway: Pathway, reader: EntryReader) -> None:
    if finding.type == "number" and finding.range is None:
        reader.fault(finding.place, f"{finding.id} is a number without a range.", "Add `range: [low, high]`.")
    if finding.type == "choice" and not finding.options:
        reader.fault(finding.place, f"{finding.id} is a choice without options.", "Add `options:`.")
    derive = finding.derive
    if derive is None:
        return
    courses = courses_of(derive)
    named = courses.interventions if courses else derive.interventions if isinstance(derive, DaysOn) else ()
    for name in named:
        _exists(name, pathway.interventions, finding.place, "intervention", reader)
    if courses:
        _check_targets(finding, pathway, reader)


def _check_targets(finding: Finding, pathway: Pathway, reader: EntryReader) -> None:
    assert isinstance(finding.derive, CourseDerivation)  # noqa: S101
    courses = courses_of(finding.derive)
    for field, wanted in courses.where if courses else ():
        if field == "target":
            for word in getattr(wanted, "options", ()):
                _exists(word, pathway.targets, finding.place, "target", reader)


def _exists(name: str, known: Iterable[str], place: Place, what: str, reader: EntryReader) -> None:
    known = tuple(known)
    if name not in known:
        reader.fault(
            place,
            f"There is no {what} {name}.",
            suggestion(name, known) or f"Add the {what}, or correct the name.",
        )


def _check_intervention(intervention: Intervention, pathway: Pathway, reader: EntryReader) -> None:
    place = intervention.place
    _exists(intervention.step, [step.id for step in pathway.steps], place, "step", reader)
    for finding in intervention.finds:
        _exists(finding, pathway.findings, place, "finding", reader)
    others = [need.otherwise for need in intervention.requires if need.otherwise]
    others += [preference.option for preference in intervention.prefer]
    others += [intervention.part_of] if intervention.part_of else []
    for name in others:
        _exists(name, pathway.interventions, place, "intervention", reader)
    for name in intervention.conflicts:
        _exists(name, pathway.conflicts, place, "conflict", reader)
    for name in intervention.statements:
        _exists(name, STATEMENTS, place, "statement", reader)
    _check_words(intervention, reader)
    _check_doses(intervention, pathway, reader)


def _check_words(intervention: Intervention, reader: EntryReader) -> None:
    place, name = intervention.place, intervention.id
    for audience in ("patient", "clinician"):
        if (
            audience in intervention.audience
            and not intervention.recorded_only
            and not intervention.say.get(audience)
        ):
            reader.fault(place, f"{name} says nothing to the {audience}.", f"Add `say: {{{audience}: ...}}`.")
    if not intervention.evidence:
        reader.fault(place, f"{name} has no evidence.", "Add `evidence:`.")
    if intervention.indicated is None and not intervention.finds and not intervention.recorded_only:
        reader.fault(
            place, f"{name} is never indicated.", "Add `indicated:`, `finds:` or `recorded_only: true`."
        )
    if intervention.exit and intervention.indicated is None:
        reader.fault(
            place, f"The exit {name} has no sign.", "Add `indicated:` with the finding that opens it."
        )
    if intervention.kind in TREATMENTS and intervention.exit:
        reader.fault(
            place, f"{name} is both a treatment and an exit.", "An exit is a referral, a test or a review."
        )


def _check_doses(intervention: Intervention, pathway: Pathway, reader: EntryReader) -> None:
    for table in intervention.dose:
        if not table.by:
            continue
        if table.by not in pathway.findings:
            _exists(table.by, pathway.findings, intervention.place, "finding", reader)
            continue
        limits = pathway.findings[table.by].range or (0, 0)
        edges = [limits[0] if row.low is None else row.low for row in table.rows]
        ends = [row.high for row in table.rows]
        for end, edge in zip(ends, edges[1:]):
            if end != edge:
                what = "a gap" if end is not None and end < edge else "an overlap"
                problem = f"The dose table of {intervention.id} by {table.by} has {what} at {edge}."
                reader.fault(intervention.place, problem, "Let each row begin where the one before ends.")
        if edges[0] > limits[0] or (ends[-1] is not None and ends[-1] <= limits[1]):
            problem = f"The dose table of {intervention.id} does not cover all of {table.by}."
            reader.fault(
                intervention.place, problem, "Leave out `from` in the first row and `below` in the last."
            )


def _check_questions(pathway: Pathway, reader: EntryReader) -> None:
    shown = Counter(name for page in pathway.question_sets for name in page.findings)
    for page in pathway.question_sets:
        for name in page.findings:
            _exists(name, pathway.findings, page.place, "finding", reader)
            if name in pathway.findings and not pathway.findings[name].ask:
                reader.fault(
                    page.place,
                    f"{name} has no question.",
                    "Give the finding `ask:`, or take it off the page.",
                )
    for finding in pathway.findings.values():
        count = shown[finding.id]
        if finding.ask and count != 1:
            problem = f"{finding.id} is asked on {count} pages."
            reader.fault(finding.place, problem, "Let it stand on exactly one page of question-sets/.")


def _check_found(pathway: Pathway, reader: EntryReader) -> None:
    found = {
        name for intervention in pathway.interventions.values() for name in intervention.finds
    } | reader.unread
    for finding in pathway.findings.values():
        if not finding.ask and finding.derive is None and finding.id not in found:
            problem = f"{finding.id} is neither asked, nor derived, nor found by a test."
            reader.fault(
                finding.place, problem, "Give it `ask:` or `derive:`, or name it in the `finds:` of a test."
            )


def _check_other_side(pathway: Pathway, reader: EntryReader) -> None:
    """Only what is observed can be read on the other side."""
    for finding in pathway.findings.values():
        for condition in conditions_in(finding.derive) if finding.derive is not None else ():
            for name in findings_in(condition):
                read = pathway.findings[name.removesuffix(OTHER_SIDE)]
                if name.endswith(OTHER_SIDE) and read.derive is not None:
                    problem = f"{finding.id} reads {read.id} on the other side, but {read.id} is derived."
                    reader.fault(
                        finding.place, problem, "Read the observed findings that it is derived from."
                    )


def _check_circle(pathway: Pathway, reader: EntryReader) -> None:
    try:
        derivation_order(pathway.findings, pathway.interventions.values())
    except CircleError as wrong:
        place = pathway.findings[wrong.circle[0]].place
        reader.fault(place, f"These findings are derived from one another: {wrong}.", "Break the circle.")
