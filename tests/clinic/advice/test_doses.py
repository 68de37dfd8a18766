"""Doses on the pages of the clinic: each line as the plan worked it out."""

from html import unescape

import pytest

from tests.clinic.advice.world import PAIN_IN_THE_BUTTOCK, address, row_of

KIDNEYS = [
    *PAIN_IN_THE_BUTTOCK,
    {"finding": "weight", "value": 80},
    {"finding": "height", "value": 180},
    {"finding": "creatinine", "value": 80},
]


@pytest.mark.parametrize("medicine", ["gabapentin", "pregabalin"])
def test_a_dose_shows_its_working(write, episode, browse, physician, medicine):
    write([*KIDNEYS, {"finding": medicine, "value": "started"}])
    worked_out = row_of(episode, medicine)["dose"]
    assert any("mg" in line for line in worked_out)
    for place in (address(episode, "advice"), address(episode, "advice", medicine)):
        page = unescape(browse(physician).get(place).content.decode())
        assert [line for line in worked_out if line not in page] == [], place


def test_weaker_kidneys_show_another_dose(write, episode, browse, physician):
    write([*KIDNEYS, {"finding": "gabapentin", "value": "started"}])
    before = row_of(episode, "gabapentin")["dose"]
    write([{"finding": "creatinine", "value": 160}])
    after = row_of(episode, "gabapentin")["dose"]
    assert before != after
    page = unescape(browse(physician).get(address(episode, "advice", "gabapentin")).content.decode())
    assert all(line in page for line in after)
