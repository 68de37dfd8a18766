"""Notes to a patient: one way, never changed, and always with whom to call."""

import re
import uuid

import pytest

from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Entry, Episode
from stepwell.clinic.episodes.services import add_entry, entries_of


def place(episode):
    return f"/people/{episode.pk}/notes/"


def sent(episode, text, **more):
    count = Episode.objects.get(pk=episode.pk).count
    return {"key": str(uuid.uuid4()), "seen": count, "text": text, **more}


def test_a_note_is_written_as_an_entry_and_shown_with_who_sent_it(episode, browse, physio):
    client = browse(physio)
    assert client.post(place(episode), sent(episode, "Ice is fine.\nNo need to come in.")).status_code == 302
    (entry,) = entries_of(episode)
    assert (entry.kind, entry.more["text"]) == ("note", "Ice is fine.\nNo need to come in.")
    page = client.get(place(episode)).content.decode()
    assert "Ice is fine.<br>No need to come in." in page
    assert "Some physiotherapist, physiotherapist" in page


def test_the_page_of_notes_ends_with_whom_to_call(episode, browse, physio):
    clinic = episode.person.clinic
    clinic.phone = "030 1234"
    clinic.save()
    page = browse(physio).get(place(episode)).content.decode()
    assert "cannot be answered" in page
    assert '<a href="tel:112">112</a>' in page
    assert '<a href="tel:0301234">030 1234</a>' in page


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write the note first."),
        ("   ", "Write the note first."),
        ("x" * 1001, "A note has at most 1000"),
    ],
)
def test_a_note_has_words_and_at_most_a_thousand_characters(episode, browse, physio, text, words):
    answer = browse(physio).post(place(episode), sent(episode, text))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Entry.objects.exists()


def test_a_thousand_characters_are_not_too_many(episode, browse, physio):
    browse(physio).post(place(episode), sent(episode, "x" * 1000))
    assert Entry.objects.count() == 1


def test_a_note_is_never_changed_but_a_correction_follows(episode, browse, physio):
    client = browse(physio)
    client.post(place(episode), sent(episode, "Come on Monday."))
    form = client.get(place(episode) + "?corrects=1").content.decode()
    assert "Correct the note of" in form
    client.post(place(episode), sent(episode, "Come on Tuesday.", corrects="1"))
    first, second = entries_of(episode)
    assert first.more == {"text": "Come on Monday."}
    assert second.more == {"text": "Come on Tuesday.", "corrects": 1}
    page = client.get(place(episode)).content.decode()
    assert "Corrected by" in page
    assert page.count("Correct it") == 1


@pytest.mark.parametrize("number", ["99", "-1", "nonsense", "\x00"])
def test_a_correction_of_what_is_no_note_is_a_note_or_refused(episode, browse, physio, number):
    add_entry(episode, "visit", [{"finding": "worst-pain", "value": 6}], by=Author.of(physio))
    answer = browse(physio).post(place(episode), sent(episode, "Come on Monday.", corrects=number))
    assert answer.status_code < 500
    assert not [one for one in entries_of(episode) if "corrects" in one.more]


def test_what_a_note_says_cannot_run(episode, browse, physio):
    client = browse(physio)
    client.post(place(episode), sent(episode, "<script>alert(1)</script>"))
    assert "<script>alert" not in client.get(place(episode)).content.decode()


def test_two_tabs_keep_what_was_typed(episode, browse, physio):
    typed = sent(episode, "Rest for two days.")
    add_entry(episode, "visit", [{"finding": "worst-pain", "value": 6}], by=Author.of(physio))
    client = browse(physio)
    page = client.post(place(episode), typed).content.decode()
    assert "Somebody else wrote in this record" in page
    assert "Rest for two days." in page
    assert Entry.objects.filter(kind="note").count() == 0
    again = dict(re.findall(r'name="(key|seen)" value="([^"]+)"', page))
    client.post(place(episode), {**typed, **again})
    assert Entry.objects.filter(kind="note").count() == 1


def test_sent_twice_it_is_one_note(episode, browse, physio):
    typed = sent(episode, "Rest for two days.")
    for _ in range(2):
        assert browse(physio).post(place(episode), typed).status_code == 302
    assert Entry.objects.filter(kind="note").count() == 1


@pytest.mark.parametrize("garbage", ["", "\x00", "-1", "9" * 400, "💥" * 3000, "<script>"])
def test_garbage_is_answered_in_words(episode, browse, physio, garbage):
    typed = dict.fromkeys(("key", "seen", "back", "text", "corrects"), garbage)
    assert browse(physio).post(place(episode), typed).status_code < 500
