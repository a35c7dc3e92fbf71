"""A second tone: where the body turns from the light, beside a limb in front of it, and where it casts a shadow.

The tone says which limb is in front, that a limb is round, and what the body lies on. It is never so dark that a line
on it is lost.
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage
from shapely.geometry import MultiPolygon

from handouts.figures import style
from handouts.figures.geometry.arrays import Bools, Floats
from handouts.figures.geometry.rotation import unit, vector
from handouts.figures.person.rig import normals_of
from handouts.figures.props.catalogue import PROPS
from handouts.figures.render import marks, svg
from handouts.figures.render.label_picture import among
from handouts.figures.render.scene import Rendering
from handouts.model import contrast

LIGHT = unit(vector(-0.5, 0.62, 0.6))  # of the camera: from the left, above and the viewer's side
TURNED, HEAD_TURNED = 0.10, -0.25  # cosine to the light under which body and head are in their own shade
SPECK_MM2, SPOT_MM2 = 2.0, 20.0  # a smaller patch of the tone is a spot: anywhere, and in the middle of a colour
EDGE_MM = 0.4  # what is further from the edge of its colour is in the middle
CLOTH_ROUND_PX = 36.0  # cloth hangs over chest and belly: patches of their forms look like dirt on a shirt
COARSE = 2  # every second pixel is enough for a tone
ROUND_PX = 9.0  # standard deviation: takes the facets of the mesh and small forms out of the shade
BESIDE_MM = 0.75  # width of the tone beside a limb in front, on paper
STEP_MM = 22.0  # that this limb is nearer, in millimetres of the body
CAST_MM = (0.9, 0.6)  # of the shadow on what is behind the body: to the right and down, away from the light
LEAST_CONTRAST = 4.5  # of lines on the tone, as on the colours themselves (`checks/paper.py`)
DARKER, DEEPER = 0.90, 1.4  # of each part of a colour: times so much, after a power that keeps a skin warm
SHARES = (1.0, 0.8, 0.6, 0.4)  # of the way to that tone, the first on which lines are seen


def second_tone(rendering: Rendering) -> list[str]:
    """The second tone of every colour, as shapes over the fills."""
    height, width = rendering.labels.shape
    coarse = _turned(rendering) | _behind(rendering)
    dark = coarse.repeat(COARSE, axis=0).repeat(COARSE, axis=1)[:height, :width] & rendering.body_pixels
    dark |= _cast(rendering)
    found = []
    for colour, labels in _colours(rendering).items():
        shape = _patches(dark, among(rendering.labels, labels))
        if (tone := darker(colour)) != colour and not shape.is_empty:
            found.append(svg.shape(marks.smooth(shape), fill=tone, fill_rule="evenodd"))
    return found


def _patches(dark: Bools, of_colour: Bools) -> MultiPolygon:
    """The tone of one colour, without spots: in the middle of a shirt they look like dirt."""
    whole = marks.outline(dark & of_colour)
    pieces = [one for one in getattr(whole, "geoms", [whole]) if one.area >= SPECK_MM2]
    if any(one.area < SPOT_MM2 for one in pieces):
        middle = marks.outline(of_colour).buffer(-EDGE_MM)
        pieces = [one for one in pieces if one.area >= SPOT_MM2 or not middle.contains(one)]
    return MultiPolygon(pieces)


def _colours(rendering: Rendering) -> dict[str, list[int]]:
    """The labels of each colour: of the body, and of things that no hand holds."""
    held = {solid.name for solid in rendering.scene.solids if solid.prop and PROPS[solid.prop].held}
    found: dict[str, list[int]] = {}
    for label, patch in sorted(rendering.patches.items()):
        if patch.solid not in held:
            fill = rendering.scene.fill(patch.material)
            found.setdefault(fill.far if patch.far else fill.near, []).append(label)
    return found


def _cast(rendering: Rendering) -> Bools:
    """The shadow of the body on things: its outline, moved away from the light."""
    right, down = (round(mm * style.PIXELS_PER_MM) for mm in CAST_MM)
    body = rendering.body_pixels
    moved = np.zeros_like(body)
    moved[down:, right:] = body[:-down, :-right]
    return moved & ~body


def darker(colour: str) -> str:
    """The tone beside a colour; the colour itself where a darker one would hide lines."""
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])
    tone = 255 * DARKER * (parts / 255) ** DEEPER
    for share in SHARES:
        mixed = "#" + "".join(f"{round(part):02X}" for part in parts + (tone - parts) * share)
        if contrast(style.INK, mixed) >= LEAST_CONTRAST:
            return mixed
    return colour


def _turned(rendering: Rendering) -> Bools:
    """Where body and clothes are turned away from the light, on every pixel of `COARSE`."""
    picture, scene = rendering.picture, rendering.scene
    seen, triangle, shares = (a[::COARSE, ::COARSE] for a in (picture.surface, picture.triangle, picture.shares))
    lit, even = np.zeros(seen.shape), np.zeros(seen.shape)
    worn = len(scene.surfaces) - len(scene.solids)
    for number, surface in enumerate(scene.surfaces[:worn]):
        on = seen == number
        bare = number == 0 and not scene.only
        toward = (scene.normals if bare else normals_of(surface.seen, surface.triangles)) @ LIGHT
        lit[on] = np.einsum("fk,fk->f", shares[on], toward[surface.triangles[triangle[on]]])
    body = (seen >= 0) & (seen < worn)
    for on, round_px in ((body, ROUND_PX), ((seen > 0) & body, CLOTH_ROUND_PX)):
        even[on] = _blurred(lit, on, round_px / COARSE)[on]
    # A head that looks down would have its whole face in the shade, which hides eyes and mouth.
    head = rendering.patch_pixels("head")[::COARSE, ::COARSE]
    return body & (even < np.where(head, HEAD_TURNED, TURNED))


def _blurred(lit: Floats, on: Bools, deviation: float) -> Floats:
    """The light, blurred over these pixels alone: what lies beside them has none."""
    weight = ndimage.gaussian_filter(on.astype(np.float64), deviation)
    found: Floats = ndimage.gaussian_filter(np.where(on, lit, 0.0), deviation) / np.maximum(weight, 1e-6)
    return found


def _behind(rendering: Rendering) -> Bools:
    """Where another limb lies in front, close beside on paper, on every pixel of `COARSE`."""
    shown, body = rendering.labels[::COARSE, ::COARSE], rendering.body_pixels[::COARSE, ::COARSE]
    depth = rendering.picture.depth[::COARSE, ::COARSE]
    depth = np.where(np.isfinite(depth), depth, -1e4)
    reach, near = round(BESIDE_MM * style.PIXELS_PER_MM / COARSE), STEP_MM * rendering.scene.body.scale
    members: dict[str, list[int]] = {}
    for label, patch in rendering.patches.items():
        if patch.is_body:
            members.setdefault(patch.member, []).append(label)
    found = np.zeros(depth.shape, dtype=bool)
    for labels in members.values():
        mine = among(shown, labels)
        if not mine.any():
            continue
        rows, columns = np.nonzero(mine)
        room = tuple(slice(max(int(i.min()) - reach, 0), int(i.max()) + reach + 1) for i in (rows, columns))
        off, at = ndimage.distance_transform_edt(~mine[room], return_indices=True)
        beside = body[room] & ~mine[room] & (off <= reach)
        found[room] |= beside & (depth[room][tuple(at)] - depth[room] > near)
    return found
