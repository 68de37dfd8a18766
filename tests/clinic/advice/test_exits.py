"""Open exits: what was answered, what is halted, and settling them."""

import pytest

from stepwell.clinic.accounts.calling import numbers_of
from tests.clinic.advice.world import (
    AN_EMERGENCY,
    PAIN_IN_THE_BUTTOCK,
    address,
    count,
    days_from_today,
    lines_of,
    sent,
    status_of,
)


def test_an_open_exit_stands_first_with_what_was_answered_what_it_halts_and_whom_to_call(
    write, episode, browse, physio
):
    write(AN_EMERGENCY)
    for place in ("advice", "exits"):
        page = browse(physio).get(address(episode, place)).content.decode()
        assert page.index("this comes first") < page.index("Emergency care for suspected cauda equina")
        assert "EMERGENCY: now" in page
        assert "Numbness around" in page
        assert "While it is open it halts: exercise, medicines, injections and operations." in page
        assert '<a href="tel:112">112</a>' in page


def test_a_number_that_nobody_checked_is_not_shown(write, episode, browse, physio):
    clinic = episode.person.clinic
    clinic.phone, clinic.urgent_advice = "030 1234", "116 117"
    assert [one.number for one in numbers_of(clinic)] == ["112", "116 117", "030 1234"]
    clinic.numbers_checked_on = None
    assert [one.number for one in numbers_of(clinic)] == ["030 1234"]


@pytest.mark.parametrize("event", ["excluded", "explained", "treated"])
def test_a_clinician_settles_an_exit_with_a_reason_and_by_whom(write, episode, browse, physio, event):
    write(AN_EMERGENCY)
    client = browse(physio)
    client.post(
        address(episode, "exits", "cauda-equina-emergency"),
        sent(
            episode,
            event=event,
            who="Dr Mara Lund",
            reason="MRI clear.",
            on=days_from_today(episode, 0),
            back="exits",
        ),
    )
    assert status_of(episode, "cauda-equina-emergency") is None
    assert lines_of(episode)[-1]["reason"] == "MRI clear. Decided by Dr Mara Lund."
    page = client.get(address(episode, "exits")).content.decode()
    assert "No exit is open." in page
    assert "MRI clear. Decided by Dr Mara Lund." in page


@pytest.mark.parametrize("event", ["accepted", "done"])
def test_sending_somebody_on_does_not_settle_an_exit(write, episode, browse, physio, event):
    write(AN_EMERGENCY)
    typed = sent(
        episode, event=event, who="R. Adeyemi", reason="By ambulance", on=days_from_today(episode, 0)
    )
    browse(physio).post(address(episode, "exits", "cauda-equina-emergency"), typed)
    assert status_of(episode, "cauda-equina-emergency") == "recommended"
    assert status_of(episode, "oral-ibuprofen") == "held"


@pytest.mark.parametrize("missing", ["event", "who", "reason", "on"])
def test_an_exit_is_not_settled_without_each_of_its_answers(write, episode, browse, physio, missing):
    write(AN_EMERGENCY)
    typed = sent(episode, event="excluded", who="Me", reason="MRI clear", on=days_from_today(episode, 0))
    before = count(episode)
    answer = browse(physio).post(address(episode, "exits", "cauda-equina-emergency"), {**typed, missing: ""})
    assert answer.status_code == 200
    assert b'class="error"' in answer.content
    assert count(episode) == before
    assert status_of(episode, "cauda-equina-emergency") == "recommended"


def test_a_later_sign_opens_it_again(write, episode, browse, physio):
    write(AN_EMERGENCY)
    typed = sent(episode, event="excluded", who="Me", reason="MRI clear", on=days_from_today(episode, 0))
    browse(physio).post(address(episode, "exits", "cauda-equina-emergency"), typed)
    write([{"finding": "urine-retention", "value": "yes"}])
    assert status_of(episode, "cauda-equina-emergency") == "recommended"


def test_only_an_open_exit_can_be_followed_up(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    for name in ("cauda-equina-emergency", "safety-screen", "nothing-of-this-name"):
        assert browse(physio).get(address(episode, "exits", name)).status_code == 404
