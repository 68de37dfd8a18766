"""Every exercise has a figure that a body can do, that is seen whole, and that weighs little.

The exercise that the guide adds from its file alone (docs/guide/figures.md) passes the same tests.
"""

import gzip
import inspect
import json
import re
import shutil
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from stepwell.figures import picture, tracks_json
from stepwell.figures import vectors as v
from stepwell.figures.library import EXERCISES, check_figures, exercises
from stepwell.figures.outline import Look, body_layers, lowest
from stepwell.figures.palettes import PEOPLE, colours, contrast
from stepwell.figures.ranges import STAY, TOUCH, beyond, drift, gap
from stepwell.figures.reader import figure_of
from stepwell.figures.scene import scene_of
from stepwell.figures.skeleton import LENGTH, SIDES
from stepwell.figures.tracks import PLAYER, frames_within
from stepwell.knowledge.loader import KNOWLEDGE, load_pathway
from stepwell.knowledge.yaml_text import load

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "guide" / "figures.md").read_text(encoding="utf-8")
[ADDED] = re.findall(r"```yaml\n(id: wall-sit\n.*?)```", GUIDE, re.DOTALL)

LIBRARY = {str(tree["id"]): tree for tree in exercises()}
TREES = {**LIBRARY, "wall-sit": load(ADDED, name="wall-sit.yaml")}
SCENES = {name: scene_of(figure_of(tree)) for name, tree in TREES.items()}
BONES = {
    "thigh": ("hip", "knee"), "shank": ("knee", "ankle"), "upper-arm": ("shoulder", "elbow"),
    "forearm": ("elbow", "wrist"), "hand": ("wrist", "hand"),
}  # fmt: skip

every = pytest.mark.parametrize("name", sorted(TREES))


def packed(text):
    return len(gzip.compress(text.encode()))


def test_every_exercise_has_a_figure():
    assert set(LIBRARY) == {path.stem for path in EXERCISES.glob("*.yaml")}
    assert len(LIBRARY) >= 34


def test_an_exercise_is_added_by_its_file_alone(tmp_path, monkeypatch):
    """A copy of the knowledge with one more file: it loads, its figure is sound, and still and tracks are drawn."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "dgs"
    shutil.copytree(KNOWLEDGE, folder)
    (folder / "exercises" / "wall-sit.yaml").write_text(ADDED, encoding="utf-8")
    assert check_figures(folder / "exercises") == len(LIBRARY) + 1
    tree = load_pathway(folder).exercises["wall-sit"]
    assert picture(tree).alt.startswith("Two pictures. 1: Stand with your back against a wall")
    assert json.loads(tracks_json(tree))["frames"] == 9
    named = [path for path in (ROOT / "src").rglob("*.py") if "wall-sit" in path.read_text(encoding="utf-8")]
    assert named == []


@every
def test_bones_keep_their_length(name):
    for bones in SCENES[name].bones:
        for side in SIDES:
            for bone, (start, end) in BONES.items():
                size = v.length(v.minus(bones.joints[f"{side}-{start}"], bones.joints[f"{side}-{end}"]))
                assert size == pytest.approx(LENGTH[bone], rel=0.01), bone


@every
def test_contacts_touch_and_stay(name):
    scene = SCENES[name]
    for contact in scene.figure.contacts:
        # A runner leaves the ground between steps, so feet are looked at in the two pictures only.
        still = scene_of(scene.figure, stills_only=True).bones if contact == "either-foot" else scene.bones
        assert max(abs(gap(bones, contact, scene.figure.props)) for bones in still) <= TOUCH, contact
        assert drift(scene.bones, contact) <= STAY, contact


@every
def test_hands_and_feet_reach_their_contacts(name):
    for bones in SCENES[name].bones:
        assert all(short <= STAY for short in bones.missed.values()), bones.missed


@every
def test_nothing_is_below_the_floor(name):
    for bones in SCENES[name].bones:
        for layer in body_layers(bones, Look()):
            assert lowest(layer.parts) >= -0.01, layer.name


@every
def test_joints_stay_within_human_range(name):
    assert [found for bones in SCENES[name].bones for found in beyond(bones)] == []


@every
def test_every_frame_is_inside_the_picture(name):
    assert all(frames_within(SCENES[name]))


@every
@pytest.mark.parametrize("side", ["right", "left"])
def test_still_is_inside_its_view_box(name, side):
    svg = picture(TREES[name], side=side).svg
    _, _, width, height = map(int, re.search(r'viewBox="(\d+) (\d+) (\d+) (\d+)"', svg).groups())
    for path in re.findall(r' d="(M[^"]*l[^"]*z)"', svg):
        x = y = 0
        for part in re.findall(r"M-?\d+ ?-?\d+|l[^zM]*", path):
            numbers = [int(n) for n in re.findall(r"-?\d+", part)]
            for dx, dy in zip(numbers[::2], numbers[1::2]):
                x, y = (dx, dy) if part[0] == "M" else (x + dx, y + dy)
                assert 0 <= x <= width
                assert 0 <= y <= height


@every
def test_still_says_in_words_what_it_shows(name):
    tree, still = TREES[name], picture(TREES[name], side="left")
    root = ElementTree.fromstring(still.svg)
    words = {child.tag.split("}")[1]: child.text for child in root if child.text}
    assert root.get("role") == "img"
    assert words["title"] == tree["title"]
    assert words["desc"] == still.alt
    assert tree["start"] in still.alt
    assert all(step in still.alt for step in tree["steps"])


@every
def test_still_has_no_style_and_no_script(name):
    svg = picture(TREES[name]).svg
    assert "style=" not in svg
    assert "<script" not in svg
    assert "<style" not in svg


@every
def test_one_arrow_or_a_pair_where_both_sides_press(name):
    """Each arrow is a stem and a head in the colour of the arrow."""
    count = picture(TREES[name]).svg.count('class="fig-arrow"')
    assert count == 2 or (count == 4 and SCENES[name].figure.works == set(SIDES))


@every
def test_figures_weigh_little(name):
    assert packed(picture(TREES[name]).svg) < 10_000
    assert len(tracks_json(TREES[name])) < 8_000
    assert packed(tracks_json(TREES[name])) < 4_000


def test_player_weighs_little():
    assert PLAYER.stat().st_size < 8_000


def test_all_stills_are_drawn_within_two_seconds():
    start = time.perf_counter()
    for tree in TREES.values():
        inspect.unwrap(picture)(tree)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("palette", sorted(PEOPLE))
def test_working_leg_differs_from_the_other_in_grey(palette):
    colour = colours(palette)
    for far in ("", "-far"):
        assert contrast(colour[f"leg-working{far}"], colour["leg-other"]) >= 2
        assert contrast(colour[f"leg-working{far}"], colour["leg-other-far"]) >= 2
        assert contrast(colour["line"], colour[f"leg-working{far}"]) >= 2


@every
def test_track_holds_a_place_for_each_frame(name):
    track = json.loads(tracks_json(TREES[name]))
    assert {len(point) for point in track["points"]} <= {2, 2 * track["frames"]}
    used = [n for layer in track["layers"] for part in layer[3] for n in part[2][::2]]
    assert max(used) == len(track["points"]) - 1


def test_contact_sheet_in_the_documentation_is_current():
    folder = ROOT / "docs" / "figures"
    for number, (name, tree) in enumerate(LIBRARY.items()):
        still = picture(tree, palette=list(PEOPLE)[number % len(PEOPLE)], layout="fit")
        assert (folder / f"{name}.svg").read_text(encoding="utf-8") == still.svg + "\n", name
