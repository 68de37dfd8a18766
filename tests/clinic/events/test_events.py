"""Events of a phone: stored once, or set aside."""

from datetime import timedelta

import pytest

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.audit.models import Event as AuditEvent
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Entry
from stepwell.clinic.episodes.services import add_entry, basis, entries_of
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.patient.event_reader import STALE
from stepwell.clinic.patient.models import Quarantined
from stepwell.clinic.patient.quarantine import set_aside, settle
from tests.clinic.conftest import opened
from tests.clinic.events.world import DUPLICATE, NOON, NOW, STORED, event, lines, send


def test_a_check_in_becomes_lines_of_the_day_on_which_it_was_made(hers, patient):
    payload = {"answers": {"worst-pain": 6, "sitting-tolerance": 20, "next-morning": "settled"}}
    assert send(hers, patient, event(hers, payload=payload)) == [STORED]
    assert {one["finding"]: one["value"] for one in lines(hers)} == payload["answers"]
    assert {(one["on"], one["by"]) for one in lines(hers)} == {(NOON.date().isoformat(), "patient")}


def test_the_day_is_that_of_the_persons_own_zone(hers, patient):
    late = NOON.replace(hour=3)
    send(hers, patient, event(hers, at=late, tz="America/New_York"))
    assert lines(hers)[0]["on"] == (NOON.date() - timedelta(1)).isoformat()
    assert entries_of(hers)[0].at == late


def test_a_session_is_kept_set_by_set_and_logged_exercise_by_exercise(hers, patient):
    one = {"session": "s1", "exercise": "clamshell", "level": "L1"}
    told = [
        {"part": "set", "set": 1, **one},
        {"part": "exercise", "response": "good", "pain": 2, **one},
        {"part": "finish", "session": "s1", "pain": 3},
    ]
    sent = [event(hers, "session", payload) for payload in told]
    assert send(hers, patient, *sent) == [STORED] * 3
    assert [(one["finding"], one["value"]) for one in lines(hers)] == [
        ("clamshell", "done"),
        ("session-pain", 3),
    ]
    assert entries_of(hers)[0].more["set"]["set"] == 1


def test_sent_again_it_is_a_duplicate_and_nothing_is_written(hers, patient):
    sent = event(hers)
    assert send(hers, patient, sent) == [STORED]
    assert send(hers, patient, sent) == [DUPLICATE]
    assert send(hers, patient, sent, sent) == [DUPLICATE, DUPLICATE]
    assert Entry.objects.count() == 1


def test_the_same_id_twice_in_a_batch_is_written_once(hers, patient):
    sent = event(hers)
    assert send(hers, patient, sent, sent) == [STORED, DUPLICATE]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"at": (NOON - STALE - timedelta(days=1)).isoformat()}, "stale"),
        ({"at": (NOW + timedelta(hours=1)).isoformat()}, "future"),
        ({"plan_version": "3-20260101-0123456789abcdef"}, "unknown-plan"),
        ({"plan_version": None}, "unknown-plan"),
        ({"at": "yesterday"}, "unreadable"),
        ({"at": NOON.replace(tzinfo=None).isoformat()}, "unreadable"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "unreadable"),
        ({"tz": "Europe"}, "unreadable"),
        ({"kind": "note"}, "unreadable"),
        ({"payload": {"answers": {"worst-pain": 50}}}, "unreadable"),
        ({"payload": {"answers": {"working-source": "piriformis"}}}, "unreadable"),
        ({"payload": {"answers": {}}}, "unreadable"),
        ({"payload": []}, "unreadable"),
        ({"extra": 1}, "unreadable"),
        (
            {"kind": "session", "payload": {"part": "exercise", "session": "s", "exercise": "worst-pain"}},
            "unreadable",
        ),
    ],
)
def test_an_odd_event_is_set_aside_and_keeps_none_of_the_others_back(hers, patient, changed, reason):
    odd, sound = event(hers) | changed, event(hers)
    assert send(hers, patient, odd, sound) == [("quarantined", reason), STORED]
    (kept,) = set_aside(hers, pathway_of(hers.person.clinic))
    assert kept.event == odd
    assert kept.reason == reason
    assert len(lines(hers)) == 1


@pytest.mark.parametrize("raw", [None, 7, "text", [], {}, {"id": 7}, {"id": "no"}, {"id": "\ud800"}])
def test_what_is_no_event_at_all_is_set_aside_once(hers, patient, raw):
    assert send(hers, patient, raw) == [("quarantined", "unreadable")]
    assert send(hers, patient, raw) == [("quarantined", "unreadable")]
    assert Quarantined.objects.count() == 1


def test_what_was_set_aside_is_sealed_audited_by_its_id_and_settled_by_a_clinician(hers, patient, physio):
    send(hers, patient, event(hers, payload={"answers": {"worst-pain": 77}}))
    kept = Quarantined.objects.get()
    assert b"worst-pain" not in bytes(kept.sealed)
    assert AuditEvent.objects.get(action="event.set-aside").detail == {
        "event": str(kept.key),
        "reason": "unreadable",
    }
    assert settle(kept.pk, "not-needed", by=physio)
    assert not settle(kept.pk, "not-needed", by=physio)
    assert set_aside(hers, pathway_of(hers.person.clinic)) == []


def test_another_clinic_cannot_settle_it(hers, patient, member):
    send(hers, patient, event(hers) | {"kind": "note"})
    stranger = member(Role.PHYSICIAN, place=opened("Elsewhere"))
    assert not settle(Quarantined.objects.get().pk, "not-needed", by=stranger)


def test_an_id_that_another_entry_has_is_set_aside(hers, patient, physio):
    written = add_entry(hers, "note", by=Author.of(physio), text="as it was")
    assert send(hers, patient, event(hers, id=str(written.key))) == [("quarantined", "id-in-use")]


def test_a_batch_out_of_order_is_written_in_the_order_of_its_times(hers, patient):
    later = event(hers, payload={"answers": {"worst-pain": 3}}, at=NOON + timedelta(hours=2))
    earlier = event(hers, payload={"answers": {"worst-pain": 8}})
    assert send(hers, patient, later, earlier) == [STORED, STORED]
    assert [one["value"] for one in lines(hers)] == [8, 3]


def test_a_later_answer_of_the_same_day_replaces_the_earlier_one(hers, patient):
    for hour, value in ((7, "same"), (9, "settled")):
        sent = event(hers, payload={"answers": {"next-morning": value}}, at=NOON.replace(hour=hour))
        assert send(hers, patient, sent) == [STORED]
    assert [one.get("replaces") for one in lines(hers)] == [None, 1]
    assert basis(hers).facts.values["next-morning"] == frozenset({"settled"})


def test_an_earlier_answer_that_comes_late_is_set_aside(hers, patient):
    for hour, expected in ((9, STORED), (7, ("quarantined", "contradicts"))):
        value = "same" if hour == 7 else "settled"
        sent = event(hers, payload={"answers": {"next-morning": value}}, at=NOON.replace(hour=hour))
        assert send(hers, patient, sent) == [expected]


def test_what_a_clinician_wrote_otherwise_of_the_same_exercise_is_not_overwritten(hers, patient, physio):
    add_entry(
        hers, "visit", [{"finding": "clamshell", "value": "declined", "on": NOON.date().isoformat()}],
        by=Author.of(physio), at=NOON - timedelta(hours=1),
    )  # fmt: skip
    log = {"part": "exercise", "session": "s", "exercise": "clamshell", "level": "L1", "response": "good"}
    assert send(hers, patient, event(hers, "session", log)) == [("quarantined", "contradicts")]
    assert basis(hers).plan
