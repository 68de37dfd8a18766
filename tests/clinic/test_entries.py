"""What is written in an episode: it only grows, it is sealed, it is linked, and the plan follows from it."""

import uuid

import pytest
from allauth.account.models import EmailAddress
from django.db import DatabaseError, connection, transaction

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes import services
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Entry, Episode, StoredPlan
from stepwell.clinic.episodes.persons import erase
from stepwell.clinic.episodes.sealed import Erased, identity_of, key_of
from stepwell.clinic.episodes.services import Conflict, add_entry
from stepwell.clinic.episodes.stored import content_of
from stepwell.errors import RecordError
from tests.clinic.conftest import new_episode


def test_an_entry_is_read_back_with_who_wrote_it(episode, physio):
    add_entry(episode, "visit", [{"finding": "worst-pain", "value": 6}], by=Author.of(physio))
    (found,) = services.entries_of(episode)
    assert found.lines[0]["value"] == 6
    assert found.lines[0]["by"] == "physiotherapist"
    assert found.author == str(physio.user_id)


def test_nothing_of_an_answer_stands_in_the_database_in_the_clear(episode, physio):
    add_entry(episode, "visit", [{"finding": "worst-pain", "value": 6}], by=Author.of(physio))
    for row in (Entry.objects.get(), StoredPlan.objects.get(), episode.person):
        kept = b"".join(bytes(one) for one in vars(row).values() if isinstance(one, bytes | memoryview))
        assert b"worst-pain" not in kept
        assert b"Nadia" not in kept


def test_the_plan_is_stored_with_the_entry_and_equals_a_fresh_one(episode, physio):
    add_entry(episode, "visit", [{"finding": "age", "value": 34}], by=Author.of(physio))
    stored = services.stored_content(Episode.objects.kept().get(pk=episode.pk))
    fresh = services.basis(episode)
    assert stored == content_of(fresh)
    assert StoredPlan.objects.get().count == 1


def test_a_line_that_cannot_be_read_is_refused_and_nothing_is_written(episode, physio):
    with pytest.raises(RecordError, match="worst-pane"):
        add_entry(episode, "visit", [{"finding": "worst-pane", "value": 6}], by=Author.of(physio))
    assert not Entry.objects.exists()


def test_sent_twice_it_is_written_once(episode, physio):
    key = uuid.uuid4()
    for _ in range(2):
        add_entry(episode, "visit", [{"finding": "worst-pain", "value": 6}], by=Author.of(physio), key=key)
    assert Entry.objects.count() == 1


def test_a_page_that_is_out_of_date_writes_nothing(episode, physio):
    add_entry(episode, "note", by=Author.of(physio), seen=0, text="first")
    with pytest.raises(Conflict):
        add_entry(episode, "note", by=Author.of(physio), seen=0, text="second")
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("table", ["episodes_entry", "audit_event"])
@pytest.mark.parametrize("change", ["UPDATE {} SET role = 'x'", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_what_was_written(episode, physio, table, change):
    add_entry(episode, "note", by=Author.of(physio), text="as it was")
    with (
        pytest.raises(DatabaseError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(table))


def test_an_erased_person_cannot_be_read_and_leaves_a_date(episode, physio, clinic):
    add_entry(episode, "note", by=Author.of(physio), text="as it was")
    erase(episode.person, by=clinic, reason="asked-by-person")
    again = Episode.objects.select_related("person").get(pk=episode.pk)
    with pytest.raises(Erased):
        key_of(again.person)
    with pytest.raises(Erased):
        identity_of(again.person)
    assert again.person.erased_at is not None
    assert Entry.objects.count() == 1
    assert Event.objects.filter(action="person.erased").count() == 1
    assert not Episode.objects.of_clinic(physio).exists()


def test_each_entry_is_audited_with_its_place_and_hash_and_without_its_content(episode, physio):
    entry = add_entry(episode, "note", by=Author.of(physio), text="as it was")
    event = Event.objects.get(action="entry.written")
    assert event.subject == str(episode.pk)
    assert event.detail == {"kind": "note", "number": 1, "hash": bytes(entry.hash).hex()}


def test_erasing_a_patient_forgets_their_account_and_its_address(clinic, member, physio):
    patient = member(Role.PATIENT, email="nadia@example.org")
    episode = new_episode(clinic.clinic, physio, user=patient.user)
    erase(episode.person, by=clinic, reason="asked-by-person")
    assert not EmailAddress.objects.filter(email__icontains="nadia").exists()
    patient.user.refresh_from_db()
    assert "nadia" not in patient.user.email
    assert not patient.user.is_active


def test_erasing_a_patient_who_also_works_here_keeps_their_work(clinic, member, physio):
    patient = member(Role.PATIENT, email="nadia@example.org")
    member(Role.AUDITOR, email="nadia@example.org")
    episode = new_episode(clinic.clinic, physio, user=patient.user)
    erase(episode.person, by=clinic, reason="asked-by-person")
    patient.user.refresh_from_db()
    assert patient.user.is_active
    assert [one.role for one in patient.user.memberships.current()] == [Role.AUDITOR]


def test_a_line_has_the_place_in_which_it_was_written_whatever_seq_it_brings(episode, physio):
    add_entry(episode, "visit", [{"finding": "worst-pain", "value": 6, "seq": 40}], by=Author.of(physio))
    add_entry(episode, "visit", [{"finding": "sitting-tolerance", "value": 20}], by=Author.of(physio))
    assert [line.seq for line in services.basis(episode).record.observations] == [1, 2]
