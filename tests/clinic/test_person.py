"""The page of one person, the timeline with its replay, and the outcome measures."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes.models import Entry, StoredPlan
from stepwell.clinic.episodes.sealed import key_of, sealed_entry
from stepwell.clinic.episodes.services import Author, add_entry, entries_of, refresh, today_of

PATIENT = Author(None, "patient", "patient")
SHORT_SCREEN = ("saddle-numbness", "urine-retention", "leaking-unaware")


def ago(days):
    """A moment so many days ago, at nine."""
    return (timezone.now() - timedelta(days)).replace(hour=9, minute=0)


def day(days):
    return (today_of_now() - timedelta(days)).isoformat()


def today_of_now():
    return timezone.now().astimezone(UTC).date()


def write(episode, *lines, by, days=0, kind="visit", **more):
    return add_entry(episode, kind, lines, by=by, at=ago(days), **more)


@pytest.fixture
def author(physio):
    return Author.of(physio)


@pytest.fixture
def look(browse, physio, episode):
    """The words of a page of the person: `look()` is the overview, `look("timeline/?page=2")` another."""
    client = browse(physio)

    def shown(path="", **more):
        response = client.get(f"/people/{episode.pk}/{path}", **more)
        assert response.status_code == 200
        return response.content.decode()

    shown.client = client
    return shown


def words(html):
    """The text of a page, without tags, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# ---- The overview


def test_the_head_says_who_it_is_and_where_they_stand(episode, author, look):
    write(episode, {"finding": "age", "value": 34}, {"finding": "worst-pain", "value": 6}, by=author, days=15)
    head = words(look()).partition("Overview")[0]
    age = today_of_now().year - 1992
    assert f"Nadia Petrova {age}, right side" in head
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


def fill_a_year(episode):
    """Five lines a day for a year, as the patient writes them."""
    key, today = key_of(episode.person), today_of(episode.person.clinic)
    rows = []
    for number in range(1, 366):
        on = (today - timedelta(365 - number)).isoformat()
        values = {"worst-pain": number % 7, "sitting-tolerance": 10 + number % 30, "night-waking": number % 4}
        lines = [{"finding": name, "value": value} for name, value in values.items()]
        lines += [{"finding": "next-morning", "value": "settled"}]
        lines += [{"finding": "clamshell", "value": "done", "dose": "L2", "response": "good"}]
        signed = [{"on": on, **line, "by": "patient", "recorded_at": on} for line in lines]
        at = datetime.fromisoformat(f"{on}T09:00:00+00:00")
        sealed = sealed_entry(episode, number, signed, {}, key)
        rows.append(Entry(episode=episode, number=number, kind="check-in", first_seq=5 * number - 4, at=at,
                          role="patient", sealed=sealed, hash=b"\0" * 32))  # fmt: skip
    Entry.objects.bulk_create(rows)
    episode.count, episode.lines = 365, 5 * 365
    episode.save()
    refresh(episode)


# ---- The timeline


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


# ---- Replay


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


# ---- Outcome measures


@pytest.fixture
def send(look, episode):
    """Send the form of measures; what it says, and how many entries there are then."""

    def sent(**values):
        episode.refresh_from_db()
        filled = {"on": day(0), "seen": episode.count, "key": uuid.uuid4(), **values}
        response = look.client.post(f"/people/{episode.pk}/outcomes/", filled, follow=True)
        assert response.status_code == 200
        return response.content.decode()

    return sent


def test_measures_are_recorded_with_the_check(episode, send):
    html = send(**{"worst-pain": "5", "psfs": "4.5", "check": "on"})
    assert "Saved. The advice was computed again." in html
    (entry,) = entries_of(episode)
    assert entry.kind == "outcomes"
    assert [(line["finding"], line["value"]) for line in entry.lines] == [
        ("worst-pain", 5), ("psfs", 4.5), ("outcome-check", "done")]  # fmt: skip


def test_the_change_since_the_baseline_stands_beside_the_change_that_matters(episode, author, look):
    write(
        episode, {"finding": "worst-pain", "value": 8}, {"finding": "psfs", "value": 3.5}, by=author, days=40
    )
    write(episode, {"finding": "worst-pain", "value": 4}, {"finding": "psfs", "value": 4.5}, by=author)
    told = words(look("outcomes/"))
    assert "down 4, 50%" in told
    assert "up 1, 29%" in told
    assert (
        "Fall of worst pain that matters, in points: 2 of 10 Ostelo 2008 [SEEN], low back pain; borrowed"
        in told
    )
    assert (
        "Rise of patient-specific function that counts as success: 2 of 10 Stepwell 2026 [AUTHORED]" in told
    )


def test_the_verdict_is_the_knowledges_and_old_answers_make_it_unknown(episode, author, look):
    write(episode, {"finding": "worst-pain", "value": 8}, by=author, days=90)
    write(episode, {"finding": "worst-pain", "value": 4}, by=author, days=30)
    verdict = r'aria-label="([^"]*)"[^>]*>(?:(?!<li>).)*?Worst pain fell by an amount that matters'
    assert re.findall(verdict, look("outcomes/"), re.DOTALL)[-1] == "Not known"
    write(episode, {"finding": "worst-pain", "value": 4}, by=author)
    assert re.findall(verdict, look("outcomes/"), re.DOTALL)[-1] == "Yes"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Nothing was entered. Fill in at least one measure."),
        ({"worst-pain": "11"}, "less than or equal to 10"),
        ({"worst-pain": "six"}, "Enter a number."),
        ({"worst-pain": "1e400"}, "Nothing was saved."),
        ({"worst-pain": "NaN"}, "Enter a number."),
        ({"global-change": "splendid"}, "Select a valid choice."),
        ({"neuropathic-score": "4"}, "Name the tool that gives this score."),
        ({"neuropathic-tool": "dn4"}, "Enter the total score of this tool."),
        ({"worst-pain": "5", "on": "2999-01-01"}, "This day has not come yet."),
        ({"worst-pain": "5", "on": "1999-01-01"}, "more than three years ago"),
        ({"worst-pain": "5", "on": "soon"}, "Enter a valid date."),
        ({"worst-pain": "5", "seen": "many"}, "The form is too old. Load the page again."),
        ({"worst-pain": "5", "key": "none"}, "The form is too old. Load the page again."),
        ({"worst-pain": "\0"}, "Nothing was saved."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_written(send, values, said):
    assert said in send(**values)
    assert not Entry.objects.exists()


def test_two_tabs_do_not_overwrite_each_other(episode, author, send):
    write(episode, {"finding": "worst-pain", "value": 8}, by=author)
    html = send(**{"worst-pain": "5", "seen": "0"})
    assert "somebody else wrote in this record since the page was opened." in html
    assert 'value="5"' in html
    assert Entry.objects.count() == 1


def test_sent_twice_it_is_written_once(send):
    key = uuid.uuid4()
    for _ in range(2):
        send(**{"worst-pain": "5", "key": key})
    assert Entry.objects.count() == 1


def test_a_role_that_does_not_treat_sees_none_of_it(episode, member, browse):
    for role in (Role.ADMINISTRATOR, Role.AUDITOR, Role.SAFETY_OFFICER, Role.PATIENT):
        client = browse(member(role))
        for path in ("", "timeline/", "outcomes/"):
            assert client.get(f"/people/{episode.pk}/{path}").status_code == 403
