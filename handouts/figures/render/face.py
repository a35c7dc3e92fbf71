"""The eyes: a dot each, where the camera can see it. The other lines of the face are feature lines."""

from __future__ import annotations

import numpy as np

from handouts.figures import style
from handouts.figures.geometry.arrays import Floats
from handouts.figures.render import svg
from handouts.figures.render.scene import Rendering, Scene

#: The middle of the right eye from its landmark (outwards, up, forward) and its size, millimetres of a 1700 mm body.
#: Read off the mesh; the left eye is its mirror.
EYE = (5.5, -1.0, 12.0)
EYE_SIZE = (5.4, 7.6)
SMALLEST_MM = (0.15, 0.2)
EDGE_MM = 0.1  # of print, from an eye to the outline of the face: nearer ones make a knot of ink
STEEP_DEG = 35.0  # from under the chin, chin and jaw are strokes on a face without form
HIDDEN_MM = 9.0  # a point this far behind what the picture shows is hidden


def seen_from_below(scene: Scene) -> bool:
    """Whether the camera looks at the head from under its chin, more steeply than `STEEP_DEG`."""
    here = scene.body.marks["eye.R"]
    low, high = (scene.camera.see(scene.posed.carry("head", here + np.array((0.0, up, 0.0)))) for up in (0.0, 1.0))
    return bool(low[2] - high[2] > np.sin(np.radians(STEEP_DEG)))


def eyes(rendering: Rendering) -> list[str]:
    """The eyes as SVG; a close-up without the head has none."""
    if rendering.scene.only and "head" not in rendering.scene.only:
        return []
    mm = rendering.sheet.mm_per_body_mm * rendering.scene.body.scale
    rx, ry = (max(size * mm, least) for size, least in zip(EYE_SIZE, SMALLEST_MM, strict=True))
    places = [_seen(rendering, side, rx + EDGE_MM) for side in "RL"]
    return [svg.ellipse(place, rx, ry, style.INK) for place in places if place is not None]


def _seen(rendering: Rendering, side: str, room_mm: float) -> Floats | None:
    """The place of an eye in print millimetres; None where something hides it, or the face ends beside it."""
    body = rendering.scene.body
    offset = np.array(EYE) * body.scale * np.array([-1.0 if side == "R" else 1.0, 1.0, 1.0])
    seen = rendering.scene.camera.see(rendering.scene.posed.carry("head", body.marks[f"eye.{side}"] + offset))
    x, y = rendering.sheet.to_pixels(seen).astype(int)
    height, width = rendering.picture.shape
    x, y = np.clip(x, 0, width - 1), np.clip(y, 0, height - 1)
    room = round(room_mm * rendering.sheet.pixels_per_mm)
    around = rendering.picture.surface[y, max(x - room, 0) : x + room + 1]
    hidden = seen[2] <= rendering.picture.depth[y, x] - HIDDEN_MM or (around != 0).any()
    return None if hidden else rendering.sheet.to_print_mm(seen)
