"""`stepwell next`: what is next for one person, and why."""

from argparse import Namespace

from stepwell.commands.common import painter, person_words, print_json, read
from stepwell.commands.source import ranked
from stepwell.documents.care_plan_json import care_plan_json
from stepwell.documents.care_plan_text import CarePlanText, why_text
from stepwell.documents.source_json import source_json
from stepwell.errors import Fault, RecordError
from stepwell.knowledge.readers import suggestion
from stepwell.reasoning.apply import apply
from stepwell.reasoning.types import CarePlan


def run(arguments: Namespace) -> int:
    """Print the care plan as text or JSON, or the whole explanation of one intervention."""
    pathway, record, day = read(arguments)
    plan = apply(pathway, record, day)
    if arguments.json:
        found = ranked(pathway, record, day)
        print_json(care_plan_json(plan, source=source_json(found)))
        return 0
    paint = painter(arguments)
    if arguments.why:
        _check_name(arguments.why, plan)
        print(why_text(plan, arguments.why, pathway, paint), end="")
        return 0
    text = CarePlanText(
        pathway,
        plan,
        paint,
        person_words(record, pathway),
        audience=arguments.audience,
        everything=arguments.all,
    )
    print(text.text(), end="")
    return 0


def _check_name(name: str, plan: CarePlan) -> None:
    known = [one.id for one in plan.recommendations]
    if name not in known:
        remedy = suggestion(name, known) or "`stepwell next RECORD --all` lists the ids."
        raise RecordError([Fault("--why", 0, f"There is no row {name} in this plan.", remedy)])
