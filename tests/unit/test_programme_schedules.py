"""What an injection, an operation or a flare does to the session."""

from stepwell.programme.session import session
from stepwell.programme.situation import Log
from tests.unit.programme_world import ids, person, programme


def today(answers=None, **known):
    return session(programme(), person(answers, **known))


def groups(found):
    return {item.exercise.group for item in found.items}


def level(found, exercise):
    return next(item.dosage.level for item in found.items if item.exercise.id == exercise)


def test_the_day_of_an_injection_and_the_next_are_without_strengthening():
    for days in (0, 1):
        found = today(
            phase="strengthen",
            days_since_injection=days,
            injection="corticosteroid-injection",
            pinned=("side-plank",),
        )
        assert "strength" not in groups(found)
        assert len(found.items) >= 2


def test_the_first_week_after_an_injection_is_calm_content():
    for days in (2, 7):
        found = today(
            phase="strengthen",
            days_since_injection=days,
            injection="diagnostic-block",
            pinned=("side-plank",),
        )
        assert found.phase.id == "calm"
        assert "side-plank" not in ids(found)
        assert "Pinned, but another plan comes first today." in found.left_out[-1].because[0]


def test_after_that_each_exercise_resumes_one_level_below_until_it_is_logged():
    known = {
        "phase": "strengthen",
        "days_since_injection": 9,
        "injection": "corticosteroid-injection",
        "levels": {"side-plank": "L3"},
    }
    assert level(today(**known), "side-plank") == "L2"
    before = (Log("side-plank", 12, "L3", "good"),)
    assert level(today(**known, logs=before), "side-plank") == "L2"
    since = (Log("side-plank", 2, "L2", "good"),)
    assert level(today(**{**known, "levels": {"side-plank": "L2"}}, logs=since), "side-plank") == "L2"


def test_after_botulinum_toxin_loading_begins_in_the_second_week():
    for days in (0, 5, 13):
        found = today(phase="strengthen", days_since_injection=days, injection="botulinum-toxin")
        assert not groups(found) & {"strength", "stretch"} or days == 0
    assert "strength" in groups(
        today(phase="strengthen", days_since_injection=14, injection="botulinum-toxin")
    )


def test_the_schedule_after_an_operation_replaces_the_plan():
    expected = {
        0: ["gluteal-squeeze"],
        3: ["supine-sciatic-slider", "gluteal-squeeze"],
        14: ["seated-sciatic-slider", "isometric-hip-abduction", "double-leg-bridge", "walking-programme"],
        28: [
            "clamshell",
            "side-lying-hip-abduction",
            "quadruped-hip-extension",
            "supine-figure-four-stretch",
        ],
        42: ["banded-fire-hydrant", "hip-hitch", "step-up", "walking-programme"],
    }
    for days, plan in expected.items():
        found = today(
            phase="function",
            days_since_operation=days,
            operation="piriformis-release",
            sources=frozenset({"fibrous-band"}),
        )
        assert sorted(ids(found)) == sorted(plan), days
        assert found.notes[0].startswith("The surgeon's written protocol comes first.")
    assert today(days_since_operation=90, operation="piriformis-release").phase.id == "function"
    assert today(days_since_operation=183, operation="piriformis-release").phase.id == "calm"


def test_levels_after_an_operation_are_capped():
    levels = {
        "supine-sciatic-slider": "L4",
        "double-leg-bridge": "L4",
        "walking-programme": "W5",
        "seated-sciatic-slider": "L5",
    }
    found = today(days_since_operation=14, operation="piriformis-release", levels=levels)
    assert [
        level(found, id) for id in ("seated-sciatic-slider", "double-leg-bridge", "walking-programme")
    ] == ["L2", "L1", "W2"]


def test_an_irritable_leg_is_not_strengthened_after_an_operation_either():
    found = today(days_since_operation=60, operation="piriformis-release", irritability=frozenset({"high"}))
    assert "strength" not in groups(found)


def test_a_tendon_repair_forbids_hamstring_work_for_six_weeks_and_keeps_the_hamstring_column():
    found = today(
        days_since_operation=20, operation="hamstring-origin-release", sources=frozenset({"piriformis"})
    )
    assert "double-leg-bridge" not in ids(found)
    later = today(
        days_since_operation=60, operation="hamstring-origin-release", sources=frozenset({"piriformis"})
    )
    cautions = [words for item in later.items for words in item.cautions]
    assert "Lean the trunk only a little." in cautions


def test_after_an_ischiofemoral_operation_its_column_holds_whatever_the_source():
    found = today(
        days_since_operation=30, operation="ischiofemoral-decompression", sources=frozenset({"piriformis"})
    )
    cautions = [words for item in found.items for words in item.cautions]
    assert "Stop 20 degrees before the thigh is level." in cautions


def test_a_flare_brings_calm_content_at_half_the_dose():
    found = today({"flare": True}, phase="strengthen", pinned=("side-plank",))
    assert found.phase.id == "calm"
    slider = next(item.dosage for item in found.items if item.exercise.id == "seated-sciatic-slider")
    assert (slider.sets, slider.repetitions) == (1, 3)
    walk = next(item.dosage for item in found.items if item.exercise.id == "walking-programme")
    assert walk.minutes == (2.5, 2.5)
    assert "side-plank" not in ids(found)


def test_an_unknown_flare_changes_nothing():
    assert ids(today({"flare": None})) == ids(today())
