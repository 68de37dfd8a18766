"""`stepwell replay`: how the advice changed over time, by what was known then."""

from argparse import Namespace
from datetime import date

from stepwell.commands.common import painter, person_words, print_json, read
from stepwell.documents.care_plan_json import care_plan_json
from stepwell.documents.paint import Paint
from stepwell.documents.replay_text import replay_entry
from stepwell.documents.words import BANNER
from stepwell.knowledge.types import Pathway
from stepwell.reasoning.apply import apply
from stepwell.reasoning.types import CarePlan
from stepwell.records.types import Record


def run(arguments: Namespace) -> int:
    """Print what changed on each day on which the record grew."""
    pathway, record, day = read(arguments)
    last = day if arguments.as_of else None
    if arguments.json:
        plans = plans_of(pathway, record, until=last)
        print_json({"schema": "stepwell-replay/1", "plans": [care_plan_json(plan) for plan in plans]})
    else:
        print(replay_words(pathway, record, painter(arguments), until=last))
    return 0


def replay_words(pathway: Pathway, record: Record, paint: Paint, *, until: date | None = None) -> str:
    """The whole replay as text."""
    lines = [paint(person_words(record, pathway), "bold"), *paint.lines(BANNER, "amber")]
    before: CarePlan | None = None
    for plan in plans_of(pathway, record, until=until):
        lines.append(replay_entry(before, plan, pathway, paint))
        before = plan
    return "\n".join(lines)


def plans_of(pathway: Pathway, record: Record, *, until: date | None = None) -> list[CarePlan]:
    """The plan of each day on which the record grew, by what had been recorded by then."""
    days = sorted({_grew_on(line) for line in (*record.observations, *record.events)} - {1})
    wanted = [one for one in days if until is None or one <= until.toordinal()]
    return [apply(pathway, record, date.fromordinal(one), known_on=date.fromordinal(one)) for one in wanted]


def _grew_on(line: object) -> int:
    recorded = getattr(line, "recorded_on", None)
    return int(recorded if recorded is not None else line.on.high)  # type: ignore[attr-defined]
