"""How deep limbs lie in one another, measured on the skin, for every pair of limbs that a pose can bring together."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from handouts.figures.geometry.arrays import Ints
from handouts.figures.language import values
from handouts.figures.person.rig import Body, Posed
from handouts.figures.person.skin_contact import depths


@lru_cache(maxsize=8)
def limb_depths(posed: Posed) -> dict[str, float]:
    """How deep limbs lie in one another, in millimetres: pairs that do not touch are left out."""
    parts = _parts(posed.body)
    found = {}
    for one, other in _PAIRS:
        depth = -float(depths(posed, parts[one], parts[other]).min())
        if depth > 0:
            found[f"{one} in {other}"] = round(depth, 1)
    return found


def deepest(posed: Posed, meeting: tuple[str, ...]) -> list[tuple[float, int, int]]:
    """Of every pair that overlaps: how deep (mm), the vertex that is deepest, and the skin over it."""
    parts, found = _parts(posed.body), []
    for one, other in _PAIRS:
        if f"{one} in {other}" in meeting:
            continue
        own, outer = parts[one], parts[other]
        gaps = depths(posed, own, outer)
        inner = int(gaps.argmin())
        if gaps[inner] < 0:
            point = posed.skin[own[inner]]
            over = int(outer[np.linalg.norm(posed.skin[outer] - point, axis=1).argmin()])
            found.append((-float(gaps[inner]), int(own[inner]), over))
    return found


@lru_cache(maxsize=8)
def _parts(body: Body) -> dict[str, Ints]:
    """Fore limbs as far as the skin does not fold by itself: at armpit and groin every body touches itself."""
    found = {"trunk": body.vertices_of("root", "spine*", "pelvis*", "upperleg01*")}
    for side, word in (("R", "right"), ("L", "left")):
        hand = (f"wrist.{side}", f"metacarpal*.{side}", f"finger*.{side}")
        found[f"{word} arm"] = body.vertices_of(f"lowerarm*.{side}", *hand)
        found[f"{word} leg"] = body.vertices_of(
            f"upperleg02.{side}", f"lowerleg*.{side}", f"foot.{side}", f"toe*.{side}"
        )
    return found


_PAIRS = (
    *((f"{arm} arm", f"{leg} leg") for arm in values.SIDES for leg in values.SIDES),
    ("right arm", "trunk"),
    ("left arm", "trunk"),
    ("right arm", "left arm"),
    ("right leg", "left leg"),
)
