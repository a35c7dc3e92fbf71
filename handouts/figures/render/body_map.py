"""Regions of the body that a body map can hatch, and the body from the front and from behind.

Each region is an ellipsoid round a joint of the resting body, as the areas of exercises are (`areas.py`); every region
is on the right side or in the middle.
"""

from __future__ import annotations

import numpy as np

from handouts.figures.person.rig import Body
from handouts.figures.postures.solve import solve
from handouts.figures.props import catalogue
from handouts.figures.render import face, marks, panels
from handouts.figures.render.areas import LOW_BACK_BEHIND, Axis, Region
from handouts.figures.render.camera import Camera
from handouts.figures.render.panels import Panel
from handouts.figures.render.scene import Rendering, Scene

HEIGHT_MM = 36.8  # of the body in print
MARK_MM2 = 1.5  # a mark on a map of the whole body is no larger than that of a pen


def _ball(limbs: tuple[str, ...], bone: str, up: float, radius: float) -> Region:
    """Round a joint, `up` over it, all round the limb."""
    return Region(limbs, (bone,), (Axis("up", up, radius), Axis("out", 0, radius), Axis("ahead", 0, 1.6 * radius)))


FINGERS = tuple(f"finger{n}" for n in range(1, 6))
TOES = tuple(f"toe{n}" for n in range(1, 6))

REGIONS: dict[str, Region] = {
    "neck": Region(("neck", "trunk"), ("neck02",), (Axis("up", 4, 62), Axis("across", 0, 78))),
    "shoulder": _ball(("upper", "trunk"), "upperarm01", 4, 82),
    "elbow": _ball(("upper", "fore"), "lowerarm01", 0, 76),
    "wrist and hand": _ball(("hand", *FINGERS), "finger3-1", 40, 150),
    "upper back": Region(
        ("trunk",), ("spine01",), (Axis("up", -20, 115, power=4), Axis("across", 0, 115, power=4)),
        {"ahead": (-np.inf, -10)},
    ),
    "low back": LOW_BACK_BEHIND,
    "hip": Region(("trunk", "thigh"), ("upperleg01",), (Axis("up", 8, 92), Axis("out", 42, 96))),
    "knee": _ball(("thigh", "shank"), "lowerleg01", 4, 76),
    "ankle": _ball(("shank", "foot"), "foot", 22, 70),
    "foot": Region(("foot", *TOES), ("foot",), limits={"height": (-np.inf, 76), "ahead": (-80, 250)}),
}  # fmt: skip

#: On a body from behind, beside the picture of its heel.
HEEL_BEHIND = Region(("shank", "foot"), ("foot",), limits={"height": (-np.inf, 62), "ahead": (-np.inf, 20)})


def sore_area(region: str) -> panels.Hatch:
    """The region hatched, as far as the picture shows it."""

    def hatched(rendering: Rendering) -> marks.Highlight:
        # A hand and its fingers are many limbs: their areas are joined before they are rounded.
        area = marks.outline(marks.area_pixels(rendering, REGIONS[region], "R"))
        return marks.hatched(area)

    return hatched


AREAS: dict[str, panels.Hatch] = {name: sore_area(name) for name in REGIONS}


def whole_body(body: Body, yaw_deg: float, kind: type[Scene] = Scene) -> Panel:
    """The body standing, from the front or from behind; clothed, if the kind of its scene is not another."""
    parsed, _ = catalogue.read({"props": [], "finish": {"feet": "flat on floor"}}, lambda path: None)
    assert parsed is not None
    camera = Camera(yaw_deg, 2)
    scene = kind(solve(body, parsed.frames[0]).posed, (), camera)
    low_x, low_y, high_x, high_y = scene.bounds()
    scale = HEIGHT_MM / (high_y - low_y)
    room = 1.0 / scale
    corners = np.array([[low_x - room, low_y - room / 2], [high_x + room, high_y + room / 2]])
    panel = Panel(
        scene, panels.sheet_of(corners, round((high_x - low_x) * scale + 2, 1)), areas=AREAS, least_sore_mm2=MARK_MM2
    )
    return panel if abs(yaw_deg) > 90 else panels.with_over(panel, face.eyes(panel.rendering))
