"""`stepwell population compare OLD NEW PREPARED`: what a change of the knowledge would do, before it is made.

Lives here: which knowledge a word stands for, and where things are written. Lives elsewhere: comparing
(population/reports/compare.py), the words (documents/population_moves.py).
"""

import json
from argparse import Namespace
from pathlib import Path

from stepwell.commands.common import as_of, painter
from stepwell.commands.progress import shown
from stepwell.documents.population_moves import file_of, moves_csv, moves_json, moves_text
from stepwell.errors import Fault, KnowledgeError
from stepwell.knowledge.loader import load_pathway
from stepwell.knowledge.types import Pathway
from stepwell.population.reports.compare import Moves, compare
from stepwell.population.reports.examples import examples
from stepwell.population.whole import write_text

INSIDE = "inside"
"""The word for the knowledge inside the package."""


def run(arguments: Namespace) -> int:
    """Compare, print who moves, and write tables and examples where a folder is named."""
    old, new = knowledge(arguments.old), knowledge(arguments.new)
    names, prepared = (arguments.old, arguments.new), Path(arguments.prepared)
    with shown() as say:
        moves = compare(old, new, prepared, as_of(arguments.as_of), memory=arguments.memory or "", say=say)
    print(moves_text(moves, names, painter(arguments)), end="")
    if arguments.out:
        _write(moves, names, Path(arguments.out), (prepared, old, new))
    return 0


def _write(moves: Moves, names: tuple[str, str], out: Path, made: tuple[Path, Pathway, Pathway]) -> None:
    found = examples(moves, *made)
    for number, text in found.files.items():
        write_text(out / "examples" / file_of(number), text)
    write_text(out / "moves.csv", moves_csv(moves, found.by_move))
    write_text(out / "moves.json", json.dumps(moves_json(moves, names, found.by_move), indent=2) + "\n")
    without = sum(not people for people in found.by_move.values())
    print(f"{out}: moves.csv, moves.json, and {len(found.files)} people as record files in examples.")
    if without:
        print(
            f"{without} of {len(found.by_move)} moves have no example: no record file can say what the rows say."
        )


def knowledge(text: str) -> Pathway:
    """The knowledge that a word stands for.

    text    `inside`, a folder of knowledge, or changes of parameters such as `age-limit=21,trial-days=84`
    raises  KnowledgeError
    """
    if text == INSIDE:
        return load_pathway()
    folder = Path(text)
    if (folder / "pathway.yaml").is_file():
        return load_pathway(folder)
    if "=" not in text:
        remedy = f"Write `{INSIDE}`, a folder with a pathway.yaml, or PARAMETER=VALUE."
        raise KnowledgeError([Fault(text, 0, "this is no knowledge.", remedy)])
    return load_pathway(local=dict(_change(part) for part in text.split(",")))


def _change(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    try:
        number = float(value)
    except ValueError:
        remedy = "Write PARAMETER=VALUE, such as irritable-pain-high=6."
        raise KnowledgeError([Fault(text, 0, "the value is no number.", remedy)]) from None
    return name.strip(), int(number) if number.is_integer() else number
