"""The page of one person."""

import re
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes.models import StoredPlan
from tests.clinic.answers import words
from tests.clinic.person.world import PATIENT, day, fill_a_year, today_of_now, write


def test_the_head_says_who_it_is_and_where_they_stand(episode, author, look):
    write(episode, {"finding": "age", "value": 34}, {"finding": "worst-pain", "value": 6}, by=author, days=15)
    head = words(look()).partition("Overview")[0]
    age = today_of_now().year - 1992
    assert f"Nadia Petrova born 1992, {age}, right side" in head
    assert "Week 2" in head
    assert "Step 1 of 6, is this safe?" in head
    assert "Irritability not known" in head
    assert "Safety check not done yet" in head
    assert "Allergies not asked" in head


def test_the_page_says_when_the_plan_was_computed_and_from_how_much(episode, author, look):
    write(episode, {"finding": "worst-pain", "value": 6}, by=author, days=1)
    write(episode, {"finding": "worst-pain", "value": 5}, by=author)
    at = timezone.now()
    assert f"Computed {at.day} {at:%b}" in words(look())
    assert "from 2 entries" in words(look())


def test_a_plan_of_an_earlier_day_says_so(episode, author, look):
    write(episode, {"finding": "worst-pain", "value": 6}, by=author)
    assert "This advice is that of" not in look()
    StoredPlan.objects.update(as_of=today_of_now() - timedelta(3))
    assert "This advice is that of" in look()


def test_nobody_has_written_yet_and_the_page_says_what_to_do(look):
    html = look()
    assert "No worst pain recorded yet" in html
    assert "Record a measure" in html
    assert "Full safety screen" in html


def test_a_red_flag_stands_above_everything_else(episode, author, look):
    write(episode, {"finding": "worst-pain", "value": 6}, by=author, days=5)
    write(episode, {"finding": "saddle-numbness", "value": "yes"}, by=PATIENT, kind="check-in")
    html = look()
    assert html.index("Emergency care for suspected cauda equina syndrome") < html.index('id="course"')
    assert "Safety check 1 open exit" in words(html)


def test_a_known_allergy_stands_in_the_head(episode, author, look):
    write(episode, {"finding": "local-anaesthetic-allergy", "value": "yes"}, by=author)
    assert "Allergies Allergy to a local anaesthetic" in words(look())


def test_the_period_is_a_link_and_anything_else_shows_all(episode, author, look):
    write(episode, {"finding": "worst-pain", "value": 8}, by=author, days=90)
    write(episode, {"finding": "worst-pain", "value": 5}, by=author, days=20)
    write(episode, {"finding": "worst-pain", "value": 2}, by=author)
    assert "Pain fell from 8 to 2 in 13 weeks" in look()
    assert "Pain fell from 5 to 2 in 3 weeks" in look("?weeks=6")
    for garbage in ("-1", "6e9", "%00", "six", "6" * 400):
        assert "Pain fell from 8 to 2 in 13 weeks" in look(f"?weeks={garbage}")


def test_the_numbers_of_the_chart_stand_in_a_table(episode, author, look):
    write(
        episode,
        {"finding": "worst-pain", "value": 6},
        {"finding": "sitting-tolerance", "value": 25},
        by=author,
    )
    (table,) = re.findall(r"<table>.*?</table>", look("?weeks=6"), re.DOTALL)
    assert words(table).startswith("Course in numbers Day Worst pain Sitting, min Function Sessions done")
    assert words(table).endswith("6 25")


def test_what_is_not_known_says_what_it_settles(episode, author, look):
    write(episode, {"finding": "buttock-pain", "value": "yes"}, {"finding": "age", "value": 34}, by=author)
    part = look().partition("What Stepwell does not know")[2].partition("Coming up")[0]
    assert part.count("<li>") == 5
    assert part.count("settles ") == 5
    assert "questions would change this advice" in part


def test_a_decision_is_listed_with_its_reason_and_who_made_it(episode, author, look):
    line = {"finding": "gabapentin", "value": "declined", "reason": "No burning pain."}
    write(episode, line, by=author, kind="decision")
    part = words(look().partition('id="decided"')[2])
    assert "Gabapentin" in part
    assert "declined, No burning pain. Some physiotherapist" in part


def test_a_decision_that_ends_is_coming_up(episode, author, look):
    line = {"finding": "gabapentin", "value": "declined", "reason": "Not now.", "until": day(-30)}
    write(episode, line, by=PATIENT, kind="decision")
    html = look()
    assert "declined until then" in html.partition("Coming up")[2].partition('id="decided"')[0]
    assert "Nadia" in html.partition('id="decided"')[2].partition("All decisions")[0]


def test_what_time_changes_is_coming_up(episode, author, look):
    write(
        episode,
        {"finding": "outcome-check", "value": "done"},
        {"finding": "worst-pain", "value": 5},
        by=author,
    )
    part = words(look().partition("Coming up")[2].partition('id="decided"')[0])
    assert "Outcome measures may be considered again" in part
    assert "First answers go out of date" in part


def test_reading_the_page_is_audited(episode, look):
    look()
    look("timeline/")
    assert Event.objects.filter(action="patient.read", subject=str(episode.pk)).count() == 2


def test_the_fragment_is_what_the_page_includes(look):
    part = look("", HTTP_HX_REQUEST="true")
    assert "<html" not in part
    assert "What to do next" in part


def test_nothing_on_the_pages_breaks_the_content_policy(episode, author, look):
    write(
        episode, {"finding": "worst-pain", "value": 6}, {"finding": "psfs", "value": 4.5}, by=author, days=9
    )
    write(episode, {"finding": "worst-pain", "value": 4}, {"finding": "psfs", "value": 5}, by=author)
    for path in ("", "timeline/", f"timeline/?on={day(3)}", "outcomes/"):
        html = look(path)
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*src=)", html)


def test_a_year_of_daily_data_needs_few_queries(episode, look):
    fill_a_year(episode)
    for path, most in (("", 15), ("timeline/", 16), ("outcomes/", 16)):
        look(path)
        with CaptureQueriesContext(connection) as asked:
            look(path)
        assert len(asked) <= most
