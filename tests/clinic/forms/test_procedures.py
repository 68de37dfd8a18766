"""An injection or an operation: its side, and each of its parts, filled or marked as not known. The record is about the right side."""

import re
import uuid
from datetime import date

import pytest

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import basis
from stepwell.clinic.workspace.advice.choices import offer_of
from stepwell.clinic.workspace.advice.forms import DecisionForm
from stepwell.knowledge.loader import load_pathway
from tests.clinic.conftest import new_episode
from tests.clinic.forms.world import count, decided, injected, lines_of, reverse, words

STEROID = "corticosteroid-injection"
TOXIN = "botulinum-toxin"
PARTS = ("side", "target", "guidance", "agent", "dose")


def test_no_side_is_chosen_beforehand(episode, physician, browse):
    for way in ("happened", "accept", "change"):
        page = browse(physician).get(reverse("decide", args=[episode.pk, STEROID]), {"do": way})
        choices = re.findall(r'<input[^>]*name="side"[^>]*>', page.content.decode())
        assert not any("checked" in one for one in choices), way


def test_a_procedure_with_every_part_is_written_with_its_side(episode, physician, browse):
    assert decided(browse(physician), episode, STEROID, **injected(episode)).status_code == 302
    line = lines_of(episode)[-1]
    assert {name: line[name] for name in PARTS} == {name: injected(episode)[name] for name in PARTS}


@pytest.mark.parametrize("missing", PARTS)
def test_a_procedure_is_not_saved_without_its_fields(episode, physician, browse, missing):
    answer = decided(browse(physician), episode, STEROID, **injected(episode, **{missing: None}))
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {missing}
    assert "Nothing was saved yet" in words(answer)
    assert count(episode) == 0


def test_not_known_is_an_answer_and_is_stored_as_such(episode, physician, browse):
    typed = injected(
        episode, side="not-sure", target="not-sure", guidance="not-sure", agent="", dose="",
        agent_unknown="on", dose_unknown="on",
    )  # fmt: skip
    assert decided(browse(physician), episode, STEROID, **typed).status_code == 302
    line = lines_of(episode)[-1]
    assert {line[name] for name in ("target", "guidance", "agent", "dose")} == {"not-sure"}
    assert "side" not in line
    assert line["reason"].startswith("On which side is not known")
    course = basis(Episode.objects.kept().get(pk=episode.pk)).facts.courses[STEROID][0]
    assert course.target is None
    said = words(browse(physician).get(reverse("timeline", args=[episode.pk])))
    assert "target not known, guidance not known, agent not known, dose not known" in said


def test_an_answer_with_a_tick_that_it_is_not_known_is_refused(episode, physician, browse):
    answer = decided(browse(physician), episode, STEROID, **injected(episode, dose_unknown="on"))
    assert "Keep one of the two" in words(answer)
    assert count(episode) == 0


@pytest.mark.parametrize("chosen", ["left", "both"])
def test_a_procedure_on_another_side_than_the_episode_is_stopped(episode, physician, browse, chosen):
    client = browse(physician)
    answer = decided(client, episode, STEROID, **injected(episode, side=chosen))
    assert "Stop: this record is about the right side, and you chose" in words(answer)
    assert "Write why it is on the other side" in words(answer)
    assert answer.context["form"]["agent"].value() == "Triamcinolone"
    assert count(episode) == 0
    for half in ({"other_side": "on"}, {"reason": "The left began to hurt"}):
        assert decided(client, episode, STEROID, **injected(episode, side=chosen, **half)).status_code == 200
        assert count(episode) == 0
    whole = injected(episode, side=chosen, other_side="on", reason="The left began to hurt")
    assert decided(client, episode, STEROID, **whole).status_code == 302
    assert (lines_of(episode)[-1]["side"], lines_of(episode)[-1]["reason"]) == (
        chosen,
        "The left began to hurt",
    )


def test_what_was_done_on_the_other_side_is_no_treatment_of_this_one(episode, physician, browse):
    typed = injected(episode, side="left", other_side="on", reason="The left began to hurt")
    decided(browse(physician), episode, STEROID, **typed)
    assert not basis(Episode.objects.kept().get(pk=episode.pk)).facts.courses.get(STEROID)


def test_where_the_record_is_about_both_sides_each_side_is_its_own(clinic, physio, physician, browse):
    both = new_episode(clinic.clinic, physio, side="both")
    assert decided(browse(physician), both, STEROID, **injected(both, side="left")).status_code == 302
    assert lines_of(both)[-1]["side"] == "left"


def test_a_decision_to_inject_or_operate_asks_for_the_side_too(episode, physician, browse, write):
    write({"finding": STEROID, "value": "declined", "reason": "Not now"})
    client = browse(physician)
    card = client.get(reverse("why", args=[episode.pk, STEROID])).content.decode()
    assert f"/advice/{STEROID}/decide/?do=accept" in card
    assert 'name="do" value="accept"' not in card
    before = count(episode)
    stopped = decided(client, episode, STEROID, do="accept")
    assert "Choose the side" in words(stopped)
    assert "this record is about the right side" in words(
        decided(client, episode, STEROID, do="accept", side="left")
    )
    assert count(episode) == before
    assert decided(client, episode, STEROID, do="accept", side="right").status_code == 302
    assert lines_of(episode)[-1]["side"] == "right"


@pytest.mark.parametrize(
    "name",
    [
        one.id
        for one in load_pathway().interventions.values()
        if one.kind == "surgery" and not one.recorded_only
    ],
)
def test_every_operation_asks_for_side_and_target(episode, physician, browse, name):
    answer = decided(browse(physician), episode, name, do="happened", event="done")
    assert {"side", "target"} <= set(answer.context["form"].errors)
    assert count(episode) == 0


def test_toxin_is_recorded_with_its_product_and_never_converted(episode, physician, browse):
    client = browse(physician)
    page = client.get(reverse("decide", args=[episode.pk, TOXIN]), {"do": "happened"})
    assert "Units are never converted between products" in words(page)
    typed = injected(episode, agent="Product A", dose="100")
    assert decided(client, episode, TOXIN, **typed).status_code == 302
    line = lines_of(episode)[-1]
    assert (line["agent"], line["dose"]) == ("Product A", "100 units")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"agent": ""}, "agent"),
        ({"dose": ""}, "dose"),
        ({"dose": "two vials"}, "dose"),
        ({"dose": "-100"}, "dose"),
        ({"dose": "100 mg"}, "dose"),
        ({"dose": "9" * 400}, "dose"),
    ],
)
def test_units_without_a_product_or_in_words_are_refused(episode, physician, browse, typed, field):
    answer = decided(browse(physician), episode, TOXIN, **injected(episode, dose="100") | typed)
    assert field in answer.context["form"].errors
    assert count(episode) == 0


def test_a_change_of_a_toxin_names_product_and_units_or_neither(clinic):
    pathway = load_pathway()
    entry = pathway.interventions[TOXIN]
    offer = offer_of(entry, "recommended", Role.PHYSICIAN)
    base = {
        "key": str(uuid.uuid4()),
        "seen": "0",
        "side": "right",
        "reason": "A larger muscle",
        "guidance": "ultrasound",
    }

    def faults(**typed):
        form = DecisionForm(
            base | typed,
            action="change",
            entry=entry,
            offer=offer,
            pathway=pathway,
            today=date(2026, 12, 1),
            side="right",
        )
        return set(form.errors)

    assert faults(dose="100") == {"agent"}
    assert faults(agent="Product A") == {"dose"}
    assert faults(agent="Product A", dose="100") == faults() == set()
