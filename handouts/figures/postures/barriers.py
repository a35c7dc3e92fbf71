"""What no skin goes through: the floor, a wall, the edge of a table, as one-sided rows."""

from __future__ import annotations

from handouts.figures.geometry.rotation import vector
from handouts.figures.person.limbs import SIDES
from handouts.figures.postures.passing import Pass
from handouts.figures.postures.surfaces import face
from handouts.figures.props.prop import Surface

WEIGHT = 1.5
NEAR_MM = 20.0  # skin that is further from a barrier gets no row in this pass
UNDER_TOP_MM = 130.0  # of a table or worktop: thighs of somebody who sits are lower
HAND = ("wrist", "metacarpal*", "finger*")
TRUNK = ("root", "pelvis*", "spine*", "upperleg*", "head")


def _over_floor() -> tuple[tuple[str, ...], ...]:
    """Parts that may come under the floor, each judged for itself."""
    one_by_one = ("foot", "toe*", "lowerleg01", "lowerleg02", "lowerarm01")
    groups = (*((bone,) for bone in one_by_one), HAND)
    sided = [tuple(f"{bone}.{side}" for bone in bones) for side in SIDES for bones in groups]
    return (*sided, ("head",), ("clavicle*", "shoulder01*", "spine01", "spine02"))


OVER_FLOOR = _over_floor()


def add_barriers(now: Pass) -> None:
    """Rows for the skin that is nearest to each barrier, or through it."""
    for bones in OVER_FLOOR:
        skin = now.body.vertices_of(*bones)
        lowest = int(skin[now.posed.skin[skin, 1].argmin()])
        if now.posed.skin[lowest, 1] < NEAR_MM:
            now.rows.add(WEIGHT, 0.0, points={now.point(lowest): vector(0, -1, 0)}, at_most=True)
    hands = {hand.on for hand in now.frame.hands.values()}
    for name in sorted({touch.on for touch in now.request.touches} | hands):
        _add_front(now, face(name, now.frame, now.k).surface)


def _add_front(now: Pass, surface: Surface) -> None:
    """Trunk and thighs before a wall, or before the edge of what the hands are on."""
    upright = abs(surface.normal[2]) > 0.5
    if surface.edge_mm is None and not upright:
        return
    edge, way = (surface.edge_mm or 0.0) * now.k, -surface.normal[2] if upright else 1.0
    skin = now.body.vertices_of(*TRUNK)
    heights = now.posed.skin[skin, 1] - surface.point[1] * now.k
    near = skin if upright else skin[(heights > -UNDER_TOP_MM * now.k) & (heights < 10.0)]
    if not len(near):
        return
    furthest = int(near[(now.posed.skin[near, 2] * way).argmax()])
    if now.posed.skin[furthest, 2] * way > edge * way - NEAR_MM:
        now.rows.add(WEIGHT, edge * way, points={now.point(furthest): vector(0, 0, way)}, at_most=True)
