"""What `stepwell audit verify` finds: every way in which somebody with the database could change what was written.

Whoever changes something here has first taken the triggers away, as somebody with full rights to the database could. What
nobody can do without the master key is to make the links hold again.
"""

import uuid

import pytest
from django.db import connection

from stepwell.clinic.accounts.models import Clinic
from stepwell.clinic.audit import verify as verifying
from stepwell.clinic.audit.guards import GROWING
from stepwell.clinic.audit.models import Event, Head
from stepwell.clinic.audit.services import note
from stepwell.clinic.audit.verify import VERIFIED, verify, verify_and_note
from stepwell.clinic.episodes import services
from stepwell.clinic.episodes.models import Entry, Episode, PersonKey
from stepwell.clinic.episodes.services import Author, add_entry
from stepwell.clinic.keeping.triggers import EVENTS
from tests.clinic.conftest import new_episode, opened


@pytest.fixture
def record(clinic, physio, episode):
    """An episode with five entries in a clinic with a handful of events."""
    for number in range(5):
        add_entry(episode, "note", by=Author.of(physio), text=f"note {number}")
        note("patient.read", by=physio, subject=episode.pk)
    assert verify() == []
    return episode


@pytest.fixture
def unlocked(record):
    """The record, after somebody took the triggers away: that alone is found, and is left out of what follows."""
    without_triggers()
    gone = verify()
    assert len(gone) == len(GROWING) * len(EVENTS[connection.vendor])
    assert all("trigger" in one for one in gone)
    return record


def without_triggers():
    """What somebody with full rights does first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in GROWING:
            for event in EVENTS[connection.vendor]:
                place = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {table}_only_grows_{event.lower()}{place}")


def sql(text, *values):
    """Change rows behind the program's back."""
    with connection.cursor() as cursor:
        cursor.execute(text, [plain(one) for one in values])


def plain(value):
    """An id as the database keeps it."""
    return value.hex if isinstance(value, uuid.UUID) and connection.vendor == "sqlite" else value


SEEN = "as the audit saw it written"
"""Ends what is said where the audit names an entry that is not there any more, or another one in its place."""


def found():
    """What is found beside the triggers and what the audit saw."""
    return [one for one in verify() if "trigger" not in one and SEEN not in one]


def entry(record, number):
    return Entry.objects.get(episode=record, number=number)


def test_what_was_only_written_holds(record):
    assert verify() == []


def test_a_changed_payload_is_found(unlocked):
    sealed = bytearray(bytes(entry(unlocked, 3).sealed))
    sealed[-1] ^= 1
    sql("UPDATE episodes_entry SET sealed = %s WHERE id = %s", bytes(sealed), entry(unlocked, 3).pk)
    assert found() == [
        f"episode {unlocked.pk}: link 3 is not as it was written, or what stands before it is not.",
        f"episode {unlocked.pk}: the payload of entry 3 does not open.",
    ]


def test_a_payload_sealed_anew_with_the_key_of_the_person_is_found(unlocked):
    """Somebody who could open the payload and seal another one still cannot make the link."""
    key = services.key_of(unlocked.person)
    sealed = services.sealed_entry(unlocked, 3, [], {"text": "another"}, key)
    sql("UPDATE episodes_entry SET sealed = %s WHERE id = %s", sealed, entry(unlocked, 3).pk)
    assert found() == [
        f"episode {unlocked.pk}: link 3 is not as it was written, or what stands before it is not."
    ]


@pytest.mark.parametrize(
    ("column", "value"),
    [("role", "physician"), ("kind", "visit"), ("at", "2020-01-01 00:00:00+00:00"), ("first_seq", 7)],
)
def test_a_changed_header_is_found(unlocked, column, value):
    sql(f"UPDATE episodes_entry SET {column} = %s WHERE id = %s", value, entry(unlocked, 2).pk)
    assert found() == [
        f"episode {unlocked.pk}: link 2 is not as it was written, or what stands before it is not."
    ]


def test_an_entry_given_to_another_author_is_found(unlocked, member):
    other = member("physician").user_id
    sql("UPDATE episodes_entry SET author_id = %s WHERE id = %s", other, entry(unlocked, 2).pk)
    assert "link 2 is not as it was written" in found()[0]


def test_a_deleted_middle_is_found(unlocked):
    sql("DELETE FROM episodes_entry WHERE id = %s", entry(unlocked, 3).pk)
    assert f"episode {unlocked.pk}: link 3 is missing; link 4 stands in its place." in found()
    assert f"episode {unlocked.pk}: it counts 5 entries, and 4 are there." in found()


def test_a_deleted_middle_whose_place_was_closed_is_found(unlocked):
    sql("DELETE FROM episodes_entry WHERE id = %s", entry(unlocked, 3).pk)
    for number in (4, 5):
        sql("UPDATE episodes_entry SET number = %s WHERE id = %s", number - 1, entry(unlocked, number).pk)
    sql("UPDATE episodes_episode SET count = 4 WHERE id = %s", unlocked.pk)
    assert any("link 3 is not as it was written" in one for one in found())
    assert any("the end is cut off: 4 links are there, and the head counts 5" in one for one in found())


def test_a_deleted_tail_is_found(unlocked):
    sql("DELETE FROM episodes_entry WHERE number > 3")
    sql("UPDATE episodes_episode SET count = 3 WHERE id = %s", unlocked.pk)
    assert found() == [
        f"episode {unlocked.pk}: the end is cut off: 3 links are there, and the head counts 5."
    ]


def test_a_record_deleted_as_a_whole_is_found(unlocked):
    sql("DELETE FROM episodes_entry")
    sql("DELETE FROM audit_head WHERE chain = %s", f"episode:{unlocked.pk}")
    sql("UPDATE episodes_episode SET count = 0 WHERE id = %s", unlocked.pk)
    assert found() == [f"episode {unlocked.pk}: the head is missing, and 0 links are there."]


def test_an_episode_that_was_taken_away_without_a_trace_is_found_in_the_audit(unlocked):
    for text in (
        "DELETE FROM episodes_entry WHERE episode_id = %s",
        "DELETE FROM episodes_storedplan WHERE episode_id = %s",
        "DELETE FROM episodes_episode WHERE id = %s",
    ):
        sql(text, unlocked.pk)
    sql("DELETE FROM audit_head WHERE chain = %s", f"episode:{unlocked.pk}")
    assert found() == [
        f"audit of clinic {unlocked.person.clinic_id}: episode {unlocked.pk} was opened and is not there any more."
    ]


def test_a_link_put_behind_the_last_is_found(unlocked):
    last = entry(unlocked, 5)
    Entry.objects.create(
        episode=unlocked, number=6, kind="note", at=last.at, sealed=last.sealed, hash=last.hash
    )
    sql("UPDATE episodes_episode SET count = 6 WHERE id = %s", unlocked.pk)
    assert any("link 6 is not as it was written" in one for one in found())
    assert any("1 links stand behind the head" in one for one in found())


def test_two_that_changed_places_are_found(unlocked):
    two, four = entry(unlocked, 2), entry(unlocked, 4)
    for number, one in ((99, two), (2, four), (4, two)):
        sql("UPDATE episodes_entry SET number = %s WHERE id = %s", number, one.pk)
    assert [one for one in found() if "link 2 " in one and "link 4 " not in one]
    assert [one for one in found() if "link 4 " in one]


def test_a_head_put_back_is_found(record, physio):
    """Somebody kept an earlier head, which the key signed at its time, and puts it back to hide what came after."""
    before = Head.objects.get(pk=f"episode:{record.pk}")
    add_entry(record, "note", by=Author.of(physio), text="not wanted")
    before.save()
    assert verify() == [
        f"episode {record.pk}: 1 links stand behind the head: they were put there, or the head was put back."
    ]


def test_a_head_put_back_together_with_a_cut_tail_is_found_by_the_count(record, physio):
    before = Head.objects.get(pk=f"episode:{record.pk}")
    add_entry(record, "note", by=Author.of(physio), text="not wanted")
    before.save()
    without_triggers()
    sql("DELETE FROM episodes_entry WHERE number = 6")
    assert found() == [f"episode {record.pk}: it counts 6 entries, and 5 are there."]


def test_a_head_that_was_written_without_the_key_is_found(record):
    Head.objects.filter(pk=f"episode:{record.pk}").update(count=4, last=bytes(entry(record, 4).hash))
    assert f"head of episode {record.pk}: it is not as it was written." in verify()


def test_a_missing_head_is_found(record):
    Head.objects.filter(pk=f"episode:{record.pk}").delete()
    assert verify() == [f"episode {record.pk}: the head is missing, and 5 links are there."]


def test_a_head_of_nothing_is_found(record):
    head = Head.objects.get(pk=f"episode:{record.pk}")
    Head.objects.create(chain=f"episode:{uuid.uuid4()}", count=head.count, last=head.last, hash=head.hash)
    Head.objects.create(chain="whatever", count=0, last=b"", hash=b"")
    assert len([one for one in verify() if "what it belongs to is not there" in one]) == 2


def test_an_entry_moved_to_another_person_is_found(unlocked, clinic, physio):
    other = new_episode(clinic.clinic, physio, name="Somebody Other")
    sql(
        "UPDATE episodes_entry SET episode_id = %s, number = 1 WHERE id = %s",
        other.pk,
        entry(unlocked, 5).pk,
    )
    sql("UPDATE episodes_episode SET count = 4 WHERE id = %s", unlocked.pk)
    sql("UPDATE episodes_episode SET count = 1 WHERE id = %s", other.pk)
    sql("DELETE FROM audit_head WHERE chain = %s", f"episode:{other.pk}")
    here = found()
    assert f"episode {other.pk}: link 1 is not as it was written, or what stands before it is not." in here
    assert f"episode {other.pk}: the payload of entry 1 does not open." in here
    assert f"episode {other.pk}: the head is missing, and 1 links are there." in here
    assert f"episode {unlocked.pk}: the end is cut off: 4 links are there, and the head counts 5." in here


def test_a_key_that_is_gone_without_an_erasure_is_found(record):
    PersonKey.objects.all().delete()
    assert verify() == [f"person {record.person_id}: the key is gone, but nobody erased the person."]


def test_a_key_of_another_person_is_found(record, clinic, physio):
    other = new_episode(clinic.clinic, physio, name="Somebody Other")
    theirs = PersonKey.objects.get(person=other.person)
    PersonKey.objects.filter(person=record.person).update(wrapped=theirs.wrapped)
    assert verify() == [f"person {record.person_id}: the key does not open under the master key."]


def test_an_identity_of_another_person_is_found(record, clinic, physio):
    other = new_episode(clinic.clinic, physio, name="Somebody Other").person
    type(other).objects.filter(pk=record.person_id).update(identity=other.identity)
    assert verify() == [f"person {record.person_id}: the identity does not open."]


def test_an_erased_person_passes(record, clinic):
    services.erase(record.person, by=clinic, reason="asked-by-person")
    assert verify() == []


def test_a_change_in_the_record_of_an_erased_person_is_found(unlocked, clinic):
    """The hashes go over what is sealed, so that they hold and break without the key."""
    services.erase(unlocked.person, by=clinic, reason="asked-by-person")
    assert found() == []
    sql("UPDATE episodes_entry SET kind = 'visit' WHERE id = %s", entry(unlocked, 2).pk)
    assert "link 2 is not as it was written" in found()[0]


def test_somebody_marked_as_erased_without_an_erasure_is_found(record):
    PersonKey.objects.all().delete()
    type(record.person).objects.filter(pk=record.person_id).update(erased_at="2026-11-01T00:00:00Z")
    assert verify() == [f"person {record.person_id}: counts as erased, but the audit has no such event."]


def test_an_erased_person_whose_key_was_put_back_is_found(record, clinic):
    kept = PersonKey.objects.get()
    services.erase(record.person, by=clinic, reason="asked-by-person")
    kept.save(force_insert=True)
    assert verify() == [f"person {record.person_id}: was erased, but the key is still there."]


@pytest.mark.parametrize(
    ("column", "value"),
    [("action", "other.thing"), ("subject", "somebody"), ("role", "physician"), ("detail", '{"a": 1}')],
)
def test_a_changed_event_of_the_audit_is_found(unlocked, clinic, column, value):
    read = Event.objects.filter(action="patient.read").order_by("number").first()
    sql(f"UPDATE audit_event SET {column} = %s WHERE id = %s", value, read.pk)
    assert found() == [
        f"audit of clinic {clinic.clinic_id}: link {read.number} is not as it was written, "
        "or what stands before it is not."
    ]


def test_a_deleted_event_of_the_audit_is_found(unlocked, clinic):
    last = Event.objects.order_by("-number").first()
    sql("DELETE FROM audit_event WHERE id = %s", last.pk)
    assert found() == [
        f"audit of clinic {clinic.clinic_id}: the end is cut off: {last.number - 1} links are there, "
        f"and the head counts {last.number}."
    ]


def test_an_event_moved_to_another_clinic_is_found(unlocked, clinic):
    other = opened("Elsewhere")
    last = Event.objects.filter(chain=clinic.clinic_id).order_by("-number").first()
    sql("UPDATE audit_event SET chain = %s, number = 99 WHERE id = %s", other.clinic_id, last.pk)
    assert any(f"audit of clinic {other.clinic_id}" in one for one in found())
    assert any(f"audit of clinic {clinic.clinic_id}" in one for one in found())


def test_a_trigger_that_does_nothing_is_found(record):
    """A trigger of the same name that lets everything pass."""
    without_triggers()
    table = "episodes_entry"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE TRIGGER {table}_only_grows_update BEFORE UPDATE ON {table} BEGIN SELECT 1; END"
            )
        else:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION stepwell_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RETURN NULL; END $$"
            )
    assert any(f"the trigger {table}_only_grows_update is missing" in one for one in verify())
    if connection.vendor == "postgresql":
        assert any("the function stepwell_only_grows" in one for one in verify())


def test_somebody_who_writes_meanwhile_is_not_taken_for_a_breach(record, physio, monkeypatch):
    """An entry is written after the head was read and before the links are."""
    follow = verifying._Walk.follow
    wrote = []

    def then_written(walk, links):
        if not wrote and walk.chain == f"episode:{record.pk}":
            wrote.append(add_entry(record, "note", by=Author.of(physio), text="meanwhile"))
            note("patient.read", by=physio, subject=record.pk)
        yield from follow(walk, links)

    monkeypatch.setattr(verifying._Walk, "follow", then_written)
    assert verify() == []
    assert wrote


def test_many_breaches_of_one_chain_are_counted_and_not_all_named(unlocked):
    sql("UPDATE episodes_entry SET hash = %s", b"\x01" * 32)
    here = [one for one in found() if "link" in one]
    assert len(here) <= verifying.MOST + 2
    assert Episode.objects.count() == 1


def test_the_outcome_stands_in_the_audit_of_each_clinic(record):
    opened("Elsewhere")
    Head.objects.filter(pk=f"episode:{record.pk}").delete()
    outcome = verify_and_note()
    assert len(outcome.breaches) == 1
    by_clinic = {one.clinic_id: one.detail for one in Event.objects.filter(action=VERIFIED)}
    assert len(by_clinic) == Clinic.objects.count() == 2
    assert sorted(one["breaches"] for one in by_clinic.values()) == [0, 1]
    assert by_clinic[record.person.clinic_id]["shown"] == outcome.words
    assert len(verify()) == 1


def test_a_tail_that_was_cut_off_with_its_head_and_its_count_put_back_is_found(unlocked):
    """The episode's own chain holds then: it is the audit of the clinic that still names what is gone."""
    head = Head.objects.get(pk=f"episode:{unlocked.pk}")
    before = (head.count, bytes(head.last), bytes(head.hash))
    add_entry(unlocked, "note", by=Author(None, "physiotherapist", "physiotherapist"), text="to be hidden")
    sql("DELETE FROM episodes_entry WHERE id = %s", entry(unlocked, 6).pk)
    sql("UPDATE audit_head SET count = %s, last = %s, hash = %s WHERE chain = %s", *before, head.pk)
    sql("UPDATE episodes_episode SET count = 5 WHERE id = %s", unlocked.pk)
    assert found() == []
    assert [one for one in verify() if SEEN in one] == [
        f"clinic {unlocked.person.clinic_id}: entry 6 of episode {unlocked.pk} is not there {SEEN}."
    ]


def test_a_number_to_call_that_was_changed_behind_the_program_is_found(record, clinic):
    sql("UPDATE accounts_clinic SET emergency = %s WHERE id = %s", "0900 1234", clinic.clinic_id)
    assert verify() == [
        f"clinic {clinic.clinic_id}: its number for emergency is not the one that was checked."
    ]
