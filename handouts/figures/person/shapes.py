"""Whose body: the bodies of a clinic's choice by name, and the pack of skin, bones and shapes that makes them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.person.refine import Refinement, refinement

PACK = Path(__file__).parent / "body" / "body.npz"
POINT_STEP_MM = 0.1  # as written by body/make_pack.py
SHAPE_STEP_MM = 0.25


@dataclass(frozen=True, slots=True)
class Shape:
    """Whose body: a share of male (0 to 1), an age and a build of the pack, and how much it smiles (0 to 1).

    Ages are `child`, `young` and `old`; builds are `slim`, `average`, `stocky`, `heavy` and `strong`.
    """

    male: float = 0.5
    age: str = "young"
    build: str = "average"
    smile: float = 0.4
    pregnant: float = 0.0

    def parts(self) -> list[tuple[str, float]]:
        """The shapes of the pack that add up to this body, with their weights."""
        found = [("smile", self.smile), ("pregnant", self.pregnant)]
        for sex, share in (("female", 1 - self.male), ("male", self.male)):
            found.append((f"{sex}-{self.age}", share))
            if self.build != "average":
                found.append((f"{sex}-{self.age}-{self.build}", share))
        return [(name, share) for name, share in found if share]


#: The bodies a clinic can choose from, by name; `people.PEOPLE` gives each its skin, hair and clothes.
SHAPES: dict[str, Shape] = {
    "adult": Shape(male=0.7),
    "woman": Shape(male=0.1),
    "man": Shape(male=0.9),
    "older-woman": Shape(male=0.1, age="old"),
    "older-man": Shape(male=0.9, age="old"),
    "heavier-woman": Shape(male=0.1, build="heavy"),
    "heavier-man": Shape(male=0.9, build="heavy"),
    "slim-woman": Shape(male=0.1, build="slim"),
    "child": Shape(age="child"),
    "curly": Shape(male=0.6),
    "headscarf": Shape(male=0.5),
    "wheelchair-user": Shape(male=0.3),
}
#: Flesh that weight presses flat under bottom and belly, in millimetres of a 1700 mm body; the bodies of the pack are
#: shaped standing. Within the 15 mm that the checks allow where flesh is pressed.
SOFT_MM = {"heavy": 13.0}


@dataclass(frozen=True, slots=True)
class Pack:
    """The file `body.npz`, opened: points are skin vertices, then bone heads, then landmarks."""

    points: Floats
    triangles: Ints
    fine: Refinement
    bones: tuple[str, ...]
    parents: Ints
    landmarks: tuple[str, ...]
    weight_bones: Ints
    weights: Floats
    shapes: dict[str, Floats]


def _unplaned(stored: Any, step_mm: float) -> Floats:
    """Undo the byte planes and the differences of the pack."""
    words = stored[0].astype(np.int64) + 256 * stored[1].astype(np.int64)
    signed = np.where(words >= 1 << 15, words - (1 << 16), words)
    steps: Floats = np.moveaxis(np.cumsum(signed, axis=-1), -2, -1) * step_mm
    return steps


@lru_cache(maxsize=1)
def pack() -> Pack:
    """The shipped body data; read once."""
    with np.load(PACK) as stored:
        quads = stored["quads"].astype(np.int64)
        triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
        return Pack(
            points=_unplaned(stored["points"], POINT_STEP_MM),
            triangles=triangles,
            fine=refinement(quads, len(stored["weights"])),
            bones=tuple(str(name) for name in stored["bones"]),
            parents=stored["parents"].astype(np.int64),
            landmarks=tuple(str(name) for name in stored["landmarks"]),
            weight_bones=stored["weight_bones"].astype(np.int64),
            weights=stored["weights"].astype(np.float64) / 255.0,
            shapes=dict(zip(map(str, stored["shape_names"]), _unplaned(stored["shapes"], SHAPE_STEP_MM), strict=True)),
        )
