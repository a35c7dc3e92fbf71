"""What the camera sees: of a part of the skin, of what touches, and of the things that are touched.

Area means area on paper of what is turned to the viewer: a heel on the floor shows its side, not its sole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from handouts.diagnostics import Diagnostic
from handouts.figures import grammar, raster
from handouts.figures.raster import Bools
from handouts.figures.rig import normals_of
from handouts.figures.scene import Scene, Shot

if TYPE_CHECKING:
    from handouts.figures.checks import Seen

Floats = npt.NDArray[np.float64]

TOUCHING_SHARE = 0.40  # of what touches, and of what is touched, that nothing may hide
COVERED_MM = 35.0  # skin under its own clothes still counts as seen
TURNED = 0.15  # cosine from which skin counts as turned to the viewer
COARSE = 4  # things are measured on every fourth pixel

#: What a contact's word for a thing is made of; all else bears its own name.
MADE_OF = {"counter": ("worktop", "cupboard"), "chair": ("seat", "chair back", "post", "leg")}
MADE_OF |= {"wheelchair": ("seat", "chair back", "frame", "tyre", "rim"), "footrest": ("footrest", "frame")}


def seen_share(shot: Shot, chosen: Bools) -> float | None:
    """Of the chosen skin on the sheet that is turned to the viewer, how much nothing hides; None when there is none."""
    skin = shot.scene.camera.see(shot.scene.posed.skin)
    toward = normals_of(skin, shot.scene.body.fine.triangles)[:, 2] > TURNED
    pixels = np.floor(shot.sheet.to_pixels(skin)).astype(int)
    height, width = shot.picture.shape
    on_sheet = (pixels >= 0).all(axis=1) & (pixels[:, 0] < width) & (pixels[:, 1] < height)
    counted = chosen & toward & on_sheet & _shown(shot.scene)
    if not counted.any():
        return None
    x, y = pixels[counted].T
    return float((skin[counted, 2] > shot.picture.depth[y, x] - COVERED_MM).mean())


def _shown(scene: Scene) -> Bools:
    """Fine vertices of the limbs that are in the picture: a close-up leaves others out."""
    used = np.zeros(len(scene.posed.skin), dtype=bool)
    used[scene.surfaces[0].triangles.ravel()] = True
    return used


def thing_share(shot: Shot, name: str) -> float | None:
    """Of the area of a thing that the sheet has room for, how much nothing hides; None when it is not there."""
    start = len(shot.scene.surfaces) - len(shot.scene.things)
    parts = MADE_OF.get(name, (name,))
    numbers = [start + i for i, thing in enumerate(shot.scene.things) if thing.name.startswith(parts)]
    if not numbers:
        return None
    sheet = replace(shot.sheet, pixels_per_mm=shot.sheet.pixels_per_mm / COARSE)
    width, height = sheet.size_px
    alone = raster.draw([shot.scene.surfaces[i] for i in numbers], sheet.to_pixels, width, height).surface >= 0
    showing = np.isin(shot.picture.surface, numbers)[COARSE // 2 :: COARSE, COARSE // 2 :: COARSE]
    rows, columns = min(height, showing.shape[0]), min(width, showing.shape[1])
    area = alone[:rows, :columns]
    return float(showing[:rows, :columns][area].mean()) if area.any() else None


def touching(seen: Seen, span_of: grammar.SpanOf) -> tuple[dict[str, Any], list[Diagnostic]]:
    """Does the camera see the limbs that touch, and what is touched?

    Of two hands or feet that do the same the better seen one counts. What the body lies or sits on with its own weight
    it also hides: of bottom, back and head only the thing under them is judged.
    """
    shares = {name: round(share, 2) for name, share in _shares(seen) if share is not None}
    span = span_of(("view",)) or span_of((seen.name,)) or span_of(())
    found = [
        Diagnostic("HND606", f"{seen.name}: {share:.0%} of the {name} can be seen", "choose another view", span)
        for name, share in shares.items()
        if share < TOUCHING_SHARE
    ]
    return {"touching_seen": shares}, found[:1]


def _shares(seen: Seen) -> Iterator[tuple[str, float | None]]:
    """Every limb that touches and every thing that is touched, each with its share."""
    best: dict[str, float] = {}
    for contact in seen.solved.contacts:
        side, _, name = contact.name.partition(" ")
        if side in grammar.SIDES:
            mask = np.zeros(len(seen.solved.posed.skin), dtype=bool)
            mask[contact.vertices] = True
            best[name] = max(best.get(name, 0.0), seen_share(seen.shot, mask) or 0.0)
    yield from sorted((name, share) for name, share in best.items() if share or not seen.solved.frame.view)
    for thing in sorted({contact.name.partition(" on ")[2] for contact in seen.solved.contacts}):
        yield thing, thing_share(seen.shot, thing)
