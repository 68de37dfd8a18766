"""Deciding on advice: who may, with which reason, until when."""

import re
from datetime import date

import pytest

from stepwell.clinic.audit.models import Event
from stepwell.clinic.workspace.advice.services import decision_lines
from stepwell.knowledge.loader import load_pathway
from tests.clinic.advice.world import (
    AN_EMERGENCY,
    PAIN_IN_THE_BUTTOCK,
    WAYS,
    WITH_A_LOST_REFLEX,
    a_row,
    address,
    count,
    days_from_today,
    lines_of,
    row_of,
    sent,
    status_of,
)


def test_accepting_writes_who_and_when(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    answer = browse(physio).post(
        address(episode, "advice", "safety-screen", "decide"), sent(episode, do="accept")
    )
    assert answer.status_code == 302
    assert answer["Location"].startswith(address(episode, "advice"))
    line = lines_of(episode)[-1]
    assert (line["finding"], line["value"], line["by"]) == ("safety-screen", "accepted", "physiotherapist")
    assert Event.objects.filter(action="entry.written", detail__kind="decision").count() == 1


def test_what_was_decided_is_shown_on_the_card(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    client = browse(physio)
    client.post(address(episode, "advice", "safety-screen", "decide"), sent(episode, do="accept"))
    page = client.get(address(episode, "advice")).content.decode()
    assert re.search(r"Accepted\s+\d+ \w+ by the physiotherapist", page)


def test_declining_needs_a_reason_and_holds_until_the_day_it_names(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    client, place = browse(physio), address(episode, "advice", "identify-source", "decide")
    before = count(episode)
    empty = client.post(place, sent(episode, do="decline", reason="  "))
    assert empty.status_code == 200
    assert b"Write why." in empty.content
    assert count(episode) == before
    until = days_from_today(episode, 30)
    client.post(place, sent(episode, do="decline", reason="Examined elsewhere last week", until=until))
    assert status_of(episode, "identify-source") == "declined"
    assert lines_of(episode)[-1]["until"] == until


def test_what_was_declined_is_taken_up_again(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    client, place = browse(physio), address(episode, "advice", "identify-source", "decide")
    client.post(place, sent(episode, do="decline", reason="Not today"))
    client.post(place, sent(episode, do="accept"))
    assert status_of(episode, "identify-source") != "declined"


def test_a_decision_cannot_end_before_it_begins(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    typed = sent(episode, do="decline", reason="Not today", until=days_from_today(episode, -1))
    answer = browse(physio).post(address(episode, "advice", "identify-source", "decide"), typed)
    assert b"Write a day from today on." in answer.content
    assert b"Not today" in answer.content


def test_a_physiotherapist_does_not_decide_what_a_physician_decides(write, episode, browse, physio):
    write(WITH_A_LOST_REFLEX)
    name = a_row(episode, "recommended", decided_by="physician")
    client, before = browse(physio), count(episode)
    for way in ("accept", "decline", "override", "change"):
        answer = client.post(
            address(episode, "advice", name, "decide"),
            sent(episode, do=way, reason="I think so", until=days_from_today(episode, 9), sure="on"),
        )
        assert b"This is for a physician to decide. Nothing was saved." in answer.content
    assert count(episode) == before
    page = client.get(address(episode, "advice")).content.decode()
    assert "A physician decides. You can record what was decided." in page


def test_a_physician_decides_it(write, episode, browse, physician):
    write(WITH_A_LOST_REFLEX)
    name = a_row(episode, "recommended", decided_by="physician")
    browse(physician).post(address(episode, "advice", name, "decide"), sent(episode, do="accept"))
    assert lines_of(episode)[-1]["by"] == "physician"


def test_what_somebody_else_decided_is_recorded_with_their_name(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    client, place = browse(physio), address(episode, "advice", "gabapentin", "decide")
    typed = {"do": "happened", "event": "started", "on": days_from_today(episode, -3)}
    nameless = client.post(place, sent(episode, **typed))
    assert b"Write who decided this." in nameless.content
    client.post(place, sent(episode, **typed, who="the family doctor"))
    line = lines_of(episode)[-1]
    assert (line["value"], line["reason"]) == ("started", "Decided by the family doctor.")
    assert status_of(episode, "gabapentin") in ("continue", "stop")


def test_another_option_of_the_same_choice_is_accepted_and_this_one_is_silent():
    typed = {
        "instead": "oral-ibuprofen",
        "dose": "300 mg",
        "reason": "Less risk for the heart",
        "until": date(2027, 1, 4),
    }
    assert decision_lines(load_pathway().interventions["oral-naproxen"], "change", typed) == [
        {
            "finding": "oral-ibuprofen",
            "value": "accepted",
            "dose": "300 mg",
            "reason": "Less risk for the heart",
            "until": "2027-01-04",
        },
        {
            "finding": "oral-naproxen",
            "value": "overridden",
            "reason": "Less risk for the heart",
            "until": "2027-01-04",
        },
    ]


def test_a_change_that_changes_nothing_is_not_written(write, episode, browse, physio):
    write([*PAIN_IN_THE_BUTTOCK, {"finding": "home-programme", "value": "started"}])
    before = count(episode)
    answer = browse(physio).post(
        address(episode, "advice", "home-programme", "decide"), sent(episode, do="change", reason="Because")
    )
    assert b"Nothing is changed." in answer.content
    assert count(episode) == before


def test_a_dose_is_changed_with_a_reason(write, episode, browse, physio):
    write([*PAIN_IN_THE_BUTTOCK, {"finding": "home-programme", "value": "started"}])
    browse(physio).post(
        address(episode, "advice", "home-programme", "decide"),
        sent(episode, do="change", dose="Every other day", reason="Sore for two days"),
    )
    line = lines_of(episode)[-1]
    assert (line["value"], line["dose"], line["reason"]) == (
        "accepted",
        "Every other day",
        "Sore for two days",
    )


def test_an_override_needs_a_reason_a_day_and_a_tick(write, episode, browse, physio):
    write([*PAIN_IN_THE_BUTTOCK, {"finding": "worsening-weakness", "value": "no"}])
    name = a_row(episode, "ask-first", decided_by="physiotherapist")
    client, place, before = browse(physio), address(episode, "advice", name, "decide"), count(episode)
    whole = {"reason": "Seen by me, harmless", "until": days_from_today(episode, 14), "sure": "on"}
    for missing in whole:
        typed = {key: value for key, value in whole.items() if key != missing}
        answer = client.post(place, sent(episode, do="override", **typed))
        assert answer.status_code == 200
    assert count(episode) == before
    client.post(place, sent(episode, do="override", **whole))
    assert row_of(episode, name)["silenced"] == "Seen by me, harmless"
    page = client.get(address(episode, "advice", name)).content.decode()
    assert "<b>Overridden.</b> Seen by me, harmless" in page


def test_the_form_of_an_override_warns_and_says_who_may(write, episode, browse, physician):
    write([*PAIN_IN_THE_BUTTOCK, {"finding": "nsaid-allergy", "value": "yes"}])
    assert status_of(episode, "oral-ibuprofen") == "contraindicated"
    page = browse(physician).get(address(episode, "advice", "oral-ibuprofen", "decide") + "?do=override")
    assert b"This is contraindicated now." in page.content
    assert b"A physician decides." in page.content


def test_nothing_overrides_what_an_open_exit_holds(write, episode, browse, physician):
    write(AN_EMERGENCY)
    assert status_of(episode, "oral-ibuprofen") == "held"
    typed = sent(episode, do="override", reason="Needed", until=days_from_today(episode, 5), sure="on")
    before = count(episode)
    answer = browse(physician).post(address(episode, "advice", "oral-ibuprofen", "decide"), typed)
    assert b"No override silences an exit" in answer.content
    assert count(episode) == before


@pytest.mark.parametrize("way", WAYS)
def test_an_exit_is_neither_accepted_nor_declined_nor_overridden(write, episode, browse, physician, way):
    write(AN_EMERGENCY)
    before = count(episode)
    typed = sent(episode, do=way, reason="No", until=days_from_today(episode, 5), sure="on", event="done")
    answer = browse(physician).post(address(episode, "advice", "cauda-equina-emergency", "decide"), typed)
    assert answer["Location"] == address(episode, "exits", "cauda-equina-emergency")
    assert count(episode) == before
