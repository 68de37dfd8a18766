"""The drawing kit: layouts of a still, what is kept, the stair of the pathway, days as dots, a goal in a chart."""

import inspect
import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from stepwell.figures import picture
from stepwell.figures.axes import LETTER
from stepwell.figures.bodychart import body_chart, regions
from stepwell.figures.charts import PHONE, WIDE, Band, Marker, Series, time_chart
from stepwell.figures.days import STATES, day_dots
from stepwell.figures.library import exercises
from stepwell.figures.stairs import staircase

STEPS = ["Is this safe?", "Find the source", "Calm, move, strengthen", "Medicines", "Operation"]
TREES = {tree["id"]: tree for tree in exercises()}
CLAM = TREES["clamshell"]
FIRST = date(2026, 11, 2)


def size(svg):
    return [int(number) for number in re.search(r'viewBox="0 0 (\d+) (\d+)"', svg).groups()]


def test_layouts_of_a_still():
    """The same two panels side by side or one below the other; the end stands alone, without a number."""
    row, column, end = (picture(CLAM, layout=layout).svg for layout in ("row", "column", "end"))
    assert size(row)[0] == 2 * size(end)[0] + 30
    assert size(column) == [size(end)[0], 2 * size(end)[1] + 30]
    assert (row.count("fig-number"), column.count("fig-number"), end.count("fig-number")) == (2, 2, 0)
    assert picture(CLAM, layout="fit").svg == column
    assert size(picture(TREES["hip-hitch"], layout="fit").svg) == size(picture(TREES["hip-hitch"]).svg)
    with pytest.raises(ValueError, match="There is no layout heap; there are row, column, fit, end"):
        picture(CLAM, layout="heap")


def test_words_fit_the_layout_and_the_sides():
    assert picture(CLAM).alt.startswith("Two pictures. 1: Lie on your side")
    assert picture(CLAM, layout="end").alt.startswith("Lie on your side")
    assert "Shown for the right side." in picture(CLAM).alt
    assert "side." not in picture(TREES["front-plank"]).alt


def test_a_still_is_kept_by_its_content():
    """The same content is drawn once; other content or another wish is drawn anew."""
    assert picture(CLAM) is picture({**CLAM})
    assert picture(CLAM, side="left") is not picture(CLAM)
    assert picture({**CLAM, "title": "Another"}).svg != picture(CLAM).svg
    assert inspect.unwrap(picture)(CLAM) == picture(CLAM)


def test_the_stair_says_where_a_person_is():
    stair = staircase(STEPS, here=3, done=[1, 2])
    assert stair.alt == (
        "A stair of 5 steps down to water. Done: step 1, Is this safe?; step 2, Find the source. "
        "You are on step 3, Calm, move, strengthen."
    )
    assert stair.svg.count('class="tk"') == 2
    assert ">You are here</text>" in stair.svg


def test_the_stair_ends_at_the_water():
    assert staircase(STEPS, here=None).alt.endswith("You are at the water.")
    assert "Está aquí" in staircase(STEPS, here=1, words={"here": "Está aquí", "water": "Agua"}).svg
    with pytest.raises(ValueError, match="There is no step 6; there are 5"):
        staircase(STEPS, here=6)


@pytest.mark.parametrize("here", [1, 2, 3, 4, 5, None])
def test_words_of_the_stair_stay_inside(here):
    root = ElementTree.fromstring(staircase(STEPS, here=here).svg)
    [words] = [text for text in root.findall(".//{*}text") if text.text == "You are here"]
    x, room = float(words.get("x")), 8 * len("You are here")
    assert (x - room if words.get("text-anchor") == "end" else x) >= 0
    assert (x if words.get("text-anchor") == "end" else x + room) <= 328


def test_days_have_shapes_words_and_a_table():
    days = [(FIRST + timedelta(days=number), state) for number, state in enumerate(STATES)]
    chart = day_dots("Exercise days", days)
    assert chart.alt == (
        "Exercise days, 2 Nov to 6 Nov: 1 done, 1 done in part, 1 rest day, 1 not done, 1 nothing known."
    )
    assert {f"day-{state}" for state in STATES} <= set(re.findall(r'class="([^"]*)"', chart.svg))
    assert '<th scope="row">5 Nov</th><td>not done</td>' in chart.table
    assert day_dots("Exercise days", []).alt == "Exercise days: no day yet."
    with pytest.raises(ValueError, match="There is no state lazy"):
        day_dots("Exercise days", [(FIRST, "lazy")])


def test_single_days_and_a_goal_stand_behind_an_average():
    average = Series("Worst pain", [(FIRST, 6.5), (FIRST + timedelta(days=1), 6)])
    days = [(FIRST, 7), (FIRST + timedelta(days=1), None)]
    chart = time_chart(average, days=days, goal=("Your goal: 3", 3))
    assert chart.svg.count('fill-opacity="0.35"') == 1
    assert ">Your goal: 3</text>" in chart.svg
    assert chart.svg.count("<circle") == 2  # the day and the last value


def words_of(chart):
    """Each text of a chart with its left and right end, its height, and its words."""
    for text in ElementTree.fromstring(chart.svg).findall(".//{*}text"):
        x, room = float(text.get("x")), LETTER * len(text.text)
        left = x - room if text.get("text-anchor") == "end" else x
        yield left, left + room, float(text.get("y")), text.text


@pytest.mark.parametrize("wide", [WIDE, PHONE])
def test_names_of_treatments_do_not_touch_and_stay_inside(wide):
    weeks = [FIRST + timedelta(days=7 * number) for number in range(6)]
    long_ago = weeks[0] - timedelta(days=400)
    chart = time_chart(
        Series("Worst pain", list(zip(weeks, (7, 7, 6, 5, 4, 3)))),
        bands=[Band("Ibuprofen 400 mg", long_ago, weeks[1]), Band("Gabapentin", weeks[1], weeks[2]),
               Band("Strengthening", weeks[5], weeks[5] + timedelta(days=90))],
        markers=[Marker("Injection", weeks[2]), Marker("Second injection", weeks[5])],
        size=wide,
    )  # fmt: skip
    words = list(words_of(chart))
    assert {"Ibuprofen 400 mg", "Gabapentin", "Strengthening", "Injection", "Second injection"} < {
        w[3] for w in words
    }
    for number, (left, right, y, text) in enumerate(words):
        assert left >= 0, text
        assert right <= wide[0], text
        for other_left, other_right, other_y, other in words[:number]:
            assert abs(y - other_y) >= 10 or right <= other_left or other_right <= left, (text, other)
    places = [float(x) for x in re.findall(r'<rect [^>]* x="([^"]*)"', chart.svg)]
    assert all(0 <= x <= wide[0] for x in places)


def test_two_body_charts_share_no_id():
    one, two = (set(re.findall(r' id="([^"]*)"', body_chart(name=name).svg)) for name in ("before", "now"))
    assert one == {"before-back", "before-front"}
    assert not one & two


def test_regions_of_a_view_do_not_overlap():
    for view in ("back", "front"):
        boxes = [
            [f(c[axis] for c in region.circles) for axis in (0, 1) for f in (min, max)]
            for region in regions() if region.view == view
        ]  # fmt: skip
        for number, (left, right, low, high) in enumerate(boxes):
            for other in boxes[:number]:
                assert right < other[0] or other[1] < left or high < other[2] or other[3] < low


def test_the_kit_has_no_style_and_no_script():
    drawings = (staircase(STEPS, here=1).svg, day_dots("Days", [(FIRST, "done")]).svg, body_chart().svg)
    assert not any(word in svg for svg in drawings for word in ("style=", "<style", "<script", "onclick"))
