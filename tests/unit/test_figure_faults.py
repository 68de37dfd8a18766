"""What is wrong with the key `figure:` is said with file, line and remedy, each kind by its whole message."""

import copy
import math
import random
import shutil

import pytest

from stepwell.cli import main
from stepwell.commands import knowledge
from stepwell.errors import Fault, KnowledgeError
from stepwell.figures import picture, props, tracks_json, words
from stepwell.figures.contact_sheet import main as sheet
from stepwell.figures.library import EXERCISES, check_figures, exercises
from stepwell.figures.reader import figure_of
from tests.unit.figure_world import SOUND, tree

FILE = "knowledge/dgs/exercises/stand.yaml"
POSE_1, POSE_2 = 11, 14


def faults(old, new):
    with pytest.raises(KnowledgeError) as caught:
        figure_of(tree(old, new))
    return str(caught.value)


def test_no_figure():
    with pytest.raises(KnowledgeError) as caught:
        figure_of({"id": "stand"})
    told = f"{FILE}:1: there is no figure.\n  Add `figure:` with camera, contacts and poses."
    assert str(caught.value) == told


@pytest.mark.parametrize(
    ("old", "new", "line", "problem", "remedy"),
    [
        ("start: Stand.\n", "", 1, "there is no start, so the picture has no words.", "Add `start:` in words."),
        ("steps: [Lift one leg.]", "steps: Lift one leg.", 5, "there are no steps in words.",
         "Add `steps:`, a list of sentences."),
        ("[floor]", "[chiar]", 8, "there is no prop chiar.", "Did you mean chair?"),
        ("[floor]", "floor", 8, "the props are no list.", "Write `props: [mat]`."),
        ("[floor]", "[chair: {hieght: 0.3}]", 8, "there is no key of the prop chair hieght.", "Did you mean height?"),
        ("[floor]", "[chair: low]", 8, "the chair is low, which has no keys.", "Write `{key: value}`."),
        ("[floor]", "[chair: {at: near}]", 8, "at is near, which is no number.", "Write a number, such as 0.25."),
        (
            "[floor]", "[box: {x: [0, 1]}]", 8, "the box does not say its y, z.",
            "Write `box: {x: ..., y: ..., z: ...}` in heights.",
        ),
        (
            "[floor]", "[box: {x: [1, 0], y: [0, 1], z: [0, 1]}]", 8, "x is [1, 0], which is no span.",
            "Write [from, to] in heights.",
        ),
        ("[floor]", "[band: {round: arms}]", 8, "round is arms, which is not known here.",
         "Use one of: thighs, ankles."),
        ("[floor]", "[strap: {in: both}]", 8, "in is both, which is no list of sides.",
         "Write [working], [other] or [working, other]."),
        (
            "  contacts: [other-foot]\n", "", 7, "the figure has no contact, so the body floats.",
            "Add `contacts:` with what carries the body, such as `contacts: [pelvis, other-foot]`.",
        ),
        ("[other-foot]", "[other-fot]", 9, "there is no contact other-fot.", "Did you mean other-foot, either-foot, other-toe?"),
        ("[-14, 8]", "14", 7, "the camera is not two numbers.", "Write `camera: [azimuth, elevation]` in degrees."),
        ("  props", "  works: left\n  props", 8, "there is no way to work left.", "Use one of: both, none, one."),
        ("  props", "  loop: often\n  props", 8, "loop is neither true nor false.",
         "Write `loop: true`, or leave it out."),
        ("  props", "  panels: [0, 2]\n  props", 8, "the panels are not two poses.",
         "Write two numbers of poses from 0 to 1, such as `panels: [0, 1]`."),
        ("  props", "  porps: [mat]\n  props", 8, "there is no key of a figure porps.", "Did you mean props, works, poses?"),
        ("    - working-leg: {hip: 80, knee: 80}\n", "", 10, "a figure needs a start and an end.",
         "Write at least two `poses:`."),
        ("- working-leg: {hip: 80, knee: 80}", "- lift", 14, "pose 2 is lift, which has no keys.",
         "Write `{key: value}`."),
        ("- working-leg: {hip: 80, knee: 80}", "- working-leg: up", 14, "working-leg is up, which has no keys.",
         "Write `{key: value}`."),
        ("- working-leg", "- workin-leg", 14, "there is no part of a pose workin-leg.", "Did you mean working-leg, working-arm, other-leg?"),
        ("{hip: 10,", "{hipp: 10,", 13, "there is no key of a leg hipp.", "Did you mean hip?"),
        ("{hip: 10,", "{hip: much,", 13, "hip is much, which is no number.", "Write degrees."),
        ("{hip: 10,", "{hip: .nan,", 13, "hip is nan, which is no number.", "Write degrees."),
        ("{hip: 10,", "{hip: ,", 13, "hip is nothing, which is no number.", "Write degrees."),
        ("at: [0, 0, 0.53]", "at: [0, 0]", 11, "at is [0, 0], which is not three numbers.",
         "Write [forward, left, up] in heights."),
        ("{at: [0, 0, 0.53]}", "{lies: down}", 11, "lies is down, which is not known here.",
         "Use one of: no, back, front, other-side, working-side."),
        ("{at: [0, 0, 0.53]}", "{pin: {knee: [0, 0, 0]}}", 11, "there is no joint knee.",
         "Did you mean other-knee, working-knee?"),
        ("{hip: 10, knee: 10}", "{ankle-on: floor}", 13, "ankle-on is floor, which is no place.",
         "Write three numbers, or `{from: JOINT, to: JOINT, part: 0.5}`."),
        ("working-knee", "working-kne", 15, "there is no joint working-kne.",
         "Did you mean working-knee, working-ankle, working-toe?"),
        ("{follow: working-knee, shift: [0, 0, 0.1]}", "{shift: [0, 0, 0.1]}", 15, "the arrow names no joint.",
         "Add `follow: JOINT`."),
        ("shift: [0, 0, 0.1]", "path: [[0, 0.1]]", 15, "path is [[0, 0.1]], which is no path.",
         "Write two or more points: [[across, up], [across, up]]."),
        ("  arrow: {follow: working-knee, shift: [0, 0, 0.1]}\n", "", 7, "no arrow says where the movement goes.",
         "Add `arrow: {follow: JOINT, shift: [0, 0, 0.1]}`."),
        ("{from: working-hip}", "[{from: pelvis}, {from: waist}, {from: top}]", 16, "there are more than two spots.",
         "Keep one, or a pair for both sides."),
        ("{from: working-hip}", "working-hip", 16, "the spot is working-hip, which has no keys.",
         "Write `{key: value}`."),
        ("{from: working-hip}", "{from: working-hip}\n  layers: {leg: 1}", 17, "there is no layer leg.",
         "Did you mean bench-leg, chair-leg, other-leg, working-leg?"),
        ("{from: working-hip}", "{from: working-hip}\n  layers: {other-leg: near}", 17,
         "other-leg is near, which is no number.", "Write a number; below 0 is nearer."),
    ],
)  # fmt: skip
def test_words(old, new, line, problem, remedy):
    assert faults(old, new) == f"{FILE}:{line}: {problem}\n  {remedy}"


@pytest.mark.parametrize(
    ("old", "new", "line", "problem", "remedy"),
    [
        (
            "{hip: 80, knee: 80}", "{hip: 80, knee: 170}", POSE_2,
            "in pose 2, working knee bend is 170 degrees, but a body allows -1 to 155.",
            "Correct the angle, or the direction of `knee-to` or `elbow-to`.",
        ),
        (
            "{hip: 80, knee: 80}", "{hip: 80, foot: [0.2, 0, 0.2]}", POSE_2,
            "in pose 2, the working-leg has foot and hip, knee.", "Keep foot, which places the limb, or the angles.",
        ),
        (
            "other-leg: {foot: [0, 0.05, 0],", "other-leg: {foot: [0, 0.05, 0], ankle-on: [0, 0, 0],", POSE_1,
            "in pose 1, the other-leg has foot and ankle-on.", "Keep one of them.",
        ),
        (
            "{hip: 10, knee: 10}", "{ankle-on: {part: 0.5}}", POSE_1,
            "in pose 1, ankle-on of the working-leg names no joint.", "Add `from: JOINT`.",
        ),
        (
            "- working-leg: {hip: 80, knee: 80}", "- working-arm: {hand: [0, -0.2, 0.8]}", POSE_2,
            "in pose 2, the working-arm is placed in another way than in the pose before.",
            "Place it the same way in both, by angles or by a contact with the same joints, else it jumps.",
        ),
        (
            "- working-leg: {hip: 80, knee: 80}", "- body: {lies: back}", POSE_2,
            "in pose 2, the body is placed in another way than in the pose before.",
            "Place it the same way in both, by angles or by a contact with the same joints, else it jumps.",
        ),
    ],
)  # fmt: skip
def test_poses(old, new, line, problem, remedy):
    assert f"{FILE}:{line}: {problem}\n  {remedy}" in faults(old, new)


def test_contact_in_the_air():
    assert faults("foot: [0, 0.05, 0]", "foot: [0, 0.05, 0.1]") == "\n".join(
        f"{FILE}:{line}: in pose {number}, other-foot is 0.100 of the body's height above what carries it."
        "\n  Move the body or the limb until it touches, or take it off `contacts`."
        for number, line in ((1, POSE_1), (2, POSE_2))
    )


def test_contact_out_of_reach():
    found = faults("foot: [0,", "foot: [0.6,")
    assert f"{FILE}:{POSE_1}: in pose 1, the other-leg misses its contact by 0.2" in found
    assert "Bring the contact nearer, or move the body: a bone does not stretch." in found


def test_below_the_floor():
    found = faults("{hip: 10, knee: 10}", "{hip: 0, out: 6, ankle: 60}")
    assert f"{FILE}:{POSE_1}: in pose 1, the working-shank is 0.095" in found
    assert "below the floor.\n  Raise the body or the limb; the floor is at 0." in found


def test_a_knee_does_not_bend_forward():
    assert "working hip turn is" in faults("{hip: 80, knee: 80}", "{hip: 80, knee: -60}")


def test_all_faults_of_a_figure_are_said_at_once():
    assert (
        faults("  props: [floor]\n  contacts: [other-foot]", "  props: [flor]\n  contacts: [foot]").count(
            "\n"
        )
        == 3
    )


def test_every_prop_has_its_words_and_its_drawing():
    assert set(words.PROPS) == {"floor", *props.STILL, *props.MOVING}


def write(folder, text=SOUND):
    (folder / "stand.yaml").write_text(text, encoding="utf-8")
    return folder


def test_the_check_also_looks_between_the_poses(tmp_path):
    """Both key poses touch the floor, but the foot has moved on the way."""
    spoilt = SOUND.replace(
        "- working-leg: {hip: 80", "- other-leg: {foot: [0.04, 0.05, 0]}\n      working-leg: {hip: 80"
    )
    with pytest.raises(KnowledgeError) as caught:
        check_figures(write(tmp_path, spoilt))
    assert str(caught.value) == (
        f"{FILE}:10: between two poses, other-foot slides by 0.040 of the body's height.\n"
        "  Write it as a contact (`foot`, `ankle-on`, `hand`) or `pin` its joint; or take it off `contacts`."
    )


def test_an_exercise_without_a_figure_is_a_fault(tmp_path):
    with pytest.raises(KnowledgeError, match="there is no figure"):
        check_figures(write(tmp_path, "id: stand\n"))


def test_faults_of_all_files_are_said_at_once(tmp_path):
    write(tmp_path, SOUND.replace("[floor]", "[flor]"))
    shutil.copy(tmp_path / "stand.yaml", tmp_path / "second.yaml")
    (tmp_path / "broken.yaml").write_text("id: [", encoding="utf-8")
    (tmp_path / "empty.yaml").write_text("", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        check_figures(tmp_path)
    assert [f"{fault.place}:{fault.line}" for fault in caught.value.faults] == [
        "knowledge/dgs/exercises/broken.yaml:2", "knowledge/dgs/exercises/empty.yaml:1",
        "knowledge/dgs/exercises/second.yaml:8", f"{FILE}:8",
    ]  # fmt: skip


def test_the_command_says_faults_and_ends_with_2(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(
        knowledge, "check_figures", lambda: check_figures(write(tmp_path, SOUND.replace("80}", "170}")))
    )
    assert main(["knowledge", "check"]) == 2
    said = capsys.readouterr()
    assert f"{FILE}:{POSE_2}: in pose 2, working knee bend is 170 degrees" in said.out + said.err
    assert "Traceback" not in said.out + said.err


def test_the_command_says_faults_of_the_figures_and_of_the_rest_together(tmp_path, monkeypatch, capsys):
    def unsound():
        raise KnowledgeError([Fault("knowledge/dgs/sources.yaml", 3, "a fault.", "Mend it.")])

    monkeypatch.setattr(
        knowledge, "check_figures", lambda: check_figures(write(tmp_path, SOUND.replace("80}", "170}")))
    )
    monkeypatch.setattr(knowledge, "load_pathway", unsound)
    assert main(["knowledge", "check"]) == 2
    said = capsys.readouterr()
    assert "working knee bend" in said.out + said.err
    assert "sources.yaml:3: a fault." in said.out + said.err


def test_the_command_counts_the_figures(capsys):
    assert main(["knowledge", "check"]) == 0
    count = len(list(EXERCISES.glob("*.yaml")))
    assert f"{count} exercises, {count} figures" in capsys.readouterr().out


def test_one_file_is_drawn_or_its_fault_said_and_nothing_written(tmp_path, capsys):
    (tmp_path / "stand.yaml").write_text(SOUND, encoding="utf-8")
    (tmp_path / "spoilt.yaml").write_text(SOUND.replace("[floor]", "[flor]"), encoding="utf-8")
    assert sheet([str(tmp_path / "stand.yaml"), "--out", str(tmp_path / "one")]) == 0
    assert {path.name for path in (tmp_path / "one").iterdir()} == {
        "stand.svg", "stand-frames.svg", "index.html", "contact-sheet.css",
    }  # fmt: skip
    for name, said in (("spoilt", "there is no prop flor"), ("missing", "the file cannot be read")):
        assert sheet([str(tmp_path / f"{name}.yaml"), "--out", str(tmp_path / "none")]) == 2
        assert said in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


WEIRD = (
    None, "x", -1e9, math.nan, math.inf, [], {}, [1], [[1, 2]], {"a": 1}, True, 0, "", [None], [{}], 170, [9, 9, 9],
    [0, 0, 0], "working", ["working"], {"from": "pelvis"},
)  # fmt: skip


def paths(value, at=()):
    """Where each value of a tree is."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in items:
        yield (*at, key)
        yield from paths(below, (*at, key))


@pytest.mark.parametrize("seed", range(8))
def test_a_spoilt_figure_is_drawn_or_its_fault_said(seed):
    """Whatever stands in place of a value, the only error is one that a person can mend."""
    chance, trees = random.Random(seed), list(exercises())
    refused = 0
    for _ in range(40):
        spoilt = copy.deepcopy(chance.choice(trees))
        *way, last = chance.choice(
            [path for path in paths(spoilt) if path[0] in ("figure", "title", "steps", "start")]
        )
        node = spoilt
        for key in way:
            node = node[key]
        node[last] = chance.choice(WEIRD)
        try:
            figure_of(spoilt)
        except KnowledgeError:
            refused += 1
            continue
        picture(spoilt)
        tracks_json(spoilt)
    assert refused > 20
