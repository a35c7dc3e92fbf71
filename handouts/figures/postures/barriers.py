"""What no skin goes through: the floor, a wall, the edge of a table, as one-sided rows."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.geometry.rotation import vector
from handouts.figures.person.limbs import SIDES
from handouts.figures.postures.passing import Pass
from handouts.figures.postures.surfaces import face
from handouts.figures.props.prop import Surface

WEIGHT = 4.0
NEAR_MM = 80.0  # skin that is further from a barrier gets no row: it must not swing in and out between passes
FLESH, FLESH_MM = ("lowerleg", "upperleg"), 8.0  # of one who sits or lies: pressed flat by so much
UNDER_TOP_MM = 130.0  # of a table or worktop: thighs of somebody who sits are lower
HAND = ("wrist", "metacarpal*", "finger*")
TRUNK = ("root", "pelvis*", "spine*", "upperleg*", "head")


def _over_floor() -> tuple[tuple[str, ...], ...]:
    """Parts that may come under the floor, each judged for itself."""
    one_by_one = ("foot", "toe*", "lowerleg01", "lowerleg02", "upperleg02", "lowerarm01")
    groups = (*((bone,) for bone in one_by_one), HAND)
    sided = [tuple(f"{bone}.{side}" for bone in bones) for side in SIDES for bones in groups]
    return (*sided, ("head",), ("root", "spine04", "spine05"), ("clavicle*", "shoulder01*", "spine01", "spine02"))


OVER_FLOOR = _over_floor()


def add_barriers(now: Pass) -> None:
    """Rows for the skin that is nearest to each barrier, or through it."""
    for bones in OVER_FLOOR:
        skin = now.body.vertices_of(*bones)
        _add_level(now, bones, skin, vector(0, -1, 0), _pressed_mm(now, bones[0]) * now.k)
    hands = {hand.on for hand in now.frame.hands.values()}
    for name in sorted({touch.on for touch in now.request.touches} | hands):
        _add_front(now, face(name, now.frame, now.k).surface)


def _pressed_mm(now: Pass, bone: str) -> float:
    """How far flesh is pressed flat that lies on the floor."""
    if now.frame.posture == "stand":
        return 0.0
    return max(FLESH_MM if bone.startswith(FLESH) else 0.0, now.body.soft_mm if bone in ("root", "upperleg02") else 0.0)


def _free_arms_under(now: Pass, top: float) -> list[Ints]:
    """Forearms and hands that touch nothing, where they hang lower than a table: they stay before its edge."""
    found = []
    for side in SIDES:
        reaches = any(touch.side == side and not touch.key.endswith("foot") for touch in now.request.touches)
        if not reaches and not (side in now.request.hands and now.request.hands[side].on):
            skin = now.body.vertices_of(*(f"{bone}.{side}" for bone in ("lowerarm*", *HAND)))
            found.append(skin[now.posed.skin[skin, 1] < top + NEAR_MM])
    return found


def _add_front(now: Pass, surface: Surface) -> None:
    """Every part before a wall; trunk and thighs before the edge of what the hands are on."""
    if abs(surface.normal[2]) > 0.5:
        touching = {touch.side for touch in now.request.touches if touch.part == "hand"} | {*now.memory.hand_goals}
        for bones in (*OVER_FLOOR, ("root", "pelvis*", "upperleg01*", "spine05")):
            if bones[0].startswith("wrist") and bones[0][-1] in touching:
                continue
            _add_edge(now, bones, now.body.vertices_of(*bones), 0.0, -surface.normal[2])
    elif surface.edge_mm is not None and surface.aside_mm is None:
        skin = now.body.vertices_of(*TRUNK)
        heights = now.posed.skin[skin, 1] - surface.point[1] * now.k
        beside = skin[(heights > -UNDER_TOP_MM * now.k) & (heights < 10.0)]
        arms = _free_arms_under(now, surface.point[1] * now.k)
        _add_edge(now, TRUNK, np.concatenate([beside, *arms]), surface.edge_mm * now.k, 1.0)


def _add_edge(now: Pass, key: object, skin: Ints, edge: float, way: float) -> None:
    """The skin that is furthest along z, or against it, stays before an edge."""
    if not len(skin):
        return
    _add_level(now, (key, edge), skin, vector(0, 0, way), edge * way)


def _add_level(now: Pass, key: object, skin: Ints, way: Floats, level: float) -> None:
    """The skin that is furthest this way stays before a level, and so does what was it in earlier passes."""
    reach = now.posed.skin[skin] @ way
    if float(reach.max()) > level - NEAR_MM:
        for vertex in now.memory.nearest_of(key, skin, -reach):
            now.rows.add(WEIGHT, level, points={now.point(vertex): way}, at_most=True)
