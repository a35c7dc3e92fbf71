"""The views of a picture of where it hurts, by the author's words: which part of the body, from which side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from handouts.figures import style
from handouts.figures.person import feet
from handouts.figures.person.rig import Body
from handouts.figures.person.skeleton import pack
from handouts.figures.postures.solve import solve
from handouts.figures.props import catalogue
from handouts.figures.render import cold_pack, marks, panels
from handouts.figures.render.areas import LOW_BACK_BEHIND
from handouts.figures.render.camera import Camera, Sheet
from handouts.figures.render.panels import Bare, Panel, View
from handouts.figures.render.scene import Rendering, Scene

LEG = ("shank", "foot", *(f"toe{n}" for n in range(1, 6)))
FOOT_BONES = ("calcaneus", "talus", "cuboid", "navicular", "cuneiform", "metatarsal", "toe")
HIND_BONES = (*FOOT_BONES, "tibia", "fibula")

#: What the camera sees of a foot, in millimetres of a foot of 240 mm: behind the heel, ahead of it, under the floor,
#: over the floor. Found by eye at print size.
WHOLE_FOOT = (-7.0, 247.0, -4.0, 118.0)
HIND_FOOT = (-9.0, 146.0, -4.0, 118.0)
NEAR_HEEL = (-7.0, 112.0, -4.0, 88.0)
BEHIND_HEEL = (-9.0, 92.0, -4.0, 88.0)
INNER_ANKLE = (-9.0, 126.0, 6.0, 120.0)
SPUR = (8.0, 60.0, 0.0, 52.0)
LOADED = (-9.0, 150.0, -4.0, 146.0)
UNDER_HIPS_MM, BESIDE_MM, OVER_HEAD_MM = 60.0, 310.0, 20.0  # what is seen of a back, of a 1700 mm body
BACK_HEIGHT_MM = 22.0  # of the panel in print
LOCATOR_MM = 16.0  # wide
FOOT_PITCH_DEG = 2.0  # a glimpse from above keeps the toes apart, yet the sole stays on the floor line
SOLE_PITCH_DEG = -34.0  # from below and beside, so that the sole shows


def bones_of(starts: tuple[str, ...]) -> tuple[str, ...]:
    """The bones whose names begin so."""
    return tuple(name for name in pack().bones if name.startswith(starts))


@dataclass(frozen=True, slots=True)
class FootAim:
    """One look at the right foot as it stands: camera, cut, breadth on paper, bones; with a locator beside it.

    `load_at` is where the weight of the body presses down on the leg, in millimetres ahead of the back of the heel.

    It shows what is under the skin, so it has no floor line: leaders from below would cross it.
    """

    yaw_deg: float
    cut: tuple[float, float, float, float]
    width_mm: float
    pitch_deg: float = FOOT_PITCH_DEG
    bones: tuple[str, ...] = HIND_BONES
    locator: bool = False
    load_at: float | None = None
    framed: bool = False

    def panel(self, body: Body) -> Panel:
        camera = Camera(self.yaw_deg, self.pitch_deg)
        scene = Bare(panels.at_rest(body), (), camera, (), tuple(f"{limb}.R" for limb in LEG))
        sheet = panels.foot_sheet(body, camera, self.cut, self.width_mm)
        found = Panel(scene, sheet, bones_of(self.bones), framed=self.framed)
        return found if self.load_at is None else replace(found, over=self._load(found, self.load_at))

    def _load(self, panel: Panel, ahead: float) -> tuple[str, ...]:
        """An arrow that presses down: the weight of the body on the leg."""
        low = feet.foot(panel.body.name).place(np.array([[ahead, self.cut[3]]]))
        top = panel.on_sheet(low)[0] + np.array([0.0, 1.0])
        return marks.arrow_mark(top, top + np.array([0.0, style.ARROW_LENGTH_MM])).parts

    def panels(self, body: Body) -> list[Panel]:
        found = self.panel(body)
        if not self.locator:
            return [found]
        sheet = panels.foot_sheet(body, found.scene.camera, WHOLE_FOOT, LOCATOR_MM)
        small = panels.locator(found, found.scene, sheet)
        return [small, found] if self.yaw_deg < 0 else [found, small]


def spur_panels(body: Body) -> list[Panel]:
    """The whole foot, and beside it the place of the spur much larger, in a frame."""
    large = FootAim(-90, SPUR, 31.0, framed=True).panel(body)
    whole = FootAim(-90, WHOLE_FOOT, 30.0).panel(body)
    return [replace(whole, shows=large), large]


def back_panel(body: Body) -> Panel:
    """The upper body from behind, thighs to head, so that nobody takes it for a front."""
    parsed, _ = catalogue.read({"props": [], "finish": {"feet": "flat on floor"}}, lambda path: None)
    assert parsed is not None
    posed = solve(body, parsed.frames[0]).posed
    camera = Camera(180, 2)
    hips = (posed.joint("upperleg01.R") + posed.joint("upperleg01.L")) / 2
    x, y = (float(v) for v in camera.see(hips)[:2])
    top = float(camera.see(posed.skin)[:, 1].max()) + OVER_HEAD_MM * body.scale
    low, aside = y - UNDER_HIPS_MM * body.scale, BESIDE_MM * body.scale
    scale = BACK_HEIGHT_MM / (top - low)
    width = round(2 * aside * scale, 1) / scale
    sheet = Sheet(x - width / 2, low, x + width / 2, top, scale, style.PIXELS_PER_MM)
    return Panel(Scene(posed, (), camera), sheet, areas={"low back": low_back_behind})


def low_back_behind(rendering: Rendering) -> marks.Highlight:
    """The low back on both sides of the spine, seen from behind."""
    return marks.hatched(marks.outline(marks.area_pixels(rendering, LOW_BACK_BEHIND, "R")))


def ice_panel(body: Body) -> Panel:
    """The heel on a cold pack in a cloth."""
    ice = cold_pack.ColdPackPicture(body, tuple(f"{limb}.R" for limb in LEG), -90, FOOT_PITCH_DEG)
    return Panel(ice.scene, ice.sheet, spots=ice.spots(), over=ice.parts(), floor_y=ice.floor_y)


def _foot(faces: str, aim: FootAim) -> View:
    return View(faces, aim.panels)


VIEWS: dict[str, View] = {
    "inner side of the foot": _foot("left", FootAim(-90, WHOLE_FOOT, 58.0)),
    "sole of the foot": _foot("left", FootAim(-90, (-12, 247, -58, 100), 58.0, SOLE_PITCH_DEG, FOOT_BONES)),
    "inner side of the heel": _foot("left", FootAim(-90, HIND_FOOT, 45.0, locator=True)),
    "outer side of the heel": _foot("right", FootAim(90, HIND_FOOT, 45.0, locator=True)),
    "inner side of the ankle": _foot("left", FootAim(-90, INNER_ANKLE, 44.0, locator=True)),
    "back of the heel": _foot("left", FootAim(-90, BEHIND_HEEL, 40.0, locator=True)),
    "under the heel": _foot("left", FootAim(-90, NEAR_HEEL, 46.0, locator=True)),
    "heel from near": View("left", spur_panels),
    "weight on the heel": _foot("left", FootAim(-90, LOADED, 40.0, load_at=66.0)),
    "heel on a cold pack": View("left", lambda body: [ice_panel(body)], ("cold pack", "cloth")),
    "back and heel": View("left", lambda body: [back_panel(body), *FootAim(-90, HIND_FOOT, 41.0).panels(body)]),
}

Areas = Callable[[Rendering], marks.Highlight]
SKIN_PLACES = ("low back",)
