"""Taking consent back stops the person's own use, staff see it, and it can be given again."""

import pytest
from django.urls import reverse

from stepwell.clinic.administration.consent import consents_of
from stepwell.clinic.episodes.services import entries_of
from stepwell.clinic.owning.consenting import has_withdrawn
from tests.clinic.answers import hidden, words

pytestmark = pytest.mark.django_db
STOPPED = ["today", "progress", "way", "learn"]
OPEN = ["get_help", "own_record", "own_consent", "own_links"]


def say(client, said):
    page = client.get(reverse("own_consent"))
    return client.post(reverse("own_consent"), {"said": said, "key": hidden(page, "key")})


def test_withdrawal_stops_own_use_and_help_stays(nadia, browse):
    client = browse(nadia)
    assert client.get(reverse("progress")).status_code == 200
    say(client, "withdrawn")
    for name in STOPPED:
        assert client.get(reverse(name)).url == reverse("own_consent"), name
    for name in OPEN:
        assert client.get(reverse(name)).status_code == 200, name
    assert client.get("/api/today").status_code == 403
    assert "Get help stays open" not in words(client.get(reverse("own_consent")))


def test_it_is_given_again(nadia, browse):
    client = browse(nadia)
    say(client, "withdrawn")
    say(client, "given")
    assert client.get(reverse("progress")).status_code == 200
    assert [one.said for one in consents_of(entries_of(nadia.episode))] == ["withdrawn", "given"]


def test_staff_see_when_it_was_taken_back(nadia, physio, browse):
    say(browse(nadia), "withdrawn")
    page = words(browse(physio).get(reverse("consent", args=[nadia.episode.pk])))
    assert "Took it back on" in page
    assert "Consent: withdrawn" in words(browse(physio).get(reverse("timeline", args=[nadia.episode.pk])))


def test_what_a_clinician_writes_down_counts_too(nadia, physio, browse):
    staff = browse(physio)
    staff.post(reverse("consent", args=[nadia.episode.pk]), {"said": "withdrawn", "seen": "0"})
    assert has_withdrawn(nadia.episode.person)
    assert browse(nadia).get(reverse("progress")).url == reverse("own_consent")


def test_the_version_that_was_read_is_kept(nadia, browse):
    say(browse(nadia), "given")
    (said,) = consents_of(entries_of(nadia.episode))
    assert said.version == 1


def test_sent_twice_it_is_written_once(nadia, browse):
    client = browse(nadia)
    page = client.get(reverse("own_consent"))
    for _ in range(2):
        client.post(reverse("own_consent"), {"said": "withdrawn", "key": hidden(page, "key")})
    assert len(entries_of(nadia.episode)) == 1


def test_another_word_writes_nothing(nadia, browse):
    client = browse(nadia)
    client.post(reverse("own_consent"), {"said": "perhaps", "key": "\x00"})
    assert entries_of(nadia.episode) == []


def test_without_consent_written_down_the_pages_are_open(nadia, browse):
    assert not has_withdrawn(nadia.episode.person)
    assert "Nothing is written down yet" in words(browse(nadia).get(reverse("own_consent")))
