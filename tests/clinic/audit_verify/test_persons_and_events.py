"""What verification finds of persons, of the audit itself and of triggers."""

import pytest
from django.db import connection

from stepwell.clinic.accounts.models import Clinic
from stepwell.clinic.audit import walk
from stepwell.clinic.audit.models import Event, Head
from stepwell.clinic.audit.services import note
from stepwell.clinic.audit.verify import VERIFIED, verify, verify_and_note
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode, PersonKey
from stepwell.clinic.episodes.persons import erase
from stepwell.clinic.episodes.services import add_entry
from tests.clinic.audit_verify.world import SEEN, entry, found, sql, without_triggers
from tests.clinic.conftest import new_episode, opened


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
    erase(record.person, by=clinic, reason="asked-by-person")
    assert verify() == []


def test_a_change_in_the_record_of_an_erased_person_is_found(unlocked, clinic):
    """The hashes go over what is sealed, so that they hold and break without the key."""
    erase(unlocked.person, by=clinic, reason="asked-by-person")
    assert found() == []
    sql("UPDATE episodes_entry SET kind = 'visit' WHERE id = %s", entry(unlocked, 2).pk)
    assert "link 2 is not as it was written" in found()[0]


def test_somebody_marked_as_erased_without_an_erasure_is_found(record):
    PersonKey.objects.all().delete()
    type(record.person).objects.filter(pk=record.person_id).update(erased_at="2026-11-01T00:00:00Z")
    assert verify() == [f"person {record.person_id}: counts as erased, but the audit has no such event."]


def test_an_erased_person_whose_key_was_put_back_is_found(record, clinic):
    kept = PersonKey.objects.get()
    erase(record.person, by=clinic, reason="asked-by-person")
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
    follow = walk.Walk.follow
    wrote = []

    def then_written(walk, links):
        if not wrote and walk.chain == f"episode:{record.pk}":
            wrote.append(add_entry(record, "note", by=Author.of(physio), text="meanwhile"))
            note("patient.read", by=physio, subject=record.pk)
        yield from follow(walk, links)

    monkeypatch.setattr(walk.Walk, "follow", then_written)
    assert verify() == []
    assert wrote


def test_many_breaches_of_one_chain_are_counted_and_not_all_named(unlocked):
    sql("UPDATE episodes_entry SET hash = %s", b"\x01" * 32)
    here = [one for one in found() if "link" in one]
    assert len(here) <= walk.MOST + 2
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
