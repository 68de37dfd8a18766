"""What a phone sent and nobody could store: seen on the caseload, read in words, and dealt with."""

import re
from datetime import timedelta

import pytest

from stepwell.clinic.alerts.models import Alert
from stepwell.clinic.episodes.models import Entry, Episode
from stepwell.clinic.patient.models import Quarantined
from stepwell.clinic.workspace.caseload.rows import rows_of
from tests.clinic.answers import words
from tests.clinic.events.world import NOON, event, lines, send

LATE = NOON - timedelta(days=20)


def page_of(client, episode):
    return client.get(f"/people/{episode.pk}/set-aside/")


def deal(client, episode, do, **more):
    one = Quarantined.objects.waiting().first()
    sent = {"event": one.pk, "seen": Episode.objects.get(pk=episode.pk).count, "do": do, **more}
    return client.post(f"/people/{episode.pk}/set-aside/", sent, follow=True)


@pytest.fixture
def late(hers, patient):
    """An answer that came three weeks late."""
    send(
        hers, patient, event(hers, at=LATE, payload={"answers": {"worst-pain": 7, "next-morning": "settled"}})
    )
    return hers


def test_the_caseload_says_how_many_were_set_aside(late, patient, physio, browse):
    send(late, patient, event(late, kind="dance"))
    assert [row.aside for row in rows_of(physio)] == [2]
    page = browse(physio).get("/caseload/").content.decode()
    assert "2 set aside" in page
    assert f"/people/{late.pk}/set-aside/" in page


def test_the_persons_page_leads_there_too(late, physio, browse):
    page = browse(physio).get(f"/people/{late.pk}/")
    assert "1 answer of the phone set aside" in words(page)
    assert f"/people/{late.pk}/set-aside/" in page.content.decode()


def test_each_is_told_in_words_with_when_it_was_and_why_it_waits(late, physio, browse):
    page = words(page_of(browse(physio), late))
    assert f"Check-in, {LATE.day} {LATE:%b %Y, %H:%M}" in page
    assert "It came too late to count by itself." in page
    assert "It is older than 14 days." in page
    assert re.search(r"[Ww]orst pain[^:]*: 7", page)


def test_it_is_written_into_the_record_as_of_its_day_by_who_read_it(late, physio, browse):
    answer = deal(browse(physio), late, "write", on=LATE.date().isoformat())
    assert "Written into the record" in words(answer)
    said = {line["finding"]: (line["value"], line["on"], line["by"]) for line in lines(late)}
    assert said["worst-pain"] == (7, LATE.date().isoformat(), "physiotherapist")
    one = Quarantined.objects.get()
    assert (one.outcome, one.settled_by) == ("written-down", physio)


def test_sent_twice_it_is_written_once(late, physio, browse):
    client = browse(physio)
    deal(client, late, "write", on=LATE.date().isoformat())
    one = Quarantined.objects.get()
    again = {"event": one.pk, "seen": 0, "do": "write", "on": LATE.date().isoformat()}
    answer = client.post(f"/people/{late.pk}/set-aside/", again, follow=True)
    assert "Somebody has dealt with it already." in words(answer)
    assert Entry.objects.filter(episode=late, kind="check-in").count() == 1


def test_what_no_longer_holds_is_settled_and_nothing_is_written(late, physio, browse):
    answer = deal(browse(physio), late, "not-needed")
    assert "Nothing of it still holds" in words(answer)
    assert "Some physiotherapist" in words(answer)
    assert lines(late) == []
    assert not Quarantined.objects.waiting().exists()


def test_what_cannot_be_read_can_only_be_written_by_hand(hers, patient, physio, browse):
    send(hers, patient, event(hers, payload={"answers": {"no-such-question": 3}}))
    page = page_of(browse(physio), hers)
    assert "Write it into the record" not in words(page)
    assert "no-such-question: 3" in words(page)
    answer = deal(browse(physio), hers, "write", on=NOON.date().isoformat())
    assert "It cannot be written as it is." in words(answer)
    assert Quarantined.objects.waiting().exists()


def test_what_was_said_otherwise_later_that_day_says_so(hers, patient, physio, browse):
    """An answer of the morning that comes after that of the evening."""
    morning, evening = (NOON - timedelta(hours=4), NOON)
    send(hers, patient, event(hers, payload={"answers": {"next-morning": "settled"}}, at=evening))
    early = event(hers, payload={"answers": {"next-morning": "worse"}}, at=morning)
    assert send(hers, patient, early) == [("quarantined", "contradicts")]
    page = words(page_of(browse(physio), hers))
    assert "It does not fit what was written of the same day." in page
    assert "next-morning has a later answer of that day." in page


def test_somebody_wrote_meanwhile(late, patient, physio, browse):
    one = Quarantined.objects.get()
    send(late, patient, event(late))
    sent = {"event": one.pk, "seen": 0, "do": "write", "on": LATE.date().isoformat()}
    answer = browse(physio).post(f"/people/{late.pk}/set-aside/", sent)
    assert "somebody else wrote in this record" in words(answer)
    assert Quarantined.objects.waiting().exists()


def test_a_sign_in_it_is_an_emergency_that_waits(hers, patient, physio, browse):
    """A yes of six weeks ago opens no exit by itself; that nobody looked at it must not be."""
    old = event(hers, "red-flags", {"answers": {"saddle-numbness": "yes"}}, at=NOON - timedelta(days=45))
    assert send(hers, patient, old) == [("quarantined", "stale")]
    assert Alert.objects.waiting().count() == 1
    client = browse(physio)
    assert "It tells of a sign of danger" in words(page_of(client, hers))
    assert "set aside" in words(client.get(f"/people/{hers.pk}/emergency/"))


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"event": "x", "seen": "y", "do": "z"},
        {"do": "write", "on": "2099-01-01"},
        {"do": "write", "on": ""},
        {"do": "write", "on": "\0"},
    ],
)
def test_garbage_settles_nothing(late, physio, browse, odd):
    one = Quarantined.objects.get()
    sent = {"event": one.pk, "seen": late.count, **odd}
    assert browse(physio).post(f"/people/{late.pk}/set-aside/", sent).status_code == 200
    assert Quarantined.objects.waiting().exists()


def test_markup_that_a_phone_sent_is_shown_as_text(hers, patient, physio, browse):
    send(hers, patient, event(hers, payload={"answers": {"<script>x</script>": "<b>"}}))
    assert "<script>x" not in page_of(browse(physio), hers).content.decode()


def test_the_page_needs_few_queries(late, physio, browse, django_assert_max_num_queries):
    client = browse(physio)
    with django_assert_max_num_queries(25):
        page_of(client, late)
