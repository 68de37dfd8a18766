"""`stepwell source`: how likely each source is, and the next best test."""

from argparse import Namespace

from stepwell.commands.common import painter, print_json, read
from stepwell.differential.ranked import knowledge_of, ranked
from stepwell.documents.source_json import source_json
from stepwell.documents.source_text import source_text


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
