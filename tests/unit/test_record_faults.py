"""Every message about a record file, quoted whole. The first line of a record stands on line 4 of its file."""

import random

import pytest

from stepwell.errors import RecordError
from stepwell.records.reader import parse_record
from tests.unit.tiny_pathway import PATHWAY
from tests.unit.tiny_record import HEAD, LINES, faults

FORMS = (
    "Write 2026-03-01, 2026-03 or 2026; {before: DAY}, {after: DAY} or {from: DAY, to: DAY}; or leave it out."
)
AMOUNT = "Write a number, {at_least: N}, {at_most: N} or {from: N, to: N}, with the unit under `unit`."
START = "Begin the file with `schema: stepwell-record/1`."
STAMP = "Write it as 2026-03-01 or 2026-03-01T09:30:00Z."
LISTED = "`stepwell knowledge show` lists the findings, interventions and exercises."
EVENTS = "started, stopped, done, declined, responded, accepted, overridden"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", f"0: the file is empty. {START}"),
        ("# nothing\n", f"0: the file is empty. {START}"),
        ("- 1\n", f"0: the file is not a mapping. {START}"),
        ("side: left\n", f"1: the file is not of the schema stepwell-record/1. {START}"),
        (
            "side: 4\nschema: stepwell-case/1\n",
            f"2: the file is not of the schema stepwell-record/1. {START}",
        ),
        ("schema: stepwell-record/1\nsides: left\n", "2: sides is not a key of a record. Did you mean side?"),
        (
            "schema: stepwell-record/1\nside: up\n",
            "2: side is none of the sides. Write left, right or both.",
        ),
        (
            "schema: stepwell-record/1\nobservations: 4\n",
            "2: observations is not a list. Begin each line with a dash.",
        ),
        (
            "schema: stepwell-record/1\nobservations:\n- 4\n",
            "3: the line is not a mapping. Write {on: DAY, finding: ID, value: VALUE}.",
        ),
        (
            "schema: stepwell-record/1\npatient: 4\n",
            "2: patient is not a mapping. Write {age_years: 41, sex: female, country: GB}.",
        ),
        (
            "schema: stepwell-record/1\npatient: {name: Ann}\n",
            "2: name is not a key of patient. It takes age_years, country, sex.",
        ),
        (
            "schema: stepwell-record/1\npatient:\n  age_years: 130\n",
            "3: patient.age_years: age lies outside its range. It runs from 0 to 120 a.",
        ),
        (
            "schema: stepwell-record/1\npatient: {country: XX}\n",
            "2: patient.country: country has no such option. Write one of GB, IE, other.",
        ),
        (
            "schema: stepwell-record/1\nside: left\nside: right\n",
            "3: side is written twice, first in line 2. Keep one of them.",
        ),
    ],
)
def test_the_file_as_a_whole(text, message):
    assert faults(head=text) == [message]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "value: 7",
            "the line names no finding. Write `finding:` with the id of a finding, an intervention or an exercise.",
        ),
        ("finding: wrost-pain, value: 7", "there is no finding wrost-pain. Did you mean worst-pain?"),
        ("finding: clam-shell, value: done", "there is no finding clam-shell. Did you mean clamshell?"),
        ("finding: xyzzy, value: 7", f"there is no finding xyzzy. {LISTED}"),
        ("finding: adult, value: yes", "adult is derived, and so cannot be recorded. Record age."),
        (
            "finding: worst-week, value: 7",
            "worst-week is derived, and so cannot be recorded. Record worst-pain.",
        ),
        (
            "finding: care-days, value: 7",
            "care-days is derived, and so cannot be recorded. Record conservative-care.",
        ),
        (
            "finding: injected, value: yes",
            "injected is derived, and so cannot be recorded. Record steroid-injection.",
        ),
        (
            "finding: exit-open, value: no",
            "exit-open is derived, and so cannot be recorded. Record what it is derived from.",
        ),
        (
            "finding: fever",
            "fever has no value. Give it `value:`. Only a line that withdraws another with `replaces` may leave it empty.",
        ),
        ("finding: fever, value: 1", "fever is a yes-no finding. Write yes, no or not-sure."),
        ("finding: worst-pain, value: many", f"worst-pain is not a number. {AMOUNT}"),
        ("finding: worst-pain, value: true", f"worst-pain is not a number. {AMOUNT}"),
        (
            f"finding: worst-pain, value: {'9' * 4000}",
            "worst-pain lies outside its range. It runs from 0 to 10.",
        ),
        (f"finding: worst-pain, value: 0x{'9' * 9000}", f"worst-pain is not a number. {AMOUNT}"),
        ("finding: worst-pain, value: .nan", f"worst-pain is not a number. {AMOUNT}"),
        ("finding: worst-pain, value: {about: 7}", f"worst-pain is not a number. {AMOUNT}"),
        ("finding: worst-pain, value: {at_least: [7]}", f"worst-pain is not a number. {AMOUNT}"),
        ("finding: worst-pain, value: 11", "worst-pain lies outside its range. It runs from 0 to 10."),
        ("finding: weight, value: 19.9", "weight lies outside its range. It runs from 20 to 300 kg."),
        (
            "finding: worst-pain, value: {from: 7, to: 6}",
            "worst-pain ends before it begins. Correct one of the two numbers.",
        ),
        (
            "finding: worst-pain, value: 6.5",
            "worst-pain has too many decimals. Write a whole number, or {from: N, to: N}.",
        ),
        ("finding: average-pain, value: 2.55", "average-pain has too many decimals. Keep at most 1."),
        (
            "finding: sitting-tolerance, value: 9, unit: s",
            "sitting-tolerance does not take the unit s. It takes min, h.",
        ),
        (
            "finding: worst-pain, value: 9, unit: cm",
            "worst-pain does not take the unit cm. Leave `unit` out.",
        ),
        ("finding: fever, value: yes, unit: cm", "fever is not a number and has no unit. Leave `unit` out."),
        (
            "finding: working-source, value: pirifornis",
            "working-source has no such option. Did you mean piriformis?",
        ),
        (
            "finding: working-source, value: hip",
            "working-source has no such option. Write one of piriformis, scar.",
        ),
        ("finding: story, value: 12", "story is not text. Put it in quotes."),
        (
            "finding: fever, value: no, valu: 1",
            "valu is not a key of a line about the finding fever. Did you mean value?",
        ),
        (
            "finding: fever, value: no, target: piriformis",
            "target is not a key of a line about the finding fever. "
            "It takes by, finding, on, recorded_at, replaces, seq, side, unit, value.",
        ),
        (
            "finding: buttock-pain, value: no, side: up",
            "side is none of the sides. Write left, right or both.",
        ),
        (
            "finding: fever, value: no, side: left",
            "fever has one value for the person, not one for each side. Leave `side` out of this line.",
        ),
        ("finding: fever, value: no, by: 4", "by is not text. Put it in quotes."),
        ("finding: fever, value: no, seq: one", "seq is not the number of a line. Write a whole number."),
        (
            "finding: fever, value: no, replaces: 1",
            "replaces names the line itself. Write the seq of the other line.",
        ),
        (
            "finding: fever, value: no, replaces: 7",
            "replaces names seq 7, which does not exist. Write the seq of a line of this record.",
        ),
        (
            "finding: conservative-care, value: start",
            "conservative-care has no such event. Did you mean started?",
        ),
        (
            "finding: conservative-care, value: 4",
            f"conservative-care has no such event. Write one of {EVENTS}, "
            "excluded, explained, treated, pinned, swapped, capped, paused, resumed.",
        ),
        (
            "finding: conservative-care, value: treated",
            "conservative-care is not an exit, and so cannot be settled. "
            f"Write one of {EVENTS}, pinned, swapped, capped, paused, resumed.",
        ),
        (
            "finding: steroid-injection, value: done, target: piriform",
            "target is none of its words. Did you mean piriformis?",
        ),
        (
            "finding: steroid-injection, value: done, target: 4",
            "target is none of its words. Write one of piriformis, hip-joint.",
        ),
        (
            "finding: steroid-injection, value: done, guidance: x-ray",
            "guidance is none of its words. Write one of ultrasound, fluoroscopy, ct, mr, blind.",
        ),
        (
            "finding: steroid-injection, value: done, response: some",
            "response is none of its words. Write one of none, partial, good, worse.",
        ),
        ("finding: steroid-injection, value: done, dose: 40", "dose is not text. Put it in quotes."),
        (
            "finding: steroid-injection, value: done, relief_percent: 110",
            "relief_percent lies outside its range. It runs from 0 to 100 %.",
        ),
        ("finding: steroid-injection, value: done, until: soon", f"until is not a day. {FORMS}"),
        (
            "finding: steroid-injection, value: declined, until: 2025",
            "until lies before the day of the line. Correct `on` or `until`.",
        ),
        (
            "finding: steroid-injection, value: done, of: 1",
            "of names the line itself. Write the seq of the other line.",
        ),
        ("finding: fever, value: no, recorded_at: 2026", f"recorded_at is not a day. {STAMP}"),
        ("finding: fever, value: no, recorded_at: 2026-02", f"recorded_at is not a whole date. {STAMP}"),
        (
            "finding: fever, value: no, recorded_at: 2026-01-04",
            "recorded_at lies before the day of the line. Correct `on` or `recorded_at`.",
        ),
    ],
)
def test_one_line(line, message):
    assert faults(f"on: 2026-01-05, {line}") == [f"4: {message}"]


@pytest.mark.parametrize(
    ("on", "message"),
    [
        ("yesterday", f"on is not a day. {FORMS}"),
        ("2026-1-5", f"on is not a day. {FORMS}"),
        ("true", f"on is not a day. {FORMS}"),
        ("{}", f"on is not a day. {FORMS}"),
        ("{from: 2026-01-05}", f"on is not a day. {FORMS}"),
        ("{before: [1]}", f"on is not a day. {FORMS}"),
        ("2026-02-29", "on is a day that does not exist. Check the month and the day."),
        ("2026-13", "on is a day that does not exist. Check the month and the day."),
        ("2026-00", "on is a day that does not exist. Check the month and the day."),
        ("1899", "on lies outside the years 1900 to 2200. Check the year."),
        ("2201-01-01", "on lies outside the years 1900 to 2200. Check the year."),
        ("{from: 2026-02, to: 2026-01}", "on ends before it begins. Correct one of the two days."),
        ("{after: 2026-02, before: 2026-02}", "on ends before it begins. Correct one of the two days."),
    ],
)
def test_the_day_of_a_line(on, message):
    assert faults(f"on: {on}, finding: fever, value: no") == [f"4: {message}"]


def test_every_fault_is_reported_at_once():
    """Also several of one line, and each at its own line of the file."""
    text = HEAD + "- on: 2026-02-30\n  finding: fever\n  value: maybe\n  side: left\n- {finding: nothing}\n"
    with pytest.raises(RecordError) as raised:
        parse_record(text, PATHWAY, name="ann.yaml")
    assert [one.line for one in raised.value.faults] == [4, 6, 7, 8]


def test_no_message_repeats_an_answer():
    lines = [
        "finding: fever, value: secret",
        "finding: working-source, value: secret",
        "finding: worst-pain, value: secret",
        "finding: conservative-care, value: secret, response: secret",
    ]
    assert not any("secret" in message for message in faults(*lines))


def test_many_unknown_names_are_reported_quickly():
    """Only the first are compared with every known name."""
    found = faults(*(f"finding: worst-pain-{n}, value: 7" for n in range(60)))
    assert found[0] == "4: there is no finding worst-pain-0. Did you mean worst-pain?"
    assert found[-1] == f"63: there is no finding worst-pain-59. {LISTED}"


def test_a_long_name_is_shortened():
    assert faults(f"finding: {'x' * 100}, value: 7") == [f"4: there is no finding {'x' * 60}.... {LISTED}"]


def test_no_broken_file_breaks_the_reader():
    """Whatever a slip of the hand makes of a file, it is read or its faults are told."""
    text = HEAD + "".join(f"- {{{line}}}\n" for line in LINES)
    chance = random.Random(1)
    for _ in range(2000):
        at = chance.randrange(len(text))
        broken = text[:at] + chance.choice(
            ["", "-", ":", "[", "]", "{", "9", "'", "\n", "\t", ", ", "~", "*", "é"]
        )
        try:
            parse_record(broken + text[at + chance.randrange(4) :], PATHWAY, name="ann.yaml")
        except RecordError:
            continue
