"""Previews over many people, in turns."""

import uuid
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from stepwell.clinic.episodes.persons import erase
from stepwell.clinic.library import moving, services, tasks
from stepwell.clinic.library.models import LocalValues
from stepwell.clinic.library.previews import Preview
from stepwell.errors import StepwellError
from tests.clinic.parameters.world import saved, shown, text_of, tried


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
    assert "Propose it as version" not in text
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
    erase(people[0].person, by=clinic, reason="asked-by-person")
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
