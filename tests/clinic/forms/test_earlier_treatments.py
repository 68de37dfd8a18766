"""Earlier treatments at the intake: the same is asked of them as of what is done today. The record is about the right side."""

import pytest

from tests.clinic.forms.world import count, lines_of, words
from tests.clinic.intake.world import Visit

PAGE = "earlier-care"


@pytest.fixture
def at(browse, physio, episode):
    """The intake of somebody of whom nothing is known."""
    return Visit(browse(physio), episode)


def told(at, **typed):
    """Signs one earlier treatment."""
    return at.sign(PAGE, {f"t.1.{name}": value for name, value in typed.items()})


STEROID = {
    "what": "corticosteroid-injection",
    "event": "done",
    "day": "2026-01",
    "side": "right",
    "rest": "yes",
}


def test_what_is_said_not_to_be_known_is_stored_as_not_known(at, episode):
    told(at, **STEROID)
    line = lines_of(episode)[-1]
    assert line["side"] == "right"
    assert {line[name] for name in ("target", "guidance", "agent", "dose")} == {"not-sure"}


def test_an_injection_without_its_parts_is_refused_unless_they_are_said_not_to_be_known(at, episode):
    page = words(told(at, **STEROID | {"rest": ""}))
    assert "Guidance and agent and dose missing. Fill them, or tick that what is empty is not known." in page
    told(
        at,
        **STEROID
        | {"rest": "", "guidance": "ct", "agent": "Triamcinolone", "dose": "40 mg", "target": "piriformis"},
    )
    line = lines_of(episode)[-1]
    assert [line[name] for name in ("guidance", "agent", "dose")] == ["ct", "Triamcinolone", "40 mg"]


def test_its_side_is_asked_and_another_side_needs_a_reason(at, episode):
    assert "The side is missing. Choose it, or not known." in words(told(at, **STEROID | {"side": ""}))
    assert "this record is about the right side" in words(told(at, **STEROID | {"side": "left"})).lower()
    assert count(episode) == 0
    told(at, **STEROID | {"side": "left", "why": "It was the left leg then."})
    assert (lines_of(episode)[-1]["side"], lines_of(episode)[-1]["reason"]) == (
        "left",
        "It was the left leg then.",
    )


def test_a_side_that_nobody_knows_counts_as_this_one_and_says_so(at, episode):
    told(at, **STEROID | {"side": "not-sure"})
    assert "side" not in lines_of(episode)[-1]
    assert lines_of(episode)[-1]["reason"].startswith("On which side is not known")


def test_an_operation_asks_for_side_and_place(at, episode):
    surgery = {"what": "other-surgery", "event": "done", "day": "2020"}
    assert "The side is missing" in words(told(at, **surgery))
    assert "Into or at what is missing" in words(told(at, **surgery, side="right"))
    told(at, **surgery, side="right", target="hip-joint")
    assert lines_of(episode)[-1]["target"] == "hip-joint"


@pytest.mark.parametrize("dose", ["a vial", "100 mg", "-5", "1.5", "²"])
def test_units_of_a_toxin_are_a_whole_number(at, episode, dose):
    toxin = STEROID | {"what": "botulinum-toxin", "agent": "Product A"}
    assert "Units are a whole number" in words(told(at, **toxin, dose=dose))
    assert count(episode) == 0
    told(at, **toxin, dose="100")
    assert (lines_of(episode)[-1]["agent"], lines_of(episode)[-1]["dose"]) == ("Product A", "100 units")


def test_a_medicine_that_must_be_tapered_says_how_it_was_stopped(at, episode):
    stop = {"what": "gabapentin", "event": "stopped", "day": "2026-02"}
    assert "This medicine is tapered. Choose how it was stopped." in words(told(at, **stop))
    assert "Write why under Why" in words(told(at, **stop, stop="at-once"))
    assert count(episode) == 0
    told(at, **stop, stop="at-once", why="She ran out of it.")
    assert lines_of(episode)[-1]["reason"] == "Stopped at once, without a taper. She ran out of it."


@pytest.mark.parametrize("garbage", ["\x00", "💥" * 300, "nowhere", "9" * 400])
def test_garbage_in_any_part_is_answered_in_words(at, garbage):
    for name in ("side", "guidance", "agent", "dose", "rest", "stop", "why"):
        assert told(at, **STEROID | {name: garbage}).status_code < 500
        assert told(at, what="gabapentin", event="stopped", **{name: garbage}).status_code < 500
