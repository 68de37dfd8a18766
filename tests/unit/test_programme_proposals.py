"""What is proposed after sessions, and the one sentence of why."""

from stepwell.programme.proposals import Proposal, proposals
from stepwell.programme.situation import Log
from tests.unit.programme_world import good, key_of, person, programme

SLIDER = "seated-sciatic-slider"


def proposed(answers=None, **known):
    return proposals(programme(), person(answers, **known))


def of(found, exercise):
    return next(one for one in found if one.exercise == exercise)


def test_two_good_sessions_in_a_row_propose_one_level_more():
    found = proposed(levels={SLIDER: "L2"}, logs=good(SLIDER, "L2", 0, 1))
    because = "2 sessions in a row were complete, within the limit and settled."
    assert found == (Proposal("progress", because, SLIDER, "L2", "L3"),)


def test_one_good_session_or_one_at_another_level_holds():
    for logs in (good(SLIDER, "L2", 0), (*good(SLIDER, "L2", 0), *good(SLIDER, "L1", 1))):
        one = of(proposed(levels={SLIDER: "L2"}, logs=logs), SLIDER)
        assert (one.kind, one.because) == ("hold", "More good sessions at this level are needed.")


def test_an_incomplete_session_holds():
    logs = (Log(SLIDER, 0, "L2", "partial", 2), *good(SLIDER, "L2", 1, 2))
    assert (
        of(proposed(levels={SLIDER: "L2"}, logs=logs), SLIDER).because
        == "The last session was incomplete or pain was mildly up."
    )


def test_pain_above_the_limit_holds_even_if_it_settled():
    logs = (Log(SLIDER, 0, "L2", "good", 4), *good(SLIDER, "L2", 1))
    assert of(proposed(levels={SLIDER: "L2"}, logs=logs), SLIDER).because == "Pain went above the limit."


def test_a_worse_morning_or_pain_above_five_steps_down():
    for log in (Log(SLIDER, 0, "L2", "worse", 2), Log(SLIDER, 0, "L2", "good", 6)):
        one = of(proposed(levels={SLIDER: "L2"}, logs=(log,)), SLIDER)
        assert (one.kind, one.to) == ("regress", "L1")


def test_from_the_first_level_the_easier_exercise_is_proposed_if_it_is_allowed():
    log = (Log(SLIDER, 0, "L1", "worse"),)
    assert of(proposed(logs=log), SLIDER).to == "supine-sciatic-slider"
    pregnant = {key_of("supine-sciatic-slider", "pregnancy"): True}
    assert of(proposed(pregnant, logs=log), SLIDER).to == ""


def test_nothing_more_is_proposed_at_a_cap_at_high_irritability_or_at_the_top():
    logs = good(SLIDER, "L2", 0, 1)
    levels = {SLIDER: "L2"}
    assert (
        of(proposed(levels=levels, logs=logs, caps={SLIDER: "L2"}), SLIDER).because
        == "A clinician has set the highest level."
    )
    irritable = proposed(levels=levels, logs=logs, irritability=frozenset())
    assert of(irritable, SLIDER).because == "Irritability allows no more yet."
    top = proposed(levels={SLIDER: "L5"}, logs=good(SLIDER, "L5", 0, 1))
    assert of(top, SLIDER).because == "This is the last level."


def test_nothing_more_is_proposed_for_what_is_not_suitable():
    found = proposed(
        phase="function",
        sources=frozenset({"hamstring-origin"}),
        logs=good("single-leg-deadlift", "L1", 0, 2),
    )
    assert of(found, "single-leg-deadlift").because == "It is not suitable now."


def test_during_a_schedule_nothing_more_is_proposed():
    found = proposed(logs=good(SLIDER, "L1", 0, 1), days_since_injection=4, injection="diagnostic-block")
    assert of(found, SLIDER).because == "Another plan is in force for now."


def test_a_flare_proposes_one_step_below():
    found = proposed(
        {"flare": True}, phase="strengthen", levels={"side-plank": "L3"}, logs=good("side-plank", "L3", 3, 5)
    )
    assert found == (Proposal("regress", programme().flare.because, "side-plank", "L3", "L2"),)


def test_a_phase_on_needs_the_exit_and_the_next_entry():
    both = {"phase/mobilise/exit": True, "phase/strengthen/enter": True}
    because = "Worst pain is down, sessions settle by the next morning, and sitting is longer."
    assert proposed(both, phase="mobilise") == (
        Proposal("phase-on", because, now="mobilise", to="strengthen"),
    )
    for key in both:
        for truth in (False, None):
            assert proposed({**both, key: truth}, phase="mobilise") == ()


def test_an_unknown_phase_is_the_calm_one():
    found = proposed({"phase/calm/exit": True, "phase/mobilise/enter": True}, phase=None)
    assert (found[0].now, found[0].to) == ("calm", "mobilise")


def test_high_irritability_again_proposes_a_phase_back_and_beats_a_phase_on():
    answers = {"step-back/0": True, "phase/strengthen/exit": True, "phase/function/enter": True}
    because = "Irritability has been high again in the last week."
    assert proposed(answers, phase="strengthen") == (
        Proposal("phase-back", because, now="strengthen", to="mobilise"),
    )
    assert proposed({"step-back/0": True}, phase="calm") == ()


def test_the_relief_window_moves_one_phase_on_once_and_not_beyond_strengthening():
    window = {"relief-window": True}
    after = {"days_since_injection": 20, "injection": "corticosteroid-injection"}
    assert proposed(window, phase="mobilise", phase_days=60, **after)[0].to == "strengthen"
    assert proposed(window, phase="strengthen", phase_days=5, **after) == ()
    assert proposed(window, phase="mobilise", phase_days=5, **after) == ()
    assert proposed(window, phase="mobilise", phase_days=60) == ()
    assert proposed({"relief-window": None}, phase="mobilise", phase_days=60, **after) == ()


def test_no_phase_is_proposed_right_after_an_injection_or_in_the_schedule_after_an_operation():
    both = {"phase/mobilise/exit": True, "phase/strengthen/enter": True}
    assert proposed(both, phase="mobilise", days_since_injection=1, injection="diagnostic-block") == ()
    assert proposed(both, phase="mobilise", days_since_operation=50, operation="scar-release") == ()


def test_a_trend_or_two_stopped_sessions_suspend_and_nothing_adds_load():
    logs = (
        *good(SLIDER, "L2", 0, 1),
        Log("walking-programme", 2, "W1", "worse", 6),
        Log("clamshell", 3, "L1", "worse", 6),
    )
    found = proposed(
        {"phase/calm/exit": True, "phase/mobilise/enter": True}, levels={SLIDER: "L2"}, logs=logs
    )
    assert [one.kind for one in found] == ["suspend", "regress", "regress"]
    trend = proposed({"suspend/1": True})
    assert trend == (
        Proposal("suspend", "You can sit only half as long as before. See the clinician before you go on."),
    )


def test_a_relapse_starts_with_the_screen_again():
    assert proposed({"relapse": True})[0].kind == "relapse"


def test_an_open_sign_lets_nothing_add_load():
    assert proposed({"gate/0": False}, levels={SLIDER: "L2"}, logs=good(SLIDER, "L2", 0, 1)) == ()
