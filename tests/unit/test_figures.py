"""Figures: what is drawn, both sides, the movement for the browser, body chart and time charts."""

import json
import re
from datetime import date

import pytest

from stepwell.figures import picture, tracks_json
from stepwell.figures.bodychart import WIDTH, body_chart, regions
from stepwell.figures.charts import Band, Marker, Series, sparkline, time_chart
from stepwell.figures.contact_sheet import build
from stepwell.figures.outline import hull
from stepwell.figures.poses import between, solve
from stepwell.figures.skeleton import reach
from tests.unit.figure_world import tree


def test_a_sound_figure_is_drawn():
    still = picture(tree())
    assert still.alt == "Two pictures. 1: Stand. 2: Lift one leg. Shown for the right side."
    assert still.svg.startswith("<svg")


def test_left_is_the_mirror_of_right():
    """The same panels, each turned over: so the number stays in its corner and the working leg in sight."""
    right, left = (picture(tree(), side=side) for side in ("right", "left"))
    assert left.alt.endswith("Shown for the left side.")
    size = re.compile(r'viewBox="([^"]*)"')
    assert size.search(right.svg).group(1) == size.search(left.svg).group(1)
    assert right.svg != left.svg


def test_palette_and_plate():
    assert 'fill="#eceae4"' in picture(tree(), dark=True).svg
    assert "#8a5a3c" in picture(tree(), palette="c").svg
    with pytest.raises(ValueError, match="There is no palette z"):
        picture(tree(), palette="z")


def test_tracks():
    track = json.loads(tracks_json(tree()))
    assert track["frames"] == 9
    assert track["loop"] is False
    assert len(track["size"]) == 2


def test_hull_has_the_same_points_in_any_pose():
    assert len(hull([(0, 0, 1)])) == len(hull([(0, 0, 1), (5, 2, 0.5)])) == 36
    assert max(x for x, _ in hull([(0, 0, 1), (5, 2, 0.5)])) == pytest.approx(5.5)


def test_two_bones_reach_no_further_than_they_are_long():
    middle, end = reach((0, 0, 0), (3, 0, 0), (1, 1), (0, 0, 1))
    assert end[0] == pytest.approx(2, abs=1e-3)
    assert middle[2] > 0


def test_an_angle_that_a_pose_does_not_name_is_nought():
    assert between({"hip": 10}, {"hip": 20, "out": 40}, 0.5) == {"hip": 15, "out": 20}


def test_a_pin_holds_its_joint():
    bones = solve({"body": {"lean": 30, "pin": {"top": [0.1, 0, 0.2]}}})
    assert bones.joints["top"] == pytest.approx((0.1, 0, 0.2))


def test_contact_sheet(tmp_path):
    assert build(tmp_path) >= 34
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert page.count("<li>") >= 34
    assert 'alt=""' not in page


def test_body_chart_regions():
    names = [region.id for region in regions()]
    assert len(names) == len(set(names)) == 27
    assert {"buttock-lower-right", "sitting-bone-left", "saddle", "low-back"} <= set(names)
    # At 360 px for both views, each region is a target of at least 24 px.
    pixels = 360 / (2 * WIDTH)
    for region in regions():
        for axis in (0, 1):
            ends = [(c[axis] - c[2], c[axis] + c[2]) for c in region.circles]
            assert (max(high for _, high in ends) - min(low for low, _ in ends)) * pixels >= 24, region.id


def test_body_chart_says_what_is_marked():
    chart = body_chart({"buttock-lower-right": 6})
    assert chart.alt == "Marked: right lower buttock 6 of 10."
    assert chart.svg.count('aria-pressed="true"') == 1
    assert body_chart(link=lambda region: f"?at={region}").svg.count("<a href=") == 27
    with pytest.raises(ValueError, match="There is no region nose"):
        body_chart({"nose": 1})


def test_right_is_on_the_right_from_behind_and_on_the_left_from_the_front():
    by_id = {region.id: region for region in regions()}
    assert by_id["calf-right"].circles[0][0] > 0
    assert by_id["shin-right"].circles[0][0] < 0


PAIN = Series("Worst pain", [(date(2026, 11, 1), 7), (date(2026, 11, 2), None), (date(2026, 11, 3), 4)])


def test_time_chart_keeps_gaps_and_says_the_same_in_words_and_numbers():
    chart = time_chart(
        PAIN,
        bands=[Band("gabapentin", date(2026, 11, 1), date(2026, 11, 2))],
        markers=[Marker("injection", date(2026, 11, 2))],
    )
    assert chart.svg.count("<polyline") == 2
    assert chart.alt == (
        "Worst pain: 7 on 1 Nov, 4 on 3 Nov. Lowest 4, highest 7. No value on 1 day."
        " gabapentin from 1 Nov to 2 Nov. injection on 2 Nov."
    )
    assert '<th scope="row">2 Nov</th><td>no value</td>' in chart.table
    assert "style=" not in chart.svg


def test_sitting_is_drawn_in_steps():
    sitting = Series(
        "Sitting", [(date(2026, 11, 1), 10), (date(2026, 11, 8), 30)], kind="sitting", unit="min"
    )
    chart = time_chart(sitting, high=60)
    assert "<polyline" not in chart.svg
    assert chart.alt.startswith("Sitting: 10 min on 1 Nov, 30 min on 8 Nov.")


def test_sparkline_and_faults_of_a_chart():
    assert sparkline(PAIN).svg.count("<polyline") == 2
    assert time_chart(Series("Pain", [(date(2026, 11, 1), None)])).alt == "Pain: no value yet."
    with pytest.raises(ValueError, match="at least one day"):
        time_chart(Series("Pain", []))
    with pytest.raises(ValueError, match="off the scale"):
        time_chart(Series("Pain", [(date(2026, 11, 1), 11)]))
