"""Deciding: what is advised is accepted, changed, declined or overridden by whom it belongs to, and exits are settled by people."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.utils.html import escape

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes.models import Entry, Episode
from stepwell.clinic.episodes.services import Author, add_entry, entries_of, stored_content, today_of
from stepwell.clinic.workspace.advice.numbers import numbers_of
from stepwell.clinic.workspace.advice.services import answer as write_answer
from stepwell.clinic.workspace.advice.services import decision_lines
from stepwell.knowledge.loader import load_pathway

WAYS = ("accept", "change", "decline", "override", "happened", "responded")
"""Every decision that a form can be about."""

AN_EMERGENCY = [{"finding": "age", "value": 41}, {"finding": "saddle-numbness", "value": "yes"}]
"""A red flag that halts exercise, medicines, injections and operations."""

PAIN_IN_THE_BUTTOCK = [
    {"finding": "age", "value": 41},
    {"finding": "sex", "value": "male"},
    {"finding": "buttock-pain", "value": "yes"},
]

WITH_A_LOST_REFLEX = [
    *PAIN_IN_THE_BUTTOCK,
    {"finding": "worse-sitting", "value": "yes"},
    {"finding": "global-change", "value": "same"},
    {"finding": "worst-pain", "value": 6},
    {"finding": "reflex-loss", "value": "yes"},
]
"""An image of the lower back is recommended; a physician decides."""


@pytest.fixture
def physician(member):
    """A physician of the clinic."""
    return member(Role.PHYSICIAN)


@pytest.fixture
def write(episode, physio):
    """Writes lines of record as an earlier visit."""

    def written(lines):
        return add_entry(episode, "visit", lines, by=Author.of(physio))

    return written


def address(episode, *parts):
    return "/".join(["", "people", str(episode.pk), *parts, ""])


def count(episode):
    return Episode.objects.get(pk=episode.pk).count


def sent(episode, **typed):
    """What a form sends: with a key of its own, from the state that its page showed."""
    return {"key": str(uuid.uuid4()), "seen": count(episode), "back": "advice", **typed}


def status_of(episode, name):
    rows = stored_content(Episode.objects.kept().get(pk=episode.pk))["plan"]["recommendations"]
    return next((one["status"] for one in rows if one["id"] == name), None)


def row_of(episode, name):
    rows = stored_content(Episode.objects.kept().get(pk=episode.pk))["plan"]["recommendations"]
    return next(one for one in rows if one["id"] == name)


def lines_of(episode):
    return [line for entry in entries_of(episode) for line in entry.lines]


def days_from_today(episode, days):
    return (today_of(episode.person.clinic) + timedelta(days=days)).isoformat()


def a_row(episode, status, **wanted):
    """The first row of a status, with what else is wanted of it."""
    rows = stored_content(Episode.objects.kept().get(pk=episode.pk))["plan"]["recommendations"]
    return next(
        one["id"]
        for one in rows
        if one["status"] == status
        and not one["urgency"]
        and all(one[key] == value for key, value in wanted.items())
    )


# What the page shows


def test_every_row_of_the_plan_stands_on_the_page_once(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    page = browse(physio).get(address(episode, "advice")).content.decode()
    rows = stored_content(Episode.objects.kept().get(pk=episode.pk))["plan"]["recommendations"]
    shown = re.findall(r'id="advice-([a-z0-9-]+)"', page)
    assert sorted(shown) == sorted(one["id"] for one in rows)


def test_a_filter_stands_in_the_address_and_nonsense_in_it_shows_everything(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    client = browse(physio)
    page = client.get(address(episode, "advice") + "?decides=physician&kind=test").content.decode()
    rows = {
        one["id"]: one
        for one in stored_content(Episode.objects.kept().get(pk=episode.pk))["plan"]["recommendations"]
    }
    shown = re.findall(r'id="advice-([a-z0-9-]+)"', page)
    assert shown
    assert all(rows[name]["decided_by"] == "physician" and rows[name]["kind"] == "test" for name in shown)
    everything = client.get(address(episode, "advice") + "?status=nonsense&step=%00&kind=&decides=1e9")
    assert everything.content.decode().count('id="advice-') == len(rows)


def test_the_page_is_made_with_few_queries(write, episode, browse, physio, django_assert_max_num_queries):
    write(PAIN_IN_THE_BUTTOCK)
    client = browse(physio)
    with django_assert_max_num_queries(25):
        client.get(address(episode, "advice"))


def test_the_whole_explanation_names_what_speaks_for_it_against_it_and_what_it_needs(
    write, episode, browse, physio
):
    write(PAIN_IN_THE_BUTTOCK)
    page = browse(physio).get(address(episode, "advice", "corticosteroid-injection")).content.decode()
    for words in ("For", "Never while", "With care where", "Needs first", "Sources disagree"):
        assert words in page
    assert "Image-guided corticosteroid" in page
    assert 'aria-label="Not known"' in page


def test_the_explanation_is_a_fragment_for_htmx(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    client = browse(physio)
    part = client.get(address(episode, "advice", "strengthening"), headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert b"All that counts" in part.content


def test_there_is_no_explanation_of_what_does_not_exist(episode, browse, physio):
    for name in ("nothing-of-this-name", "cauda-equina-emergency"):
        assert browse(physio).get(address(episode, "advice", name)).status_code == 404


# Accepting, declining


def test_accepting_writes_who_and_when(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    answer = browse(physio).post(
        address(episode, "advice", "safety-screen", "decide"), sent(episode, do="accept")
    )
    assert answer.status_code == 302
    assert answer["Location"].startswith(address(episode, "advice"))
    line = lines_of(episode)[-1]
    assert (line["finding"], line["value"], line["by"]) == ("safety-screen", "accepted", "physiotherapist")
    assert Event.objects.filter(action="entry.written", detail__kind="decision").count() == 1


def test_what_was_decided_is_shown_on_the_card(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    client = browse(physio)
    client.post(address(episode, "advice", "safety-screen", "decide"), sent(episode, do="accept"))
    page = client.get(address(episode, "advice")).content.decode()
    assert re.search(r"Accepted\s+\d+ \w+ by the physiotherapist", page)


def test_declining_needs_a_reason_and_holds_until_the_day_it_names(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    client, place = browse(physio), address(episode, "advice", "identify-source", "decide")
    before = count(episode)
    empty = client.post(place, sent(episode, do="decline", reason="  "))
    assert empty.status_code == 200
    assert b"Write why." in empty.content
    assert count(episode) == before
    until = days_from_today(episode, 30)
    client.post(place, sent(episode, do="decline", reason="Examined elsewhere last week", until=until))
    assert status_of(episode, "identify-source") == "declined"
    assert lines_of(episode)[-1]["until"] == until


def test_what_was_declined_is_taken_up_again(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    client, place = browse(physio), address(episode, "advice", "identify-source", "decide")
    client.post(place, sent(episode, do="decline", reason="Not today"))
    client.post(place, sent(episode, do="accept"))
    assert status_of(episode, "identify-source") != "declined"


def test_a_decision_cannot_end_before_it_begins(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    typed = sent(episode, do="decline", reason="Not today", until=days_from_today(episode, -1))
    answer = browse(physio).post(address(episode, "advice", "identify-source", "decide"), typed)
    assert b"Write a day from today on." in answer.content
    assert b"Not today" in answer.content


# Who decides


def test_a_physiotherapist_does_not_decide_what_a_physician_decides(write, episode, browse, physio):
    write(WITH_A_LOST_REFLEX)
    name = a_row(episode, "recommended", decided_by="physician")
    client, before = browse(physio), count(episode)
    for way in ("accept", "decline", "override", "change"):
        answer = client.post(
            address(episode, "advice", name, "decide"),
            sent(episode, do=way, reason="I think so", until=days_from_today(episode, 9), sure="on"),
        )
        assert b"This is for a physician to decide. Nothing was saved." in answer.content
    assert count(episode) == before
    page = client.get(address(episode, "advice")).content.decode()
    assert "A physician decides. You can record what was decided." in page


def test_a_physician_decides_it(write, episode, browse, physician):
    write(WITH_A_LOST_REFLEX)
    name = a_row(episode, "recommended", decided_by="physician")
    browse(physician).post(address(episode, "advice", name, "decide"), sent(episode, do="accept"))
    assert lines_of(episode)[-1]["by"] == "physician"


def test_what_somebody_else_decided_is_recorded_with_their_name(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    client, place = browse(physio), address(episode, "advice", "gabapentin", "decide")
    typed = {"do": "happened", "event": "started", "on": days_from_today(episode, -3)}
    nameless = client.post(place, sent(episode, **typed))
    assert b"Write who decided this." in nameless.content
    client.post(place, sent(episode, **typed, who="the family doctor"))
    line = lines_of(episode)[-1]
    assert (line["value"], line["reason"]) == ("started", "Decided by the family doctor.")
    assert status_of(episode, "gabapentin") in ("continue", "stop")


# Changing


def test_another_option_of_the_same_choice_is_accepted_and_this_one_is_silent():
    typed = {
        "instead": "oral-ibuprofen",
        "dose": "300 mg",
        "reason": "Less risk for the heart",
        "until": date(2027, 1, 4),
    }
    assert decision_lines(load_pathway().interventions["oral-naproxen"], "change", typed) == [
        {
            "finding": "oral-ibuprofen",
            "value": "accepted",
            "dose": "300 mg",
            "reason": "Less risk for the heart",
            "until": "2027-01-04",
        },
        {
            "finding": "oral-naproxen",
            "value": "overridden",
            "reason": "Less risk for the heart",
            "until": "2027-01-04",
        },
    ]


def test_a_change_that_changes_nothing_is_not_written(write, episode, browse, physio):
    write([*PAIN_IN_THE_BUTTOCK, {"finding": "home-programme", "value": "started"}])
    before = count(episode)
    answer = browse(physio).post(
        address(episode, "advice", "home-programme", "decide"), sent(episode, do="change", reason="Because")
    )
    assert b"Nothing is changed." in answer.content
    assert count(episode) == before


def test_a_dose_is_changed_with_a_reason(write, episode, browse, physio):
    write([*PAIN_IN_THE_BUTTOCK, {"finding": "home-programme", "value": "started"}])
    browse(physio).post(
        address(episode, "advice", "home-programme", "decide"),
        sent(episode, do="change", dose="Every other day", reason="Sore for two days"),
    )
    line = lines_of(episode)[-1]
    assert (line["value"], line["dose"], line["reason"]) == (
        "accepted",
        "Every other day",
        "Sore for two days",
    )


# Overriding


def test_an_override_needs_a_reason_a_day_and_a_tick(write, episode, browse, physio):
    write([*PAIN_IN_THE_BUTTOCK, {"finding": "worsening-weakness", "value": "no"}])
    name = a_row(episode, "ask-first", decided_by="physiotherapist")
    client, place, before = browse(physio), address(episode, "advice", name, "decide"), count(episode)
    whole = {"reason": "Seen by me, harmless", "until": days_from_today(episode, 14), "sure": "on"}
    for missing in whole:
        typed = {key: value for key, value in whole.items() if key != missing}
        answer = client.post(place, sent(episode, do="override", **typed))
        assert answer.status_code == 200
    assert count(episode) == before
    client.post(place, sent(episode, do="override", **whole))
    assert row_of(episode, name)["silenced"] == "Seen by me, harmless"
    page = client.get(address(episode, "advice", name)).content.decode()
    assert "<b>Overridden.</b> Seen by me, harmless" in page


def test_the_form_of_an_override_warns_and_says_who_may(write, episode, browse, physician):
    write([*PAIN_IN_THE_BUTTOCK, {"finding": "nsaid-allergy", "value": "yes"}])
    assert status_of(episode, "oral-ibuprofen") == "contraindicated"
    page = browse(physician).get(address(episode, "advice", "oral-ibuprofen", "decide") + "?do=override")
    assert b"This is contraindicated now." in page.content
    assert b"A physician decides." in page.content


def test_nothing_overrides_what_an_open_exit_holds(write, episode, browse, physician):
    write(AN_EMERGENCY)
    assert status_of(episode, "oral-ibuprofen") == "held"
    typed = sent(episode, do="override", reason="Needed", until=days_from_today(episode, 5), sure="on")
    before = count(episode)
    answer = browse(physician).post(address(episode, "advice", "oral-ibuprofen", "decide"), typed)
    assert b"No override silences an exit" in answer.content
    assert count(episode) == before


@pytest.mark.parametrize("way", WAYS)
def test_an_exit_is_neither_accepted_nor_declined_nor_overridden(write, episode, browse, physician, way):
    write(AN_EMERGENCY)
    before = count(episode)
    typed = sent(episode, do=way, reason="No", until=days_from_today(episode, 5), sure="on", event="done")
    answer = browse(physician).post(address(episode, "advice", "cauda-equina-emergency", "decide"), typed)
    assert answer["Location"] == address(episode, "exits", "cauda-equina-emergency")
    assert count(episode) == before


# What happened, and the response


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


# Questions in place


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


def _asking(episode):
    rows = stored_content(Episode.objects.kept().get(pk=episode.pk))["plan"]["recommendations"]
    return [one["id"] for one in rows if one["status"] == "ask-first"]


def _yes_no(names):
    findings = load_pathway().findings
    return [
        name for name in names if name in findings and findings[name].type == "yes-no" and findings[name].ask
    ]


# Exits


def test_an_open_exit_stands_first_with_what_was_answered_what_it_halts_and_whom_to_call(
    write, episode, browse, physio
):
    write(AN_EMERGENCY)
    for place in ("advice", "exits"):
        page = browse(physio).get(address(episode, place)).content.decode()
        assert page.index("this comes first") < page.index("Emergency care for suspected cauda equina")
        assert "EMERGENCY: now" in page
        assert "Numbness around" in page
        assert "While it is open it halts: exercise, medicines, injections and operations." in page
        assert '<a href="tel:112">112</a>' in page


def test_a_number_that_nobody_checked_is_not_shown(write, episode, browse, physio):
    clinic = episode.person.clinic
    clinic.phone, clinic.urgent_advice = "030 1234", "116 117"
    assert [one.number for one in numbers_of(clinic)] == ["112", "116 117", "030 1234"]
    clinic.numbers_checked_on = None
    assert [one.number for one in numbers_of(clinic)] == ["030 1234"]


@pytest.mark.parametrize("event", ["excluded", "explained", "treated"])
def test_a_clinician_settles_an_exit_with_a_reason_and_by_whom(write, episode, browse, physio, event):
    write(AN_EMERGENCY)
    client = browse(physio)
    client.post(
        address(episode, "exits", "cauda-equina-emergency"),
        sent(
            episode,
            event=event,
            who="Dr Mara Lund",
            reason="MRI clear.",
            on=days_from_today(episode, 0),
            back="exits",
        ),
    )
    assert status_of(episode, "cauda-equina-emergency") is None
    assert lines_of(episode)[-1]["reason"] == "MRI clear. Decided by Dr Mara Lund."
    page = client.get(address(episode, "exits")).content.decode()
    assert "No exit is open." in page
    assert "MRI clear. Decided by Dr Mara Lund." in page


@pytest.mark.parametrize("event", ["accepted", "done"])
def test_sending_somebody_on_does_not_settle_an_exit(write, episode, browse, physio, event):
    write(AN_EMERGENCY)
    typed = sent(
        episode, event=event, who="R. Adeyemi", reason="By ambulance", on=days_from_today(episode, 0)
    )
    browse(physio).post(address(episode, "exits", "cauda-equina-emergency"), typed)
    assert status_of(episode, "cauda-equina-emergency") == "recommended"
    assert status_of(episode, "oral-ibuprofen") == "held"


@pytest.mark.parametrize("missing", ["event", "who", "reason", "on"])
def test_an_exit_is_not_settled_without_each_of_its_answers(write, episode, browse, physio, missing):
    write(AN_EMERGENCY)
    typed = sent(episode, event="excluded", who="Me", reason="MRI clear", on=days_from_today(episode, 0))
    before = count(episode)
    answer = browse(physio).post(address(episode, "exits", "cauda-equina-emergency"), {**typed, missing: ""})
    assert answer.status_code == 200
    assert b'class="error"' in answer.content
    assert count(episode) == before
    assert status_of(episode, "cauda-equina-emergency") == "recommended"


def test_a_later_sign_opens_it_again(write, episode, browse, physio):
    write(AN_EMERGENCY)
    typed = sent(episode, event="excluded", who="Me", reason="MRI clear", on=days_from_today(episode, 0))
    browse(physio).post(address(episode, "exits", "cauda-equina-emergency"), typed)
    write([{"finding": "urine-retention", "value": "yes"}])
    assert status_of(episode, "cauda-equina-emergency") == "recommended"


def test_only_an_open_exit_can_be_followed_up(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    for name in ("cauda-equina-emergency", "safety-screen", "nothing-of-this-name"):
        assert browse(physio).get(address(episode, "exits", name)).status_code == 404


# Two tabs, twice sent, garbage


def test_two_tabs_the_second_keeps_what_was_typed_and_can_be_sent_again(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    client, place = browse(physio), address(episode, "advice", "identify-source", "decide")
    typed = sent(episode, do="decline", reason="Examined in Leeds on Monday")
    write([{"finding": "worst-pain", "value": 6}])
    before = count(episode)
    answer = client.post(place, typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Somebody else wrote in this record since the page was opened." in page
    assert "Examined in Leeds on Monday" in page
    assert "answers of a visit" in page
    assert count(episode) == before
    again = dict(re.findall(r'name="(key|seen)" value="([^"]+)"', page))
    client.post(place, {**typed, **again})
    assert lines_of(episode)[-1]["reason"] == "Examined in Leeds on Monday"


def test_a_conflict_while_settling_keeps_what_was_typed(write, episode, browse, physio):
    write(AN_EMERGENCY)
    typed = sent(episode, event="excluded", who="Me", reason="MRI clear", on=days_from_today(episode, 0))
    write([{"finding": "worst-pain", "value": 6}])
    answer = browse(physio).post(address(episode, "exits", "cauda-equina-emergency"), typed)
    assert b"Somebody else wrote in this record" in answer.content
    assert b"MRI clear" in answer.content
    assert status_of(episode, "cauda-equina-emergency") == "recommended"


@pytest.mark.parametrize(
    ("place", "typed"),
    [
        (("advice", "safety-screen", "decide"), {"do": "accept"}),
        (("advice", "safety-screen", "decide"), {"do": "decline", "reason": "Not today"}),
        (("exits", "cauda-equina-emergency"), {"event": "excluded", "who": "Me", "reason": "Clear"}),
    ],
)
def test_sent_twice_it_is_written_once(write, episode, browse, physio, place, typed):
    write(AN_EMERGENCY)
    whole, before = sent(episode, on=days_from_today(episode, 0), **typed), count(episode)
    for _ in range(2):
        assert browse(physio).post(address(episode, *place), whole).status_code == 302
    assert count(episode) == before + 1


GARBAGE = ["", "\x00", "💥" * 3000, "-1", "1e999", "9" * 400, "2026-13-99"]
FIELDS = (
    "key", "seen", "back", "event", "reason", "until", "on", "who", "sure", "instead", "target", "guidance",
    "agent", "approach", "dose", "of", "response", "relief_percent", "relief_days", "adherence",
)  # fmt: skip


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_in_any_form_is_answered_in_words(episode, browse, physician, garbage, write):
    write([*AN_EMERGENCY, {"finding": "corticosteroid-injection", "value": "done"}])
    client = browse(physician)
    names = ("home-programme", "corticosteroid-injection", "identify-source")
    places = [("advice", name, "decide") for name in names]
    for way in (*WAYS, garbage):
        for place in places:
            typed = {**sent(episode), **dict.fromkeys(FIELDS, garbage), "do": way}
            assert client.post(address(episode, *place), typed).status_code < 500
            assert client.get(address(episode, *place), {"do": way, "event": garbage}).status_code < 500
    typed = {**sent(episode), **dict.fromkeys(FIELDS, garbage)}
    assert client.post(address(episode, "exits", "cauda-equina-emergency"), typed).status_code < 500
    assert client.post(address(episode, "advice", "identify-source", "answers"), typed).status_code < 500


def test_a_form_without_key_and_count_writes_nothing(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    before = count(episode)
    answer = browse(physio).post(address(episode, "advice", "safety-screen", "decide"), {"do": "accept"})
    assert b"The form came incomplete. Nothing was saved." in answer.content
    assert count(episode) == before


def test_a_form_never_leads_to_an_address_that_was_typed(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    typed = sent(episode, do="accept") | {"back": "https://elsewhere.example.org/"}
    answer = browse(physio).post(address(episode, "advice", "safety-screen", "decide"), typed)
    assert answer["Location"] == address(episode, "advice") + "#advice-safety-screen"


def test_htmx_gets_the_form_alone_and_is_told_to_load_the_page_after_saving(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    client, place = browse(physio), address(episode, "advice", "identify-source", "decide")
    part = client.get(place + "?do=decline", headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert b"<textarea" in part.content
    answer = client.post(
        place, sent(episode, do="decline", reason="Not today"), headers={"HX-Request": "true"}
    )
    assert answer["HX-Redirect"] == address(episode, "advice")


def test_nothing_that_was_typed_stands_in_the_audit(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    browse(physio).post(
        address(episode, "advice", "identify-source", "decide"),
        sent(episode, do="decline", reason="A secret about the person"),
    )
    assert "secret" not in str(list(Event.objects.values_list("detail", flat=True)))
    assert Entry.objects.filter(kind="decision").count() == 1


def test_a_medicine_that_must_be_tapered_says_so_where_its_stop_is_recorded(
    write, episode, browse, physician
):
    write([*PAIN_IN_THE_BUTTOCK, {"finding": "gabapentin", "value": "started"}])
    page = browse(physician).get(address(episode, "advice", "gabapentin", "decide") + "?do=happened")
    assert b"Taper." in page.content
    assert escape(load_pathway().interventions["gabapentin"].taper) in page.content.decode()


def test_what_must_be_seen_first_stands_above_every_page(write, episode, browse, physician):
    write([*PAIN_IN_THE_BUTTOCK, {"finding": "nsaid-allergy", "value": "yes"}])
    client = browse(physician)
    for parts in (
        ("advice",),
        ("exits",),
        ("notes",),
        ("advice", "oral-naproxen"),
        ("advice", "oral-naproxen", "decide"),
    ):
        page = client.get(address(episode, *parts)).content.decode()
        assert "Allergy, asthma or hives after an anti-inflammatory" in page
