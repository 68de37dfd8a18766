"""What a change of own values would move."""

import pytest
from django.urls import reverse

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes import services as episodes
from stepwell.clinic.library.models import LocalValues
from stepwell.clinic.library.moving import told
from stepwell.clinic.pathway import pathway_of, pathway_with
from tests.clinic.parameters.world import shown, text_of, tried


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
