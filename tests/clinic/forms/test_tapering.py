"""A medicine that must be tapered: its stop says how, and where it was not tapered, why."""

import pytest

from stepwell.knowledge.loader import load_pathway
from tests.clinic.forms.world import count, days_from_today, decided, lines_of, reverse, words

TAPERED = [one.id for one in load_pathway().interventions.values() if one.taper]


def stopped(episode, **typed):
    """What is typed of a stop."""
    return {"do": "happened", "event": "stopped", "on": days_from_today(episode, 0), **typed}


def test_the_gabapentinoids_are_among_them():
    assert {"gabapentin", "pregabalin"} <= set(TAPERED)


@pytest.mark.parametrize("medicine", TAPERED)
def test_a_gabapentinoid_cannot_be_stopped_at_once(episode, physician, browse, write, medicine):
    write({"finding": medicine, "value": "started"})
    client, before = browse(physician), count(episode)
    assert "Say how it was stopped" in words(decided(client, episode, medicine, **stopped(episode)))
    for how in ("at-once", "not-sure"):
        for reason in ("", "   "):
            answer = decided(client, episode, medicine, **stopped(episode, stop=how, reason=reason))
            assert "Write why it was not tapered" in words(answer)
    assert count(episode) == before
    decided(client, episode, medicine, **stopped(episode, stop="at-once", reason="Her breathing was slow."))
    line = lines_of(episode)[-1]
    assert line["value"] == "stopped"
    assert line["reason"] == "Stopped at once, without a taper. Her breathing was slow."


def test_a_taper_that_was_finished_needs_no_more(episode, physician, browse, write):
    write({"finding": "pregabalin", "value": "started"})
    assert (
        decided(browse(physician), episode, "pregabalin", **stopped(episode, stop="tapered")).status_code
        == 302
    )
    assert lines_of(episode)[-1]["reason"] == "Tapered."


def test_what_needs_no_taper_is_stopped_as_before(episode, physician, browse, write):
    write({"finding": "oral-naproxen", "value": "started"})
    assert decided(browse(physician), episode, "oral-naproxen", **stopped(episode)).status_code == 302


def test_a_start_asks_nothing_of_a_stop(episode, physician, browse):
    typed = {"do": "happened", "event": "started", "on": days_from_today(episode, 0)}
    assert decided(browse(physician), episode, "gabapentin", **typed).status_code == 302
    assert "stop" not in lines_of(episode)[-1].get("reason", "").lower()
    page = browse(physician).get(reverse("decide", args=[episode.pk, "gabapentin"]), {"do": "happened"})
    assert "It was not stopped" in words(page)
