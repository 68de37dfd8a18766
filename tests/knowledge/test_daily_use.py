"""What a person uses day by day: lists to tick, and the questions of the weekly check-in."""

import shutil

import pytest

from stepwell.errors import KnowledgeError
from stepwell.knowledge.loader import KNOWLEDGE, load_pathway

LISTS = ["chair", "desk", "standing", "pockets", "car", "bed"]
SEAT_DEPTH = 'evidence: [{reference: stepwell_pack, locator: "11.3, seat depth", verified: RECALLED}]'
IRRITABILITY = {
    "worst-pain",
    "night-waking",
    "onset-behaviour",
    "settling-time",
    "distal-symptoms",
    "sitting-tolerance",
    "psfs",
}
"""The rows of evidence 4.1, by which irritability is judged anew every week."""


@pytest.fixture
def spoiled(tmp_path, monkeypatch):
    """The faults of a copy of the knowledge in which one text was put in the place of another."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def faults(file, old, new):
        folder = tmp_path / "dgs"
        shutil.copytree(KNOWLEDGE, folder)
        path = folder / file
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new, 1))
        with pytest.raises(KnowledgeError) as caught:
            load_pathway(folder)
        return [fault.problem for fault in caught.value.faults]

    return faults


def test_there_is_a_list_for_each_place_and_every_line_says_what_it_rests_on():
    lists = load_pathway().ergonomics
    assert [one.id for one in lists] == LISTS
    assert all(tip.evidence for one in lists for tip in one.tips)


def test_the_weekly_check_in_asks_every_row_of_irritability():
    assert set(load_pathway().check_ins["weekly"]) >= IRRITABILITY


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (
            "ergonomics.yaml",
            "reference: source_article",
            "reference: made-up-1999",
            "There is no reference made-up-1999.",
        ),
        ("ergonomics.yaml", "id: seat-depth", "id: seat-height", "The id seat-height is used twice."),
        ("ergonomics.yaml", f"\n      {SEAT_DEPTH}", "", "seat-depth has no evidence."),
        (
            "ergonomics.yaml",
            "say: Set the desk",
            f"say: Set {'truly ' * 20}the desk",
            "desk-height has a sentence of more than 20 words.",
        ),
        ("check-ins.yaml", "average-pain", "avarage-pain", "There is no finding avarage-pain."),
        ("check-ins.yaml", "average-pain", "run-stage", "run-stage of weekly has no question to the person."),
    ],
)
def test_what_is_wrong_is_named(file, old, new, fault, spoiled):
    assert fault in spoiled(file, old, new)
