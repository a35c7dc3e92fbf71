"""A feature line: drawn on the resting body from one of its views, kept on triangles of the mesh, moved with the skin.

An author reads the points of a line off a view of the resting body, in millimetres from the head of a bone. Each
point is projected along the view to the first skin that it meets. All people share the triangles of the mesh, so
a line that lies right on the usual person lies right on the others, in every pose.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from handouts.figures.geometry import curves
from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.geometry.rotation import cross, frame, unit, vector
from handouts.figures.person import rig
from handouts.figures.person.limbs import OUTWARD
from handouts.figures.person.rig import Body

AUTHORED_ON = "adult"  # the body whose views the points are read off
SAMPLES = 6  # of every piece of a line between two written points


@dataclass(frozen=True, slots=True)
class Feature:
    """One line of the body.

    Attributes:
        name: what it shows, for people.
        limbs: limbs of the mesh on which it lies (`rig.LIMBS`, without their side).
        bone: the origin of its points is the head of this bone (without its side).
        view: a name of `VIEWS`.
        points: two coordinates each, millimetres of the usual person; `VIEWS` says which.
        room_mm: width of the room that the line needs on the body: it is drawn when this room is wide enough in print.
        closed: whether its last point is joined to its first.
        under_cloth: it shows as a fold of the cloth over it.
        crease_mm: it lies in a fold, and is drawn where skin before it hides it by no more than this.
        level: it is left out where the head is seen steeply from below: under a chin no form ends there.
    """

    name: str
    limbs: tuple[str, ...]
    bone: str
    view: str
    points: tuple[tuple[float, float], ...]
    room_mm: float
    closed: bool = False
    under_cloth: bool = False
    crease_mm: float = 0.0
    level: bool = False


@dataclass(frozen=True, eq=False)
class Attached:
    """A feature line of one side on the mesh: for each of its points the corners of a triangle and their shares."""

    feature: Feature
    side: str
    corners: Ints
    shares: Floats

    def on(self, of_skin: Floats) -> Floats:
        """The points of the line, or anything else that the fine skin has at its vertices."""
        found: Floats = np.einsum("pk,pki->pi", self.shares, of_skin[self.corners])
        return found


# views

Axes = Callable[[Body, str], Floats]


def _fixed(first: str, second: str, towards: str) -> Axes:
    """A view along an axis of the room: two directions on paper, and the one towards the viewer."""

    def axes(_: Body, side: str) -> Floats:
        out = OUTWARD[side]
        ways = {"out": vector(out, 0, 0), "in": vector(-out, 0, 0), "up": vector(0, 1, 0), "down": vector(0, -1, 0)}
        ways |= {"ahead": vector(0, 0, 1), "behind": vector(0, 0, -1)}
        return np.array([ways[first], ways[second], ways[towards]])

    return axes


def _hand(towards: str) -> Axes:
    """A view of the hand as it hangs: its axes follow its bones."""

    def axes(body: Body, side: str) -> Floats:
        tips = body.head(f"finger3-1.{side}") - body.head(f"wrist.{side}")
        across = body.head(f"finger5-1.{side}") - body.head(f"finger2-1.{side}")
        along, little, palm = frame(tips, across).T
        back = palm * OUTWARD[side]  # a mirrored hand turns the product of two axes round
        ways = {"back": (little, along, back), "palm": (little, along, -back), "thumb": (back, along, -little)}
        return np.array(ways[towards])

    return axes


def _elbow(sign: float) -> Axes:
    """A view of the bent elbow: on its point, or into its bend."""

    def axes(body: Body, side: str) -> Floats:
        upper = unit(body.head(f"lowerarm01.{side}") - body.head(f"upperarm01.{side}"))
        fore = unit(body.head(f"wrist.{side}") - body.head(f"lowerarm01.{side}"))
        hinge = cross(upper, fore) * OUTWARD[side]
        return np.array([unit(hinge), unit(upper + fore), sign * unit(upper - fore)])

    return axes


#: View → its axes; the comment names the two coordinates of a point.
VIEWS: Mapping[str, Axes] = {
    "outside": _fixed("ahead", "up", "out"),  # ahead, up
    "inside": _fixed("ahead", "up", "in"),  # ahead, up
    "front": _fixed("out", "up", "ahead"),  # out, up
    "back": _fixed("out", "up", "behind"),  # out, up
    "above": _fixed("out", "ahead", "up"),  # out, ahead
    "below": _fixed("out", "ahead", "down"),  # out, ahead
    "back of the hand": _hand("back"),  # to the little finger, to the fingertips
    "palm": _hand("palm"),  # to the little finger, to the fingertips
    "thumb side of the hand": _hand("thumb"),  # to the back of the hand, to the fingertips
    "point of the elbow": _elbow(1.0),  # along the hinge, along the arm
    "bend of the elbow": _elbow(-1.0),  # along the hinge, along the arm
}


# projection


def attached(feature: Feature, side: str) -> Attached:
    """Put a line on the mesh; points beside the skin are left out."""
    body = rig.body(AUTHORED_ON)
    bone = feature.bone if feature.bone in body.bones else f"{feature.bone}.{side}"
    axes = VIEWS[feature.view](body, side)
    points = sampled(feature)
    seen = (_rest_skin() - body.head(bone)) @ axes.T
    limbs = tuple(limb if limb in rig.LIMBS else f"{limb}.{side}" for limb in feature.limbs)
    triangles = _under(points, seen, _triangles_of(limbs))
    corners, shares = [], []
    for point in points:
        hit = _nearest_hit(point, seen[triangles])
        if hit is not None:
            corners.append(triangles[hit[0]])
            shares.append(hit[1])
    return Attached(feature, side, np.array(corners, dtype=np.int64).reshape(-1, 3), np.array(shares).reshape(-1, 3))


def sampled(feature: Feature) -> Floats:
    """The smooth line through the written points."""
    written = np.array(feature.points, dtype=np.float64)
    if feature.closed:
        written = np.vstack([written[-2:], written, written[:2]])
    pieces = curves.through(written)
    pieces = pieces[2:-1] if feature.closed else pieces
    shares = np.linspace(0, 1, SAMPLES, endpoint=False)
    return np.vstack([*[curves.at(piece, shares) for piece in pieces], pieces[-1][-1:]])


@lru_cache(maxsize=1)
def _rest_skin() -> Floats:
    """The fine skin of the usual person at rest."""
    body = rig.body(AUTHORED_ON)
    return body.fine.points(body.skin)


@lru_cache
def _triangles_of(limbs: tuple[str, ...]) -> Ints:
    """The fine triangles of some limbs."""
    body = rig.body(AUTHORED_ON)
    mine = np.array([rig.limb_of_bone(bone) in limbs for bone in body.bones])[body.strongest[body.fine.near]]
    found: Ints = body.fine.triangles[mine[body.fine.triangles].all(axis=1)]
    return found


def _under(points: Floats, seen: Floats, triangles: Ints) -> Ints:
    """The triangles near the points, as the view shows them."""
    spots = seen[triangles][:, :, :2]
    low, high = points.min(axis=0), points.max(axis=0)
    kept: Ints = triangles[(spots.max(axis=1) >= low).all(axis=1) & (spots.min(axis=1) <= high).all(axis=1)]
    return kept


def _nearest_hit(point: Floats, corners: Floats) -> tuple[int, Floats] | None:
    """The triangle that a viewer meets first at a point, with the shares of its corners."""
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (c[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1])
    area = np.where(np.abs(area) < 1e-9, np.inf, area)
    x, y = point
    one = ((b[:, 0] - x) * (c[:, 1] - y) - (c[:, 0] - x) * (b[:, 1] - y)) / area
    two = ((c[:, 0] - x) * (a[:, 1] - y) - (a[:, 0] - x) * (c[:, 1] - y)) / area
    shares = np.stack([one, two, 1 - one - two], axis=1)
    inside = np.flatnonzero((shares >= -1e-9).all(axis=1) & np.isfinite(area))
    if not len(inside):
        return None
    far = np.einsum("fk,fk->f", shares[inside], corners[inside][:, :, 2])
    best = int(inside[far.argmax()])
    return best, shares[best]
