"""`stepwell next`: what is next for one person, and why."""

from argparse import Namespace

from stepwell.commands.common import numbers_words, painter, person_words, print_json, read, require
from stepwell.differential.ranked import ranked
from stepwell.documents.care_plan_json import care_plan_json
from stepwell.documents.care_plan_text import CarePlanText
from stepwell.documents.source_json import source_json
from stepwell.documents.why_text import why_text
from stepwell.reasoning.apply import apply


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
        known = [one.id for one in plan.recommendations]
        listed = "`stepwell next RECORD --all` lists the ids."
        require(arguments.why, known, place="--why", kind="row", listed=listed)
        print(why_text(plan, arguments.why, pathway, paint), end="")
        return 0
    text = CarePlanText(
        pathway,
        plan,
        paint,
        person_words(record, pathway),
        audience=arguments.audience,
        everything=arguments.all,
        long=arguments.long,
        numbers=numbers_words(record, pathway),
    )
    print(text.text(), end="")
    return 0
