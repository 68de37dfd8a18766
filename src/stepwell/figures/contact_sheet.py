"""The contact sheet: every exercise as a still and as key frames, on one page of the documentation.

    python -m stepwell.figures.contact_sheet --out docs/figures

Lives here: the page, its sheet of styles, one SVG for each exercise, and key frames with `--frames`. Lives
elsewhere: the pictures (figures/draw.py).
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from stepwell.figures.bodychart import body_chart
from stepwell.figures.draw import GAP, SCALE, Plate, framed, layer_svg, picture
from stepwell.figures.palettes import PEOPLE, colours
from stepwell.figures.reader import figure_of
from stepwell.figures.scene import scene_of
from stepwell.knowledge.yaml_text import load

EXERCISES = Path(__file__).parents[1] / "knowledge" / "dgs" / "exercises"
STYLE = """body { margin: 1rem; font: 15px/1.4 sans-serif; color: #22303c; background: #fbf8f3; }
ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); gap: 12px; padding: 0; }
li { list-style: none; background: #fff; border: 1px solid #e0d8ca; border-radius: 10px; padding: 8px; }
li img { width: 100%; height: 150px; object-fit: contain; display: block; }
li img + img { height: 76px; }
h2 { font-size: 15px; margin: 0 0 4px; }
"""
KEY_FRAMES = 5


def exercises(folder: Path = EXERCISES) -> Iterator[Mapping[str, Any]]:
    """Every exercise with a figure, in the order of their names."""
    for path in sorted(folder.glob("*.yaml")):
        tree = load(path.read_text(encoding="utf-8"), name=f"exercises/{path.name}")
        if "figure" in tree:
            yield tree


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


def build(out: Path, *, frames: bool = False) -> int:
    """Write the sheet.

    frames   key frames too
    returns  the number of exercises
    """
    out.mkdir(parents=True, exist_ok=True)
    items = [_item(tree, out, number, frames) for number, tree in enumerate(exercises())]
    (out / "body-chart.svg").write_text(body_chart().svg + "\n", encoding="utf-8")
    (out / "contact-sheet.css").write_text(STYLE, encoding="utf-8")
    (out / "index.html").write_text(_page(items), encoding="utf-8")
    return len(items)


def _item(exercise: Mapping[str, Any], out: Path, number: int, frames: bool) -> str:
    """One exercise; the people take turns."""
    name = str(exercise["id"])
    still = picture(exercise, palette=list(PEOPLE)[number % len(PEOPLE)])
    (out / f"{name}.svg").write_text(still.svg + "\n", encoding="utf-8")
    images = f'<img src="{name}.svg" alt="{escape(still.alt)}">'
    if frames:
        (out / f"{name}-frames.svg").write_text(key_frames(exercise) + "\n", encoding="utf-8")
        images += f'<img src="{name}-frames.svg" alt="">'
    return f"<li><h2>{escape(str(exercise['title']))}</h2>{images}</li>"


def _page(items: Sequence[str]) -> str:
    head = '<meta charset="utf-8"><title>Stepwell: figures</title><link rel="stylesheet" href="contact-sheet.css">'
    words = f"{len(items)} exercises, drawn from the key figure: of their files."
    return (
        f'<!doctype html><html lang="en"><head>{head}</head><body><h1>Figures</h1><p>{words}</p>'
        f'<ul>{"".join(items)}</ul><h2>Body chart</h2><img src="body-chart.svg" width="420" '
        f'alt="Back and front of a body with regions to tap"></body></html>\n'
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Draw every exercise on one page.")
    parser.add_argument("--out", type=Path, default=Path("docs/figures"))
    parser.add_argument("--frames", action="store_true", help="key frames too")
    says = parser.parse_args(arguments)
    print(f"{build(says.out, frames=says.frames)} figures in {says.out}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
