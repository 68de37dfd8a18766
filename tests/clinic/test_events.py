"""What becomes of events that a phone kept: each is stored once or set aside, and a sign of danger is never lost."""

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.audit.models import Event as AuditEvent
from stepwell.clinic.audit.verify import verify
from stepwell.clinic.episodes import services, stored
from stepwell.clinic.episodes.models import Entry, Episode, StoredPlan
from stepwell.clinic.episodes.sealed import Erased
from stepwell.clinic.episodes.services import Author, add_entry, basis, entries_of, stored_content
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.patient import events as events_module
from stepwell.clinic.patient.event_reader import STALE
from stepwell.clinic.patient.events import receive
from stepwell.clinic.patient.models import Quarantined
from stepwell.clinic.patient.plan import todays_plan
from stepwell.clinic.patient.quarantine import set_aside, settle
from stepwell.clinic.patient.tasks import plan_later
from stepwell.clinic.patient.versions import version_of
from tests.clinic.conftest import new_episode, opened

NOON = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
NOW = NOON + timedelta(hours=6)


@pytest.fixture
def patient(member):
    return member(Role.PATIENT, email="nadia@example.org")


@pytest.fixture
def hers(clinic, physio, patient):
    """The episode of a person with an account."""
    episode = new_episode(clinic.clinic, physio, user=patient.user)
    return Episode.objects.kept().get(pk=episode.pk)


def version(episode):
    return version_of(episode, episode.count, NOON.date(), services.key_of(episode.person))


def event(episode, kind="check-in", payload=None, *, at=NOON, **more):
    """An event as a phone sends it."""
    made = {
        "id": str(uuid.uuid4()),
        "kind": kind,
        "at": at.isoformat(),
        "tz": "UTC",
        "plan_version": version(episode),
        "payload": payload if payload is not None else {"answers": {"worst-pain": 5}},
    }
    return made | more


def send(episode, patient, *events, now=NOW):
    """Each event's answer, with the reason where it was set aside."""
    received = receive(episode, list(events), by=patient, now=now)
    return [(one["answer"], one.get("reason")) for one in received.answers]


def lines(episode):
    return [line for one in entries_of(episode) for line in one.lines]


def screen(episode, **changed):
    """The day's short screen, all no but for what is named."""
    finds = pathway_of(episode.person.clinic).interventions["daily-screen"].finds
    answers = dict.fromkeys(finds, "no") | {name.replace("_", "-"): value for name, value in changed.items()}
    return {"answers": answers}


STORED = ("stored", None)
DUPLICATE = ("duplicate", None)


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


def open_exits(episode):
    plan = stored_content(Episode.objects.kept().get(pk=episode.pk))["plan"]
    return [
        one["id"]
        for one in plan["recommendations"]
        if one["urgency"] == "emergency" and one["status"] == "recommended"
    ]


CAUDA = "cauda-equina-emergency"


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


def a_week(episode):
    """Thirty events of a week without a network."""
    log = {
        "part": "exercise",
        "session": "s",
        "exercise": "clamshell",
        "level": "L1",
        "response": "good",
        "pain": 2,
    }
    for day in range(7, 0, -1):
        at = NOON - timedelta(days=day)
        yield event(episode, "red-flags", screen(episode), at=at)
        yield event(episode, payload={"answers": {"worst-pain": 5, "next-morning": "settled"}}, at=at)
        yield event(episode, "session", log, at=at)
        yield event(episode, "session", {"part": "finish", "session": "s", "pain": 2}, at=at)
    yield event(episode, "weekly", {"answers": {"average-pain": 4, "psfs": 6}})
    yield event(episode, "activity", {"answers": {"prolonged-sitting": "no"}})


def test_a_week_offline_is_delivered_whole_and_its_plan_is_that_of_single_entries(hers, patient, clinic):
    assert send(hers, patient, *a_week(hers)) == [STORED] * 30
    assert stored_content(Episode.objects.kept().get(pk=hers.pk)) == stored.content_of(basis(hers))
    assert StoredPlan.objects.get().count == 30
    assert AuditEvent.objects.filter(action="entry.written").count() == 30
    assert list(verify()) == []


def test_a_batch_costs_few_queries_however_long_it_is(hers, patient, django_assert_max_num_queries):
    sent = list(a_week(hers))
    with django_assert_max_num_queries(25):
        send(hers, patient, *sent)


def test_where_others_wait_the_plan_is_left_to_a_task_which_makes_the_same(hers, patient, monkeypatch):
    monkeypatch.setitem(events_module._batches, "waiting", 1)
    assert receive(hers, [event(hers)], by=patient, now=NOW).plan == "later"
    assert StoredPlan.objects.get().count == 0
    assert plan_later.call(str(hers.pk))
    assert stored_content(Episode.objects.kept().get(pk=hers.pk)) == stored.content_of(basis(hers))


def test_the_same_batch_that_arrives_while_it_is_being_sorted_out_is_stored_once(hers, patient, monkeypatch):
    sent, answers = list(a_week(hers))[:8], []
    sort_out = events_module.sort_out

    def overtaken(*given):
        found = sort_out(*given)
        monkeypatch.setattr(events_module, "sort_out", sort_out)
        again = Episode.objects.kept().get(pk=hers.pk)
        answers.extend(one["answer"] for one in receive(again, sent, by=patient, now=NOW).answers)
        return found

    monkeypatch.setattr(events_module, "sort_out", overtaken)
    assert send(hers, patient, *sent) == [DUPLICATE] * 8
    assert answers == ["stored"] * 8
    assert Entry.objects.count() == 8


def test_where_the_process_ended_before_the_plan_was_there_sending_again_makes_it(hers, patient, monkeypatch):
    monkeypatch.setattr(events_module, "refresh", lambda episode: None)
    sent = event(hers, "red-flags", screen(hers, saddle_numbness="yes"))
    send(hers, patient, sent)
    monkeypatch.undo()
    assert open_exits(hers) == []
    assert send(hers, patient, sent) == [DUPLICATE]
    assert CAUDA in open_exits(hers)


def test_once_the_person_is_erased_nothing_that_was_set_aside_or_kept_can_be_opened(hers, patient, clinic):
    send(hers, patient, event(hers) | {"kind": "note"})
    todays_plan(hers, "UTC")
    services.erase(hers.person, by=clinic, reason="asked-by-person")
    again = Episode.objects.select_related("person__clinic").get(pk=hers.pk)
    with pytest.raises(Erased):
        set_aside(again, pathway_of(clinic.clinic))
    with pytest.raises(Erased):
        todays_plan(again, "UTC")
