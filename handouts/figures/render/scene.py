"""A posed, dressed body among solids, seen by a camera: which patch of what shows at every pixel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from scipy import ndimage

from handouts.figures import style
from handouts.figures.geometry.arrays import Bools, Floats, Ints
from handouts.figures.person import clothing, hair, rig
from handouts.figures.person.rig import Body, Posed
from handouts.figures.props import catalogue
from handouts.figures.props.solids import Solid
from handouts.figures.render import raster, trace
from handouts.figures.render.camera import Camera, Sheet
from handouts.figures.render.pen import Patch
from handouts.figures.render.raster import Picture, Surface


@lru_cache(maxsize=8)
def _garments(name: str) -> tuple[clothing.Garment, ...]:
    body = rig.body(name)
    return (*clothing.dressed(body), hair.hair(body))


@dataclass(frozen=True, eq=False)
class Scene:
    """Everything in the room, before it is drawn."""

    posed: Posed
    solids: tuple[Solid, ...]
    camera: Camera
    far: tuple[str, ...] = ()  # endings of the names of limbs that are greyed
    only: tuple[str, ...] = ()

    @property
    def body(self) -> Body:
        return self.posed.body

    @cached_property
    def skin(self) -> Floats:
        """The skin as the camera sees it, in camera millimetres."""
        return self.camera.see(self.posed.skin)

    @cached_property
    def normals(self) -> Floats:
        """Where the skin looks, in the directions of the camera."""
        return rig.normals_of(self.skin, self.body.fine.triangles)

    @cached_property
    def towards(self) -> Floats:
        """How much the skin looks at the viewer: the cosine at every vertex."""
        found: Floats = self.normals[:, 2]
        return found

    @cached_property
    def shown(self) -> Bools:
        """Which vertices of the skin are in the picture: a close-up leaves limbs out."""
        used = np.zeros(len(self.posed.skin), dtype=bool)
        used[self.surfaces[0].triangles.ravel()] = True
        return used

    def fill(self, material: str) -> style.Fill:
        """The colour of a material on this person, or of a solid."""
        return catalogue.fill(self.body.name, material)

    @cached_property
    def surfaces(self) -> list[Surface]:
        """Skin, garments, then solids, as the camera sees them."""
        see = self.camera.see
        fine = self.body.fine
        found = [Surface("skin", self.skin, self._shown(fine.triangles), closed=not self.only)]
        for garment in _garments(self.body.name):
            points = see(garment.draped(self.posed))
            found.append(Surface(garment.name, points, self._shown(garment.triangles), garment.inside))
        found += [Surface(solid.name, see(solid.points), solid.triangles) for solid in self.solids]
        return found

    def _shown(self, triangles: Ints) -> Ints:
        """A close-up leaves out the limbs that do not belong to it."""
        if not self.only:
            return triangles
        limbs = np.array([rig.limb_of_bone(bone) in self.only for bone in self.body.bones])
        kept = limbs[self.body.strongest[self.body.fine.near]]
        found: Ints = triangles[kept[triangles].all(axis=1)]
        return found

    @cached_property
    def clouds(self) -> list[Floats]:
        """The points that each surface really uses, in camera millimetres."""
        found = []
        for surface in self.surfaces:
            used = np.zeros(len(surface.seen), dtype=bool)
            used[surface.triangles.ravel()] = True
            found.append(surface.seen[used])
        return found

    @cached_property
    def cloud(self) -> Floats:
        """All points of body, clothes and solids, in camera millimetres."""
        return np.vstack(self.clouds)

    def bounds(self, with_solids: bool = True) -> tuple[float, float, float, float]:
        """Left, bottom, right, top in camera millimetres."""
        points = (self.cloud if with_solids else np.vstack(self.clouds[: len(self.clouds) - len(self.solids)]))[:, :2]
        low, high = points.min(axis=0), points.max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])


@dataclass(frozen=True, eq=False)
class Rendering:
    """A scene on its sheet: the picture, its tidy labels, and the patch of each label."""

    scene: Scene
    sheet: Sheet
    picture: Picture
    labels: Ints
    patches: dict[int, Patch]

    @cached_property
    def body_pixels(self) -> Bools:
        """Where the body or its clothes show."""
        found: Bools = (self.labels >= 0) & (self.labels < FIRST_SOLID)
        return found

    @cached_property
    def outlines(self) -> Bools:
        """Pixels beside another label."""
        out = np.zeros(self.labels.shape, dtype=bool)
        across, down = self.labels[:, 1:] != self.labels[:, :-1], self.labels[1:] != self.labels[:-1]
        out[:, 1:] |= across
        out[1:] |= down
        return out

    @cached_property
    def rest(self) -> Floats:
        """Where each body pixel lies on the resting body (not a number elsewhere)."""
        out = np.full((*self.picture.shape, 3), np.nan)
        on = (self.picture.surface >= 0) & (self.picture.surface < 1 + len(_garments(self.scene.body.name)))
        triangles = self.picture.triangle[on]
        shares = self.picture.shares[on]
        fine_rest = self.scene.body.fine.values(self.scene.body.skin)
        for number, surface in enumerate(self.scene.surfaces[: 1 + len(_garments(self.scene.body.name))]):
            mine = self.picture.surface[on] == number
            corners = fine_rest[surface.triangles[triangles[mine]]]
            spot = np.zeros(int(on.sum()), dtype=bool)
            spot[mine] = True
            where = np.zeros_like(on)
            where[on] = spot
            out[where] = np.einsum("fk,fki->fi", shares[mine], corners)
        return out

    def patch_pixels(self, *limbs: str) -> Bools:
        """Where patches of these limbs show (name starts)."""
        wanted = [label for label, patch in self.patches.items() if patch.is_body and patch.limb.startswith(limbs)]
        return among(self.labels, wanted)


FIRST_SOLID = 10_000


def among(labels: Ints, wanted: Iterable[int]) -> Bools:
    """Which pixels have one of these labels; a table is looked up twice as fast as `np.isin` compares."""
    table = np.zeros(int(labels.max(initial=-1)) + 2, dtype=bool)
    table[[label for label in wanted if label < len(table) - 1]] = True  # the last one is -1, nothing
    found: Bools = table[labels]
    return found


def render(scene: Scene, sheet: Sheet) -> Rendering:
    """Rasterise a scene and label every pixel.

    Args:
        scene: posed, dressed body with props and camera.
        sheet: which part of the camera's plane, and how large in print.

    Returns:
        The picture with a label per pixel (-1 = nothing), shape (height, width), and the patch of each label.
    """
    width, height = sheet.size_px
    picture = raster.draw(scene.surfaces, sheet.to_pixels, width, height)
    labels, patches = _named(scene, picture)
    labels = trace.tidy(closed_gaps(_joined(trace.without_islands(labels), patches), patches))
    patches = _with_fine_things(labels, patches)
    present = {label for label, _ in trace.boxes(labels)}
    return Rendering(scene, sheet, picture, labels, {k: v for k, v in patches.items() if k in present})


def _named(scene: Scene, picture: Picture) -> tuple[Ints, dict[int, Patch]]:
    """Label of every pixel: material and limb for the body, solid and face for solids."""
    labels = np.full(picture.shape, -1, dtype=np.int64)
    patches: dict[int, Patch] = {}
    garments = 1 + len(_garments(scene.body.name))
    for number, surface in enumerate(scene.surfaces):
        mine = picture.surface == number
        if not mine.any():
            continue
        if number < garments:
            limb = _limb(scene.body, surface.triangles[picture.triangle[mine]], picture.shares[mine])
            labels[mine] = number * 100 + limb
            for i in np.flatnonzero(np.bincount(limb)):
                name = rig.LIMBS[i]
                patches[number * 100 + int(i)] = Patch(surface.name, name, far=name.endswith(scene.far))
            continue
        solid = scene.solids[number - garments]
        face = _face(solid, picture.triangle[mine])
        base = FIRST_SOLID + 100 * (number - garments)
        labels[mine] = base + face
        for i in np.flatnonzero(np.bincount(face)):
            patches[base + int(i)] = Patch(solid.material_of(int(i)), solid=solid.name, straight=solid.flat)
    return labels, patches


#: A finger or toe narrower than this on paper is drawn as one with its hand or foot. Toes lie in a row behind one
#: another, where lines would run together; fingers that lie side by side need only room for a line and some skin.
SMALLEST_DIGIT_MM = {"finger": 0.42, "toe": 0.65}


FEWEST_DIGITS = 3  # fewer than this many of a hand or foot say nothing: then none is drawn, but for the thumb


STUB = 1.6  # a finger less slender than this shows only its root: a line round it would look like a bracelet


def _joined(labels: Ints, patches: dict[int, Patch]) -> Ints:
    """Fingers and toes too small for a pen become part of the hand or foot."""
    out, boxes = labels.copy(), dict(trace.boxes(labels))
    whole = {patch.limb: label for label, patch in patches.items() if patch.limb.startswith(("hand", "foot"))}
    for kind, side in ((k, s) for k in ("toe", "finger") for s in "RL"):
        digits = [v for v, p in patches.items() if p.limb.startswith(kind) and p.limb.endswith(side)]
        goal = whole.get(("hand" if kind == "finger" else "foot") + f".{side}")
        if goal is None:
            continue
        shown = {label: labels[boxes[label]] == label for label in digits if label in boxes}
        wide = [label for label, mine in shown.items() if _width_mm(mine) >= SMALLEST_DIGIT_MM[kind]]
        wide = [label for label in wide if kind == "toe" or _slenderness(shown[label]) >= STUB]
        thumb = [label for label in wide if patches[label].limb.startswith("finger1")]
        # One or two fingers beside a closed hand look like a gesture; a thumb alone is how a fist is seen.
        kept = wide if len(wide) >= FEWEST_DIGITS else thumb
        if kind == "finger" and len(kept) < len(digits):
            patches[goal] = replace(patches[goal], small=True)
        for label, mine in shown.items():
            if label not in kept:
                out[boxes[label]][mine] = goal
    return out


GAP_MM = 0.5  # between two fingers on paper: both their outlines do not fit into it and would print as a black web


def closed_gaps(labels: Ints, patches: dict[int, Patch]) -> Ints:
    """Narrow gaps between fingers or toes are closed: one line then parts them."""
    out = labels.copy()
    reach = round(GAP_MM / 2 * style.PIXELS_PER_MM)
    for kind, side in ((k, s) for k in ("toe", "finger") for s in "RL"):
        digits = [
            label for label, patch in patches.items() if patch.limb.startswith(kind) and patch.limb.endswith(side)
        ]
        if not digits or not (mine := among(labels, digits)).any():
            continue
        ys, xs = np.nonzero(mine)
        box = (slice(max(ys.min() - reach, 0), ys.max() + reach), slice(max(xs.min() - reach, 0), xs.max() + reach))
        off, nearest = ndimage.distance_transform_edt(~mine[box], return_indices=True)
        # Grown by half a gap and shrunk again: only what lies between two digits is filled.
        grown = np.pad(off <= reach, reach + 1)
        filled = ndimage.distance_transform_edt(grown)[reach + 1 : -reach - 1, reach + 1 : -reach - 1] > reach
        new = filled & ~mine[box]
        out[box][new] = labels[box][tuple(nearest)][new]
    return out


NARROW_MM = 1.7  # a thing no wider than this on paper has a fine outline: two strong ones would make it a black bar


def _with_fine_things(labels: Ints, patches: dict[int, Patch]) -> dict[int, Patch]:
    """The patches, those of narrow round things as fine as a small hand."""
    boxes, found = dict(trace.boxes(labels)), dict(patches)
    for label, patch in patches.items():
        if patch.solid and patch.traced:
            narrow = label not in boxes or _width_mm(labels[boxes[label]] == label) <= NARROW_MM
            found[label] = replace(patch, small=True) if narrow else patch
    return found


def _slenderness(mine: Bools) -> float:
    """How much longer than wide a patch is: the root of a finger, seen without its tip, is about round."""
    across = np.cov(np.stack(np.nonzero(mine)))
    low, high = np.linalg.eigvalsh(across)
    return float(np.sqrt(high / max(low, 1e-9)))


def _width_mm(mine: Bools) -> float:
    """How wide a patch is at its widest, on paper."""
    return 2 * float(ndimage.distance_transform_edt(np.pad(mine, 1)).max()) / style.PIXELS_PER_MM


def _limb(body: Body, corners: Ints, shares: Floats) -> Ints:
    """The limb a fragment belongs to most; only triangles that lie across a border need the full sum."""
    own = body.limb_shares.argmax(axis=1)[corners]
    found: Ints = own[:, 0].copy()
    mixed = (own[:, 0] != own[:, 1]) | (own[:, 0] != own[:, 2])
    weight = np.einsum("fk,fkl->fl", shares[mixed], body.limb_shares[corners[mixed]])
    found[mixed] = weight.argmax(axis=1)
    return found


def _face(solid: Solid, triangle: Ints) -> Ints:
    if not solid.flat:
        return np.zeros(len(triangle), dtype=np.int64)
    # A face of n corners was cut into n - 2 triangles, in the order of the faces.
    face_of = np.repeat(np.arange(len(solid.faces)), [len(face) - 2 for face in solid.faces])
    found: Ints = face_of[triangle]
    return found
