"""The forms of deciding: two tabs, sending twice, garbage."""

import re

import pytest
from django.utils.html import escape

from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes.models import Entry
from stepwell.knowledge.loader import load_pathway
from tests.clinic.advice.world import (
    AN_EMERGENCY,
    FIELDS,
    GARBAGE,
    PAIN_IN_THE_BUTTOCK,
    WAYS,
    address,
    count,
    days_from_today,
    lines_of,
    sent,
    status_of,
)


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
