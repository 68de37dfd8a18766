"""`stepwell knowledge check | show | handbook`: the pathway itself."""

from argparse import Namespace
from pathlib import Path

from stepwell.commands.common import painter, print_json, require
from stepwell.documents.knowledge_json import knowledge_json
from stepwell.documents.knowledge_text import entry_text, list_text
from stepwell.errors import Fault, KnowledgeError
from stepwell.figures.library import check_figures
from stepwell.knowledge.loader import load_pathway
from stepwell.knowledge.types import Pathway


def check(arguments: Namespace) -> int:
    """Read and check everything, the figures too; the faults come out as an error."""
    faults: list[Fault] = []
    try:
        figures = check_figures()
    except KnowledgeError as wrong:
        faults += wrong.faults
    try:
        pathway = load_pathway()
    except KnowledgeError as wrong:
        faults += wrong.faults
    if faults:
        raise KnowledgeError(faults)
    counts = (
        f"{len(pathway.interventions)} interventions, {len(pathway.findings)} findings, "
        f"{len(pathway.parameters)} parameters, {len(pathway.exercises)} exercises, {figures} figures, "
        f"{len(pathway.references)} references"
    )
    print(f"The knowledge is sound: {counts}; no fault.")
    return 0


def show(arguments: Namespace) -> int:
    """Print one entry in words, or the lists."""
    pathway = load_pathway()
    if arguments.json:
        print_json(knowledge_json(pathway))
    elif arguments.id is None:
        print(list_text(pathway, painter(arguments)), end="")
    else:
        listed = "`stepwell knowledge show` lists the ids."
        require(arguments.id, _ids(pathway), place=arguments.id, kind="entry", listed=listed)
        print(entry_text(arguments.id, pathway, painter(arguments)), end="")
    return 0


def _ids(pathway: Pathway) -> set[str]:
    named = (
        pathway.findings,
        pathway.interventions,
        pathway.parameters,
        pathway.exercises,
        pathway.conflicts,
    )
    return {name for entries in named for name in entries}


def default_handbook() -> Path:
    """Where the handbook goes unless told otherwise."""
    return Path("stepwell-handbook.html")
