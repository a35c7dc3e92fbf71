"""Close-ups: which limbs are shown, from where, and how much of the picture they fill."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from handouts.figures import grammar, solver
from handouts.figures.camera import Camera
from handouts.figures.scene import Scene
from handouts.figures.solver import Solved

Floats = npt.NDArray[np.float64]
Box = tuple[float, float, float, float]

CLOSE_CAMERAS = {"heel": Camera(86, 6), "flat": Camera(66, 12), "feet": Camera(0, 29), "inner": Camera(-80, 4)}
CLOSE_MARGIN_MM, CLOSE_LEG_MM = 30.0, 120.0  # body millimetres shown round a foot, and of the leg above it
HOLDS = ("toes", "heel")
UPRIGHT = ("heel", "cushion")  # feet that point up, the leg lying
CLOSE_SCALE = 4.0  # at most so much larger than a standing figure


def sides(one: Solved) -> tuple[str, ...]:
    """Whose feet are shown."""
    return ("R", "L") if one.frame.view == "close-up feet" else (grammar.SIDES[one.frame.view.split()[-2]],)


def camera(one: Solved) -> Camera:
    if "inner" in one.frame.view:
        return CLOSE_CAMERAS["inner"]
    return CLOSE_CAMERAS["feet" if len(sides(one)) > 1 else "heel" if upright(one) else "flat"]


def upright(one: Solved) -> bool:
    """Does the foot point up, the leg lying?"""
    return one.frame.feet.get(sides(one)[0], grammar.Foot("flat")).how in UPRIGHT


def ground(one: Solved, scene: Scene) -> float | None:
    """The height of the floor in the picture; None when a towel covers it, the leg lies, or one looks down on it."""
    if upright(one) or len(sides(one)) > 1 or any(thing.name in ("towel", "towel0") for thing in scene.things):
        return None
    under = one.posed.joint(f"foot.{sides(one)[0]}") * np.array([1.0, 0.0, 1.0])
    heights = [scene.camera.see(under)[1], *(scene.camera.see(t.points)[:, 1].min() for t in scene.things)]
    return float(min(heights))


def box(one: Solved, scene: Scene, floor: float | None) -> Box:
    """Round feet and the hands that hold them, with a margin and a piece of the leg, in camera millimetres."""
    body, see = one.posed.body, scene.camera.see
    shown = [solver.foot_vertices(body, side) for side in sides(one)]
    shown += [solver.hand_vertices(body, own) for own, hand in one.frame.hands.items() if hand.how in HOLDS]
    flat = see(one.posed.skin[np.concatenate(shown)])[:, :2]
    margin = CLOSE_MARGIN_MM * body.scale
    low, high = flat.min(axis=0) - margin, flat.max(axis=0) + margin
    if not upright(one):
        bottom = [float(see(t.points)[:, 1].min()) for t in scene.things]
        low[1] = min([low[1], *bottom, *([floor] if floor is not None else [])]) - 10 * body.scale
    side = sides(one)[0]
    shin = see(one.posed.joint(f"lowerleg01.{side}") - one.posed.joint(f"foot.{side}"))[:2]
    leg = shin / float(np.abs(shin).max()) * CLOSE_LEG_MM * body.scale
    low, high = np.minimum(low, low + leg), np.maximum(high, high + leg)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def limbs(one: Solved) -> tuple[str, ...]:
    """What is shown: the leg or both, and the hands that hold the foot."""
    digits = [f"toe{n}" for n in range(1, 6)]
    found = [f"{limb}.{side}" for side in sides(one) for limb in ("thigh", "shank", "foot", *digits)]
    for own, hand in one.frame.hands.items():
        if hand.how in HOLDS:
            found += [f"{limb}.{own}" for limb in ("fore", "hand", *(f"finger{n}" for n in range(1, 6)))]
    return tuple(found)
