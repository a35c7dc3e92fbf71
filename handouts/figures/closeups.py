"""Close-ups: which limbs are shown, from where, and how much of the picture they fill."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from handouts.figures import anchors, grammar, solver
from handouts.figures.camera import Camera
from handouts.figures.scene import Scene
from handouts.figures.solver import Solved
from handouts.figures.things import Thing

Floats = npt.NDArray[np.float64]
Box = tuple[float, float, float, float]

CLOSE_CAMERAS = {
    "heel": Camera(72, 10),
    "towel": Camera(52, 24),
    "flat": Camera(66, 12),
    "raised": Camera(82, 5),
    "feet": Camera(0, 29),
    "inner": Camera(-86, 1),
    "crossed": Camera(-24, 56),
    "heels": Camera(126, 8),
    "low back": Camera(86, 2),
}
#: What a close-up of the low back shows of a lying body, in body millimetres: towards the chest, towards the knees,
#: over the back and under it. The arms lie before the hollow of the back and are left out, so it ends at the armpits.
CHEST_MM, THIGHS_MM, OVER_BACK_MM, UNDER_BACK_MM = 210.0, 400.0, 250.0, 75.0
CLOSE_MARGIN_MM, CLOSE_LEG_MM = 30.0, 120.0  # body millimetres shown round a foot, and of the leg above it
HOLDS = ("toes", "heel")
UPRIGHT = ("heel", "cushion")  # feet that point up, the leg lying
RAISED = ("edge", "ball")  # feet whose heel is higher or lower than the ball: seen from the side
STEEP_DEG = 15.0  # who looks down more steeply sees no line where the floor ends
CLOSE_SCALE = 4.0  # at most so much larger than a standing figure


def of_back(one: Solved) -> bool:
    """Is the low back shown, and no foot?"""
    return one.frame.view == grammar.LOW_BACK_CLOSE_UP


def sides(one: Solved) -> tuple[str, ...]:
    """Whose feet are shown."""
    if of_back(one):
        return ()
    return ("R", "L") if one.frame.view == "close-up feet" else (grammar.SIDES[one.frame.view.split()[-2]],)


def camera(one: Solved) -> Camera:
    if of_back(one):
        return CLOSE_CAMERAS["low back"]
    if "inner" in one.frame.view:
        return CLOSE_CAMERAS["inner"]
    foot = one.frame.feet.get(sides(one)[0], grammar.Foot("flat"))
    how, on = foot.how, foot.on
    if len(sides(one)) > 1:
        return CLOSE_CAMERAS["heels" if how in RAISED else "feet"]
    if crossed(one):
        return CLOSE_CAMERAS["crossed"]
    return CLOSE_CAMERAS[
        "heel" if upright(one) else "raised" if how in RAISED else "towel" if on == "towel" else "flat"
    ]


def crossed(one: Solved) -> bool:
    """Does the foot lie on the other knee?"""
    return not of_back(one) and one.frame.feet.get(sides(one)[0], grammar.Foot("flat")).how == "crossed"


def far(one: Solved) -> tuple[str, ...]:
    """The leg that only carries the foot is greyed, so that nobody takes its knee for a part of the foot."""
    under = "L" if sides(one) == ("R",) else "R"
    return (f"thigh.{under}", f"shank.{under}") if crossed(one) else ()


def shows(one: Solved, thing: Thing) -> bool:
    """Is it near enough to be seen? Beside a foot furniture is not, but for the step that it stands on."""
    if of_back(one):
        return thing.name == "mat"
    furniture = thing.name == "rail" or any(len(face) > 2 for face in thing.faces)
    return thing.name == "step" or not furniture


def upright(one: Solved) -> bool:
    """Does the foot point up, the leg lying?"""
    return not of_back(one) and one.frame.feet.get(sides(one)[0], grammar.Foot("flat")).how in UPRIGHT


def ground(one: Solved, scene: Scene) -> float | None:
    """The height of the floor in the picture; None when a towel covers it, the leg lies, or one looks down on it."""
    covered = any(thing.name in ("towel", "towel0", "step") for thing in scene.things)
    if of_back(one) or upright(one) or camera(one).pitch_deg > STEEP_DEG or covered:
        return None
    under = one.posed.joint(f"foot.{sides(one)[0]}") * np.array([1.0, 0.0, 1.0])
    heights = [scene.camera.see(under)[1], *(scene.camera.see(t.points)[:, 1].min() for t in scene.things)]
    return float(min(heights))


def box(one: Solved, scene: Scene, floor: float | None) -> Box:
    """Round feet and the hands that hold them, with a margin and a piece of the leg, in camera millimetres."""
    body, see = one.posed.body, scene.camera.see
    if of_back(one):
        at, k = see(anchors.named(one.posed, "low back")), body.scale
        under = float(see(one.posed.joint("root") * np.array([1.0, 0.0, 1.0]))[1])
        return (
            float(at[0]) - CHEST_MM * k,
            under - UNDER_BACK_MM * k,
            float(at[0]) + THIGHS_MM * k,
            under + OVER_BACK_MM * k,
        )
    shown = [solver.foot_vertices(body, side) for side in sides(one)]
    shown += [solver.hand_vertices(body, own) for own, hand in one.frame.hands.items() if hand.how in HOLDS]
    flat = see(one.posed.skin[np.concatenate(shown)])[:, :2]
    margin = CLOSE_MARGIN_MM * body.scale
    low, high = flat.min(axis=0) - margin, flat.max(axis=0) + margin
    if not (upright(one) or crossed(one)):
        bottom = [float(see(t.points)[:, 1].min()) for t in scene.things if not t.flat]
        low[1] = min([low[1], *bottom, *([floor] if floor is not None else [])]) - 10 * body.scale
    side = sides(one)[0]
    shin = see(one.posed.joint(f"lowerleg01.{side}") - one.posed.joint(f"foot.{side}"))[:2]
    leg = shin / float(np.abs(shin).max()) * CLOSE_LEG_MM * body.scale
    low, high = np.minimum(low, low + leg), np.maximum(high, high + leg)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def limbs(one: Solved) -> tuple[str, ...]:
    """What is shown: the leg or both, and the hands that hold the foot; trunk and thighs for the low back."""
    if of_back(one):
        return ("trunk", "thigh.R", "thigh.L", "shank.R", "shank.L")
    digits = [f"toe{n}" for n in range(1, 6)]
    found = [f"{limb}.{side}" for side in sides(one) for limb in ("thigh", "shank", "foot", *digits)]
    found += ["thigh.L", "shank.L"] if crossed(one) else []
    for own, hand in one.frame.hands.items():
        if hand.how in HOLDS:
            found += [f"{limb}.{own}" for limb in ("fore", "hand", *(f"finger{n}" for n in range(1, 6)))]
    return tuple(found)
