"""What the figure wears: shirt and shorts as loose sheets over the skin, cut along smooth lines.

Every sheet is the body's own mesh, evened out and moved outwards; a number per vertex says how far inside the
garment it lies (millimetres, negative = outside), so that hems are exact lines that follow any pose.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import sparse

from handouts.figures.geometry.arrays import Bools, Floats, Ints
from handouts.figures.person import people
from handouts.figures.person.rig import Body, Posed
from handouts.figures.person.shapes import pack

#: Where the hems lie, as a share of the limb, and the distance of the cloth, in millimetres of a 1676 mm body.
#: Found by eye on the posed figure at print size.
SLEEVE_SHARE = 0.60
SHORTS_SHARE = 0.64
LONG_SLEEVE_SHARE, TROUSERS_SHARE = 0.90, 0.80  # of forearm and lower leg
SHIRT_HEM_ABOVE_HIP_MM = 18.0
SHIRT_OFF_MM, SHIRT_HEM_OFF_MM, SLEEVE_OFF_MM = 9.0, 13.0, 14.0
SHORTS_OFF_MM, SHORTS_HEM_OFF_MM, TROUSERS_OFF_MM = 7.0, 15.0, 9.0
DRAPE_ROUNDS = 8  # more make the cloth stiffer
EVENED_ROUNDS = 14  # so often the skin's small forms are evened out under cloth
HEM_STIFF_MM = 40.0  # cloth this near a hem keeps its cut
CLEARANCE = 0.7  # of its distance, that cloth keeps from the skin in any pose


@dataclass(frozen=True, eq=False)
class Garment:
    """A sheet over the skin, still at rest: coarse points, but fine triangles and a fine depth."""

    name: str
    points: Floats
    triangles: Ints
    depth_in: Floats
    free: Floats
    off: Floats
    rounds: int
    with_head: Floats | None = None  # how far each point follows the head alone (0 to 1), not the skin under it
    bumps: Floats | None = None  # of fine points, at rest: curls

    def draped(self, posed: Posed) -> Floats:
        """The sheet on a posed body: cloth spans the folds that bending makes, but never dips into the skin."""
        body = posed.body
        points, skin = posed.move(self.points), posed.coarse
        if self.with_head is not None:
            carried = (self.points - body.head("head")) @ posed.rotation("head").T + posed.joint("head")
            points = points + self.with_head[:, None] * (carried - points)
        mean = _neighbours()
        for _ in range(self.rounds):
            points = points + 0.5 * self.free * (mean @ points - points)
        outwards = posed.coarse_normals
        short = np.maximum(CLEARANCE * self.off - np.einsum("vi,vi->v", points - skin, outwards), 0)
        found: Floats = body.fine.points(points + outwards * short[:, None])
        return found if self.bumps is None else found + self.bumps @ posed.rotation("head").T

    def inside(self, triangles: Ints, shares: Floats) -> Bools:
        """Does a fragment belong to the garment?"""
        found: Bools = np.einsum("fk,fk->f", shares, self.depth_in[triangles]) > 0
        return found


def dressed(body: Body) -> list[Garment]:
    """Shorts and shirt for this body; `hair` adds what the head wears."""
    shorts = made_garment(body, "shorts", _shorts(body), DRAPE_ROUNDS)
    return [shorts, made_garment(body, "shirt", _shirt(body), DRAPE_ROUNDS)]


def _covered(body: Body) -> bool:
    return people.PEOPLE[body.name].covered


def _long(body: Body, depth: Floats, bones: tuple[str, str], limbs: tuple[str, ...], share: float) -> Floats:
    """A leg or sleeve that goes on past knee or elbow: the hem lies on the limb below."""
    upper = belongs(body, limbs[0]) > 0.3
    lower = belongs(body, *limbs[1:]) > 0.5
    cloth = evened(body.skin, np.ones((len(body.skin), 1)), EVENED_ROUNDS)  # the hem is straight on it
    for side, mine in (("R", body.skin[:, 0] <= 0), ("L", body.skin[:, 0] > 0)):
        gone, way = _along(body, f"{bones[0]}.{side}", f"{bones[1]}.{side}", cloth)
        hem = share * way - gone
        depth = np.where(mine & (upper | lower), np.minimum(hem, 100.0), depth)
    return depth


def _along(body: Body, start: str, end: str, points: Floats) -> tuple[Floats, float]:
    """How far points lie from one joint towards the next, in millimetres, and the whole way."""
    a, b = body.head(start), body.head(end)
    way = float(np.linalg.norm(b - a))
    return (points - a) @ (b - a) / way, way


def belongs(body: Body, *limbs: str) -> Floats:
    """Share of every vertex that belongs to these limbs (name starts)."""
    picked = [weight for name, weight in body.groups.items() if name.startswith(limbs)]
    found: Floats = np.sum(picked, axis=0)
    return found


def _shorts(body: Body) -> tuple[Floats, Floats]:
    """Depth inside the shorts and their distance from the skin."""
    k, p = body.scale, body.skin
    off = np.full(len(p), SHORTS_OFF_MM * k)
    depth = body.head("upperleg01.R")[1] + 120 * k - p[:, 1]
    for side, mine in (("R", p[:, 0] <= 0), ("L", p[:, 0] > 0)):
        gone, way = _along(body, f"upperleg01.{side}", f"lowerleg01.{side}", p)
        hem = SHORTS_SHARE * way - gone
        depth = np.where(mine, np.minimum(depth, hem), depth)
        flare = np.clip(gone / (SHORTS_SHARE * way), 0, 1) ** 2 * (SHORTS_HEM_OFF_MM - SHORTS_OFF_MM) * k
        off = np.where(mine, off + flare, off)
    if _covered(body):
        top, off = body.head("upperleg01.R")[1] + 120 * k - p[:, 1], np.full(len(p), TROUSERS_OFF_MM * k)
        depth = np.minimum(
            top, _long(body, top, ("lowerleg01", "foot"), ("thigh", "shank", "foot", "toe"), TROUSERS_SHARE)
        )
    above = p[:, 1] - (body.head("upperleg01.R")[1] + SHIRT_HEM_ABOVE_HIP_MM * k)
    off = np.where(above > 0, 4 * k, off)
    return np.where(belongs(body, "upper", "fore", "hand", "finger", "head") > 0.3, -100.0, depth), off


def _shirt(body: Body) -> tuple[Floats, Floats]:
    """Depth inside the T-shirt and its distance from the skin."""
    k, p = body.scale, body.skin
    above_hem = p[:, 1] - (body.head("upperleg01.R")[1] + SHIRT_HEM_ABOVE_HIP_MM * k)
    even = evened(p, np.ones((len(p), 1)), EVENED_ROUNDS)  # the hollow of the throat would ripple the edge
    neck = body.head("neck01")[1] + 6 * k - 0.50 * even[:, 2] - even[:, 1]
    below_neck = np.where(np.abs(p[:, 0]) < 118 * k, neck, 100.0)
    depth = np.minimum(above_hem, below_neck)
    arm = belongs(body, "upper", "fore", "hand", "finger")
    off = (SHIRT_OFF_MM + np.clip(1 - above_hem / (90 * k), 0, 1) * (SHIRT_HEM_OFF_MM - SHIRT_OFF_MM)) * k
    off = np.minimum(off, np.clip(neck / 60, 0, 1) * 8 * k + 1.5)
    for side, mine in (("R", p[:, 0] <= 0), ("L", p[:, 0] > 0)):
        gone, way = _along(body, f"upperarm01.{side}", f"lowerarm01.{side}", p)
        on_arm = mine & (arm > 0.3)
        depth = np.where(on_arm, SLEEVE_SHARE * way - gone, depth)
        loose = (SHIRT_OFF_MM + np.clip(gone / (SLEEVE_SHARE * way), 0, 1) * (SLEEVE_OFF_MM - SHIRT_OFF_MM)) * k
        off = np.where(mine, off * (1 - arm) + loose * arm, off)
    if _covered(body):
        depth = _long(body, depth, ("lowerarm01", "wrist"), ("upper", "fore", "hand", "finger"), LONG_SLEEVE_SHARE)
    banned = belongs(body, "thigh", "shank", "foot", "toe", "head") > 0.5
    return np.where(banned, -100.0, depth), off


def made_garment(body: Body, name: str, cut: tuple[Floats, Floats], rounds: int) -> Garment:
    """A sheet over the skin, from the depth of each vertex inside it and its distance, evened some times."""
    depth, off = cut
    triangles = body.triangles[(depth[body.triangles] > 0).any(axis=1)]
    free = np.zeros((len(body.skin), 1))
    free[np.unique(triangles)] = 1
    points = evened(body.skin, free, EVENED_ROUNDS) + body.normals * off[:, None]
    soft = free * np.clip(depth / HEM_STIFF_MM - 0.3, 0, 1)[:, None]
    short = np.maximum(CLEARANCE * off - np.einsum("vi,vi->v", points - body.skin, body.normals), 0)
    carried = body.fine.points if _covered(body) else body.fine.values  # the first keeps a straight hem straight
    fine_depth, fine = carried(depth), body.fine.triangles
    worn = fine[(fine_depth[fine] > 0).any(axis=1)]
    return Garment(name, points + body.normals * short[:, None], worn, fine_depth, soft, off, rounds)


def evened(points: Floats, free: Floats, rounds: int) -> Floats:
    """Even out small forms without shrinking large ones (Taubin, 1995: one step in, one slightly larger step out)."""
    mean, out = _neighbours(), points.copy()
    for _ in range(rounds):
        for step in (0.5, -0.53):
            out = out + step * free * (mean @ out - out)
    return out


@lru_cache(maxsize=1)
def _neighbours() -> sparse.csr_array:
    """A matrix that gives every vertex the mean of its neighbours."""
    data = pack()
    count, triangles = len(data.weights), data.triangles
    pairs = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    pairs = np.unique(np.concatenate([pairs, pairs[:, ::-1]]), axis=0)
    share = 1.0 / np.bincount(pairs[:, 0], minlength=count)[pairs[:, 0]]
    return sparse.csr_array(sparse.coo_array((share, (pairs[:, 0], pairs[:, 1])), shape=(count, count)))


def signed_depth(points: Floats, ring: Floats) -> Floats:
    """Distance to a ring's edge: positive inside, negative outside."""
    a, b = ring, np.roll(ring, -1, axis=0)
    way = b - a
    share = np.einsum("pri,ri->pr", points[:, None] - a, way) / np.maximum((way * way).sum(axis=1), 1e-9)
    nearest = a + np.clip(share, 0, 1)[:, :, None] * way
    distance = np.sqrt(((points[:, None] - nearest) ** 2).sum(axis=2)).min(axis=1)
    x, y = points[:, 0, None], points[:, 1, None]
    crosses = (a[:, 1] > y) != (b[:, 1] > y)
    rise = np.where(b[:, 1] == a[:, 1], 1.0, b[:, 1] - a[:, 1])
    left = x < (b[:, 0] - a[:, 0]) * (y - a[:, 1]) / rise + a[:, 0]
    odd = (crosses & left).sum(axis=1) % 2 == 1
    found: Floats = np.where(odd, distance, -distance)
    return found
