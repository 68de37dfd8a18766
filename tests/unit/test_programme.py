"""Today's session: what is chosen, what is kept out, and at which level."""

from stepwell.programme.session import session
from stepwell.programme.situation import Situation
from tests.unit.programme_world import ids, key_of, person, programme

ALL = frozenset(
    {
        "chair",
        "mat",
        "cushion",
        "belt",
        "strap",
        "shoes",
        "step",
        "box",
        "band",
        "weight",
        "ankle weight",
        "bench",
        "bike",
    }
)


def today(answers=None, **known):
    return session(programme(), person(answers, **known))


def reasons(found, exercise):
    return next(row for row in found.left_out if row.exercise == exercise)


def dose(found, exercise):
    return next(item.dosage for item in found.items if item.exercise.id == exercise)


def test_where_nothing_is_known_the_safety_questions_come_first():
    found = session(programme(), Situation())
    assert found.items == ()
    assert found.suspended == "Answer the safety questions first."


def test_where_only_the_gates_are_known_the_calm_phase_at_its_first_levels_is_given():
    found = session(programme(), Situation(holds=lambda key: True if key.startswith("gate/") else None))
    assert found.phase.id == "calm"
    assert ids(found) == ["seated-sciatic-slider", "isometric-hip-abduction", "walking-programme"]
    assert [item.dosage.level for item in found.items] == ["L1", "L1", "W1"]
    assert found.limits.irritability == "high"
    assert found.limits.glide == 2


def test_an_open_exit_suspends_the_session():
    assert today({"gate/0": False}).suspended == "A sign that must be dealt with first is open."
    assert today({"gate/0": False}).items == ()


def test_the_daily_short_screen_is_asked_before_each_session():
    assert today({"gate/1": None}).suspended == "Answer today's short safety questions first."


def test_a_diagnosis_that_was_not_asked_about_does_not_suspend():
    assert today({"gate/3": None}).suspended == ""
    assert today({"gate/3": False}).suspended.startswith("Another diagnosis explains the pain")


def test_default_plans_by_phase():
    plans = {phase: ids(today(phase=phase, sources=frozenset({"fibrous-band"}), equipment=ALL)) for phase in
             ("calm", "mobilise", "strengthen", "function", "maintain")}  # fmt: skip
    assert plans == {
        "calm": ["seated-sciatic-slider", "gluteal-squeeze", "walking-programme"],
        "mobilise": ["seated-sciatic-slider", "clamshell", "double-leg-bridge", "supine-figure-four-stretch"],
        "strengthen": ["banded-fire-hydrant", "hip-hitch", "side-plank", "step-up"],
        "function": ["single-leg-squat-to-box", "single-leg-deadlift", "side-plank", "return-to-run-ladder"],
        "maintain": ["side-plank", "step-up", "supine-figure-four-stretch", "walking-programme"],
    }


def test_swaps_for_the_hamstring_origin():
    source = frozenset({"hamstring-origin"})
    assert ids(today(sources=source)) == [
        "supine-sciatic-slider",
        "hamstring-bridge-hold",
        "walking-programme",
    ]
    assert "hamstring-bridge-hold" in ids(today(sources=source, phase="mobilise"))
    assert "single-leg-deadlift" not in ids(today(sources=source, phase="function", equipment=ALL))


def test_swaps_for_ischiofemoral_impingement():
    source = frozenset({"ischiofemoral"})
    assert ids(today(sources=source)) == [
        "seated-sciatic-slider",
        "isometric-hip-abduction",
        "walking-programme",
    ]
    assert ids(today(sources=source, phase="strengthen", equipment=ALL))[1] == "lateral-band-walk"


def test_an_irritable_piriformis_begins_with_abduction_in_line():
    found = today(sources=frozenset({"piriformis"}), phase="strengthen", irritability=frozenset({"moderate"}))
    assert ids(found)[0] == "side-lying-hip-abduction"


def test_a_possible_source_cautions_and_a_recorded_one_forbids():
    pinned = ("seated-figure-four-stretch",)
    possible = today(phase="mobilise", pinned=pinned)
    stretch = next(item for item in possible.items if item.pinned)
    assert "Not while sitting on the sitting bone hurts." in stretch.cautions
    recorded = today(phase="mobilise", pinned=pinned, sources=frozenset({"hamstring-origin"}))
    assert "seated-figure-four-stretch" not in ids(recorded)
    assert reasons(recorded, "seated-figure-four-stretch").because == (
        "Not while sitting on the sitting bone hurts.",
    )


def test_another_structure_counts_as_not_established():
    assert ids(today(sources=frozenset({"other"}))) == ids(today())


def test_two_recorded_sources_both_forbid():
    pinned = ("copenhagen-adduction", "single-leg-deadlift")
    found = today(
        phase="function",
        pinned=pinned,
        sources=frozenset({"ischiofemoral", "hamstring-origin"}),
        equipment=ALL,
    )
    assert not set(pinned) & set(ids(found))


def test_a_mass_stops_the_programme():
    found = today(sources=frozenset({"space-occupying"}))
    assert found.items == ()
    assert found.suspended == "No programme until a clinician has cleared the lump or lesion."


def test_no_strengthening_while_irritability_is_high_or_not_known():
    for irritability in ({"high"}, {"low", "high"}, set()):
        for phase in ("calm", "mobilise", "strengthen", "function", "maintain"):
            found = today(
                phase=phase, irritability=frozenset(irritability), pinned=("side-plank", "hip-hitch")
            )
            assert all(item.exercise.group != "strength" for item in found.items)
            assert found.items


def test_high_irritability_keeps_every_exercise_at_its_first_level():
    levels = {"seated-sciatic-slider": "L4", "isometric-hip-abduction": "L3", "walking-programme": "W5"}
    found = today(irritability=frozenset({"high"}), levels=levels)
    assert [item.dosage.level for item in found.items] == ["L1", "L1", "W2"]
    assert [item.pain_limit for item in found.items] == [2, 2, 2]


def test_a_pin_never_beats_a_contraindication():
    key = key_of("seated-tensioner", "12 weeks")
    for truth, out, ask in ((True, True, ()), (None, False, (key,))):
        found = today({key: truth}, phase="strengthen", pinned=("seated-tensioner",))
        assert "seated-tensioner" not in ids(found)
        row = reasons(found, "seated-tensioner")
        assert bool(row.because) == out
        assert row.ask == ask
    assert ids(today(phase="strengthen", pinned=("seated-tensioner",)))[0] == "seated-tensioner"


def test_after_a_hip_replacement_the_piriformis_stretch_is_out_and_not_known_is_asked():
    for truth in (True, None):
        found = today({"modifier/hip-replacement": truth}, phase="mobilise", pinned=("piriformis-stretch",))
        assert "piriformis-stretch" not in ids(found)
    assert reasons(found, "piriformis-stretch").ask == ("modifier/hip-replacement",)
    assert "piriformis-stretch" in ids(today(phase="mobilise", pinned=("piriformis-stretch",)))


def test_a_sore_hip_joint_forbids_the_figure_four_and_an_unknown_one_cautions():
    sore = today({"modifier/hip-joint": True}, phase="mobilise", sources=frozenset({"piriformis"}))
    assert all(item.exercise.group != "stretch" for item in sore.items)
    unknown = today({"modifier/hip-joint": None}, phase="mobilise", sources=frozenset({"piriformis"}))
    stretch = next(item for item in unknown.items if item.exercise.id == "supine-figure-four-stretch")
    assert stretch.cautions == ("Not if it pinches in the groin.",)
