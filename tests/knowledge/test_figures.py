"""Every exercise has a picture that can be understood without seeing it, and that a strict page may show."""

import gzip
import json
import re

import pytest

from stepwell.errors import KnowledgeError
from stepwell.figures import picture, tracks_json
from stepwell.figures.reader import figure_of
from stepwell.knowledge.loader import KNOWLEDGE, load_pathway
from stepwell.knowledge.yaml_text import load

NAMES = sorted(path.stem for path in (KNOWLEDGE / "exercises").glob("*.yaml"))


@pytest.fixture(scope="module")
def exercises():
    return load_pathway().exercises


@pytest.mark.parametrize("name", NAMES)
def test_a_still_is_small_plain_and_said_in_words(name, exercises):
    found = picture(exercises[name])
    assert len(gzip.compress(found.svg.encode())) < 10_000
    assert not re.search(r"<script|<style| style=| id=|href=", found.svg)
    assert f"<title>{exercises[name]['title']}</title>" in found.svg
    assert len(found.alt.split()) > 8
    assert found.alt in found.svg.replace("&lt;", "<").replace("&amp;", "&")


@pytest.mark.parametrize("name", NAMES)
def test_a_moving_figure_is_small(name, exercises):
    tracks = tracks_json(exercises[name])
    json.loads(tracks)
    assert len(gzip.compress(tracks.encode())) < 8_000


def test_an_unknown_prop_is_named_with_its_remedy():
    text = (
        (KNOWLEDGE / "exercises/clamshell.yaml")
        .read_text()
        .replace("props: [mat, pillow]", "props: [mat, pilow]")
    )
    with pytest.raises(KnowledgeError) as caught:
        figure_of(load(text, name="clamshell.yaml"))
    assert "pilow" in str(caught.value)
    assert "pillow" in str(caught.value)


def test_an_impossible_pose_is_named():
    text = (KNOWLEDGE / "exercises/clamshell.yaml").read_text().replace("knee: 88", "knee: 288")
    with pytest.raises(KnowledgeError) as caught:
        figure_of(load(text, name="clamshell.yaml"))
    assert "but a body allows" in str(caught.value)
