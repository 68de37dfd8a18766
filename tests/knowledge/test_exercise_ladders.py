"""The ladders, holds and evidence of the exercises, written out by hand from the evidence, section 5."""

import pytest

from tests.knowledge.test_exercises import (
    BY_ID,
    EXERCISES,
    MATRIX,
    PROGRAMME,
    REFERENCES,
    SINGLE_LEG,
    SUPINE,
    conditions,
)


@pytest.mark.parametrize(
    ("code", "level", "expected"),
    [
        (
            "EX01",
            "L1",
            {"sets": 1, "repetitions": 5, "range": "half", "times_per_day": 2, "days_per_week": 7},
        ),
        ("EX01", "L5", {"sets": 3, "repetitions": 15, "times_per_day": 1, "days_per_week": 3}),
        ("EX04", "L3", {"sets": 2, "hold_seconds": 30, "times_per_day": 2}),
        ("EX11", "L3", {"sets": 3, "repetitions": 10, "hold_seconds": 10}),
        ("EX13", "L2", {"sets": 2, "repetitions": 8, "hold_seconds": 8, "load": "40 % effort"}),
        ("EX18", "L1", {"sets": 2, "repetitions": 8, "load": "no band"}),
        ("EX22", "L4", {"sets": 3, "hold_seconds": 30, "range": "on feet"}),
        ("EX26", "L4", {"sets": 3, "repetitions": 12, "load": "2-8 kg"}),
        ("EX27", "L1", {"sets": 2, "repetitions": 5, "range": "high box", "support": "hand"}),
        ("EX31", "L3", {"sets": 5, "hold_seconds": 45, "days_per_week": 7}),
        ("EX32", "W1", {"minutes": 5, "times_per_day": 3}),
        ("EX32", "W4", {"minutes": [20, 30], "times_per_day": 1}),
        ("EX33", "R8", {"sets": 4, "walk_minutes": 1.0, "run_minutes": 4.0}),
        ("EX34", "C4", {"minutes": [20, 30], "days_per_week": 3}),
    ],
)
def test_doses_are_those_of_the_evidence(code, level, expected):
    rung = next(rung for rung in EXERCISES[code]["ladder"] if rung["level"] == level)
    assert {key: rung.get(key) for key in expected} == expected


def test_each_running_stage_is_four_blocks_of_five_minutes():
    stages = [rung for rung in EXERCISES["EX33"]["ladder"] if "run_minutes" in rung]
    assert [rung["walk_minutes"] + rung["run_minutes"] for rung in stages] == [5.0] * 9
    assert [rung["run_minutes"] for rung in stages] == [0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5]


def test_every_stretch_is_held_15_to_30_seconds():
    stretches = [entry for entry in EXERCISES.values() if entry["group"] == "stretch"]
    holds = [
        rung["hold_seconds"] for entry in stretches for rung in entry["ladder"] if "hold_seconds" in rung
    ]
    assert len(stretches) == 7
    assert min(holds) == 15
    assert max(holds) == 30


def test_strengthening_waits_for_irritability_and_after_an_injection():
    for entry in EXERCISES.values():
        waits = {"irritability-high", "injection-too-recent"} <= {str(when) for when in conditions(entry)}
        assert waits == (entry["group"] == "strength"), entry["code"]


def test_running_and_two_late_exercises_need_low_irritability():
    found = {code for code, entry in EXERCISES.items() if {"not": "irritability-low"} in conditions(entry)}
    assert found == {"EX03", "EX06", "EX33"}


def test_the_piriformis_stretch_is_forbidden_after_a_hip_replacement():
    assert "hip-replacement" in conditions(EXERCISES["EX06"])


def test_lying_on_the_back_is_limited_in_pregnancy():
    assert {code for code, entry in EXERCISES.items() if "supine-limited" in conditions(entry)} == SUPINE
    assert {code for code, entry in EXERCISES.items() if entry["position"] == "supine"} == SUPINE


def test_work_on_one_leg_is_not_done_with_a_weak_leg_or_a_fresh_injection():
    found = {code for code, entry in EXERCISES.items() if entry.get("single_leg")}
    assert found == SINGLE_LEG
    for code in found:
        assert "motor-deficit" in conditions(EXERCISES[code])
        assert "injection-too-recent" in conditions(EXERCISES[code])


def test_tension_waits_12_weeks_after_an_operation():
    assert "tensioner-too-soon" in conditions(EXERCISES["EX03"])


def test_high_irritability_keeps_glides_and_walking_low():
    found = {
        code: dict(entry["at_most_when_irritable"])
        for code, entry in EXERCISES.items()
        if "at_most_when_irritable" in entry
    }
    assert found == {"EX01": {"high": "L1"}, "EX02": {"high": "L1"}, "EX32": {"high": "W2"}}


@pytest.mark.parametrize("code", MATRIX)
def test_every_exercise_has_evidence_and_its_dose_is_authored(code):
    entry = EXERCISES[code]
    dose = [
        row
        for row in entry["evidence"]
        if row["reference"] == "stepwell_pack" and row["verified"] == "AUTHORED"
    ]
    assert [row["locator"] for row in dose] == [f"5.3 {code}"]
    rows = [
        *entry["evidence"],
        *(row for reason in entry.get("contraindicated", ()) for row in reason["evidence"]),
    ]
    for row in rows:
        assert row["verified"] in {"SEEN", "SEEN-2", "DERIVED", "RECALLED", "CONFLICT", "AUTHORED"}
        assert f"{{{row['reference']}," in REFERENCES


@pytest.mark.parametrize("code", MATRIX)
def test_easier_and_harder_exist_and_easier_never_goes_round(code):
    entry = EXERCISES[code]
    assert {entry.get("easier", entry["id"]), entry.get("harder", entry["id"])} <= set(BY_ID)
    seen = [entry["id"]]
    while easier := BY_ID[seen[-1]].get("easier"):
        assert easier not in seen
        seen.append(easier)


@pytest.mark.parametrize("code", MATRIX)
def test_words_are_complete(code):
    entry = EXERCISES[code]
    assert entry["purpose"]
    assert entry["start"]
    assert entry["steps"]
    assert entry["stop"]
    assert entry["targets"]
    assert entry["reviewed"] is None
    assert all(row["note"] for row in entry["sources"].values())


def slots():
    for phase in PROGRAMME["phases"]:
        for plan in (
            phase["plan"],
            phase.get("rest_day", ()),
            *(row["plan"] for row in phase.get("plans", ())),
        ):
            yield from ((phase["id"], slot) for slot in plan)
    for row in PROGRAMME["after_surgery"]["rows"]:
        yield from (("after-surgery", slot) for slot in row.get("plan", ()))


def test_plans_name_exercises_and_levels_that_exist():
    for _, slot in slots():
        for id in slot["take"]:
            levels = {rung["level"] for rung in BY_ID[id]["ladder"]}
            assert "at_most" not in slot or slot["at_most"] in levels


def test_plans_leave_their_phase_only_where_the_evidence_says_so():
    outside = {
        (phase, id)
        for phase, slot in slots()
        for id in slot["take"]
        if phase != "after-surgery" and phase not in BY_ID[id]["phases"]
    }
    assert outside == {
        ("calm", "hamstring-bridge-hold"),
        ("maintain", "step-up"),
        ("maintain", "single-leg-squat-to-box"),
    }


def test_no_plan_holds_more_than_four():
    for phase in PROGRAMME["phases"]:
        assert all(len(row["plan"]) <= 4 for row in (phase, *phase.get("plans", ())))


def test_no_plan_for_a_source_offers_only_what_the_source_forbids():
    for phase in PROGRAMME["phases"]:
        for row in phase.get("plans", ()):
            for source in row["sources"]:
                for slot in row["plan"]:
                    levels = [BY_ID[id]["sources"].get(source, {}).get("level") for id in slot["take"]]
                    assert set(levels) != {"forbid"}
