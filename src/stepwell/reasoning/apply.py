"""Apply a pathway to a record: the care plan.

Lives here: putting statuses, reasons, questions, changes and dates together. Lives elsewhere: each of those.
Pure: no clock, no input or output.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from stepwell.knowledge.conditions import Condition
from stepwell.knowledge.derivations import conditions_in
from stepwell.knowledge.reachability import conditions_of
from stepwell.knowledge.types import Pathway, Step
from stepwell.reasoning.changes import Outlook, ahead, event_days, outlook, value_days
from stepwell.reasoning.conditions import evaluator
from stepwell.reasoning.facts import CompiledPathway, Facts, compile_pathway, on_another_day, read_facts
from stepwell.reasoning.questions import questions_of
from stepwell.reasoning.recommend import Recommender
from stepwell.reasoning.statuses import Judgements, judge
from stepwell.reasoning.types import CarePlan, Recommendation
from stepwell.records.types import Record

EXITS_FIRST = {"emergency": 0, "same-day": 1, "urgent": 2, "routine": 3}
THEN = (
    ("stop",),
    ("paused",),
    ("recommended", "prepare", "ask-first"),
    ("continue",),
    ("contraindicated",),
    ("held",),
    ("undetermined",),
    ("done", "known", "declined"),
    ("not-indicated",),
)
"""The order in which statuses are shown after the open exits; inside one line it is that of steps and ranks."""


def apply(pathway: Pathway, record: Record, as_of: date, *, known_on: date | None = None) -> CarePlan:
    """The care plan for one record on one day.

    as_of      what surely happened by this day counts
    known_on   for a replay: what was recorded later does not count
    returns    every recommendation with its reasons, exits first; the questions that matter; when to look again
    """
    compiled = compile_pathway(pathway)
    day = as_of.toordinal()
    seen = record.as_of(day, known_on=None if known_on is None else known_on.toordinal())
    facts = read_facts(compiled, seen, day)
    judgements = judge(compiled, facts)
    recommender = Recommender(compiled, facts, judgements)
    first = _preferred(pathway, facts)
    recommendations = sorted(
        recommender.all(), key=lambda one: (_place(one, judgements), _rank(one, pathway, first))
    )
    return CarePlan(
        as_of=as_of,
        side=record.side or "",
        step=step_of(compiled, facts).id,
        recommendations=tuple(recommendations),
        questions=questions_of(judgements, pathway),
        next_review=_next_review(compiled, seen, facts),
        ask_again_by=_ask_again_by(pathway, facts),
        knowledge={
            "id": pathway.id,
            "version": pathway.version,
            "digest": pathway.digest,
            "reviewed": "" if pathway.reviewed is None else str(pathway.reviewed),
        },
    )


def _preferred(pathway: Pathway, facts: Facts) -> frozenset[str]:
    """The options that a `prefer` rule puts before the other alternatives of their choice. It never alters a status."""
    rules = [rule for one in pathway.interventions.values() for rule in one.prefer]
    return frozenset(rule.option for rule in rules if evaluator(rule.when)(facts.values) is True)


def _rank(one: Recommendation, pathway: Pathway, first: frozenset[str]) -> tuple[int, int, bool]:
    """Step and rank; the alternatives of a choice share the place of the first of them, and the preferred one leads."""
    steps = [step.id for step in pathway.steps]
    entries = pathway.interventions
    group = [
        entries[one.id],
        *(other for other in entries.values() if one.choice and other.choice == one.choice),
    ]
    return (
        steps.index(one.step),
        min(entry.rank for entry in group) if one.id in first else entries[one.id].rank,
        one.id not in first,
    )


def _place(one: Recommendation, judgements: Judgements) -> int:
    """Where a row stands: open exits first; what may turn out not to be indicated at all after what is."""
    if one.urgency and one.status == "recommended":
        return EXITS_FIRST[one.urgency]
    unsure = one.status == "ask-first" and judgements.by_id[one.id].indicated is None
    group = ("undetermined",) if unsure else next(group for group in THEN if one.status in group)
    return len(EXITS_FIRST) + THEN.index(group)


def step_of(compiled: CompiledPathway, facts: Facts) -> Step:
    """The person's step: the first whose goal is not true."""
    steps = compiled.pathway.steps
    return next((step for step in steps if evaluator(step.goal)(facts.values) is not True), steps[-1])


def judge_record(pathway: Pathway, record: Record, as_of: date, *, staleness: bool = True) -> Judgements:
    """Every status and no more: the fast half of `apply`."""
    compiled = compile_pathway(pathway)
    day = as_of.toordinal()
    return judge(compiled, read_facts(compiled, record.as_of(day), day, staleness=staleness))


@lru_cache(maxsize=8)
def _outlook(pathway: Pathway) -> Outlook:
    timed = [name for name, _ in compile_pathway(pathway).timed]
    return outlook(pathway, _every_condition(pathway), timed)


def _every_condition(pathway: Pathway) -> Iterator[Condition]:
    for finding in pathway.findings.values():
        if finding.derive is not None:
            yield from conditions_in(finding.derive)
    for intervention in pathway.interventions.values():
        yield from conditions_of(intervention)


def _next_review(compiled: CompiledPathway, record: Record, facts: Facts) -> date | None:
    """The first day on which some status changes if nothing new is recorded, staleness aside."""
    time = _outlook(compiled.pathway)
    decided = event_days(facts, compiled.pathway)
    days = ahead(decided | value_days(facts, compiled.pathway, time.numbers), facts.day)[:MOST_DAYS]
    if not days:
        return None
    today = read_facts(compiled, record, facts.day, staleness=False)
    statuses, alike = _statuses(judge(compiled, today, openings=False)), {time.seen_in(today.values)}
    for day in days:
        then = on_another_day(compiled, today, day)
        seen = time.seen_in(then.values)
        if day in decided or seen not in alike:
            if _statuses(judge(compiled, then, openings=False)) != statuses:
                return date.fromordinal(day)
            alike.add(seen)
    return None


def _statuses(judgements: Judgements) -> dict[str, str]:
    return {name: one.status for name, one in judgements.by_id.items()}


MOST_DAYS = 40
"""How many candidate days are tried for the next review."""


def _ask_again_by(pathway: Pathway, facts: Facts) -> date | None:
    """The first day on which an answer that is known today has gone stale."""
    ends = [
        int(seen.on.low) + finding.fresh_for + 1
        for name, seen in facts.origins.items()
        if (finding := pathway.findings[name.partition("@")[0]]).fresh_for is not None
        and int(seen.on.low) + finding.fresh_for >= facts.day
    ]
    return date.fromordinal(min(ends)) if ends else None
