"""`stepwell source`: how likely each source is, and the next best test."""

from argparse import Namespace
from datetime import date

from stepwell.commands.common import painter, print_json, read
from stepwell.differential.conclude import differential, results_of, situation_of
from stepwell.differential.read import read_assessments, read_sources
from stepwell.differential.types import Assessment, Clues, Differential, Sources
from stepwell.documents.source_json import source_json
from stepwell.documents.source_text import source_text
from stepwell.knowledge.types import Pathway
from stepwell.reasoning.facts import Facts, compile_pathway, read_facts
from stepwell.records.types import Record

DRAWS = 400
SEED = 1


def run(arguments: Namespace) -> int:
    """Print the ranked sources as text or JSON."""
    pathway, record, day = read(arguments)
    found = ranked(pathway, record, day)
    if arguments.json:
        print_json({"schema": "stepwell-source/1", "as_of": day.isoformat(), **source_json(found)})
    else:
        sources, assessments = knowledge_of(pathway)
        print(source_text(found, sources, assessments, painter(arguments)), end="")
    return 0


def knowledge_of(pathway: Pathway) -> tuple[Sources, tuple[Assessment, ...]]:
    """The sources and the assessments."""
    sources = read_sources(pathway.sources)
    return sources, read_assessments(pathway.assessments, sources)


def ranked(pathway: Pathway, record: Record, day: date) -> Differential:
    """The differential of one record on one day. The same record always gives the same intervals."""
    sources, assessments = knowledge_of(pathway)
    ordinal = day.toordinal()
    facts = read_facts(compile_pathway(pathway), record.as_of(ordinal), ordinal)
    holds = {name: value for name, value in facts.values.items() if value is None or isinstance(value, bool)}
    return differential(
        sources,
        assessments,
        results_of(assessments, holds),
        situation_of(sources, holds),
        clues=_clues(facts, sources),
        draws=DRAWS,
        seed=SEED,
    )


def _clues(facts: Facts, sources: Sources) -> Clues:
    """What names a source without counting odds: images of this side, and guided blocks into the working source."""
    values = facts.values
    imaged = _only(values.get("imaging-structure")) & frozenset(sources.sources)
    working = _only(values.get("working-source")) & frozenset(sources.sources)
    agrees = values.get("examination-agrees")
    return Clues(
        imaged=imaged,
        examination_agrees=agrees if isinstance(agrees, bool) else None,
        relieved=working if values.get("diagnostic-block-positive") is True else frozenset(),
        unrelieved=working if values.get("diagnostic-block-negative") is True else frozenset(),
    )


def _only(value: object) -> frozenset[str]:
    return value if isinstance(value, frozenset) and len(value) == 1 else frozenset()
