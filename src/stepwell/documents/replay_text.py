"""How the advice changed over time, as text.

Lives here: what differs between two plans, and its layout. Lives elsewhere: the plans (reasoning/apply.py).
"""

from collections.abc import Iterator

from stepwell.documents.citing import day
from stepwell.documents.paint import Paint
from stepwell.documents.words import STATUS, URGENCY
from stepwell.knowledge.types import Pathway
from stepwell.reasoning.types import CarePlan, Recommendation

ADVISED = ("recommended", "prepare")
ACTIVE = (*ADVISED, "stop", "paused", "continue")
MARKED = (*ACTIVE, "contraindicated", "held")


def replay_entry(before: CarePlan | None, plan: CarePlan, pathway: Pathway, paint: Paint) -> str:
    """What changed on one day, against the plan of the last day on which something was recorded."""
    earlier = {one.id: one for one in before.recommendations} if before else {}
    steps = {step.id: step.title for step in pathway.steps}
    lines = ["", paint(f"{day(plan.as_of)} · {steps[plan.step]}", "bold", "blue")]
    changes = [*_exits(earlier, plan, paint), *_changes(earlier, plan, paint), *_ended(earlier, plan, paint)]
    return "\n".join([*lines, *(changes or [paint("  nothing changed", "dim")])])


def _exits(earlier: dict[str, Recommendation], plan: CarePlan, paint: Paint) -> Iterator[str]:
    for one in plan.recommendations:
        if one.urgency and one.status == "recommended" and one.id not in earlier:
            yield from paint.lines(f"{URGENCY[one.urgency]}: {one.title}", "red", "bold", indent=2, mark="! ")


def _changes(earlier: dict[str, Recommendation], plan: CarePlan, paint: Paint) -> Iterator[str]:
    for one in plan.recommendations:
        was = earlier[one.id].status if one.id in earlier else "not-indicated"
        if one.urgency or one.status == was or one.status not in MARKED or one.part_of:
            continue
        if one.status not in ACTIVE and was not in ACTIVE:
            continue
        sign, style = (
            ("+", "green")
            if one.status in ADVISED
            else ("·", "dim")
            if one.status == "continue"
            else ("-", "amber")
        )
        words = one.title if one.status == "recommended" else f"{one.title}: {STATUS[one.status].lower()}"
        yield from paint.lines(words, style, indent=2, mark=f"{sign} ")


def _ended(earlier: dict[str, Recommendation], plan: CarePlan, paint: Paint) -> Iterator[str]:
    """Advice that was there and is gone, and exits that a clinician settled."""
    now = {one.id: one.status for one in plan.recommendations}
    for one in earlier.values():
        gone = one.status in ADVISED and now.get(one.id) not in MARKED and not one.part_of
        if gone and one.id not in now:
            yield from paint.lines(f"{one.title}: settled", "green", indent=2, mark="✓ ")
        elif gone:
            yield from paint.lines(f"{one.title}: {STATUS[now[one.id]].lower()}", "dim", indent=2, mark="- ")
