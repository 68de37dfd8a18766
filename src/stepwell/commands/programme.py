"""`stepwell programme`: today's session for one person."""

from argparse import Namespace

from stepwell.commands.common import painter, print_json, read
from stepwell.documents.programme_json import programme_json
from stepwell.documents.programme_text import programme_text
from stepwell.programme.adapter import programme_of, situation_from
from stepwell.programme.proposals import proposals
from stepwell.programme.session import session
from stepwell.reasoning.facts import compile_pathway, read_facts


def run(arguments: Namespace) -> int:
    """Print today's session as text or JSON."""
    pathway, record, day = read(arguments)
    ordinal = day.toordinal()
    facts = read_facts(compile_pathway(pathway), record.as_of(ordinal), ordinal)
    programme = programme_of(pathway)
    equipment = frozenset(arguments.equipment.split(",")) if arguments.equipment else None
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
