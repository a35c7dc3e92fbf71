"""A posed, dressed body among solids, seen by a camera: which patch of what shows at every pixel."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from handouts.figures import style
from handouts.figures.geometry.arrays import Bools, Floats, Ints
from handouts.figures.person import clothing, hair, rig
from handouts.figures.person.rig import Body, Posed
from handouts.figures.props import catalogue
from handouts.figures.props.solids import Solid
from handouts.figures.render import label_picture, raster
from handouts.figures.render.camera import Camera, Sheet
from handouts.figures.render.fine_patches import closed_gaps, joined, with_fine_things
from handouts.figures.render.label_picture import among
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

    def rest(self, pixels: Bools) -> Floats:
        """Where each of these pixels lies on the resting body (not a number beside it), shape (n, 3)."""
        seen, triangles, shares = (
            a[pixels] for a in (self.picture.surface, self.picture.triangle, self.picture.shares)
        )
        out = np.full((len(seen), 3), np.nan)
        fine_rest = self.scene.body.fine.values(self.scene.body.skin)
        for number, surface in enumerate(self.scene.surfaces[: 1 + len(_garments(self.scene.body.name))]):
            mine = seen == number
            out[mine] = np.einsum("fk,fki->fi", shares[mine], fine_rest[surface.triangles[triangles[mine]]])
        return out

    def patch_pixels(self, *limbs: str) -> Bools:
        """Where patches of these limbs show (name starts)."""
        chosen = [label for label, patch in self.patches.items() if patch.is_body and patch.limb.startswith(limbs)]
        return among(self.labels, chosen)


FIRST_SOLID = 10_000


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
    labels = label_picture.tidy(closed_gaps(joined(label_picture.without_islands(labels), patches), patches))
    patches = with_fine_things(labels, patches)
    present = {label for label, _ in label_picture.boxes(labels)}
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
