"""Outcome measures of one person."""

import re
import uuid

import pytest

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.episodes.models import Entry
from stepwell.clinic.episodes.services import entries_of
from tests.clinic.answers import words
from tests.clinic.person.world import write


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
