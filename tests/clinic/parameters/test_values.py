"""Own values: versions, who may save, what is refused."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from stepwell.clinic.accounts.models import STAFF, Role
from stepwell.clinic.audit.models import Event
from stepwell.clinic.audit.verify import verify
from stepwell.clinic.episodes import services as episodes
from stepwell.clinic.episodes.models import Episode, StoredPlan
from stepwell.clinic.episodes.stored import content_of
from stepwell.clinic.library import services
from stepwell.clinic.library.models import LocalValues
from stepwell.clinic.library.previews import Preview
from stepwell.clinic.library.proposals import MAY_PROPOSE
from stepwell.clinic.pathway import digest_of, pathway_of
from tests.clinic.conftest import opened
from tests.clinic.parameters.world import another, looked, saved, sent, shown, text_of, tried


def test_saving_makes_a_version_and_every_plan_is_computed_again(officer, clinic, people):
    before = {one.pk: one.digest for one in StoredPlan.objects.all()}
    answer = saved(officer, tried(officer, screen_interval=7))
    assert "Version 1 is saved" in text_of(answer)
    version = LocalValues.objects.get()
    assert (version.version, version.values, version.moved) == (1, {"screen-interval": 7}, 1)
    assert version.reason == "Our department's protocol."
    now = digest_of(pathway_of(clinic.clinic))
    assert {one.digest for one in StoredPlan.objects.all()} == {now}
    assert now not in before.values()
    for one in Episode.objects.kept():
        assert episodes.stored_content(one) == content_of(episodes.basis(one))
    noted = Event.objects.get(action="parameters.changed")
    assert (noted.subject, noted.detail) == ("version 1", {"moved": 1})
    assert verify() == []


def test_a_version_never_changes(officer, people):
    saved(officer, tried(officer, screen_interval=7))
    for change in (
        lambda: LocalValues.objects.update(reason="x"),
        lambda: LocalValues.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            change()


def test_going_back_is_a_new_version(officer, clinic, people):
    saved(officer, tried(officer, screen_interval=7))
    saved(officer, tried(officer, screen_interval=14, dn4_cut_off=6))
    back = officer.post(reverse("parameters_try"), {"version": "1"})
    preview = Preview.objects.get(pk=back["Location"].rstrip("/").rsplit("/", 1)[1])
    saved(officer, preview)
    newest, middle, oldest = LocalValues.objects.all()
    assert (newest.version, newest.values, newest.reason) == (3, oldest.values, "Back to version 1.")
    assert middle.values == {"screen-interval": 14, "dn4-cut-off": 6}
    versions = officer.get(reverse("parameters")).context["versions"]
    assert [(one.kept.version, one.now) for one in versions] == [(3, True), (2, False), (1, False)]
    assert {one.parameter.id for one in versions[0].changes} == {"screen-interval", "dn4-cut-off"}


def test_back_to_what_was_delivered(officer, clinic, people):
    saved(officer, tried(officer, screen_interval=7))
    back = officer.post(reverse("parameters_try"), {"version": "0"})
    saved(officer, Preview.objects.get(pk=back["Location"].rstrip("/").rsplit("/", 1)[1]))
    assert LocalValues.objects.first().values == {}
    assert pathway_of(clinic.clinic).parameters["screen-interval"].value == 28


def test_an_emptied_field_is_as_delivered_again(officer, clinic):
    saved(officer, tried(officer, screen_interval=7))
    preview = tried(officer, screen_interval="", nsaid_pain=5)
    assert preview.values == {"nsaid-pain": 5}


def test_a_second_tab_does_not_overwrite_the_first(officer, people):
    first, second = tried(officer, screen_interval=7), tried(officer, nsaid_pain=5)
    saved(officer, first)
    answer = saved(officer, second)
    assert "own values were saved since this preview was made" in text_of(answer)
    assert [one.values for one in LocalValues.objects.all()] == [{"screen-interval": 7}]


def test_the_same_preview_sent_twice_makes_one_version(officer, people):
    preview = tried(officer, screen_interval=7)
    saved(officer, preview)
    saved(officer, preview)
    assert LocalValues.objects.count() == 1


def test_two_who_accept_at_the_same_moment_make_one_version(officer, member, people, monkeypatch):
    """Both looked before either wrote: the database itself refuses the second."""
    by, colleague = member(Role.SAFETY_OFFICER), another(people[0].person.clinic)
    proposed = [
        services.propose(tried(officer, **one), by=by) for one in ({"screen_interval": 7}, {"nsaid_pain": 5})
    ]
    first, second = (looked(colleague, one) for one in proposed)
    accepting = member(Role.PHYSICIAN)
    services.accept(first, by=accepting)
    monkeypatch.setattr(services, "_next_version", lambda preview: 1)
    with pytest.raises(services.Outdated, match="own values were saved"):
        services.accept(second, by=accepting)
    assert LocalValues.objects.get().values == {"screen-interval": 7}


@pytest.mark.parametrize("value", ["3", "11", "-1", "six", "4.5", "1e999", "nan", "9" * 400, "\x00"])
def test_a_number_outside_its_range_is_said_at_its_field(officer, value):
    answer = officer.post(reverse("parameters_try"), {"reason": "why", "nsaid-pain": value})
    assert answer.status_code == 200
    assert answer.context["form"].errors["nsaid-pain"]
    assert "Write a number from 4 to 10." in text_of(answer) or value == "\x00"
    assert not Preview.objects.exists()


def test_a_fixed_number_is_not_taken(officer):
    answer = officer.post(reverse("parameters_try"), {"reason": "why", "short-screen-interval": "5"})
    assert "No value is other than before" in text_of(answer)


def test_a_reason_is_asked_for_and_what_was_typed_is_kept(officer):
    answer = officer.post(reverse("parameters_try"), {"reason": " ", "nsaid-pain": "5"})
    assert "Say why" in text_of(answer)
    assert answer.context["form"]["nsaid-pain"].value() == "5"


def test_numbers_that_do_not_go_together_are_refused_and_named(officer):
    """Each is inside its own range, and a review between the two days could never come."""
    answer = officer.post(reverse("parameters_try"), {"reason": "why", "second-escalation-days": "42"})
    assert answer.status_code == 200
    assert "These numbers do not go together" in text_of(answer)
    assert "cannot both hold" in text_of(answer)
    assert not Preview.objects.exists()


@pytest.mark.parametrize("version", ["7", "x", "-1", "1" * 30, "", "²"])
def test_a_version_that_is_not_there_is_not_found(officer, version):
    assert officer.post(reverse("parameters_try"), {"version": version}).status_code == 404


@pytest.mark.parametrize("role", STAFF)
def test_the_staff_may_look_and_some_may_propose(role, officer, member, browse, people):
    preview = tried(officer, screen_interval=7)
    client = browse(member(role))
    answer = client.get(reverse("parameters"))
    assert answer.status_code == 200
    assert (answer.context["form"] is not None) == (role in MAY_PROPOSE)
    assert shown(client, preview).status_code == 200
    assert ("Propose it as version 1" in text_of(shown(client, preview))) == (role in MAY_PROPOSE)
    assert (sent(client, preview).status_code == 200) == (role in MAY_PROPOSE)
    assert not LocalValues.objects.exists()


def test_another_clinic_sees_nothing_of_it(officer, member, browse, people):
    preview = tried(officer, screen_interval=7)
    other = opened("Elsewhere")
    theirs = browse(member(Role.PHYSICIAN, other))
    assert shown(theirs, preview).status_code == 404
    assert saved(theirs, preview).status_code == 404
    assert pathway_of(other.clinic).parameters["screen-interval"].value == 28
