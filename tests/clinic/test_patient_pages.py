"""The person's own pages: only their own, and each says something before anything is known."""

import pytest

from stepwell.clinic.accounts.calling import dialled_of
from stepwell.clinic.accounts.models import Role
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.services import add_entry
from stepwell.knowledge.loader import load_pathway
from tests.clinic.conftest import new_episode

PAGES = [
    "/today/",
    "/progress/",
    "/pathway/",
    "/help/",
    "/learn/",
    "/record/",
    "/ergonomics/",
    "/ladders/",
]


def told(nadia, *lines, kind="check-in"):
    add_entry(nadia.episode, kind, lines, by=Author.of(nadia))


@pytest.mark.parametrize("place", PAGES)
def test_each_page_opens_before_anything_is_known(nadia, browse, place):
    assert browse(nadia).get(place).status_code == 200


@pytest.mark.parametrize("place", PAGES)
def test_each_page_opens_with_a_diary_and_a_red_flag(nadia, browse, place):
    told(nadia, {"finding": "worst-pain", "value": 6}, {"finding": "sitting-tolerance", "value": 15})
    told(nadia, {"finding": "saddle-numbness", "value": "not-sure"})
    assert browse(nadia).get(place).status_code == 200


def test_somebody_elses_record_is_not_shown(nadia, clinic, member, physio, browse):
    told(nadia, {"finding": "worst-pain", "value": 6}, kind="visit")
    other = member(Role.PATIENT, email="other@example.org")
    new_episode(clinic.clinic, physio, user=other.user, name="Other Person")
    page = browse(other).get("/record/").content.decode()
    assert "Nothing is written yet" in page


def test_a_patient_without_an_episode_finds_nothing_and_no_fault(member, browse):
    nobody = member(Role.PATIENT, email="nobody@example.org")
    assert {browse(nobody).get(place).status_code for place in PAGES if place != "/today/"} == {404}


def test_getting_help_names_the_checked_number_and_every_emergency_sign(nadia, browse):
    page = browse(nadia).get("/help/").content.decode()
    assert 'href="tel:112"' in page
    assert "Have you gone numb around your bottom" in page


def test_progress_shows_the_effect_and_was(nadia, browse):
    told(nadia, {"finding": "sitting-tolerance", "value": 10, "on": "2026-01-02"})
    told(nadia, {"finding": "sitting-tolerance", "value": 25})
    page = browse(nadia).get("/progress/").content.decode()
    assert "25<small>minutes" in page
    assert "was 10" in page


def test_a_ladder_says_where_they_are_and_what_the_next_rung_needs(nadia, browse):
    log = {"finding": "walking-programme", "value": "done", "dose": "W2", "response": "good", "pain": 1}
    told(nadia, log)
    page = browse(nadia).get("/ladders/").content.decode()
    assert page.count("You are here") == 1
    assert page.index("W3") < page.index("You are here") < page.index("W1")
    assert "good sessions" in page


def test_running_begins_only_once_what_it_needs_is_there(nadia, browse):
    page = browse(nadia).get("/ladders/").content.decode()
    assert load_pathway().exercises["return-to-run-ladder"]["contraindicated"][-1]["because"] in page
    assert "Walk 4.5 min, run 0.5 min, 4 times" in page


def test_each_place_has_its_list_and_says_what_it_rests_on(nadia, browse):
    page = browse(nadia).get("/ergonomics/").content.decode()
    for title in ("Chair", "Desk", "Standing", "Wallet and pockets", "Car", "Bed"):
        assert f">{title}</legend>" in page
    assert "No study tells us" in page


def test_todays_plan_tells_when_the_check_in_is_due_how_the_week_went_and_each_light(nadia, browse):
    told(nadia, {"finding": "runs", "value": "no"}, {"finding": "worst-pain", "value": 3})
    plan = browse(nadia).get("/api/today?tz=UTC").json()
    assert plan["weekly"]["last"] == plan["day"]
    assert plan["weekly"]["ask"][0] == "average-pain"
    assert [one["state"] for one in plan["week"]] == ["none"] * 7
    assert plan["trained"] is None
    running = next(one for one in plan["activities"] if "runs" in one["asks"])
    assert running["light"] == "idle"


def test_every_question_about_an_activity_is_asked_once(nadia, browse):
    plan = browse(nadia).get("/api/today?tz=UTC").json()
    asks = [name for one in plan["activities"] for name in one["asks"]]
    assert len(asks) == len(set(asks))
    assert set(asks) <= {one["finding"] for one in plan["questions"]["activity"]}


def test_the_shell_of_today_holds_nothing_of_anybody(nadia, browse):
    told(nadia, {"finding": "worst-pain", "value": 6})
    page = browse(nadia).get("/today/").content.decode()
    assert "Nadia" not in page
    assert 'name="csrfmiddlewaretoken" value=""' in page


def test_the_script_of_the_background_stands_at_the_root_and_keeps_no_page_of_anybody(nadia, browse):
    answer = browse(nadia).get("/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer.headers["Cache-Control"]
    for place in ("/progress", "/record", "/api/"):
        assert place not in answer.content.decode()


def test_the_token_for_sending_is_that_of_the_session(nadia, browse):
    assert len(browse(nadia).get("/today/token/").json()["token"]) > 20


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("clamshell-left.svg", 200),
        ("clamshell-right.json", 200),
        ("nothing-left.svg", 404),
        ("clamshell-up.svg", 404),
    ],
)
def test_a_figure_is_of_a_known_exercise_and_side(nadia, browse, name, code):
    assert browse(nadia).get(f"/figures/{name}").status_code == code


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("112", "112"),
        ("999 or 112", "999"),
        ("Samaritans 116 123", "116123"),
        ("+31 (0)20 123", "+3120123"),
        ("24 h: 0800 123", ""),
        ("ring the bell", ""),
    ],
)
def test_a_phone_dials_the_one_number_or_the_first_of_alternatives_and_else_nothing(written, dialled):
    assert dialled_of(written) == dialled


def test_two_alternatives_are_never_dialled_as_one_number(nadia, clinic, browse):
    clinic.clinic.emergency = "999 or 112"
    clinic.clinic.save()
    page = browse(nadia).get("/help/").content.decode()
    assert 'href="tel:999"' in page
    assert "Ring 999 or 112" in page
    today = browse(nadia).get("/api/today").json()
    assert today["call_links"] == {"emergency": "tel:999"}
