"""Things round the body: wall, counter, chair, step, mat, ball, towel. Boxes keep exact straight edges."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.spatial import ConvexHull

from handouts.figures.grammar import BALL_MM, CUSHION_MM, ICE_PACK_MM, ROUND_MM, SURFACES_MM
from handouts.figures.raster import Ints
from handouts.figures.rig import Body, Posed

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Thing:
    """A thing in the room: flat faces (corner numbers, in order; two = a mere line) or a smooth mesh of triangles."""

    name: str
    material: str
    points: Floats
    faces: tuple[tuple[int, ...], ...] = ()
    mesh: Ints | None = None
    face_materials: tuple[str, ...] = ()

    @property
    def flat(self) -> bool:
        return self.mesh is None

    @property
    def triangles(self) -> Ints:
        if self.mesh is not None:
            return self.mesh
        fans = [[face[0], face[i], face[i + 1]] for face in self.faces for i in range(1, len(face) - 1)]
        return np.array(fans, dtype=np.int64).reshape(-1, 3)

    def material_of(self, face: int) -> str:
        return self.face_materials[face] if self.face_materials else self.material

    @property
    def edges(self) -> list[tuple[int, int, list[int]]]:
        """Every edge of a box with the faces that meet there."""
        meets: dict[tuple[int, int], list[int]] = {}
        for number, face in enumerate(self.faces):
            for a, b in zip(face, (*face[1:], face[0]), strict=True):
                meets.setdefault((min(a, b), max(a, b)), []).append(number)
        return [(a, b, faces) for (a, b), faces in sorted(meets.items())]


#: Faces of a box, seen from outside anticlockwise: left, right, bottom, top, back, front.
_BOX = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))


def box(
    name: str,
    x: tuple[float, float],
    y: tuple[float, float],
    z: tuple[float, float],
    material: str,
    face_materials: tuple[str, ...] = (),
) -> Thing:
    """A box between two corners."""
    corners = np.array([[a, b, c] for a in x for b in y for c in z], dtype=np.float64)
    return Thing(name, material, corners, _BOX, face_materials=face_materials)


def tube(name: str, material: str, points: Floats, radii: tuple[float, float], up: Floats, around: int = 16) -> Thing:
    """A band of elliptic section along a smooth curve through points: towels, rails."""
    return ribbon(name, material, points, np.full(len(points), 2 * radii[0]), 2 * radii[1], up, around)


def ribbon(name: str, material: str, points: Floats, wide: Floats, thick: float, up: Floats, around: int = 16) -> Thing:
    """The same with its own width at every point; the width lies as near to `up` as the course allows."""
    line = _smooth(points, 10)
    ways = np.gradient(line, axis=0)
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    across = up - ways * (ways @ up)[:, None]
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    other = np.cross(ways, across)
    half = np.interp(np.linspace(0, 1, len(line)), np.linspace(0, 1, len(wide)), wide / 2)
    turn = 2 * np.pi * np.arange(around) / around
    ring = (
        half[:, None, None] * np.cos(turn)[None, :, None] * across[:, None]
        + thick / 2 * np.sin(turn)[None, :, None] * other[:, None]
    )
    return Thing(name, material, (line[:, None] + ring).reshape(-1, 3), mesh=_grid(len(line), around))


def sphere(name: str, material: str, centre: Floats, radius: float, around: int = 40) -> Thing:
    rows = np.linspace(-np.pi / 2, np.pi / 2, around // 2)
    turn = 2 * np.pi * np.arange(around) / around
    points = np.stack(
        [np.cos(rows)[:, None] * np.cos(turn), np.sin(rows)[:, None] + 0 * turn, np.cos(rows)[:, None] * np.sin(turn)],
        axis=2,
    )
    return Thing(name, material, centre + radius * points.reshape(-1, 3), mesh=_grid(len(rows), around))


def ring(name: str, material: str, middle: Floats, radius: float, thick: float, around: int = 12) -> Thing:
    """A round tube in a circle about an axle that runs across: tyres, hand rims."""
    turn, about = 2 * np.pi * np.arange(73) / 72, 2 * np.pi * np.arange(around) / around
    way = np.stack([0 * turn, np.sin(turn), np.cos(turn)], axis=1)[:, None]
    across = np.array([1.0, 0.0, 0.0])
    points = way * (radius + thick * np.cos(about)[None, :, None]) + across * thick * np.sin(about)[None, :, None]
    return Thing(name, material, middle + points.reshape(-1, 3), mesh=_grid(len(turn), around))


def merged(name: str, material: str, *parts: Thing) -> Thing:
    """Smooth things that are one: no line is drawn where they meet."""
    starts = np.cumsum([0, *(len(part.points) for part in parts)])
    mesh = np.concatenate([part.triangles + start for part, start in zip(parts, starts, strict=False)])
    return Thing(name, material, np.vstack([part.points for part in parts]), mesh=mesh)


def _grid(rows: int, around: int) -> Ints:
    """Triangles of a closed ring of points, row after row."""
    i, j = np.meshgrid(np.arange(rows - 1), np.arange(around), indexing="ij")
    a, b = i * around + j, i * around + (j + 1) % around
    c, d = a + around, b + around
    return np.concatenate([np.stack([a, b, d], axis=2).reshape(-1, 3), np.stack([a, d, c], axis=2).reshape(-1, 3)])


def _smooth(points: Floats, each: int) -> Floats:
    """More points on a curve through some (Catmull-Rom)."""
    p = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    t = np.linspace(0, 1, each, endpoint=False)[:, None]
    parts = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)
    ]
    return np.vstack([*parts, points[-1:]])


WORKTOP_DEEP_MM = 250.0  # less than in a kitchen: a picture is narrow, and the hands need no more


def counter(scale: float) -> list[Thing]:
    """A worktop 900 mm high whose front edge is the plane z = 0, on a cupboard set back under it."""
    top = SURFACES_MM["counter"] * scale
    deep = WORKTOP_DEEP_MM * scale
    side = (-300 * scale, 330 * scale)
    shades = ("wall", "wall", "wall edge", "wall edge", "wall edge", "wall edge")
    cupboard = box("cupboard", side, (0, top - 38 * scale), (45 * scale, deep), "wall", shades)
    plate = ("wood edge", "wood", "wood", "wood", "wood", "wood edge")
    board = box(
        "worktop", (side[0] - 12 * scale, side[1]), (top - 38 * scale, top), (0, deep + 10 * scale), "wood", plate
    )
    return [cupboard, board]


def chair(scale: float) -> list[Thing]:
    """A plain wooden chair with a back; the seat's front edge is ahead of the sitter's thighs' middle."""
    k, top = scale, SURFACES_MM["chair"] * scale
    seat = box("seat", (-215 * k, 215 * k), (top - 34 * k, top), (-235 * k, 190 * k), "wood", WOOD)
    rest = box("chair back", (-215 * k, 215 * k), (top + 150 * k, top + 430 * k), (-262 * k, -236 * k), "wood", WOOD)
    posts = [
        box(f"post{i}", (x - 17 * k, x + 17 * k), (top, top + 430 * k), (-262 * k, -236 * k), "wood", WOOD)
        for i, x in enumerate((-198 * k, 198 * k))
    ]
    legs = [
        box(f"leg{i}", (x - 17 * k, x + 17 * k), (0, top - 34 * k), (z - 17 * k, z + 17 * k), "wood", WOOD)
        for i, (x, z) in enumerate((x, z) for x in (-196 * k, 196 * k) for z in (-215 * k, 168 * k))
    ]
    return [seat, rest, *posts, *legs]


WOOD = ("wood edge", "wood", "wood edge", "wood", "wood edge", "wood edge")


def mat(scale: float, back: float, front: float) -> Thing:
    """A thin exercise mat under a lying or kneeling figure, between two places along z."""
    return box("mat", (-330 * scale, 330 * scale), (-24 * scale, -1), (back, front), "mat", MAT)


MAT = ("mat edge", "mat edge", "mat edge", "mat", "mat edge", "mat edge")


def wall(scale: float, near_mm: float = -222.0) -> Thing:
    """A slab of wall whose face is the plane z = 0, from so far to the right of who looks at it."""
    shades = ("wall", "wall edge", "wall", "wall edge", "wall edge", "wall")
    return box("wall", (near_mm * scale, 380 * scale), (0, 1640 * scale), (0, 45 * scale), "wall", shades)


#: A door frame: its inner edges as far out as elbows that are level with the shoulders, a little drawn back.
ELBOW_DRAWN_BACK_DEG = 26.0
FRAME_WIDE_MM, FRAME_THICK_MM, FRAME_HIGH_MM = 42.0, 26.0, 1840.0  # lower than in a house: a picture is low


def doorway(body: Body) -> list[Thing]:
    """A slim door frame; who stands before it sees its face in the plane z = 0."""
    k, high = body.scale, FRAME_HIGH_MM * body.scale
    arm = body.span("upperarm01.R", "lowerarm01.R") * np.cos(np.radians(ELBOW_DRAWN_BACK_DEG))
    inner = float(abs(body.head("upperarm01.R")[0]) + arm) - FRAME_WIDE_MM * k / 2
    outer, deep = inner + FRAME_WIDE_MM * k, (0.0, FRAME_THICK_MM * k)
    posts = [
        box(f"doorway post{i}", x, (0, high), deep, "wood", WOOD)
        for i, x in enumerate(((-outer, -inner), (inner, outer)))
    ]
    sill = box("doorway sill", (-outer, outer), (0, 5 * k), deep, "wood", WOOD)
    return [sill, *posts, box("doorway top", (-outer, outer), (high, high + FRAME_WIDE_MM * k), deep, "wood", WOOD)]


#: How far ahead of the ankle a ball lies under the heel, the arch and the ball of the foot.
UNDER_FOOT_MM = {"heel": -8.0, "arch": 62.0, "ball": 118.0}


def ball(posed: Posed, side: str, under: str = "arch") -> Thing:
    """A small ball on the floor under a foot."""
    k = posed.body.scale
    ankle, turn = posed.joint(f"foot.{side}"), posed.turn(f"foot.{side}")
    at = ankle + turn @ np.array([0.0, 0.0, UNDER_FOOT_MM[under] * k])
    radius = BALL_MM * k / 2
    return sphere("ball", "ball", np.array([at[0], radius, at[2]]), radius)


#: A half-litre bottle that lies on its side: along its axle, and its radius there as a share of the widest.
_BOTTLE = ((-100, 0.0), (-98, 0.78), (-92, 0.96), (-84, 1.0), (30, 1.0), (48, 0.92), (66, 0.62), (78, 0.42), (88, 0.40))
_CAP = ((86, 0.0), (86, 0.48), (106, 0.48), (107, 0.0))


def bottle(posed: Posed, side: str, under: str = "arch") -> list[Thing]:
    """A bottle of frozen water across the floor under a foot, its cap outwards."""
    k, out = posed.body.scale, -1.0 if side == "R" else 1.0
    ankle, turn = posed.joint(f"foot.{side}"), posed.turn(f"foot.{side}")
    at = ankle + turn @ np.array([0.0, 0.0, UNDER_FOOT_MM[under] * k])
    radius = ROUND_MM["bottle"] * k / 2
    middle = np.array([at[0], radius, at[2]])
    return [_turned(name, middle, profile, radius, out * k) for name, profile in (("bottle", _BOTTLE), ("cap", _CAP))]


def _turned(
    name: str, middle: Floats, profile: tuple[tuple[float, float], ...], radius: float, along: float, around: int = 28
) -> Thing:
    """A body of revolution about an axle that runs across: from its outline, as (place, share of the radius)."""
    angle = 2 * np.pi * np.arange(around) / around
    x, r = np.array(profile).T
    points = np.stack(
        [np.repeat(x * along, around), np.outer(r, np.sin(angle)).ravel() * radius,
         np.outer(r, np.cos(angle)).ravel() * radius], axis=1,
    )  # fmt: skip
    return Thing(name, name, middle + points, mesh=_grid(len(x), around))


def ice_pack(posed: Posed, side: str) -> Thing:
    """A cold pack in its cloth on the floor, under a heel or a whole foot."""
    k, skin = posed.body.scale, posed.skin[posed.body.vertices_of(f"foot.{side}", f"toe*.{side}")]
    low = skin[skin[:, 1] < skin[:, 1].min() + 20 * k]
    middle, half = (low.min(axis=0) + low.max(axis=0)) / 2, (low.max(axis=0) - low.min(axis=0)) / 2
    size = np.array([max(half[0] + 26 * k, 75 * k), ICE_PACK_MM * k / 2, max(half[2] + 22 * k, 75 * k)])
    round_ = sphere("ice pack", "pack of ice", np.zeros(3), 1.0, 56)
    squared = np.sign(round_.points) * np.abs(round_.points) ** 0.5
    return replace(round_, points=np.array([middle[0], size[1], middle[2]]) + squared * size)


BAND_WIDE_MM, BAND_OFF_MM = 32.0, 3.0  # an exercise band, and how far its middle lies off the skin
BAND_BEHIND_MM = 6.0  # its front edge, behind the base of the toes
_BAND_POINTS = 120


def band(posed: Posed, slack_mm: float = 0.0) -> list[Thing]:
    """A flat band in a loop round both feet, just behind the toes: what lies on top, and what lies under the soles.

    What lies on top hangs down between the feet by so much as long as nothing pulls: straight it looks like a board.
    """
    k = posed.body.scale
    front, back = (_band_edge(posed, -(BAND_BEHIND_MM + off) * k, slack_mm * k) for off in (0.0, BAND_WIDE_MM))
    half = _BAND_POINTS // 2
    found = []
    for name, part in (("band", np.arange(half + 1)), ("band under", np.arange(half, _BAND_POINTS + 1) % _BAND_POINTS)):
        points = np.stack([front[part], back[part]], axis=1).reshape(-1, 3)
        a = 2 * np.arange(len(part) - 1)
        mesh = np.concatenate([np.stack([a, a + 2, a + 1], axis=1), np.stack([a + 1, a + 2, a + 3], axis=1)])
        found.append(Thing(name, "band", points, mesh=mesh))
    return found


def _band_edge(posed: Posed, ahead_mm: float, slack_mm: float) -> Floats:
    """One edge of a band that is stretched round both feet, so far ahead of the base of the toes.

    It begins at the outer side of the right foot and runs over the top to the left foot and back under the soles.
    """
    k, cuts = posed.body.scale, []
    for side in "RL":
        base, along = posed.joint(f"toe3-1.{side}"), posed.turn(f"foot.{side}")[:, 2]
        skin = posed.skin[posed.body.vertices_of(f"foot.{side}", f"toe*.{side}")]
        off = (skin - base) @ along - ahead_mm
        near = np.abs(off) < 9 * k
        cuts.append(skin[near] - off[near, None] * along)
    points = np.vstack(cuts)
    hull = points[ConvexHull(points[:, :2]).vertices][::-1]  # clockwise as seen from the front of the body
    middle = (hull.min(axis=0) + hull.max(axis=0)) / 2
    outwards = (hull - middle) * np.array([1.0, 1.0, 0.0])
    hull = hull + outwards / np.linalg.norm(outwards, axis=1, keepdims=True) * BAND_OFF_MM * k
    hull[:, 1] = np.maximum(hull[:, 1], 0.5)
    ring = np.vstack([hull, hull[:1]])
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(ring, axis=0), axis=1))])
    at = [np.interp(np.linspace(0, length[-1], 721)[:-1], length, ring[:, i]) for i in range(3)]
    fine = np.stack(at, axis=1)
    first, last = int(fine[:, 0].argmin()), int(fine[:, 0].argmax())
    fine, turn = np.roll(fine, -first, axis=0), (last - first) % len(fine)
    half = _BAND_POINTS // 2
    picked = np.concatenate([np.linspace(0, turn, half, endpoint=False), np.linspace(turn, 720, half, endpoint=False)])
    found: Floats = fine[picked.astype(int) % len(fine)]
    inner = (float(cuts[0][:, 0].max()), float(cuts[1][:, 0].min()))
    share = np.clip((found[:half, 0] - inner[0]) / (inner[1] - inner[0]), 0.0, 1.0)
    found[:half, 1] -= slack_mm * 4 * share * (1 - share)
    return found


RAIL_X_MM = 265.0  # a rail runs along the left side of who stands on the step


def step(scale: float) -> Thing:
    """One step up whose front edge is the line z = 0."""
    shades = ("wall", "wall edge", "wall", "wall", "wall edge", "wall")
    return box("step", (-240 * scale, 420 * scale), (0, SURFACES_MM["step"] * scale), (0, 330 * scale), "wall", shades)


def rail(scale: float) -> list[Thing]:
    """A handrail on two posts."""
    k, top = scale, SURFACES_MM["rail"] * scale
    x = RAIL_X_MM * k
    line = np.array([[x, top - 17 * k, -190 * k], [x, top - 17 * k, 120 * k], [x, top - 17 * k, 420 * k]])
    bar = tube("rail", "wood", line, (17 * k, 17 * k), np.array([1.0, 0.0, 0.0]))
    posts = [
        box(f"rail post{i}", (x - 12 * k, x + 12 * k), (foot, top - 30 * k), (z - 12 * k, z + 12 * k), "wood", WOOD)
        for i, (z, foot) in enumerate(((-160 * k, 0.0), (290 * k, SURFACES_MM["step"] * k)))
    ]
    return [bar, *posts]


def pillow(posed: Posed) -> Thing:
    """A cushion under the head of a lying figure, pressed down to where the head lies."""
    k, skin = posed.body.scale, posed.skin[posed.body.vertices_of("head")]
    top = float(skin[:, 1].min())
    middle = (skin[:, 2].min() + skin[:, 2].max()) / 2
    round_ = sphere("pillow", "towel", np.zeros(3), 1.0, 56)
    squared = np.sign(round_.points) * np.abs(round_.points) ** 0.5
    size = np.array([190.0 * k, top / 2 + 9 * k, 135.0 * k])
    return Thing("pillow", "towel", np.array([skin[:, 0].mean(), size[1], middle]) + squared * size, mesh=round_.mesh)


def cushion(posed: Posed, side: str) -> Thing:
    """A cushion under the calf; the heel stays free."""
    k = posed.body.scale
    ankle, knee = posed.joint(f"foot.{side}"), posed.joint(f"lowerleg01.{side}")
    middle = ankle + (knee - ankle) * 0.55
    round_, half = sphere("cushion", "mat", np.zeros(3), 1.0, 56), np.array([120.0, CUSHION_MM / 2, 120.0]) * k
    squared = np.sign(round_.points) * np.abs(round_.points) ** 0.55
    return Thing("cushion", "mat", np.array([middle[0], half[1], middle[2]]) + squared * half, mesh=round_.mesh)
