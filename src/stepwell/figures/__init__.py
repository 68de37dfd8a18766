"""Figures: every exercise as a picture and as a movement, drawn from the key `figure:` of its file.

Lives here: skeleton and poses, outlines, camera, props, the SVG still, the tracks of the moving figure, body chart
and time charts. Lives elsewhere: the poses themselves (knowledge/dgs/exercises/), dosage (programme/), pages.

`picture` is what most callers need; `tracks_json` is what the player in the browser reads.
"""

from stepwell.figures.draw import Picture, picture
from stepwell.figures.tracks import tracks_json

__all__ = ["Picture", "picture", "tracks_json"]
