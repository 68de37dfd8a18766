"""What came of advice: responses, and answers given in place."""

import uuid

import pytest

from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import entries_of
from stepwell.clinic.workspace.advice.services import answer as write_answer
from stepwell.knowledge.loader import load_pathway
from tests.clinic.advice.world import (
    PAIN_IN_THE_BUTTOCK,
    _asking,
    _yes_no,
    address,
    days_from_today,
    lines_of,
    row_of,
    sent,
)


def test_the_response_to_a_treatment_is_recorded(write, episode, browse, physician):
    write(
        [
            *PAIN_IN_THE_BUTTOCK,
            {"finding": "corticosteroid-injection", "value": "done", "target": "piriformis"},
        ]
    )
    typed = {
        "response": "partial",
        "relief_percent": "64",
        "relief_days": "40",
        "on": days_from_today(episode, 0),
    }
    browse(physician).post(
        address(episode, "advice", "corticosteroid-injection", "decide"),
        sent(episode, do="responded", **typed),
    )
    line = lines_of(episode)[-1]
    assert (line["value"], line["response"], line["relief_percent"], line["relief_days"]) == (
        "responded",
        "partial",
        64,
        40,
    )


@pytest.mark.parametrize("percent", ["101", "-1", "1e9", "many", "9" * 5000, "5.5"])
def test_relief_lies_between_nothing_and_all(write, episode, browse, physician, percent):
    write([*PAIN_IN_THE_BUTTOCK, {"finding": "corticosteroid-injection", "value": "done"}])
    typed = sent(
        episode, do="responded", response="good", relief_percent=percent, on=days_from_today(episode, 0)
    )
    answer = browse(physician).post(address(episode, "advice", "corticosteroid-injection", "decide"), typed)
    assert b"Write a whole number from 0 to 100, or leave it empty." in answer.content


def test_nothing_happened_tomorrow(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    typed = sent(episode, do="happened", event="started", on=days_from_today(episode, 1))
    answer = browse(physio).post(address(episode, "advice", "home-programme", "decide"), typed)
    assert b"Write a day that is not in the future." in answer.content


def test_what_a_record_cannot_hold_is_said_in_words(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    name = "safety-screen"
    client, place = browse(physio), address(episode, "advice", name, "decide")
    today = days_from_today(episode, 0)
    client.post(place, sent(episode, do="decline", reason="Not today"))
    answer = client.post(place, sent(episode, do="happened", event="done", on=today))
    assert answer.status_code == 200
    assert b"both done and declined on one day" in answer.content


def test_answers_are_written_as_a_visit_and_a_blank_writes_nothing(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    name = next(one for one in _asking(episode) if len(row_of(episode, one)["ask"]) >= 2)
    first, second, *_ = _yes_no(row_of(episode, name)["ask"])
    browse(physio).post(
        address(episode, "advice", name, "answers"), sent(episode, **{first: "no", second: ""})
    )
    entry = entries_of(episode)[-1]
    assert entry.kind == "visit"
    assert [(line["finding"], line["value"]) for line in entry.lines] == [(first, "no")]


def test_an_answer_of_the_same_day_is_put_right(write, episode, browse, physio):
    write([*PAIN_IN_THE_BUTTOCK, {"finding": "treatment-history", "value": "no"}])
    name = next(one for one in _asking(episode) if _yes_no(row_of(episode, one)["ask"]))
    finding = _yes_no(row_of(episode, name)["ask"])[0]
    write([{"finding": finding, "value": "not-sure"}])
    found = Episode.objects.kept().get(pk=episode.pk)
    for value in ("yes", "no"):
        typed = {"key": uuid.uuid4(), "seen": None}
        write_answer(found, [load_pathway().findings[finding]], {finding: value}, typed, by=physio)
    assert lines_of(episode)[-1]["replaces"] == len(lines_of(episode)) - 1


def test_an_answer_that_opens_an_exit_leads_there_at_once(write, episode, browse, physio):
    write([{"finding": "age", "value": 41}])
    name = next(one for one in _asking(episode) if "saddle-numbness" in row_of(episode, one)["ask"])
    answer = browse(physio).post(
        address(episode, "advice", name, "answers"), sent(episode, **{"saddle-numbness": "yes"}), follow=True
    )
    assert answer.request["PATH_INFO"] == address(episode, "exits")
    assert b"An answer opened an exit: Emergency care for suspected cauda equina syndrome." in answer.content


@pytest.mark.parametrize("value", ["maybe", "1e400", "NaN", "\x00", "yes" * 400])
def test_nonsense_as_an_answer_is_said_at_the_question(write, episode, browse, physio, value):
    write(PAIN_IN_THE_BUTTOCK)
    name = next(one for one in _asking(episode) if "worst-pain" in row_of(episode, one)["ask"])
    answer = browse(physio).post(
        address(episode, "advice", name, "answers"), sent(episode, **{"worst-pain": value})
    )
    assert answer.status_code == 200
    assert b"Write a number from 0 to 10" in answer.content
