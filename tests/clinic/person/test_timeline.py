"""The timeline of one person, and what was said on an earlier day."""

import re

import pytest

from tests.clinic.answers import words
from tests.clinic.person.world import PATIENT, SHORT_SCREEN, day, fill_a_year, write


def test_the_timeline_tells_who_wrote_what_newest_first(episode, author, look):
    write(
        episode,
        {"finding": "worst-pain", "value": 6},
        {"finding": "sitting-tolerance", "value": 15},
        by=author,
        days=2,
    )
    write(episode, {"finding": "worst-pain", "value": 5}, by=PATIENT, kind="check-in", days=1)
    told = words(look("timeline/"))
    assert told.index("Check-in Nadia") < told.index("Visit Some physiotherapist")
    assert "Worst pain in the last 24 hours: 6 How long sitting is comfortable: 15 minutes" in told


def test_many_noes_are_folded_and_a_few_are_said(episode, author, look):
    write(episode, *({"finding": name, "value": "no"} for name in SHORT_SCREEN), by=author, days=1)
    write(episode, *({"finding": name, "value": "no"} for name in (*SHORT_SCREEN, "fever")), by=author)
    told = words(look("timeline/"))
    assert "No to 4 others" in told
    assert told.count("No: ") == 1


def test_a_line_about_another_day_and_a_correction_say_so(episode, author, look):
    write(episode, {"finding": "worst-pain", "value": 9}, by=author, days=5)
    write(episode, {"finding": "worst-pain", "value": 4, "on": day(5), "replaces": 1}, by=author)
    (corrected,) = re.findall(r"Worst pain in the last 24 hours: 4, on [^<]*", look("timeline/"))
    assert corrected.endswith("(corrects an earlier line)")


def test_an_exercise_that_was_left_out_is_not_called_done(episode, look):
    done = {"finding": "clamshell", "value": "done", "dose": "L2", "response": "good", "pain": 2}
    left = {"finding": "double-leg-bridge", "value": "done", "response": "none", "reason": "Tired."}
    write(episode, done, left, by=PATIENT, kind="session")
    told = words(look("timeline/"))
    assert "Clamshell: done, L2, response good, pain 2 of 10" in told
    assert "left out, Tired." in told


def test_one_kind_can_be_asked_for_and_garbage_shows_all(episode, author, look):
    write(episode, by=author, kind="note", text="Keep walking.", days=1)
    write(episode, {"finding": "worst-pain", "value": 5}, by=PATIENT, kind="check-in")
    only = look("timeline/?kind=note")
    assert "Keep walking." in only
    assert "Worst pain in the last 24 hours" not in only
    for garbage in ("?kind=%27%3B--", "?page=-3", "?page=one", "?page=99999999999999999999", "?kind=%00"):
        assert "Keep walking." in look(f"timeline/{garbage}")


def test_fifty_entries_stand_on_a_page(episode, look):
    fill_a_year(episode)
    first, last = look("timeline/"), look("timeline/?page=8")
    assert first.count('<li id="entry-') == 50
    assert "Page 1 of 8" in words(first)
    assert last.count('<li id="entry-') == 15
    assert 'rel="next"' not in last


def test_a_replay_knows_only_what_had_been_recorded_by_then(episode, author, look):
    """Ten days ago nobody had recorded the sign, although it was there: the advice of that day did not know it."""
    write(episode, {"finding": "worst-pain", "value": 6}, by=author, days=10)
    write(episode, {"finding": "saddle-numbness", "value": "yes", "on": day(12)}, by=author)
    html = look(f"timeline/?on={day(10)}")
    then, since = html.split('id="since"')
    assert "cauda equina" not in then.partition('id="then"')[2]
    assert "Emergency care for suspected cauda equina syndrome" in since
    assert "1 entry of 2" in words(html)


def test_a_replay_says_what_changed_and_why(episode, author, look):
    write(episode, {"finding": "worst-pain", "value": 6}, by=author, days=10)
    write(episode, {"finding": "saddle-numbness", "value": "yes"}, by=author)
    since = words(look(f"timeline/?on={day(5)}").split('id="since"')[1])
    assert "Emergency: opened since" in since
    assert re.search(r"Numbness around the anus, genitals or inner buttocks \([^)]*\) new", since)


def test_a_replay_of_today_says_the_same_as_today(episode, author, look):
    write(episode, {"finding": "worst-pain", "value": 6}, by=author)
    assert "Nothing: it says the same today." in look(f"timeline/?on={day(0)}")


def test_a_day_before_anything_was_written_is_said(episode, author, look):
    write(episode, {"finding": "worst-pain", "value": 6}, by=author)
    assert "Nothing had been recorded by then." in look(f"timeline/?on={day(400)}")


@pytest.mark.parametrize(
    "garbage", ["yesterday", "2026-02-30", "0000-00-00", "%00", "2026-W01-9x", "9" * 300]
)
def test_what_is_not_a_day_is_said_at_the_field(look, garbage):
    html = look(f"timeline/?on={garbage}")
    assert "This is not a day. Write it as 2026-03-03." in html
    assert 'aria-describedby="on-error"' in html


def test_a_day_that_has_not_come_is_said_at_the_field(look):
    html = look(f"timeline/?on={day(-2)}")
    assert "This day has not come yet." in html
    assert f'value="{day(-2)}"' in html


def test_the_field_keeps_the_day_that_is_shown(episode, author, look):
    write(episode, {"finding": "worst-pain", "value": 6}, by=author, days=3)
    assert f'value="{day(2)}"' in look(f"timeline/?on={day(2)}")
