"""What verification finds in the chains of entries."""

import uuid

import pytest

from stepwell.clinic.audit.models import Head
from stepwell.clinic.audit.verify import verify
from stepwell.clinic.episodes import services
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Entry
from stepwell.clinic.episodes.sealed import sealed_entry
from stepwell.clinic.episodes.services import add_entry
from tests.clinic.audit_verify.world import entry, found, sql, without_triggers
from tests.clinic.conftest import new_episode


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
    sealed = sealed_entry(unlocked, 3, [], {"text": "another"}, key)
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
