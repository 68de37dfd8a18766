"""Today's session: at which level and with which care, and what keeps an exercise out."""

from stepwell.programme.session import session
from stepwell.programme.situation import Log, Situation
from tests.unit.programme_world import GATES, good, ids, person, programme

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


def test_in_pregnancy_nothing_is_done_lying_on_the_back():
    keys = {
        row.key: True
        for entry in programme().exercises.values()
        for row in entry.contraindicated
        if "pregnancy" in row.because
    }
    for phase in ("calm", "mobilise", "strengthen", "function", "maintain"):
        found = today(keys, phase=phase)
        assert all(item.exercise.position != "supine" for item in found.items)
        assert len(found.items) >= 2


def test_stretches_wait_until_the_glides_settle():
    found = today({"stretch-gate": None}, phase="mobilise")
    assert all(item.exercise.group != "stretch" for item in found.items)
    because = "Stretches begin once the glides settle by the next morning."
    assert reasons(found, "supine-figure-four-stretch").because == (because,)


def test_glides_come_before_stretches():
    order = [item.exercise.group for item in today(phase="mobilise").items]
    assert order == sorted(order, key=["nerve-glide", "activation", "strength", "stretch", "aerobic"].index)


def test_two_to_four_exercises_for_everybody():
    for phase in ("calm", "mobilise", "strengthen", "function", "maintain"):
        for source in (*programme().sources_not_known, "not-established"):
            for level in ("low", "moderate", "high"):
                found = today(phase=phase, sources=frozenset({source}), irritability=frozenset({level}))
                assert 2 <= len(found.items) <= 4, (phase, source, level)


def test_the_day_after_strengthening_rests_the_whole_group():
    found = today(phase="strengthen", logs=good("side-plank", "L1", 1))
    assert ids(found) == ["isometric-hip-abduction", "supine-figure-four-stretch", "walking-programme"]
    assert reasons(found, "hip-hitch").because == ("Day of rest.",)


def test_strengthening_is_done_three_days_a_week():
    found = today(phase="strengthen", logs=good("side-plank", "L1", 2, 4, 6))
    assert reasons(found, "side-plank").because == ("Done often enough this week.",)
    assert "side-plank" in ids(today(phase="strengthen", logs=good("side-plank", "L1", 2, 4)))


def test_maintenance_strengthens_twice_a_week():
    found = today(phase="maintain", logs=good("side-plank", "L1", 2, 5))
    assert "side-plank" not in ids(found)
    assert dose(today(phase="maintain"), "side-plank").days_per_week == (2, 2)


def test_what_was_done_today_does_not_change_the_session():
    assert ids(today(phase="strengthen", logs=good("side-plank", "L1", 0))) == ids(today(phase="strengthen"))


def test_caps_pauses_and_plans_lower_the_level():
    levels = {"seated-sciatic-slider": "L5"}
    assert dose(today(phase="mobilise", levels=levels), "seated-sciatic-slider").level == "L3"
    capped = today(phase="calm", levels=levels, caps={"seated-sciatic-slider": "L2"})
    assert dose(capped, "seated-sciatic-slider").level == "L2"
    assert "seated-sciatic-slider" not in ids(today(paused=frozenset({"seated-sciatic-slider"})))


def test_missing_equipment_keeps_an_exercise_out_or_its_level_down():
    assert "lateral-band-walk" not in ids(today(phase="strengthen", pinned=("lateral-band-walk",)))
    levels = {"banded-fire-hydrant": "L3"}
    source = frozenset({"hamstring-origin"})
    assert dose(today(phase="strengthen", sources=source, levels=levels), "banded-fire-hydrant").level == "L1"
    assert (
        dose(
            today(phase="strengthen", sources=source, levels=levels, equipment=ALL), "banded-fire-hydrant"
        ).level
        == "L3"
    )


def test_a_hand_hold_is_given_where_balance_is_poor_or_not_known_at_an_older_age():
    cases = (
        ({"support": True}, 40, True),
        ({"support": None}, 70, True),
        ({"support": None}, None, True),
        ({"support": None}, 40, False),
        ({}, 70, False),
    )
    for answers, age, held in cases:
        found = today(answers, phase="strengthen", age=age, levels={"hip-hitch": "L3"})
        item = next(item for item in found.items if item.exercise.id == "hip-hitch")
        assert (item.dosage.level == "L1") == held
        assert ("Hold on to something firm." in item.cautions) == held


def test_holds_of_stretches_stay_within_the_limits_of_age():
    assert dose(today(phase="mobilise"), "supine-figure-four-stretch").hold_at_most == 30
    assert dose(today(phase="mobilise", age=70), "supine-figure-four-stretch").hold_at_most == 60


def test_preferences_order_but_never_leave_out():
    source = frozenset({"fibrous-band"})
    assert "isometric-hip-abduction" in ids(today(sources=source, avoid=frozenset({"gluteal-squeeze"})))
    assert "isometric-hip-abduction" in ids(
        today(sources=source, prefer=frozenset({"isometric-hip-abduction"}))
    )
    assert "walking-programme" in ids(today(avoid=frozenset({"walking-programme"})))


def test_a_stopped_session_is_followed_by_one_level_lower():
    logs = (Log("seated-sciatic-slider", 1, "L3", "partial", 6),)
    assert (
        dose(today(levels={"seated-sciatic-slider": "L3"}, logs=logs), "seated-sciatic-slider").level == "L2"
    )


def test_two_stopped_sessions_in_a_week_suspend():
    logs = (Log("walking-programme", 1, "W1", "worse", 6), Log("seated-sciatic-slider", 3, "L1", "worse", 7))
    assert today(logs=logs).suspended == "Exercises were stopped for pain 2 times within 7 days."


def test_the_limits_for_strength_follow_irritability_and_the_hamstring():
    low = frozenset({"low"})
    assert today(irritability=low, sources=frozenset({"piriformis"})).limits.strength == 4
    assert today(irritability=low, sources=frozenset({"hamstring-origin"})).limits.strength == 3
    moderate = today(irritability=frozenset({"moderate"})).limits
    assert (moderate.glide, moderate.rise, moderate.settle) == (3, 2, "Back to usual within 60 minutes.")
    assert today(irritability=low).limits.settle == "Back to usual by the next morning."


def test_sitting_budget():
    assert today(sitting_tolerance=20).sitting.minutes == 16
    assert today(sitting_tolerance=2).sitting.minutes == 5
    assert today(sitting_tolerance=90).sitting.minutes == 30
    unknown = today().sitting
    assert (unknown.minutes, unknown.ask) == (5, True)
    assert today(phase="function").sitting.minutes == 30
    assert (today(phase="maintain").sitting.minutes, today(phase="maintain").sitting.break_minutes) == (50, 5)


def test_every_key_that_is_asked_has_a_condition():
    asked: set[str] = set()
    truths = {**GATES}

    def holds(key):
        asked.add(key)
        return truths.get(key)

    for phase in ("calm", "mobilise", "strengthen", "function", "maintain"):
        session(programme(), Situation(holds=holds, phase=phase))
    assert asked <= set(programme().conditions)
