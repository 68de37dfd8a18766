"""`stepwell programme --pdf`: today's session on paper."""

from argparse import Namespace

from stepwell.commands.common import read
from stepwell.commands.paper import put
from stepwell.commands.programme import equipment_of
from stepwell.documents.pdf.pictures import drawn
from stepwell.documents.pdf.programme import ProgrammeDocument
from stepwell.documents.pdf.wording import KNOWLEDGE_LANGUAGE, Wording, wording
from stepwell.knowledge.loader import load_pathway
from stepwell.programme.adapter import programme_of, situation_from
from stepwell.programme.session import session
from stepwell.reasoning.apply import apply
from stepwell.reasoning.facts import compile_pathway, read_facts


def run(arguments: Namespace) -> int:
    """Write the programme and print where it is. Reads `record`, `as_of`, `equipment`, `pdf`, `large`, `chart` and `lang`."""
    words = wording(arguments.lang or KNOWLEDGE_LANGUAGE)
    content = programme_document(arguments, words).pdf()
    return put(content, arguments.pdf, option="--pdf", record=arguments.record)


def programme_document(arguments: Namespace, words: Wording) -> ProgrammeDocument:
    """Today's session of the record that was asked for, ready to print."""
    pathway, record, day = read(arguments)
    if words.language != KNOWLEDGE_LANGUAGE:
        pathway = load_pathway(language=words.language)
    facts = read_facts(compile_pathway(pathway), record.as_of(day.toordinal()), day.toordinal())
    programme = programme_of(pathway)
    equipment = equipment_of(arguments.equipment, programme) if arguments.equipment else None
    return ProgrammeDocument(
        pathway,
        programme,
        session(programme, situation_from(pathway, facts, equipment=equipment)),
        facts,
        words,
        pictures=drawn(pathway, facts.side),
        large=arguments.large,
        step=apply(pathway, record, day).step,
        chart=arguments.chart,
    )
