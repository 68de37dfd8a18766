"""The made-up caseload as a whole."""

import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest

from stepwell.clinic.demo.diaries import diary_of
from stepwell.clinic.demo.people import CLINICS, LIVES, STAFF, pathway, people
from stepwell.clinic.demo.scripts import KINDS, AnswerSets
from stepwell.differential.ranked import ranked_by
from stepwell.programme.adapter import programme_of
from stepwell.programme.session import session
from tests.clinic.demo_people.world import (
    IDS,
    TREATED,
    USUAL,
    facts_of,
    lines,
    open_exits,
    situation_with_short_screen,
    trained,
)


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
