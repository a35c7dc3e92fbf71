"""The sign for what must stay where it is: strokes into the ground under a heel, as under a fixed support."""

from __future__ import annotations

import numpy as np

from handouts.figures import style
from handouts.figures.geometry.arrays import Floats
from handouts.figures.language import grammar, phrases
from handouts.figures.person.skin_contact import foot_vertices
from handouts.figures.postures.solved import Solved
from handouts.figures.render import svg
from handouts.figures.render.camera import Sheet
from handouts.figures.render.scene import Scene

#: Areas whose exercise is wrong as soon as the heel of their leg comes up from the floor.
HEEL_STAYS = ("calf", "soleus", "arch")
STROKES = 4
LOW_MM = 24.0  # skin of a heel this near to the floor stands on it, of a person of 1700 mm


def heel(pose: grammar.Pose, one: Solved) -> str:
    """The side whose heel must stay on the floor in this frame; empty when none must, or none is there."""
    if pose.stretch is None or pose.stretch.part not in HEEL_STAYS or one.frame.name != "finish":
        return ""
    foot = one.frame.feet.get(pose.stretch.side)
    flat = foot is not None and foot.on == phrases.FLAT.on and not (foot.use.on_ball or foot.use.upright)
    return pose.stretch.side if flat and one.frame.posture in ("stand", "chair") else ""


def drawn(side: str, one: Solved, scene: Scene, sheet: Sheet, floor: float) -> str:
    """The strokes under a heel, from the floor line down."""
    path = svg.Path()
    for top, low in strokes(side, one, scene, sheet, floor):
        path.move(top).line(low)
    return svg.shape(path, fill="none", stroke=style.ARROW, stroke_width=style.SILHOUETTE_MM)


def strokes(side: str, one: Solved, scene: Scene, sheet: Sheet, floor: float) -> list[tuple[Floats, Floats]]:
    """Their ends in print millimetres; none for a heel that is off the floor."""
    body, skin = one.posed.body, one.posed.skin[foot_vertices(one.posed.body, side)]
    ankle = one.posed.joint(f"foot.{side}")
    ahead = one.posed.rotation(f"foot.{side}") @ np.array([0.0, 0.0, 1.0])
    low = skin[:, 1] < skin[:, 1].min() + LOW_MM * body.scale
    under = skin[low & ((skin - ankle) @ ahead < 0)]
    if not len(under):
        return []
    across = sheet.to_print_mm(scene.camera.see(under))[:, 0]
    top = (sheet.top - floor) * sheet.mm_per_body_mm + style.FLOOR_MM / 2
    middle = (float(across.min()) + float(across.max())) / 2
    places = middle + (np.arange(STROKES) - (STROKES - 1) / 2) * style.STAY_STEP_MM
    slant, down = style.STAY_MM * 0.6, style.STAY_MM
    return [(np.array([x + slant / 2, top]), np.array([x - slant / 2, top + down])) for x in places]
