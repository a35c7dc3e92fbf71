"""Close-ups: which limbs are shown, from where, and how much of the picture they fill."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.geometry.rotation import cross
from handouts.figures.language import grammar, phrases
from handouts.figures.person import anchors
from handouts.figures.person.joint_angles import angles
from handouts.figures.person.limbs import OUTWARD, palm_axes
from handouts.figures.person.rig import Body
from handouts.figures.person.skin_contact import foot_vertices, hand_vertices
from handouts.figures.postures.solver import Solved
from handouts.figures.props.catalogue import PROPS
from handouts.figures.render.camera import VIEWS, Camera
from handouts.figures.render.scene import Scene

Box = tuple[float, float, float, float]

# Found by eye, as the views of whole figures: nearly along the sole, so that the gap between heel and floor shows,
# or from above where the hands that hold the foot would hide it from the side.
CLOSE_CAMERAS = {
    "heel": Camera(62, 15),
    "towel": Camera(52, 24),
    "flat": Camera(62, 11),
    "raised": Camera(82, 5),
    "feet": Camera(0, 50),
    "front": Camera(24, 1),
    "inner": Camera(-86, 1),
    "crossed": Camera(180, 62),
    "heels": Camera(126, 8),
    "low back": Camera(86, 2),
}
#: What a close-up of the low back shows over the back of a lying body and under it, in body millimetres.
OVER_BACK_MM, UNDER_BACK_MM = 430.0, 75.0
CLOSE_MARGIN_MM, CLOSE_LEG_MM = 30.0, 120.0  # body millimetres shown round a foot, and of the leg above it
#: A close-up of the legs ends over the hips, so that hands on a worktop are seen; of the worktop it shows so much.
OVER_HIPS_MM, WORKTOP_MM = 130.0, 130.0
STEEP_DEG = 15.0  # who looks down more steeply sees no line where the floor ends
UNDER_HIPS_MM, OVER_HAIR_MM = 40.0, 18.0  # what a close-up of the upper body shows under the hips, and over the skin
HAND_BONES = ("wrist*", "metacarpal*", "finger*")
STRETCHED_DEG = 60.0
ELBOW_MM = 45.0  # of the forearm over the elbow, that a close-up of a hand leaves out
UNDER_ELBOW_MM = 75.0  # what it shows beyond an elbow that is on something
PALM_SHARE, HAND_PITCH_DEG = 0.5, (-15.0, 60.0)
CLOSE_SCALE = 4.0  # at most so much larger than a standing figure


def of_back(one: Solved) -> bool:
    """True for a close-up of the low back, which shows no foot."""
    return one.frame.view == grammar.LOW_BACK_CLOSE_UP


def of_arms(one: Solved) -> bool:
    """True for a close-up that shows no foot: of a hand, or of the upper body."""
    return one.frame.view == grammar.UPPER_CLOSE_UP or one.frame.view in grammar.HAND_CLOSE_UPS


def of_forearm(one: Solved) -> bool:
    """True for a close-up of a forearm with its hand, and of what it lies on."""
    return one.frame.view in grammar.FOREARM_CLOSE_UPS


def on_elbow(one: Solved) -> bool:
    """True for a close-up of a forearm that stands on its elbow: the elbow and what it is on are shown too."""
    return of_forearm(one) and any(touch.part == "elbow" for touch in one.frame.touches)


def hand_camera(one: Solved) -> Camera:
    """From the side of the thumb, a little towards the palm: so the bends of the fingers are seen."""
    hand = grammar.SIDES[one.frame.view.split()[-2]]
    turn = one.posed.rotation(f"wrist.{hand}")
    fingers, palm = palm_axes(one.posed.body, hand)
    thumb = cross(palm, fingers) * OUTWARD[hand]
    x, y, z = turn @ (thumb / float(np.linalg.norm(thumb)) + PALM_SHARE * palm)
    yaw, pitch = np.degrees(np.arctan2(-x, z)), np.degrees(np.arctan2(y, np.hypot(x, z)))
    return Camera(float(yaw), float(np.clip(pitch, *HAND_PITCH_DEG)))


def of_legs(one: Solved) -> bool:
    """True for a figure that ends over its hips."""
    return one.frame.view == grammar.LEGS_CLOSE_UP


def sides(one: Solved) -> tuple[str, ...]:
    """Whose feet are shown."""
    if of_back(one) or of_arms(one):
        return ()
    return (
        ("R", "L")
        if of_legs(one) or one.frame.view == "close-up feet"
        else (grammar.SIDES[one.frame.view.split()[-2]],)
    )


def camera(one: Solved) -> Camera:
    if of_back(one):
        return CLOSE_CAMERAS["low back"]
    if of_legs(one):
        return VIEWS["side turned"]
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


def far(one: Solved) -> tuple[str, ...]:
    """The far leg and arm of a figure that is seen from the side."""
    return (".L",) if of_legs(one) or of_back(one) else ()


def shown_props(one: Solved, props: Sequence[str]) -> tuple[str, ...]:
    """The props that are near enough to be seen: beside a foot no furniture, beside a back only the mat."""
    if of_legs(one) or of_back(one) or one.frame.view == grammar.UPPER_CLOSE_UP:
        return tuple(props)
    if of_arms(one):
        return tuple(name for name in props if PROPS[name].held or (of_forearm(one) and name == "table"))
    return tuple(name for name in props if PROPS[name].close_up)


def upright(one: Solved) -> bool:
    """Does the foot point up, the leg lying?"""
    return not of_back(one) and not of_arms(one) and _foot(one).use.upright


def ground(one: Solved, scene: Scene) -> float | None:
    """The height of the floor in the picture; None when a towel covers it, the leg lies, or one looks down on it."""
    if of_arms(one):
        return None
    covered = any(solid.prop and PROPS[solid.prop].hides_close_floor for solid in scene.solids)
    # A line under a foot that is seen from above would cross the sole, and read as an edge of something.
    if of_back(one) or camera(one).pitch_deg > STEEP_DEG or covered:
        return None
    # A foot in the air has no floor in its picture: a line far under it would be the edge of nothing.
    lying = upright(one) and one.frame.posture not in ("chair", "stand")
    if not of_legs(one) and (lying or _foot(one).use == phrases.LIFTED):
        return None
    under = one.posed.joint(f"foot.{sides(one)[0]}") * np.array([1.0, 0.0, 1.0])
    heights = [scene.camera.see(under)[1], *(scene.camera.see(t.points)[:, 1].min() for t in scene.solids)]
    return float(min(heights))


def lowest(one: Solved, scene: Scene, floor: float | None) -> float | None:
    """The height under which no arrow lies: of the floor, or of what one lies on; None where nothing bounds it."""
    return _under_back(one, scene) if of_back(one) else floor


def _under_back(one: Solved, scene: Scene) -> float:
    return float(scene.camera.see(one.posed.joint("root") * np.array([1.0, 0.0, 1.0]))[1])


def box(one: Solved, scene: Scene, floor: float | None) -> Box:
    """Round feet and the hands that hold them, with a margin and a piece of the leg, in camera millimetres."""
    body, see = one.posed.body, scene.camera.see
    if of_back(one):
        k, under = body.scale, _under_back(one, scene)
        low, high = see(one.posed.skin).min(axis=0), see(one.posed.skin).max(axis=0)
        return (
            float(low[0]) - (OVER_HAIR_MM + CLOSE_MARGIN_MM) * k,
            under - UNDER_BACK_MM * k,
            float(high[0]) + CLOSE_MARGIN_MM * k,
            max(under + OVER_BACK_MM * k, float(high[1]) + CLOSE_MARGIN_MM * k),
        )
    if of_legs(one):
        return _legs_box(one, scene)
    if of_arms(one):
        return _arms_box(one, scene)
    shown = [foot_vertices(body, side) for side in sides(one)]
    shown += [_fingers(body, own) if crossed(one) else hand_vertices(body, own) for own in _holding_hands(one)]
    flat = see(one.posed.skin[np.concatenate(shown)])[:, :2]
    margin = CLOSE_MARGIN_MM * body.scale
    low, high = flat.min(axis=0) - margin, flat.max(axis=0) + margin
    if not (upright(one) or crossed(one)):
        # A round prop (a ball, a bottle) must be whole; of a flat one (a step, a wall) a piece is enough.
        bottom = [float(see(t.points)[:, 1].min()) for t in scene.solids if not t.flat]
        low[1] = min([low[1], *bottom, *([floor] if floor is not None else [])]) - 10 * body.scale
    side = sides(one)[0]
    # The leg leaves the box along its own direction; the larger component is set to `CLOSE_LEG_MM`, so that a leg seen
    # end-on does not stretch the picture.
    shin = see(one.posed.joint(f"lowerleg01.{side}") - one.posed.joint(f"foot.{side}"))[:2]
    leg = shin / float(np.abs(shin).max()) * CLOSE_LEG_MM * body.scale
    low, high = np.minimum(low, low + leg), np.maximum(high, high + leg)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _legs_box(one: Solved, scene: Scene) -> Box:
    """From the floor to the hands on the worktop, which is cut off, in camera millimetres."""
    body, see = one.posed.body, scene.camera.see
    margin = CLOSE_MARGIN_MM * body.scale
    legs = see(one.posed.skin[body.vertices_of("upperleg*", "lowerleg*", "foot*", "toe*")])
    top = float(see(anchors.middle(one.posed, "hips"))[1]) + OVER_HIPS_MM * body.scale
    low, high = legs.min(axis=0), legs.max(axis=0)
    right = float(high[0]) + WORKTOP_MM * body.scale
    return float(low[0]) - margin, float(low[1]) - margin, right, top


def _arms_box(one: Solved, scene: Scene) -> Box:
    """A hand with a piece of its forearm, or all from the hips up, in camera millimetres."""
    body, see = one.posed.body, scene.camera.see
    margin = CLOSE_MARGIN_MM * body.scale
    if one.frame.view == grammar.UPPER_CLOSE_UP:
        upper = see(
            one.posed.skin[
                body.vertices_of("spine*", "clavicle*", "shoulder*", "upperarm*", "lowerarm*", *HAND_BONES, "head")
            ]
        )
        hips = float(see(anchors.middle(one.posed, "hips"))[1]) - UNDER_HIPS_MM * body.scale
        upper = _with_held(upper, scene)
        low, high = upper.min(axis=0) - margin, upper.max(axis=0) + margin
        if scene.camera.faces in ("left", "right"):  # who leans on the back of a chair is seen with it
            low, high = _with_back(low, high, scene)
        if scene.camera.pitch_deg > STEEP_DEG:  # from above, forearms that point ahead are under the hips on paper
            hips = min(hips, float(low[1]))
        return float(low[0]), hips, float(high[0]), float(high[1]) + OVER_HAIR_MM * body.scale
    hand = grammar.SIDES[one.frame.view.split()[-2]]
    shown = np.concatenate([hand_vertices(body, own) for own in (hand, *_met_by(one, hand))])
    seen = _with_held(see(one.posed.skin[shown if of_forearm(one) else hand_vertices(body, hand)]), scene)[:, :2]
    low, high = seen.min(axis=0) - margin, seen.max(axis=0) + margin
    fore = see(one.posed.joint(f"lowerarm01.{hand}") - one.posed.joint(f"wrist.{hand}"))[:2]
    length = float(np.abs(fore).max())
    piece = fore / max(length, 1.0) * (length + _beyond_wrist_mm(one) if of_forearm(one) else CLOSE_LEG_MM) * body.scale
    if of_forearm(one):
        at = see(one.posed.joint(f"wrist.{hand}"))[:2] + piece
        (left, bottom), (right, top) = np.minimum(low, at), np.maximum(high, at)
        return float(left), float(bottom), float(right), float(top)
    low, high = np.minimum(low, low + piece), np.maximum(high, high + piece)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _beyond_wrist_mm(one: Solved) -> float:
    """How far beyond the length of the forearm a close-up of it goes: it ends before an elbow that is on nothing."""
    return UNDER_ELBOW_MM if on_elbow(one) else -ELBOW_MM


def end_of_forearm(one: Solved, scene: Scene) -> float:
    """The height at which a close-up of an upright hand must be cut: under it there is no forearm; else far below."""
    hand = one.frame.view in grammar.HAND_CLOSE_UPS and grammar.SIDES[one.frame.view.split()[-2]]
    if not hand or on_elbow(one):
        return -np.inf
    elbow, wrist = (scene.camera.see(one.posed.joint(f"{bone}.{hand}")) for bone in ("lowerarm01", "wrist"))
    upright = wrist[1] - elbow[1] > 2 * abs(wrist[0] - elbow[0])
    return float(elbow[1]) + ELBOW_MM * one.posed.body.scale if upright else -np.inf


def _with_back(low: Floats, high: Floats, scene: Scene) -> tuple[Floats, Floats]:
    """Bounds that are as wide as the back of a chair needs."""
    backs = [scene.camera.see(solid.points)[:, 0] for solid in scene.solids if solid.name == "chair back"]
    low[0], high[0] = min([low[0], *(x.min() for x in backs)]), max([high[0], *(x.max() for x in backs)])
    return low, high


def _with_held(seen: Floats, scene: Scene) -> Floats:
    """Points of arms, and of what hands hold: it must be whole; of a flat thing, as a post, a piece is enough."""
    held = [solid for solid in scene.solids if PROPS[solid.prop].held and not solid.flat]
    return np.vstack([seen, *(scene.camera.see(solid.points) for solid in held)])


def _fingers(body: Body, side: str) -> Ints:
    """Of a hand on a crossed foot only these count: its arm runs along the shin and is cut off with it."""
    return body.vertices_of(f"finger*.{side}")


def _holding_hands(one: Solved) -> tuple[str, ...]:
    """The sides of the hands that are shown: those on the foot; of a crossed foot only the one that moves the toes."""
    hands = one.frame.hands.items()
    return tuple(
        own for own, hand in hands if hand.use.holds_foot and not (crossed(one) and hand.use != phrases.ON_TOES)
    )


def _met_by(one: Solved, hand: str) -> set[str]:
    """The side of the other hand, where it touches this arm."""
    return {touch.side for touch in one.frame.touches if touch.key.endswith("hand") and touch.on_side == hand}


def helping(one: Solved) -> str:
    """The side of the hand that touches the one that is shown: it is greyed, so that fingers can be told apart."""
    return "".join(_met_by(one, grammar.SIDES[one.frame.view.split()[-2]]))


def leaves_out(one: Solved, part: str) -> bool:
    """Does a close-up of a hand not show this hand?"""
    side, _, limb = part.partition(" ")
    return (
        limb == "hand" and one.frame.view in grammar.HAND_CLOSE_UPS and f"hand.{grammar.SIDES[side]}" not in limbs(one)
    )


def _hand_limbs(one: Solved) -> tuple[str, ...]:
    """The hand and its forearm, and the other one where they touch."""
    hand = grammar.SIDES[one.frame.view.split()[-2]]
    elbow = angles(one.posed)[f"{one.frame.view.split()[-2]} elbow"]
    # An upper arm over a bent elbow would show a cut, but where the elbow is seen it must not end there.
    upper = ("upper",) if elbow < STRETCHED_DEG or on_elbow(one) else ()
    met = _met_by(one, hand)
    whole_arm = tuple(f"upper.{s}" for s in met) if of_forearm(one) else ()
    return whole_arm + tuple(
        f"{limb}.{s}" for s in (hand, *met) for limb in (*upper, "fore", "hand", *(f"finger{n}" for n in range(1, 6)))
    )


def limbs(one: Solved) -> tuple[str, ...]:
    """What is shown: the leg or both, and the hands that hold the foot; all of the body where the picture cuts it."""
    if of_legs(one) or of_back(one) or one.frame.view == grammar.UPPER_CLOSE_UP:
        return ()
    if of_arms(one):
        return _hand_limbs(one)
    digits = [f"toe{n}" for n in range(1, 6)]
    found = [f"{limb}.{side}" for side in sides(one) for limb in ("thigh", "shank", "foot", *digits)]
    for own in _holding_hands(one):
        found += [f"{limb}.{own}" for limb in ("fore", "hand", *(f"finger{n}" for n in range(1, 6)))]
    return tuple(found)
