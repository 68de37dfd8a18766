"""Signs of danger in events."""

import json
from datetime import timedelta

import pytest

from stepwell.clinic.episodes.services import entries_of
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.patient.event_reader import STALE
from stepwell.clinic.patient.events import receive
from stepwell.clinic.patient.quarantine import set_aside
from tests.clinic.events.world import (
    CAUDA,
    NOON,
    NOW,
    STORED,
    event,
    open_exits,
    screen,
    send,
)


def test_a_sign_opens_its_exit_before_the_phone_is_answered(hers, patient):
    received = receive(
        hers, [event(hers, "red-flags", screen(hers, saddle_numbness="yes"))], by=patient, now=NOW
    )
    assert received.plan == "computed"
    assert CAUDA in open_exits(hers)


@pytest.mark.parametrize(
    "changed",
    [
        {"plan_version": "unknown"},
        {"at": (NOW + timedelta(days=3)).isoformat()},
        {"at": "not a time"},
        {"at": (NOON - STALE - timedelta(days=1)).isoformat()},
        {"tz": "Nowhere/Land"},
        {"kind": "weekly"},
        {"extra": 1},
        {"payload": {"answers": {"saddle-numbness": "yes", "worst-pain": 99}}},
        {"payload": {"answers": {"saddle-numbness": True, "no-such-finding": "yes"}, "more": 1}},
        {"payload": {"answers": {"saddle-numbness": "not-sure"}}},
    ],
)
def test_a_sign_counts_whatever_else_of_its_event_cannot_be_used(hers, patient, changed):
    sent = event(hers, "red-flags", screen(hers, saddle_numbness="yes")) | changed
    assert send(hers, patient, sent) == [STORED]
    assert CAUDA in open_exits(hers)


def test_what_was_left_out_beside_a_sign_is_kept(hers, patient):
    sent = event(hers, payload={"answers": {"saddle-numbness": "yes", "worst-pain": 99}})
    send(hers, patient, sent)
    assert json.loads(entries_of(hers)[0].more["left_out"]) == sent


def test_a_sign_counts_at_once_where_the_persons_day_is_ahead_of_the_clinics(hers, patient):
    now = NOON.replace(hour=13)
    sent = event(hers, "red-flags", screen(hers, saddle_numbness="yes"), tz="Pacific/Kiritimati", at=now)
    receive(hers, [sent], by=patient, now=now)
    assert CAUDA in open_exits(hers)


def test_a_sign_is_not_taken_back_by_a_no_of_the_same_day(hers, patient):
    assert send(hers, patient, event(hers, "red-flags", screen(hers, saddle_numbness="yes"))) == [STORED]
    no = event(hers, "red-flags", screen(hers), at=NOON + timedelta(hours=1))
    assert send(hers, patient, no) == [("quarantined", "contradicts")]
    assert CAUDA in open_exits(hers)


def test_a_new_sign_counts_in_an_event_that_takes_another_one_back(hers, patient):
    send(hers, patient, event(hers, "red-flags", screen(hers, saddle_numbness="yes")))
    later = event(hers, "red-flags", screen(hers, rapid_weakness="yes"), at=NOON + timedelta(hours=1))
    assert send(hers, patient, later) == [STORED]
    assert {CAUDA, "rapid-weakness-emergency"} <= set(open_exits(hers))


def test_a_sign_of_the_evening_replaces_the_no_of_the_morning(hers, patient):
    send(hers, patient, event(hers, "red-flags", screen(hers)))
    send(
        hers,
        patient,
        event(hers, "red-flags", screen(hers, saddle_numbness="yes"), at=NOON + timedelta(hours=1)),
    )
    assert CAUDA in open_exits(hers)


def test_a_sign_that_is_too_old_to_count_is_shown_first_to_the_clinic(hers, patient):
    old = NOON - timedelta(days=200)
    send(hers, patient, event(hers) | {"kind": "note"})
    assert send(hers, patient, event(hers, "red-flags", screen(hers, saddle_numbness="yes"), at=old)) == [
        ("quarantined", "stale")
    ]
    assert [one.sign for one in set_aside(hers, pathway_of(hers.person.clinic))] == [True, False]
