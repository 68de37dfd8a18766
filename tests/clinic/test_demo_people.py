"""The made-up people of the demo: each shows what they were written for, whatever day it is."""

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from types import SimpleNamespace

import pytest

from stepwell.clinic.demo.diaries import diary_of
from stepwell.clinic.demo.people import CLINICS, LIVES, STAFF, as_record, pathway, people
from stepwell.clinic.demo.scripts import KINDS, AnswerSets
from stepwell.clinic.episodes.board import needs
from stepwell.clinic.episodes.sealed import Written
from stepwell.clinic.episodes.stored import basis_of
from stepwell.differential.ranked import ranked_by
from stepwell.programme.adapter import programme_of, situation_from
from stepwell.programme.proposals import proposals
from stepwell.programme.session import session
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


@pytest.fixture(scope="module", params=[USUAL, LEAP_DAY, END_OF_MONTH, NEW_YEAR], ids=str)
def seen(request):
    """Everybody with their record and plan, on a day."""
    day = request.param
    return {person.id: seen_on(person, day) for person in people(day)}


@pytest.fixture(scope="module")
def today():
    """The same on a usual day."""
    return {person.id: seen_on(person, USUAL) for person in people(USUAL)}


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


# ---- What each was written for


@pytest.mark.parametrize("id", IDS)
def test_each_person_is_at_the_step_and_has_the_statuses_they_were_written_for(seen, id):
    one, shows = seen[id], seen[id].person.shows
    found = {row.id: row.status for row in one.plan.recommendations}
    wanted = dict(shows.statuses)
    assert one.plan.step == shows.step
    assert {name: found.get(name) for name in wanted} == wanted
    assert open_exits(one) == set(shows.exits)


@pytest.mark.parametrize("id", IDS)
def test_the_caseload_says_what_each_was_written_for(today, id):
    need, found = today[id].person.shows.need, caseload(today[id])
    quiet = need in ("none", "review", "unsaid")
    assert [one for one in found if one != "review"][:1] == ([] if quiet else [need])


def those_who_need(seen, need):
    found = [one for one in seen.values() if one.person.shows.need == need]
    assert found
    return found


def test_a_red_flag_is_open_and_was_answered_in_the_last_days(seen):
    for one in those_who_need(seen, "red-flag"):
        assert open_exits(one)
        flags = [days for days, line in lines(one) if line["value"] in ("yes", "not-sure")
                 and pathway().findings.get(line["finding"]) and pathway().findings[line["finding"]].flag]  # fmt: skip
        assert min(flags) <= 2


def test_not_sure_about_numbness_this_morning_opens_the_emergency_exit(seen):
    one = seen["aisha-rahman"]
    assert [days for days, _ in lines(one, finding="saddle-numbness", value="not-sure")] == [0]
    assert open_exits(one) == {"cauda-equina-emergency"}


def test_tingling_below_the_knee_twice_in_a_week_stops_the_exercise(seen):
    one = seen["peter-lindqvist"]
    stopped = [line for days, line in lines(one, finding="clamshell", response="worse") if days < 7]
    assert [line["reason"] for line in stopped] == ["Tingling below the knee for more than a minute."] * 2
    assert {"suspend", "regress"} <= proposed(one)


def test_a_stop_rule_ends_a_treatment_or_proposes_less(seen):
    found = {one.person.id for one in those_who_need(seen, "stop-rule")}
    assert found == {"peter-lindqvist", "isabel-torres", "stefan-novotny"}
    assert proposed(seen["isabel-torres"]) == {"relapse"}
    assert {row.id for row in seen["stefan-novotny"].plan.recommendations if row.status == "stop"} == {
        "gabapentin"
    }


def test_pain_rises_from_3_to_6_in_five_days(seen):
    assert len(those_who_need(seen, "rising")) == 2
    pain = {days: line["value"] for days, line in lines(seen["grace-mwangi"], finding="worst-pain")}
    assert [pain[5], pain[0]] == [3, 6]
    assert {one.person.id for one in seen.values() if days_of_rising_pain(one) >= 3} == {
        "grace-mwangi", "daniel-okafor",
    }  # fmt: skip


def test_one_person_is_silent_for_a_week_and_nobody_else(seen):
    assert {one.person.id: days_silent(one) for one in seen.values() if days_silent(one) >= 7} == {
        "hannah-cole": 8
    }


def test_two_planned_sessions_are_missed_by_somebody_who_still_checks_in(seen):
    (one,) = those_who_need(seen, "missed")
    left_out = [
        (days, line["reason"]) for days, line in lines(one, value="done", response="none") if days < 7
    ]
    assert {days for days, _ in left_out} == {3, 1} == set(trained(one)[:2])
    assert {reason for _, reason in left_out} == {"No time."}
    assert days_silent(one) == 0


def test_who_is_ready_is_proposed_more_without_another_question(seen):
    found = {}
    for one in those_who_need(seen, "ready"):
        kinds = {
            row.kind for row in proposals(programme_of(pathway()), situation_from(pathway(), facts_of(one)))
        }
        found[one.person.id] = kinds - {"hold"}
    assert found == {
        "jonas-weber": {"phase-on", "progress"},
        "meera-iyer": {"progress"},
        "paolo-ricci": {"phase-on", "progress"},
    }


def test_who_has_a_review_due_is_advised_a_review(seen):
    assert all(reviews_due(one) for one in those_who_need(seen, "review"))


def test_who_needs_nothing_has_no_flag_no_review_and_no_change_proposed(seen):
    for one in those_who_need(seen, "none"):
        assert (one.person.id, open_exits(one), reviews_due(one), proposed(one)) == (
            one.person.id, set(), [], set(),
        )  # fmt: skip


# ---- What they cover together


def test_every_step_and_every_need_is_shown(today):
    steps = Counter(one.plan.step for one in today.values())
    assert set(steps) == {step.id for step in pathway().steps}
    assert {one.person.shows.need for one in today.values()} >= {*TREATED, "none"}


def test_the_clinics_have_about_30_10_and_4_people():
    assert Counter(person.clinic for person in people(USUAL)) == {
        "harbour": 31,
        "northgate": 10,
        "riverside": 4,
    }


@pytest.mark.parametrize("exit_", ["bilateral-sciatica-emergency", "motor-deficit-urgent"])
def test_an_exit_was_settled_by_a_clinician(today, exit_):
    settled = [one for one in today.values() for _ in lines(one, finding=exit_, value="explained")]
    assert len(settled) == 1
    assert exit_ not in open_exits(settled[0])


def test_what_nobody_can_date_stays_undated(today):
    days = {line["finding"]: line["on"] for _, line in lines(today["ahmed-saleh"]) if "recorded_at" in line}
    assert days["other-injection"] == "2023"
    assert days["oral-nsaid"] is None
    assert days["manual-or-other-treatment"] == {"before": (USUAL - timedelta(days=200)).isoformat()}


def test_answers_are_missing_declined_and_overridden_with_reasons(today):
    assert sum(1 for _ in lines(today["mei-tanaka"])) < 15
    reasons = {
        line["value"]: line["reason"] for _, line in lines(today["sara-johansson"]) if "reason" in line
    }
    assert {"declined", "overridden"} <= set(reasons)


def test_the_tests_of_the_examination_point_to_a_source(today):
    wanted = {"chloe-martin": "ischiofemoral", "linh-nguyen": "hamstring-origin", "ivan-petrov": "piriformis"}
    found = {id: ranked_by(pathway(), facts_of(today[id])).likelihoods[0].source for id in wanted}
    assert found == wanted


def test_who_follows_a_programme_has_a_session_today(today):
    quiet = ["ivan-petrov", "linh-nguyen", "noah-fischer", "emily-carter", "kwame-boateng", "amina-diallo"]
    for id in quiet:
        assert session(programme_of(pathway()), situation_with_short_screen(today[id])).items
        assert len([days for days in trained(today[id]) if days < 14]) >= 3


# ---- What may be written


@pytest.mark.parametrize("id", IDS)
def test_each_level_that_was_logged_is_on_the_ladder_of_the_exercise(today, id):
    for _, line in lines(today[id]):
        exercise = pathway().exercises.get(line["finding"])
        if exercise and "dose" in line:
            assert line["dose"] in {level["level"] for level in exercise["ladder"]}, line


@pytest.mark.parametrize("id", IDS)
def test_saves_come_in_order_none_lies_ahead_and_each_was_written_by_somebody_of_the_clinic(today, id):
    person = today[id].person
    roles = {"patient", *(one.role for one in STAFF if one.clinic == person.clinic)}
    assert [save.on for save in person.saves] == sorted(save.on for save in person.saves)
    assert person.saves[-1].on <= USUAL
    assert person.saves[0].lines[0] == {
        "on": str(person.saves[0].on),
        "finding": "age",
        "value": USUAL.year - person.birth_year,
        "by": person.saves[0].by,
    }
    assert {save.by for save in person.saves} <= roles
    assert {save.kind for save in person.saves} <= set(KINDS)
    assert all(line["by"] == save.by for save in person.saves for line in save.lines)


def test_everybody_is_looked_after_by_a_clinician_of_their_clinic_and_nobody_has_a_real_address():
    clinicians = {(one.email, one.clinic) for one in STAFF if one.role in ("physiotherapist", "physician")}
    everybody = people(USUAL)
    assert {(one.clinician, one.clinic) for one in everybody} <= clinicians
    assert all(one.email.endswith("@example.org") for one in (*everybody, *STAFF))
    assert len({one.email for one in (*everybody, *STAFF)}) == len(everybody) + len(STAFF)
    assert all(sum(one.clinic == clinic.key for one in STAFF) >= 3 for clinic in CLINICS)


def test_the_scripts_are_small():
    assert sum(path.stat().st_size for path in LIVES.iterdir()) < 400_000


def test_a_bare_machine_can_make_them():
    code = (
        "import sys; from datetime import date; from stepwell.clinic.demo.people import people;"
        "people(date(2026, 11, 30)); print({'numpy', 'duckdb', 'django', 'pyarrow'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"


def test_a_row_that_is_too_short_is_refused():
    sets = AnswerSets({"short-screen-clear": {}}, pathway())
    with pytest.raises(ValueError, match=r"^ann: pain has 3 days\. Write 28 signs, today last\.$"):
        list(diary_of({"id": "ann", "pain": "5 44"}, sets, USUAL))


def test_answers_that_are_not_there_are_refused():
    sets = AnswerSets({"settled": {}, "irritable": {}}, pathway())
    with pytest.raises(
        ValueError, match=r"^lives/answers\.yaml has no answers calm\. Write one of settled, irritable\.$"
    ):
        sets.answers("calm")
