"""The programme editor: what a clinician sets holds, is versioned, and never beats a safety rule."""

import uuid

import pytest

from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.services import add_entry
from stepwell.clinic.workspace.programme.reading import reading_of

SAFE = [
    {"finding": "age", "value": 34},
    {"finding": "worst-pain", "value": 3},
    {"finding": "phase", "value": "strengthen"},
]


@pytest.fixture
def person(episode, physio):
    """Somebody in the strength phase of whom little is known."""
    add_entry(episode, "visit", SAFE, by=Author.of(physio))
    return episode


def sent(person, **fields):
    return {"key": str(uuid.uuid4()), "seen": person.count, "reason": "asked for it", **fields}


def place(person, tail=""):
    return f"/people/{person.pk}/programme/{tail}"


def test_the_editor_shows_the_session_and_no_version_yet(person, physio, browse):
    answer = browse(physio).get(place(person))
    assert answer.status_code == 200
    assert b"Nobody has set anything" in answer.content


@pytest.mark.parametrize(
    ("act", "more", "said"),
    [
        ("pin", {}, "Pinned"),
        ("cap", {"level": "L1"}, "Capped at level L1."),
        ("pause", {}, "Paused."),
        ("swap", {"other": "double-leg-bridge"}, "Paused."),
    ],
)
def test_what_is_set_makes_a_version_and_is_shown(person, physio, browse, act, more, said):
    client = browse(physio)
    answer = client.post(place(person, "exercise/clamshell/"), sent(person, act=act, **more))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    page = client.get(place(person, "exercise/clamshell/")).content.decode()
    assert said in page
    assert reading_of(person).version == 1


def test_an_earlier_version_stays_as_it_was(person, physio, browse):
    client = browse(physio)
    client.post(place(person, "exercise/clamshell/"), sent(person, act="pause"))
    person.refresh_from_db()
    client.post(place(person, "exercise/clamshell/"), sent(person, act="resume"))
    assert "clamshell" in reading_of(person, version=1).situation.paused
    assert "clamshell" not in reading_of(person).situation.paused
    assert client.get(place(person, "version/1/")).status_code == 200
    assert client.get(place(person, "version/3/")).status_code == 404


def test_a_pin_does_not_beat_what_is_not_known_to_be_safe(person, physio, browse):
    browse(physio).post(place(person, "exercise/single-leg-deadlift/"), sent(person, act="pin"))
    reading = reading_of(person)
    assert "single-leg-deadlift" in reading.situation.pinned
    assert "single-leg-deadlift" not in [item.exercise.id for item in reading.session.items]


@pytest.mark.parametrize(
    "wrong",
    [
        {"act": "cap"},
        {"act": "swap"},
        {"act": "fly"},
        {"act": "pin", "until": "2001-01-01"},
        {"act": "pin", "until": "tomorrow"},
        {"act": "pin", "reason": ""},
        {"act": "cap", "level": "L99"},
        {"act": "pin", "key": "x"},
        {"act": "pin", "seen": "-1"},
        {},
    ],
)
def test_a_form_that_cannot_be_read_is_shown_again_and_writes_nothing(person, physio, browse, wrong):
    answer = browse(physio).post(place(person, "exercise/clamshell/"), {**sent(person), **wrong})
    assert answer.status_code == 200
    assert reading_of(person).version == 0


def test_a_second_tab_is_told_and_overwrites_nothing(person, physio, browse):
    client = browse(physio)
    old = sent(person, act="pin")
    client.post(place(person, "exercise/clamshell/"), sent(person, act="pause"))
    answer = client.post(place(person, "exercise/clamshell/"), old)
    assert b"somebody else wrote" in answer.content
    assert reading_of(person).version == 1


def test_a_proposal_that_is_not_made_cannot_be_accepted(person, physio, browse):
    made_up = {"kind": "progress", "exercise": "clamshell", "to": "L5"}
    browse(physio).post(place(person, "accept/"), sent(person, **made_up))
    assert reading_of(person).version == 0


def test_a_proposal_is_accepted_once(person, physio, browse):
    good = {"finding": "clamshell", "value": "done", "dose": "L1", "response": "worse", "pain": 7}
    add_entry(person, "session", [good], by=Author.of(physio))
    reading = reading_of(person)
    less = next(one for one in reading.proposals if one.exercise == "clamshell" and one.to)
    fields = sent(person, kind=less.kind, exercise=less.exercise, to=less.to)
    client = browse(physio)
    client.post(place(person, "accept/"), fields)
    assert reading_of(person).situation.levels["clamshell"] == less.to
    client.post(place(person, "accept/"), fields)
    assert reading_of(person).version == 1


def test_what_there_is_at_home_changes_the_session(person, physio, browse):
    client = browse(physio)
    client.post(place(person, "home/"), sent(person, equipment=["chair"], avoid=["clamshell"]))
    reading = reading_of(person)
    assert reading.situation.equipment == frozenset(["chair"])
    assert reading.situation.avoid == frozenset(["clamshell"])
    assert b"checked" in client.get(place(person, "home/")).content


def test_the_picture_is_that_of_the_side(person, physio, browse):
    answer = browse(physio).get(place(person, "exercise/clamshell/picture.svg"))
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert b"right side" in answer.content
    assert browse(physio).get(place(person, "exercise/nothing/picture.svg")).status_code == 404
