"""The camera: orthographic, so that lengths on the picture do not depend on distance.

Lives here: the projection of a point. Lives elsewhere: what is drawn (figures/scene.py).
"""

from dataclasses import dataclass

from stepwell.figures import vectors as v
from stepwell.figures.vectors import Matrix, Vec


@dataclass(frozen=True, slots=True)
class Camera:
    """Looks at the working side of a standing figure; degrees round the figure, then degrees from above.

    rows   screen to the right, away from the camera, screen up
    """

    rows: Matrix

    def project(self, point: Vec) -> Vec:
        """Screen x, screen y (down), and depth (larger is further away)."""
        right, away, up = v.apply(self.rows, point)
        return (right, -up, away)

    def towards(self, direction: Vec) -> float:
        """How much a direction points to the camera: 1 straight at it, -1 straight away."""
        return -v.dot(self.rows[1], direction)


def camera(azimuth: float, elevation: float) -> Camera:
    """A negative azimuth turns the front of a standing figure to the viewer."""
    return Camera(v.chain(v.turn_x(elevation), v.turn_z(azimuth)))
