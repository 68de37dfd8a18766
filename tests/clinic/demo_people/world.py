"""What the tests of this folder share."""

import json
from datetime import UTC, date, datetime, time
from statistics import median
from types import SimpleNamespace

from stepwell.clinic.demo.people import as_record, pathway, people
from stepwell.clinic.episodes.basis import basis_of
from stepwell.clinic.episodes.board import needs
from stepwell.clinic.episodes.sealed import Written
from stepwell.programme.adapter import programme_of, situation_from
from stepwell.programme.proposals import proposals
from stepwell.reasoning.apply import apply
from stepwell.reasoning.facts import compile_pathway, read_facts
from stepwell.records.reader import parse_record

USUAL, LEAP_DAY, END_OF_MONTH, NEW_YEAR = (
    date(2026, 11, 30),
    date(2028, 2, 29),
    date(2027, 1, 31),
    date(2027, 1, 1),
)


TREATED = ("red-flag", "stop-rule", "rising", "silent", "missed", "ready", "review")


IDS = [person.id for person in people(USUAL)]


def seen_on(person, day):
    record = parse_record(as_record(person), pathway(), name=person.id)
    return SimpleNamespace(person=person, day=day, record=record, plan=apply(pathway(), record, day))


def facts_of(one):
    number = one.day.toordinal()
    return read_facts(compile_pathway(pathway()), one.record.as_of(number), number)


def situation_with_short_screen(one):
    """The situation once today's short safety questions are answered with no."""
    tree = json.loads(as_record(one.person))
    asked = pathway().interventions["daily-screen"].finds
    tree["observations"] += [{"on": one.day.isoformat(), "finding": name, "value": "no"} for name in asked]
    record = parse_record(json.dumps(tree), pathway(), name="answered")
    number = one.day.toordinal()
    return situation_from(pathway(), read_facts(compile_pathway(pathway()), record.as_of(number), number))


def proposed(one):
    """What the programme proposes, apart from going on as now."""
    found = proposals(programme_of(pathway()), situation_with_short_screen(one))
    return {proposal.kind for proposal in found} - {"hold"}


def lines(one, **wanted):
    """Lines with these values, with how many days ago they were."""
    for save in one.person.saves:
        for line in save.lines:
            if all(line.get(key) == value for key, value in wanted.items()):
                yield (one.day - save.on).days, line


def days_silent(one):
    return min((one.day - save.on).days for save in one.person.saves if save.by == "patient")


def trained(one):
    """How many days ago exercises were logged, the latest first."""
    return sorted({days for days, line in lines(one, value="done") if line["finding"] in pathway().exercises})


def caseload(one):
    """What the board of the clinic says that somebody needs, most urgent first."""
    written, seq = [], 1
    for number, save in enumerate(one.person.saves, start=1):
        more = {"rest": save.on.isoformat()} if save.rest else {}
        at = datetime.combine(save.on, time(9), UTC)
        written.append(Written(number, save.kind, at, "", save.by, seq, list(save.lines), more))
        seq += len(save.lines)
    found = basis_of(written, pathway(), side=one.person.side, name=one.person.id, today=one.day)
    return [need.id for need in needs(found)]


def reviews_due(one):
    return [
        advice.id
        for advice in one.plan.recommendations
        if advice.kind == "review" and advice.status == "recommended" and advice.decided_by != "patient"
    ]


def open_exits(one):
    return {row.id for row in one.plan.recommendations if row.urgency and row.status == "recommended"}


def days_of_rising_pain(one):
    """How many of the last five days lie two points or more above what is usual for the person."""
    pain = {days: line["value"] for days, line in lines(one, finding="worst-pain")}
    usual = median([value for days, value in pain.items() if 5 <= days <= 27] or [0])
    return sum(pain.get(days, 0) >= usual + 2 for days in range(5))


def those_who_need(seen, need):
    found = [one for one in seen.values() if one.person.shows.need == need]
    assert found
    return found
