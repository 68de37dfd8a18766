"""Importing a caseload from a table."""

from datetime import date

import pytest
from django.urls import reverse

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.administration.importing.checks import ages
from stepwell.clinic.administration.importing.drafts import Draft
from stepwell.clinic.administration.importing.table import read_table
from stepwell.clinic.administration.importing.views import EXAMPLE
from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes.models import Episode, Person
from stepwell.clinic.episodes.sealed import identity_of
from stepwell.clinic.episodes.services import basis, entries_of, stored_content
from stepwell.clinic.episodes.stored import content_of
from tests.clinic.answers import words
from tests.clinic.conftest import new_episode
from tests.clinic.importing.world import HEAD, TODAY, faults


def test_the_example_is_sound_and_nothing_is_written_by_looking(send):
    page = send(EXAMPLE.read_text())
    said = words(page)
    assert "2 people would be made" in said
    assert "Nothing is written yet" in said
    assert "With faults" not in said
    assert "Not understood" not in said
    assert not Person.objects.exists()


def test_confirmed_it_makes_the_people_with_what_the_file_says(send, clinic, physio):
    assert send(EXAMPLE.read_text(), do="make").url == reverse("persons")
    made = {identity_of(one.person).name: one for one in Episode.objects.kept()}
    assert set(made) == {"Sample Person A", "Sample Person B"}
    first = made["Sample Person A"]
    assert (first.side, first.responsible) == ("right", physio)
    assert identity_of(first.person).called == "Ann"
    lines = {(one["finding"], one["on"]): one["value"] for one in entries_of(first)[0].lines}
    assert lines[("worst-pain", "2026-10-04")] == 6
    assert lines[("worst-pain", "2026-10-18")] == 5
    assert lines[("weight", "2026-10-04")] == 71.5
    assert lines[("diabetes", "2026-10-04")] == "no"
    assert lines[("gabapentin", "2026-10-18")] == "started"
    assert stored_content(Episode.objects.kept().get(pk=first.pk)) == content_of(basis(first))
    assert Event.objects.get(action="caseload.imported").detail == {"people": 2, "lines": 14}


def test_an_age_follows_from_the_day_of_birth_and_is_known_within_a_year_from_the_year(meanings):
    reading = read_table(EXAMPLE.read_text(), meanings, TODAY)
    assert [ages(one, TODAY) for one in reading.drafts] == [(42, 42), (68, 69)]
    born_today = Draft(1, "x", 2008, date(2008, 11, 30))
    assert ages(born_today, TODAY) == (18, 18)
    assert ages(Draft(1, "x", 2008, date(2008, 12, 1)), TODAY) == (17, 17)


@pytest.mark.parametrize("born", ["2009", "2008", "2015-01-01", "1890", "2100"])
def test_nobody_is_made_who_may_be_a_child_or_who_cannot_be(send, born):
    said = words(send(f"{HEAD}Young Sample,{born},left,2026-01-05,3\n"))
    assert "0 people would be made" in said
    assert ("may be younger than 18" in said) or ("nobody has this age" in said)


def test_an_empty_cell_says_nothing_and_is_no_no(meanings):
    reading = read_table("name,born,side,diabetes\nA Sample,1980,left,\n", meanings, TODAY)
    assert reading.drafts[0].lines == []


def test_columns_are_known_by_id_title_and_code_with_a_unit_in_brackets(meanings):
    head = "name;born;side;Worst pain in the last 24 hours;29463-7 [[lb_av]];GABAPENTIN;sex"
    reading = read_table(f"{head}\nA Sample;1980;beidseits;3;165;done;Female\n", meanings, TODAY)
    said = {one["finding"]: one["value"] for one in reading.drafts[0].lines}
    assert said == {"worst-pain": 3, "weight": 74.8, "gabapentin": "done", "sex": "female"}
    assert faults(reading) == [(2, "side", "this is not the side of the episode.")]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("A Sample,1980,left,2026-10-04,eleven", (2, "worst-pain", "worst-pain is not a number.")),
        ("A Sample,1980,left,2026-10-04,11", (2, "worst-pain", "worst-pain lies outside its range.")),
        ("A Sample,1980,left,2199-01-01,3", (2, "on", "this day is still to come.")),
        ("A Sample,1980,left,someday,3", (2, "on", "on is not a day.")),
        ("A Sample,80,left,2026-10-04,3", (2, "born", "this is no year or day of birth.")),
        (",1980,left,2026-10-04,3", (2, "name", "there is no name.")),
        ("A Sample,1980,up,2026-10-04,3", (2, "side", "this is not the side of the episode.")),
    ],
)
def test_what_cannot_be_read_is_named_by_row_and_column(meanings, row, place):
    reading = read_table(f"{HEAD}{row}\n", meanings, TODAY)
    assert place in faults(reading)
    assert reading.to_make() == []


def test_a_fault_says_how_to_mend_it_and_keeps_only_its_own_person_out(send):
    page = send(f"{HEAD}A Sample,1980,left,2026-10-04,11\nB Sample,1980,left,2026-10-04,3\n")
    said = words(page)
    assert "1 person would be made" in said
    assert "Row 2, worst-pain: worst-pain lies outside its range. It runs from 0 to 10." in said
    send(f"{HEAD}A Sample,1980,left,2026-10-04,11\nB Sample,1980,left,2026-10-04,3\n", do="make")
    assert [identity_of(one).name for one in Person.objects.all()] == ["B Sample"]


def test_two_answers_that_contradict_each_other_are_a_fault_of_the_file(send):
    rows = "A Sample,1980,left,2026-10-04,3\nA Sample,1980,right,2026-10-05,3\n"
    assert "0 people would be made" in words(send(HEAD + rows))


def test_a_column_that_is_not_understood_is_left_out_and_listed(send):
    page = send("name,born,side,favourite colour,adult\nA Sample,1980,left,blue,yes\n")
    said = words(page)
    assert "1 person would be made" in said
    assert "favourite colour , 1 time. It is no id, title or code of the knowledge." in said
    assert "adult , 1 time. It follows from other answers" in said


def test_who_is_here_already_is_left_out_unless_somebody_says_it_is_another(send, clinic, physio):
    new_episode(clinic.clinic, physio, name="Ann  SAMPLE")
    rows = f"{HEAD}Ann Sample,1992,left,2026-10-04,3\n"
    said = words(send(rows))
    assert "0 people would be made" in said
    assert "Here already: left out" in said
    send(rows, do="make")
    assert Person.objects.count() == 1
    send(rows, do="make", again="ann sample|1992")
    assert Person.objects.count() == 2


def test_sent_twice_it_makes_nobody_twice(send):
    rows = f"{HEAD}Ann Sample,1992,left,2026-10-04,3\n"
    send(rows, do="make", again="ann sample|1992", count="0")
    page = send(rows, do="make", again="ann sample|1992", count="0")
    assert "There are more people now than when you looked" in words(page)
    assert Person.objects.count() == 1


def test_where_one_cannot_be_made_nobody_is(send, monkeypatch):
    from stepwell.clinic.administration.importing import services
    from stepwell.errors import Fault, RecordError

    written = services.add_entry

    def fails(episode, *given, **more):
        if Episode.objects.count() == 2:
            raise RecordError([Fault("x", 0, "it cannot be written.", "Look again.")])
        return written(episode, *given, **more)

    monkeypatch.setattr(services, "add_entry", fails)
    page = send(EXAMPLE.read_text(), do="make")
    assert "Nobody was made" in words(page)
    assert not Person.objects.exists()
    assert not Event.objects.filter(action="person.imported").exists()


def test_the_file_says_who_answers_for_a_person(send, member, clinic):
    doctor = member(Role.PHYSICIAN)
    head = "name,born,side,clinician\n"
    assert "nobody of this address treats here" in words(
        send(f"{head}A Sample,1980,left,{clinic.user.email}\n")
    )
    send(f"{head}A Sample,1980,left,{doctor.user.email.upper()}\n", do="make")
    assert Episode.objects.get().responsible == doctor


@pytest.mark.parametrize(
    "content",
    [
        "",
        "\n\n",
        "name\n",
        "name,born,side,name\nA,1980,left,B\n",
        'name,born,side\n"A,1980,left\n',
        "name,born,side\nA,1980,left,more,cells\n",
        "{",
        "[]",
        "{}",
        '{"resourceType": "Bundle"}',
        '{"resourceType": "Bundle", "entry": [1, {"resource": 3}]}',
        '{"a":' * 5000,
        "\x00\x01",
        "name,born,side\n" + "A,1980,left\x00\n",
        b"\xff\xfe",
    ],
)
def test_a_file_that_is_none_is_refused_in_words(send, content):
    page = send(content)
    assert page.status_code == 200
    said = words(page)
    assert "Nothing can be made of this file" in said or "would be made" not in said
    assert not Person.objects.exists()


def test_a_file_that_is_too_large_is_refused(send):
    assert "larger than 5 MB" in words(send("x" * 5_000_001))
