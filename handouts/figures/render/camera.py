"""The place of the viewer: room to picture plane, always without perspective."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import about_x, about_y


@dataclass(frozen=True, slots=True)
class Camera:
    """Yaw 0 sees the figure from the front, 90 from its right side (it faces right); pitch looks down on it."""

    yaw_deg: float
    pitch_deg: float

    @property
    def rotation(self) -> Floats:
        found: Floats = about_x(self.pitch_deg) @ about_y(self.yaw_deg)
        return found

    def see(self, points: Floats) -> Floats:
        """Room to camera: x to the right, y up, z towards the viewer, still in body millimetres."""
        found: Floats = np.asarray(points) @ self.rotation.T
        return found

    @property
    def faces(self) -> str:
        """Which way a figure that looks forward is seen to look."""
        # The x of the forward axis is the sine of the turn: under 0.35 (20 degrees) a figure looks at the reader.
        right = float(self.rotation[0, 2])
        return "right" if right > 0.35 else "left" if right < -0.35 else "toward"


#: Views by the author's word; the numbers were found by eye to keep far limbs visible yet flat enough to read.
VIEWS: dict[str, Camera] = {
    "side": Camera(84, 3),
    "side left": Camera(-84, 3),
    "side from above": Camera(81, 12),
    "from the feet": Camera(14, 40),
    "low from the feet": Camera(-14, 26),
    "from above": Camera(78, 46),
    "side from the head": Camera(110, 20),
    "from the head": Camera(135, 40),
    "side turned": Camera(75, 4),
    "three-quarter": Camera(58, 9),
    "three-quarter left": Camera(-38, 10),
    "three-quarter from above": Camera(50, 20),
    "front": Camera(8, 5),
    "front turned": Camera(30, 8),
    "three-quarter left from above": Camera(-30, 22),
    "front from above": Camera(0, 36),
    "back": Camera(172, 5),
    "back turned": Camera(135, 12),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The picture's frame: what part of the camera's plane is drawn, and how large in print."""

    left: float
    bottom: float
    right: float
    top: float
    mm_per_body_mm: float
    pixels_per_mm: float

    @property
    def width_mm(self) -> float:
        return (self.right - self.left) * self.mm_per_body_mm

    @property
    def height_mm(self) -> float:
        return (self.top - self.bottom) * self.mm_per_body_mm

    @property
    def pixels_per_body_mm(self) -> float:
        return self.pixels_per_mm * self.mm_per_body_mm

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the raster."""
        return round(self.width_mm * self.pixels_per_mm), round(self.height_mm * self.pixels_per_mm)

    def to_pixels(self, seen: Floats) -> Floats:
        """Camera millimetres → pixels, y down."""
        s = self.pixels_per_body_mm
        return np.stack([(seen[..., 0] - self.left) * s, (self.top - seen[..., 1]) * s], axis=-1)

    def to_print_mm(self, seen: Floats) -> Floats:
        """Camera millimetres → print millimetres from the top-left corner."""
        return self.to_pixels(seen) / self.pixels_per_mm
