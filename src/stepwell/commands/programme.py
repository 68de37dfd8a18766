"""`stepwell programme`: today's session for one person."""

from argparse import Namespace

from stepwell.commands.common import painter, print_json, read, require
from stepwell.documents.programme_json import programme_json
from stepwell.documents.programme_text import programme_text
from stepwell.errors import Fault, StepwellError
from stepwell.programme.adapter import programme_of, situation_from
from stepwell.programme.knowledge import Programme
from stepwell.programme.proposals import proposals
from stepwell.programme.session import session
from stepwell.reasoning.facts import compile_pathway, read_facts


def run(arguments: Namespace) -> int:
    """Print today's session as text or JSON."""
    _only_on_paper(arguments)
    pathway, record, day = read(arguments)
    ordinal = day.toordinal()
    facts = read_facts(compile_pathway(pathway), record.as_of(ordinal), ordinal)
    programme = programme_of(pathway)
    equipment = equipment_of(arguments.equipment, programme) if arguments.equipment else None
    situation = situation_from(pathway, facts, equipment=equipment)
    today, proposed = session(programme, situation), proposals(programme, situation)
    if arguments.json:
        print_json(
            {"schema": "stepwell-session/1", "as_of": day.isoformat(), **programme_json(today, proposed)}
        )
    else:
        print(
            programme_text(today, proposed, programme, painter(arguments), day=day, pathway=pathway), end=""
        )
    return 0


def _only_on_paper(arguments: Namespace) -> None:
    """What only the PDF has is never left out in silence."""
    asked = {"--large": arguments.large, "--chart": arguments.chart, "--lang": arguments.lang}
    faults = [
        Fault(option, 0, f"Only the programme on paper has {option}.", "Add --pdf FILE.")
        for option, given in asked.items()
        if given
    ]
    if faults:
        raise StepwellError(faults)


def equipment_of(written: str, programme: Programme) -> frozenset[str]:
    """What there is, each thing known to some exercise."""
    known = programme.shape.everyday.union(
        *(need for one in programme.exercises.values() for need in one.needs)
    )
    named = frozenset(word.strip() for word in written.split(",") if word.strip())
    listed = f"Name some of: {', '.join(sorted(known))}."
    for name in sorted(named):
        require(name, known, place="--equipment", kind="equipment", listed=listed)
    return named
