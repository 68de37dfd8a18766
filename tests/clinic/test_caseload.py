"""The caseload page: who is shown, in which order, and what can be done from a row."""

import uuid
from datetime import date, timedelta

import pytest

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Entry, Episode
from stepwell.clinic.episodes.services import add_entry, stored_board
from stepwell.clinic.workspace.caseload.rows import rows_of
from tests.clinic.conftest import new_episode

FLAG = {"finding": "saddle-numbness", "value": "not-sure"}


@pytest.fixture
def three(clinic, physio, member):
    """Somebody with a red flag, somebody quiet, and somebody of a colleague."""
    other = member(Role.PHYSICIAN)
    flagged = new_episode(clinic.clinic, physio, name="Aisha Rahman")
    add_entry(flagged, "check-in", [FLAG], by=Author.of(physio))
    quiet = new_episode(clinic.clinic, physio, name="Bo Quiet")
    theirs = new_episode(clinic.clinic, other, name="Carl Colleague")
    return flagged, quiet, theirs


def key():
    return {"key": str(uuid.uuid4())}


def test_the_first_page_shows_who_needs_somebody_and_why(three, physio, browse):
    page = browse(physio).get("/caseload/").content.decode()
    assert "1 person needs you today" in page
    assert "Aisha Rahman" in page
    assert "cauda equina" in page
    assert "Bo Quiet" not in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("show=mine", {"Aisha Rahman", "Bo Quiet"}),
        ("show=all", {"Aisha Rahman", "Bo Quiet", "Carl Colleague"}),
        ("show=nonsense", {"Aisha Rahman", "Bo Quiet", "Carl Colleague"}),
        ("find=carl", {"Carl Colleague"}),
        ("show=ready", set()),
    ],
)
def test_a_filter_or_a_name_stands_in_the_address(three, physio, browse, query, names):
    page = browse(physio).get(f"/caseload/?{query}").content.decode()
    assert {name for name in ("Aisha Rahman", "Bo Quiet", "Carl Colleague") if name in page} == names


def test_a_colleague_sees_a_red_flag_of_somebody_elses_patient(three, member, browse):
    page = browse(member(Role.PHYSICIAN)).get("/caseload/").content.decode()
    assert "Aisha Rahman" in page


def test_most_urgent_first(three, physio):
    assert next(row.identity.name for row in rows_of(physio)) == "Aisha Rahman"


def test_an_emergency_stands_before_what_is_urgent(three, clinic, physio):
    urgent = new_episode(clinic.clinic, physio, name="Aaron Urgent")
    signs = [
        {"finding": "unexplained-weight-loss", "value": True},
        {"finding": "night-sweats", "value": True},
    ]
    add_entry(urgent, "check-in", [{"finding": "age", "value": 61}, *signs], by=Author.of(physio))
    assert [row.identity.name for row in rows_of(physio)][:2] == ["Aisha Rahman", "Aaron Urgent"]


def test_a_name_of_another_clinic_is_not_found(three, physio, browse):
    assert b"Nobody of this name" in browse(physio).get("/caseload/?find=zelda").content


def test_marked_as_reviewed_is_written_down_with_the_needs(three, physio, browse):
    _, quiet, _ = three
    browse(physio).post(f"/caseload/{quiet.pk}/reviewed/", key())
    assert Entry.objects.filter(episode=quiet, kind="reviewed").count() == 1


def test_put_aside_with_a_reason_until_a_day_to_come(three, physio, browse):
    _, quiet, _ = three
    until = date.today() + timedelta(7)
    browse(physio).post(f"/caseload/{quiet.pk}/snooze/", {**key(), "until": until, "reason": "on holiday"})
    assert stored_board(Episode.objects.kept().get(pk=quiet.pk))["snoozed"] == until.isoformat()


@pytest.mark.parametrize(
    "wrong", [{"until": "2001-01-01"}, {"until": "2099-01-01"}, {"until": "x"}, {"reason": ""}, {"key": "x"}]
)
def test_what_cannot_be_read_puts_nobody_aside(three, physio, browse, wrong):
    _, quiet, _ = three
    good = {**key(), "until": date.today() + timedelta(7), "reason": "on holiday"}
    answer = browse(physio).post(f"/caseload/{quiet.pk}/snooze/", {**good, **wrong})
    assert answer.status_code == 200
    assert not Entry.objects.filter(kind="snoozed").exists()


def test_what_is_new_is_counted_and_nothing_jumps(three, physio, browse):
    client = browse(physio)
    before = client.get(
        "/caseload/changes/?since=2026-01-01T00:00:00%2B00:00", headers={"HX-Request": "true"}
    )
    assert b"1 change, show" in before.content
    for odd in ("", "x", "2026-01-01", "%00"):
        assert client.get(f"/caseload/changes/?since={odd}").status_code == 200


def test_a_caseload_needs_few_queries(three, physio, browse, django_assert_max_num_queries):
    client = browse(physio)
    with django_assert_max_num_queries(25):
        client.get("/caseload/?show=all")
