"""A friendly neutral face: eye, brow, ear and a small smile, each drawn only where the camera can see it."""

from __future__ import annotations

import numpy as np

from handouts.figures import style
from handouts.figures.geometry import curves
from handouts.figures.geometry.arrays import Floats
from handouts.figures.render import svg
from handouts.figures.render.scene import Rendering

#: Points of the right half of the face from its eye (outwards, up, forward), millimetres of a 1700 mm body.
#: Read off the mesh; the left half is their mirror.
EYE = (9.0, 0.0, 11.0)
EYE_SIZE = (4.6, 6.6)
BROW = ((-8, 20, 24), (2, 24, 22), (13, 22, 14), (21, 17, 5))
SMILE = ((-27, -70, 31), (-18, -71.5, 27), (-8, -69.5, 20), (-3, -65, 15))
EAR = ((51, -4, -113), (51, -18, -115), (50, -36, -109), (48, -52, -97), (46, -62, -85), (45, -55, -76))
NOSE = ((-19, -43, 36), (-21, -49, 34), (-29, -50.5, 38), (-36, -48, 36))
HIDDEN_MM = 9.0  # a point this far behind what the picture shows is hidden


def face(rendering: Rendering) -> list[str]:
    """The marks of the face as SVG; a close-up without the head has none."""
    if rendering.scene.only and "head" not in rendering.scene.only:
        return []
    found = []
    line = svg.Path()
    front = rendering.scene.camera.faces == "toward"
    for side in "RL":
        if (eye := _seen(rendering, side, (EYE,))) is not None:
            mm = rendering.sheet.mm_per_body_mm * rendering.scene.body.scale
            found.append(svg.ellipse(eye[0], max(EYE_SIZE[0] * mm, 0.15), max(EYE_SIZE[1] * mm, 0.2), style.INK))
        for mark in (BROW, SMILE, EAR, *((NOSE,) if front and side == "R" else ())):
            points = _seen(rendering, side, mark)
            if points is not None:
                _draw(line, points)
    found.append(svg.shape(line, fill="none", stroke=style.INK, stroke_width=style.FACE_MM))
    return found


def _draw(line: svg.Path, points: Floats) -> None:
    line.move(points[0])
    for cubic in curves.through(points):
        line.curve(cubic)


def _seen(rendering: Rendering, side: str, mark: tuple[tuple[float, float, float], ...]) -> Floats | None:
    """A mark's points in print millimetres, cut to those that show; None when too few do."""
    body = rendering.scene.body
    out = -1.0 if side == "R" else 1.0
    offsets = np.array(mark) * body.scale * np.array([out, 1.0, 1.0])
    points = np.array([rendering.scene.posed.carry("head", body.marks[f"eye.{side}"] + o) for o in offsets])
    seen = rendering.scene.camera.see(points)
    pixels = rendering.sheet.to_pixels(seen).astype(int)
    height, width = rendering.picture.shape
    x, y = np.clip(pixels[:, 0], 0, width - 1), np.clip(pixels[:, 1], 0, height - 1)
    clear = (seen[:, 2] > rendering.picture.depth[y, x] - HIDDEN_MM) & (rendering.picture.surface[y, x] == 0)
    if clear.sum() < max(1, len(mark) - 1):
        return None
    return rendering.sheet.to_print_mm(seen[clear])
