"""The contact sheet: every exercise as a still and as key frames, on one page of the documentation.

    python -m stepwell.figures.contact_sheet --out docs/figures            every exercise of the library
    python -m stepwell.figures.contact_sheet --out /tmp/look new.yaml      only these files, with their key frames

Lives here: the page, its sheet of styles, one SVG for each exercise, samples of the drawing kit with invented values,
key frames with `--frames`, and a photograph of the page with `--png BROWSER`. Lives elsewhere: the pictures
(figures/draw.py), the kit (figures/bodychart.py, stairs.py, charts.py, days.py).
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from html import escape
from pathlib import Path
from typing import Any

from stepwell.errors import StepwellError
from stepwell.figures.bodychart import body_chart
from stepwell.figures.charts import PHONE, Band, Chart, Marker, Series, time_chart
from stepwell.figures.days import day_dots
from stepwell.figures.draw import GAP, SCALE, Picture, Plate, framed, layer_svg, picture
from stepwell.figures.library import exercises, read_checked
from stepwell.figures.palettes import PEOPLE, colours
from stepwell.figures.reader import figure_of
from stepwell.figures.scene import scene_of
from stepwell.figures.stairs import staircase

STYLE = """body { margin: 1rem; font: 15px/1.4 sans-serif; color: #22303c; background: #fbf8f3; }
ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); gap: 12px; padding: 0; }
li { list-style: none; background: #fff; border: 1px solid #e0d8ca; border-radius: 10px; padding: 8px; }
li img { width: 100%; height: 240px; object-fit: contain; display: block; }
li img + img { height: 76px; }
.kit { grid-template-columns: repeat(auto-fill, minmax(340px, 1fr)); }
.kit li img { height: 290px; }
h2 { font-size: 15px; margin: 0 0 4px; }
"""
KEY_FRAMES = 5
BROWSER = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars --window-size=1700,2440"
).split()


def key_frames(exercise: Mapping[str, Any], *, count: int = KEY_FRAMES) -> str:
    """Frames of the movement side by side, as SVG without words: they stand next to the still, which has them."""
    scene, colour = scene_of(figure_of(exercise)), colours("a")
    box, last = framed(scene, []), len(scene.frames) - 1
    step = box[2] - box[0] + GAP
    parts = [
        part
        for number in range(count)
        for layer in scene.frames[round(last * number / (count - 1))]
        for part in layer_svg(layer, Plate(box, number * step), colour)
    ]
    size = f"0 0 {round(count * step * SCALE)} {round((box[3] - box[1]) * SCALE)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" role="presentation">{"".join(parts)}</svg>'
    )


def build(out: Path, *, files: Sequence[Path] = (), frames: bool = False) -> int:
    """Write the sheet.

    files    exercises to draw instead of the library, without the kit
    frames   key frames too
    returns  the number of exercises
    raises   KnowledgeError with the faults of a file or its figure, before anything is written
    """
    trees = read_checked(files) if files else list(exercises())
    out.mkdir(parents=True, exist_ok=True)
    items = [_item(tree, out, number, frames) for number, tree in enumerate(trees)]
    kit = [] if files else [_sample(name, title, drawn, out) for name, title, drawn in _kit()]
    (out / "contact-sheet.css").write_text(STYLE, encoding="utf-8")
    (out / "index.html").write_text(_page(items, kit), encoding="utf-8")
    return len(items)


def _item(exercise: Mapping[str, Any], out: Path, number: int, frames: bool) -> str:
    """One exercise; the people take turns."""
    name = str(exercise["id"])
    still = picture(exercise, palette=list(PEOPLE)[number % len(PEOPLE)], layout="fit")
    (out / f"{name}.svg").write_text(still.svg + "\n", encoding="utf-8")
    images = f'<img src="{name}.svg" alt="{escape(still.alt)}">'
    if frames:
        (out / f"{name}-frames.svg").write_text(key_frames(exercise) + "\n", encoding="utf-8")
        images += f'<img src="{name}-frames.svg" alt="">'
    return f"<li><h2>{escape(str(exercise['title']))}</h2>{images}</li>"


def _kit() -> Iterator[tuple[str, str, Picture | Chart]]:
    """Samples of the drawing kit. The values are invented."""
    first = date(2026, 10, 18)
    weeks = [first + timedelta(days=7 * number) for number in range(6)]
    pain = Series("Worst pain", list(zip(weeks, (7, 7, 6, 5, 4, 3))))
    injection = [Marker("Injection", weeks[2])]
    states = ("done", "rest", "part", "done", "rest", "missed", "done") * 4
    days = [(first + timedelta(days=number), state) for number, state in enumerate(states)]
    steps = ("Is this safe?", "Find the source", "Calm, move, strengthen", "Medicines", "Operation")
    yield "body-chart", "Body chart", body_chart({"buttock-lower-right": 6, "calf-right": 3})
    yield "stair", "Where a person is", staircase(steps, here=3, done=(1, 2))
    bands = [Band("Strengthening", weeks[3], weeks[5])]
    yield (
        "chart",
        "Chart over time",
        time_chart(pain, bands=bands, markers=injection, goal=("Your goal", 3), size=PHONE),
    )
    yield "days", "Days", day_dots("Exercise days", days)


def _sample(name: str, title: str, drawn: Picture | Chart, out: Path) -> str:
    (out / f"{name}.svg").write_text(drawn.svg + "\n", encoding="utf-8")
    return f'<li><h2>{title}</h2><img src="{name}.svg" alt="{escape(drawn.alt)}"></li>'


def _page(items: Sequence[str], kit: Sequence[str]) -> str:
    head = '<meta charset="utf-8"><title>Stepwell: figures</title><link rel="stylesheet" href="contact-sheet.css">'
    samples = f'<h1>Drawing kit</h1><p>Invented values.</p><ul class="kit">{"".join(kit)}</ul>' if kit else ""
    words = f"{len(items)} exercises, each drawn from the key <code>figure:</code> of its file."
    return (
        f'<!doctype html><html lang="en"><head>{head}</head><body><h1>Figures</h1><p>{words}</p>'
        f"<ul>{''.join(items)}</ul>{samples}"
        "</body></html>\n"
    )


def photograph(out: Path, browser: str) -> None:
    """A picture of the page, taken by a browser of the Chromium family."""
    page, shot = (out / "index.html").resolve().as_uri(), out.resolve() / "contact-sheet.png"
    subprocess.run([browser, *BROWSER, f"--screenshot={shot}", page], check=True, capture_output=True)  # noqa: S603


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. returns 2 where a file or its figure has a fault, and then nothing is written"""
    parser = argparse.ArgumentParser(description="Draw every exercise on one page.")
    parser.add_argument("files", nargs="*", type=Path, help="draw these exercises only")
    parser.add_argument("--out", type=Path, default=Path("docs/figures"))
    parser.add_argument("--frames", action="store_true", help="key frames too")
    parser.add_argument("--png", metavar="BROWSER", help="a picture of the page too, taken by this browser")
    says = parser.parse_args(arguments)
    try:
        count = build(says.out, files=says.files, frames=says.frames or bool(says.files))
    except StepwellError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    if says.png:
        photograph(says.out, says.png)
    print(f"{count} {'figure' if count == 1 else 'figures'} in {says.out}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
