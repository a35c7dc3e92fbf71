"""Close-ups: which limbs and props are shown, and from where."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from handouts.figures.geometry.rotation import cross
from handouts.figures.language import keys, phrases, values
from handouts.figures.person.joint_angles import angles
from handouts.figures.person.limbs import OUTWARD, palm_axes
from handouts.figures.person.skin_contact import foot_vertices
from handouts.figures.postures.solved import Solved
from handouts.figures.props.catalogue import PROPS
from handouts.figures.render.camera import VIEWS, Camera
from handouts.figures.render.scene import Scene

# Found by eye, as the views of whole figures: nearly along the sole, so that the gap between heel and floor shows,
# or from above where the hands that hold the foot would hide it from the side.
CLOSE_CAMERAS = {
    "heel": Camera(62, 15),
    "towel": Camera(62, 20),
    "flat": Camera(62, 11),
    "raised": Camera(82, 5),
    "feet": Camera(-12, 34),
    "front": Camera(10, 14),
    "inner": Camera(-86, 1),
    "crossed": Camera(-90, 32),
    "heels": Camera(126, 8),
    "low back": Camera(86, 2),
}
ARM = ("upper", "fore", "hand", *(f"finger{n}" for n in range(1, 6)))
ARM_PARTS = ("shoulder", "upper arm", "elbow", "forearm", "wrist", "hand", "back of hand", "palm", "fingers")
STEEP_DEG = 15.0  # who looks down more steeply sees no line where the floor ends
STRETCHED_DEG = 60.0
ELBOW_MM = 95.0  # of the forearm over the elbow, that a close-up of a hand leaves out
PALM_SHARE, HAND_PITCH_DEG = 1.0, (-15.0, 60.0)
CLOSE_SCALE, HAND_SCALE = 5.0, 5.4  # at most so much larger than a standing figure: a foot, and a hand


def of_back(one: Solved) -> bool:
    """True for a close-up of the low back, which shows no foot."""
    return one.frame.view == keys.LOW_BACK_CLOSE_UP


def of_arms(one: Solved) -> bool:
    """True for a close-up that shows no foot: of a hand, or of the upper body."""
    return one.frame.view in keys.UPPER_CLOSE_UPS or one.frame.view in keys.HAND_CLOSE_UPS


def fades(one: Solved) -> bool:
    """Is this a close-up that cuts off a leg or a trunk? They end softly, as those of hands do not."""
    return bool(one.frame.view) and (not of_arms(one) or one.frame.view == keys.HEAD_CLOSE_UP)


def lies(one: Solved) -> bool:
    """True for a close-up of a low figure: it has no floor line, and is wider than high."""
    return of_back(one) or (of_legs(one) and one.frame.posture != "stand")


def largest(one: Solved) -> float:
    """How much larger than a standing figure a close-up may be."""
    return HAND_SCALE if one.frame.view in keys.HAND_CLOSE_UPS else CLOSE_SCALE


def of_forearm(one: Solved) -> bool:
    """True for a close-up of a forearm with its hand, and of what it lies on."""
    return one.frame.view in keys.FOREARM_CLOSE_UPS


def on_elbow(one: Solved) -> bool:
    """True for a close-up of a forearm that stands on its elbow: the elbow and what it is on are shown too."""
    return of_forearm(one) and any(touch.part == "elbow" for touch in one.frame.touches)


def hand_camera(one: Solved) -> Camera:
    """From between the thumb and the palm: so the bends of the fingers are seen, and a fist is one."""
    hand = values.SIDES[one.frame.view.split()[-2]]
    turn = one.posed.rotation(f"wrist.{hand}")
    fingers, palm = palm_axes(one.posed.body, hand)
    thumb = cross(palm, fingers) * OUTWARD[hand]
    x, y, z = turn @ (thumb / float(np.linalg.norm(thumb)) + PALM_SHARE * palm)
    yaw, pitch = np.degrees(np.arctan2(-x, z)), np.degrees(np.arctan2(y, np.hypot(x, z)))
    return Camera(float(yaw), float(np.clip(pitch, *HAND_PITCH_DEG)))


def of_legs(one: Solved) -> bool:
    """True for a figure that ends over its hips."""
    return one.frame.view == keys.LEGS_CLOSE_UP


def sides(one: Solved) -> tuple[str, ...]:
    """Whose feet are shown."""
    if of_back(one) or of_arms(one):
        return ()
    return (
        ("R", "L") if of_legs(one) or one.frame.view == "close-up feet" else (values.SIDES[one.frame.view.split()[-2]],)
    )


def camera(one: Solved, view: str) -> Camera:
    """From where a close-up is seen; `view` is that of the drawing."""
    if of_back(one):
        return CLOSE_CAMERAS["low back"]
    if of_legs(one):
        return VIEWS[view if lies(one) else "side turned"]
    if "front" in one.frame.view:
        return CLOSE_CAMERAS["front"]
    if "inner" in one.frame.view:
        return CLOSE_CAMERAS["inner"]
    foot = _foot(one)
    # Toes on a prop would hide it from the side, so only a foot with its toes on the ground is seen from there.
    # A foot on its ball is seen almost level: from above, the lifted heel would look as if it stood on the floor.
    raised = foot.use.on_ball and not foot.use.toes_deg
    if len(sides(one)) > 1:
        return CLOSE_CAMERAS["heels" if raised else "feet"]
    if crossed(one):
        return CLOSE_CAMERAS["crossed"]
    if foot.use.upright:
        return CLOSE_CAMERAS["heel"]
    return CLOSE_CAMERAS["raised" if raised else "towel" if foot.on == "towel" else "flat"]


def _foot(one: Solved) -> phrases.Foot:
    """What the pose says of the foot that is shown."""
    return one.frame.feet.get(sides(one)[0], phrases.Foot(phrases.FLAT))


def crossed(one: Solved) -> bool:
    """Does the foot lie on the other knee?"""
    return not of_back(one) and not of_arms(one) and _foot(one).use == phrases.CROSSED


def shown_props(one: Solved, props: Sequence[str]) -> tuple[str, ...]:
    """The props that are near enough to be seen: beside a foot no furniture, beside a back only the mat."""
    if of_legs(one) or of_back(one) or one.frame.view in keys.UPPER_CLOSE_UPS:
        return tuple(props)
    if of_arms(one):
        on_hand = (name for name in props if PROPS[name].held or PROPS[name].on_hand or name == "table")
        return tuple(name for name in on_hand if name != "table" or of_forearm(one))
    return tuple(name for name in props if PROPS[name].close_up)


def upright(one: Solved) -> bool:
    """Does the foot point up, the leg lying?"""
    return not of_back(one) and not of_arms(one) and _foot(one).use.upright


def ground(one: Solved, scene: Scene) -> float | None:
    """The height of the floor in the picture; None when a towel covers it, the leg lies, or one looks down on it."""
    if of_arms(one):
        return None
    covered = not of_legs(one) and any(solid.prop and PROPS[solid.prop].hides_close_floor for solid in scene.solids)
    # A line under a foot that is seen from above would cross the sole, and read as an edge of something.
    if lies(one) or scene.camera.pitch_deg > STEEP_DEG or covered:
        return None
    # A foot in the air has no floor in its picture: a line far under it would be the edge of nothing.
    lying = upright(one) and one.frame.posture not in ("chair", "stand")
    if not of_legs(one) and (lying or _foot(one).use == phrases.LIFTED):
        return None
    under = one.posed.joint(f"foot.{sides(one)[0]}") * np.array([1.0, 0.0, 1.0])
    # Of a foot that points at the viewer the toes are lower on paper than the heel that stands on the floor.
    toes = [one.posed.skin[foot_vertices(one.posed.body, side)] for side in sides(one) if "front" in one.frame.view]
    lowest = [float(scene.camera.see(points)[:, 1].min()) for points in (under[None], *toes)]
    heights = [*lowest, *(scene.camera.see(t.points)[:, 1].min() for t in scene.solids)]
    return float(min(heights))


def lowest(one: Solved, scene: Scene, floor: float | None) -> float | None:
    """The height under which no arrow lies: of the floor, or of what one lies on; None where nothing bounds it."""
    return under_back(one, scene) if lies(one) else floor


def under_back(one: Solved, scene: Scene) -> float:
    return float(scene.camera.see(one.posed.joint("root") * np.array([1.0, 0.0, 1.0]))[1])


def end_of_forearm(one: Solved, scene: Scene) -> float:
    """The height at which a close-up of an upright hand must be cut: under it there is no forearm; else far below."""
    hand = one.frame.view in keys.HAND_CLOSE_UPS and values.SIDES[one.frame.view.split()[-2]]
    if not hand or on_elbow(one):
        return -np.inf
    elbow, wrist = (scene.camera.see(one.posed.joint(f"{bone}.{hand}")) for bone in ("lowerarm01", "wrist"))
    upright = wrist[1] - elbow[1] > 2 * abs(wrist[0] - elbow[0])
    return float(elbow[1]) + ELBOW_MM * one.posed.body.scale if upright else -np.inf


def holding_hands(one: Solved) -> tuple[str, ...]:
    """The sides of the hands that are shown: those on the foot; of a crossed foot only the one that moves the toes."""
    hands = one.frame.hands.items()
    return tuple(
        own for own, hand in hands if hand.use.holds_foot and not (crossed(one) and hand.use != phrases.ON_TOES)
    )


def met_by(one: Solved, hand: str) -> set[str]:
    """The side of the other hand, where it touches this arm."""
    return {touch.side for touch in one.frame.touches if touch.key.endswith("hand") and touch.on_side == hand}


def helping(one: Solved) -> str:
    """The side of the hand that touches the one that is shown: it is greyed, so that fingers can be distinguished."""
    return "".join(met_by(one, values.SIDES[one.frame.view.split()[-2]]))


def helping_arm(solved: Sequence[Solved]) -> tuple[str, ...]:
    """The limbs of the arm whose hand touches the other arm in one of the frames; none where each touches the other.

    It is greyed in all of them: two hands of one tone that lie on one another cannot be distinguished.
    """
    touches = [touch for one in solved for touch in one.frame.touches if touch.key.endswith("hand")]
    own = {touch.side for touch in touches if touch.on in ARM_PARTS and touch.on_side not in ("", touch.side)}
    return tuple(f"{limb}.{side}" for side in own for limb in ARM) if len(own) == 1 else ()


def leaves_out(one: Solved, part: str) -> bool:
    """Does a close-up of a hand not show this hand?"""
    side, _, limb = part.partition(" ")
    return limb == "hand" and one.frame.view in keys.HAND_CLOSE_UPS and f"hand.{values.SIDES[side]}" not in limbs(one)


def _hand_limbs(one: Solved) -> tuple[str, ...]:
    """The hand and its forearm, and the other one where they touch."""
    hand = values.SIDES[one.frame.view.split()[-2]]
    elbow = angles(one.posed)[f"{one.frame.view.split()[-2]} elbow"]
    # An upper arm over a bent elbow would show a cut, but where the elbow is seen it must not end there.
    upper = ("upper",) if elbow < STRETCHED_DEG or on_elbow(one) else ()
    met = met_by(one, hand)
    whole_arm = tuple(f"upper.{s}" for s in met) if of_forearm(one) else ()
    return whole_arm + tuple(
        f"{limb}.{s}" for s in (hand, *met) for limb in (*upper, "fore", "hand", *(f"finger{n}" for n in range(1, 6)))
    )


def limbs(one: Solved) -> tuple[str, ...]:
    """What is shown: the leg or both, and the hands that hold the foot; all of the body where the picture cuts it."""
    if of_legs(one) or of_back(one) or one.frame.view in keys.UPPER_CLOSE_UPS:
        return ()
    if of_arms(one):
        return _hand_limbs(one)
    digits = [f"toe{n}" for n in range(1, 6)]
    found = [f"{limb}.{side}" for side in sides(one) for limb in ("thigh", "shank", "foot", *digits)]
    for own in holding_hands(one):
        found += [f"{limb}.{own}" for limb in ("fore", "hand", *(f"finger{n}" for n in range(1, 6)))]
    return tuple(found)
