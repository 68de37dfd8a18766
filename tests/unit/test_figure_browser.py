"""The player in a real browser, on a page whose content policy allows no inline style and no inline script.

Chromium runs the page of a server on loopback and gives back the document as it is in the end. Both sides of every
exercise are drawn and played; a page that wishes for less motion plays nothing.
"""

import json
import re
import shutil
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from stepwell.figures import tracks_json
from stepwell.figures.library import exercises
from stepwell.figures.tracks import PLAYER

POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --virtual-time-budget=8000 --timeout=30000 --dump-dom"
).split()
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>waiting</title>
<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 400 400"><title>An exercise</title></svg>
<script src="player.js"></script><script src="check.js"></script></html>"""
CHECK = """
var refused = [], svg = document.querySelector("svg");
document.addEventListener("securitypolicyviolation", function (event) { refused.push(event.violatedDirective); });
fetch("tracks.json").then(function (answer) { return answer.json(); }).then(function (all) {
  var told = {drawn: 0, moved: 0, played: 0, refused: refused, slowest: 0};
  Object.keys(all).forEach(function (name) {
    var figure = StepwellFigure(svg, all[name]), before = svg.innerHTML, start = performance.now();
    figure.at(0.4);
    told.slowest = Math.max(told.slowest, performance.now() - start);
    told.drawn += svg.querySelectorAll("path[d]").length > 3 ? 1 : 0;
    told.moved += svg.innerHTML === before ? 0 : 1;
    told.played += figure.play({hold: 1}) ? 1 : 0;
    figure.stop();
  });
  told.styled = document.querySelectorAll("[style], style").length;
  document.title = JSON.stringify(told);
});
"""


class Strict(SimpleHTTPRequestHandler):
    """Files with the content policy, and no log."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_):
        return


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("page")
    tracks = {
        f"{tree['id']}-{side}": json.loads(tracks_json(tree, side=side))
        for tree in exercises()
        for side in ("right", "left")
    }
    files = {"index.html": PAGE, "check.js": CHECK, "tracks.json": json.dumps(tracks)}
    for name, text in (files | {"player.js": PLAYER.read_text(encoding="utf-8")}).items():
        (folder / name).write_text(text, encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", len(tracks)
        server.shutdown()


def told(address, *flags):
    """What the page says of itself in its title."""
    browser = shutil.which("chromium")
    assert browser, "there is no chromium: make test installs it, or says how"
    done = subprocess.run(
        [browser, *FLAGS, *flags, address], capture_output=True, text=True, check=True, timeout=60
    )
    title = re.search(r"<title>({.*?})</title>", done.stdout)
    assert title, done.stdout[:500]
    return json.loads(title[1].replace("&quot;", '"'))


def test_every_exercise_moves_on_both_sides_under_a_strict_policy(address):
    found = told(address[0])
    assert (found["drawn"], found["moved"], found["played"]) == (address[1],) * 3
    assert found["refused"] == []
    assert found["styled"] == 0


def test_nothing_plays_where_less_motion_is_wished(address):
    found = told(address[0], "--force-prefers-reduced-motion")
    assert found["drawn"] == address[1]
    assert found["played"] == 0
