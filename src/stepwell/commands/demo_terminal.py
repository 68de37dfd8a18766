"""`stepwell demo --terminal`: two published patients in the terminal, and the handbook."""

from argparse import Namespace
from datetime import date
from pathlib import Path

from stepwell.commands.common import painter, person_words
from stepwell.commands.knowledge import default_handbook
from stepwell.commands.replay import replay_words
from stepwell.documents.care_plan_text import CarePlanText
from stepwell.documents.handbook import write_handbook
from stepwell.errors import Fault, RecordError
from stepwell.knowledge.loader import load_pathway
from stepwell.reasoning.apply import apply
from stepwell.records.reader import read_record

CASES = (
    ("waugh-sacral-stress", "A runner treated for piriformis syndrome. What should have been asked first?"),
    ("kwon-2022", "Relief by botulinum toxin for eight months, then the pain is back."),
)
RECORDS = Path("examples/records")


def run(arguments: Namespace) -> int:
    """Replay two published cases, show one plan in full, and write the handbook."""
    pathway, paint = load_pathway(), painter(arguments)
    for name, words in CASES:
        path = RECORDS / f"{name}.yaml"
        if not path.exists():
            raise RecordError(
                [
                    Fault(
                        str(path),
                        0,
                        "The example is not here.",
                        "Run `stepwell demo --terminal` in the project's own folder.",
                    )
                ]
            )
        record = read_record(path, pathway)
        print(paint(f"\n=== {name}: {words}", "bold"))
        print(replay_words(pathway, record, paint))
    record = read_record(RECORDS / "chapman-2012.yaml", pathway)
    plan = apply(pathway, record, date.fromordinal(record.last_day or 1))
    print(paint("\n=== chapman-2012: the whole plan on the last day told", "bold"))
    print(CarePlanText(pathway, plan, paint, person_words(record, pathway)).text())
    path = default_handbook()
    write_handbook(pathway, path)
    print(f"The handbook: {path.resolve()}")
    return 0
