"""A clinic's own values: inside their range, tried before they are saved, in versions that only grow."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from stepwell.clinic.accounts.models import STAFF, Role
from stepwell.clinic.audit.models import Event
from stepwell.clinic.audit.verify import verify
from stepwell.clinic.episodes import services as episodes
from stepwell.clinic.episodes.models import Episode, StoredPlan
from stepwell.clinic.episodes.services import Author, add_entry
from stepwell.clinic.episodes.stored import content_of
from stepwell.clinic.library import moving, services, tasks
from stepwell.clinic.library.models import LocalValues
from stepwell.clinic.library.moving import told
from stepwell.clinic.library.parameters import MAY_SAVE
from stepwell.clinic.library.previews import Preview
from stepwell.clinic.pathway import digest_of, pathway_of, pathway_with
from stepwell.errors import StepwellError
from tests.clinic.conftest import new_episode, opened

SCREENED_DAYS_AGO = 10
"""The safety screen of somebody was ten days ago: it stands for 28 days as delivered, and a clinic may set 7."""


@pytest.fixture(autouse=True)
def at_once(settings):
    """Tasks are done while somebody waits."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def officer(member, browse):
    """A browser in which the clinical safety officer has signed in."""
    return browse(member(Role.SAFETY_OFFICER))


@pytest.fixture
def doctor(member, browse):
    """A browser in which a physician has signed in."""
    return browse(member(Role.PHYSICIAN))


@pytest.fixture
def people(clinic, physio):
    """Two people: one whom the number concerns, and one with nothing in the record."""
    nadia = new_episode(clinic.clinic, physio, name="Nadia Petrova")
    on = (episodes.today_of(clinic.clinic) - timedelta(days=SCREENED_DAYS_AGO)).isoformat()
    flags = [one.id for one in pathway_of(clinic.clinic).findings.values() if one.flag and one.derive is None]
    no = [{"finding": name, "value": "no", "on": on} for name in flags]
    add_entry(nadia, "visit", no, by=Author.of(physio))
    return [nadia, new_episode(clinic.clinic, physio, name="Omar Haddad")]


def tried(client, reason="Our department's protocol.", **values):
    """The preview of a change."""
    wished = {name.replace("_", "-"): value for name, value in values.items()}
    answer = client.post(reverse("parameters_try"), {"reason": reason, **wished})
    assert answer.status_code == 302, [str(one) for one in answer.context["form"].errors.values()]
    return Preview.objects.get(pk=answer["Location"].rstrip("/").rsplit("/", 1)[1])


def saved(client, preview):
    return client.post(reverse("parameters_save", args=[preview.pk]), follow=True)


def shown(client, preview):
    return client.get(reverse("parameters_preview", args=[preview.pk]))


def text_of(answer):
    return answer.content.decode().replace("&#x27;", "'")


def test_every_number_is_listed_with_default_range_and_evidence(officer, clinic):
    answer = officer.get(reverse("parameters"))
    rows = {row.parameter.id: row for group in answer.context["groups"] for row in group.rows}
    assert set(rows) == set(pathway_of(clinic.clinic).parameters)
    assert "Delivered 7 /10; may be 4 to 10" in text_of(answer)
    assert rows["nsaid-pain"].evidence[0].verified == "AUTHORED"
    assert rows["short-screen-interval"].field is None


def test_nothing_is_saved_by_trying(officer, people):
    tried(officer, screen_interval=7)
    assert not LocalValues.objects.exists()
    assert pathway_of(people[0].person.clinic).parameters["screen-interval"].value == 28


def test_a_preview_counts_exactly_those_whose_status_or_step_differs(officer, clinic, people):
    preview = tried(officer, screen_interval=7)
    old, new = pathway_of(clinic.clinic), pathway_with('{"screen-interval": 7}')
    expected = set()
    for one in people:
        basis = episodes.basis(one)
        fresh = episodes.basis(one, pathway=new)
        before, after = told(old, basis.record, basis.today), told(new, fresh.record, basis.today)
        expected |= {
            (name, before[name], after[name], str(one.pk)) for name in before if before[name] != after[name]
        }
    assert expected
    assert {(*key, one) for key, who in preview.moved.moves.items() for one in who} == expected
    assert preview.moved.people == len({one[3] for one in expected}) == 1
    assert (preview.total, preview.done, preview.failed) == (2, 2, 0)


def test_a_preview_says_who_moves_to_who_treats(doctor, people):
    answer = shown(doctor, tried(doctor, screen_interval=7))
    assert "This change moves 1 of your people" in text_of(answer)
    assert "Nadia Petrova" in text_of(answer)
    assert str(people[0].pk) in text_of(answer)
    assert "Omar Haddad" not in text_of(answer)
    assert Event.objects.filter(action="parameters.moves-read").count() == 1


@pytest.mark.parametrize("role", [Role.SAFETY_OFFICER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_does_not_treat_sees_counts_and_no_names(role, officer, member, browse, people):
    preview = tried(officer, screen_interval=7)
    text = text_of(shown(browse(member(role)), preview))
    assert "This change moves 1 of your people" in text
    assert "Nadia" not in text
    assert str(people[0].pk) not in text


def test_who_moves_does_not_stand_in_the_database_in_the_clear(officer, people):
    preview = tried(officer, screen_interval=7)
    assert preview.moved.moves
    assert str(people[0].pk).encode() not in bytes(preview.sealed)
    assert b"recommended" not in bytes(preview.sealed)


def test_a_number_that_no_rule_reads_is_said_to_move_nobody(officer, people):
    text = text_of(shown(officer, tried(officer, rising_days=4)))
    assert "This change moves nobody" in text
    assert "No rule of the pathway reads it" in text


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


def test_two_who_save_at_the_same_moment_make_one_version(officer, member, people, monkeypatch):
    """Both looked before either wrote: the database itself refuses the second."""
    first, second = tried(officer, screen_interval=7), tried(officer, nsaid_pain=5)
    by = member(Role.SAFETY_OFFICER)
    services.save_values(first, by=by)
    monkeypatch.setattr(services, "_next_version", lambda preview: 1)
    with pytest.raises(services.Outdated, match="own values were saved"):
        services.save_values(second, by=by)
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
def test_the_staff_may_look_and_some_may_save(role, officer, member, browse, people):
    preview = tried(officer, screen_interval=7)
    client = browse(member(role))
    answer = client.get(reverse("parameters"))
    assert answer.status_code == 200
    assert (answer.context["form"] is not None) == (role in MAY_SAVE)
    assert shown(client, preview).status_code == 200
    assert ("Save as version 1" in text_of(shown(client, preview))) == (role in MAY_SAVE)
    assert (saved(client, preview).status_code == 200) == (role in MAY_SAVE)


def test_another_clinic_sees_nothing_of_it(officer, member, browse, people):
    preview = tried(officer, screen_interval=7)
    other = opened("Elsewhere")
    theirs = browse(member(Role.PHYSICIAN, other))
    assert shown(theirs, preview).status_code == 404
    assert saved(theirs, preview).status_code == 404
    assert pathway_of(other.clinic).parameters["screen-interval"].value == 28


def test_a_preview_is_forgotten_after_a_day(officer, people):
    preview = tried(officer, screen_interval=7)
    Preview.objects.update(made_at=timezone.now() - timedelta(days=1, hours=1))
    assert shown(officer, preview).status_code == 404
    tried(officer, nsaid_pain=5)
    assert not Preview.objects.filter(pk=preview.pk).exists()


def test_a_preview_that_is_not_there_is_not_found(officer):
    nowhere = reverse("parameters_preview", args=[uuid.uuid4()])
    assert officer.get(nowhere).status_code == 404
    assert officer.post(f"{nowhere}save/").status_code == 404


def test_for_many_people_it_says_how_far_it_is_and_goes_on(officer, people, monkeypatch):
    waiting = []
    monkeypatch.setattr(services, "FEW", 0)
    monkeypatch.setattr(services, "go_on", type("Later", (), {"enqueue": waiting.append}))
    preview = tried(officer, screen_interval=7)
    assert waiting == [str(preview.pk)]
    text = text_of(shown(officer, preview))
    assert "0 of 2 records looked at" in text
    assert "Save as version" not in text
    assert "is not computed yet" in text_of(saved(officer, preview))
    assert not LocalValues.objects.exists()


def test_it_is_computed_in_turns_that_each_take_up_where_the_last_one_ended(officer, people, monkeypatch):
    whole = tried(officer, screen_interval=7).moved
    monkeypatch.setattr(services, "FEW", 0)
    monkeypatch.setattr(tasks, "TURN_SECONDS", 0.0)
    in_turns = tried(officer, screen_interval=7)
    assert in_turns.finished_at is not None
    assert in_turns.done == 2
    assert in_turns.moved == whole


def test_erased_people_are_left_out(officer, clinic, people):
    preview = tried(officer, screen_interval=7)
    episodes.erase(people[0].person, by=clinic, reason="asked-by-person")
    assert tried(officer, nsaid_pain=5).total == 1
    assert shown(officer, preview).status_code == 200


def test_a_record_that_cannot_be_read_is_counted_and_the_others_go_on(officer, people, monkeypatch):
    real = moving.moves_of

    def broken(episode, *rest):
        if episode.pk == people[1].pk:
            raise StepwellError([])
        return real(episode, *rest)

    monkeypatch.setattr(moving, "moves_of", broken)
    preview = tried(officer, screen_interval=7)
    assert (preview.failed, preview.moved.people) == (1, 1)
    assert "1 record could not be read" in text_of(shown(officer, preview))
