"""What the log may say: ids, patterns of addresses, places in the program. Never what somebody answered, typed or is called."""

import logging
import uuid

import pytest
from django.urls import reverse

from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.workspace.advice import services
from tests.clinic.conftest import new_episode
from tests.clinic.intake.world import person

TYPED = "Quinoa-Zeppelin"
"""A word that nobody else writes."""


@pytest.fixture
def logged(caplog):
    """All that any logger says from the lowest level on."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("stepwell").setLevel(logging.DEBUG)
    return caplog


def typed_in(client, episode, physio):
    """Types the word wherever a clinician types something, well and badly."""
    hidden = {"key": str(uuid.uuid4()), "seen": Episode.objects.get(pk=episode.pk).count}
    many = dict.fromkeys(
        (
            "reason",
            "text",
            "who",
            "agent",
            "dose",
            "a.worst-pain",
            "a.buttock-pain",
            "worst-pain",
            "receiver",
        ),
        TYPED,
    )
    new = {**person(name=TYPED, called=TYPED, born="1984"), "responsible": str(physio.pk)}
    yield client.post(reverse("new_person"), new)
    yield client.get(reverse("caseload"), {"find": TYPED})
    for name, more in (
        ("notes", []),
        ("exam", []),
        ("letter", []),
        ("outcomes", []),
        ("consent", []),
        ("decide", ["safety-screen"]),
        ("answers", ["safety-screen"]),
        ("intake_page", ["how-it-is-now"]),
        ("intake_draft", ["how-it-is-now"]),
        ("snooze", []),
    ):
        for do in ("decline", "happened", TYPED):
            yield client.post(
                reverse(name, args=[episode.pk, *more]), {**many, **hidden, "do": do, "kind": TYPED}
            )


def test_no_log_line_carries_what_a_person_answered(clinic, physio, browse, logged):
    episode = new_episode(clinic.clinic, physio, name=f"{TYPED} Sample")
    answers = list(typed_in(browse(physio), episode, physio))
    assert {302, 200} <= {one.status_code for one in answers}
    assert "stepwell.requests" in {one.name for one in logged.records}
    assert TYPED not in logged.text


def test_not_even_where_the_program_fails_while_it_holds_the_answer(
    episode, physio, browse, logged, monkeypatch
):
    def broken(*_given, **_named):
        raise ValueError(f"{TYPED} cannot be")

    monkeypatch.setattr(services, "decide", broken)
    client = browse(physio)
    client.raise_request_exception = False
    typed = {"do": "decline", "reason": TYPED, "key": str(uuid.uuid4()), "seen": 0}
    answer = client.post(reverse("decide", args=[episode.pk, "safety-screen"]), typed)
    assert answer.status_code == 500
    assert "ValueError" in logged.text
    assert TYPED not in logged.text
    assert TYPED not in answer.content.decode()
