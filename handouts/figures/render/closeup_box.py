"""How much of the picture a close-up shows: its box round feet, hands, forearm, legs or back."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.language import keys, values
from handouts.figures.person import anchors
from handouts.figures.person.rig import Body
from handouts.figures.person.skin_contact import foot_vertices, hand_vertices
from handouts.figures.postures.solved import Solved
from handouts.figures.props.catalogue import PROPS
from handouts.figures.props.solids import Solid
from handouts.figures.render.closeups import (
    ELBOW_MM,
    STEEP_DEG,
    crossed,
    holding_hands,
    lies,
    met_by,
    of_arms,
    of_back,
    of_forearm,
    of_legs,
    on_elbow,
    sides,
    under_back,
    upright,
)  # fmt: skip
from handouts.figures.render.scene import Scene

Box = tuple[float, float, float, float]  # left, bottom, right, top

#: What a close-up of a lying body shows under it, and of the trunk beyond the middle of the chest.
UNDER_BACK_MM = 75.0
CHEST_MM, BACK_CHEST_MM = 60.0, 150.0
BEYOND_KNEE_MM = 130.0  # of a close-up of the low back, so that the bend of the knees is seen
CLOSE_MARGIN_MM, CLOSE_LEG_MM = 30.0, 120.0  # body millimetres shown round a foot, and of the leg above it
LYING_LEG_MM = 330.0  # of the leg of a foot that points up, so that what the leg lies on is seen
HAND_PIECE_MM = 65.0  # of the forearm under a hand
#: A close-up of the legs ends over the hips, so that hands on a worktop are seen; of the worktop it shows so much.
OVER_HIPS_MM, WORKTOP_MM = 130.0, 112.0
UNDER_HIPS_MM, OVER_HAIR_MM = 40.0, 18.0  # what a close-up of the upper body shows under the hips, and over the skin
#: What a close-up of the head shows under the middle of the shoulder joints, and beside it: a head between the whole
#: breadth of two shoulders is small.
UNDER_SHOULDERS_MM, BESIDE_NECK_MM = 76.0, 165.0
HEAD_PARTS = ("head", "back of head", "side of head", "forehead", "cheek", "chin")
HAND_BONES = ("wrist*", "metacarpal*", "finger*")
UNDER_ELBOW_MM = 75.0  # what it shows beyond an elbow that is on something


def box(one: Solved, scene: Scene, floor: float | None) -> Box:
    """Round feet and the hands that hold them, with a margin and a piece of the leg, in camera millimetres."""
    body, see = one.posed.body, scene.camera.see
    if lies(one):
        return _low_box(one, scene)
    if of_legs(one):
        return _legs_box(one, scene)
    if of_arms(one):
        return _arms_box(one, scene)
    shown = [foot_vertices(body, side) for side in sides(one)]
    shown += [_fingers(body, own) if crossed(one) else hand_vertices(body, own) for own in holding_hands(one)]
    flat = see(one.posed.skin[np.concatenate(shown)])[:, :2]
    margin = CLOSE_MARGIN_MM * body.scale
    low, high = flat.min(axis=0) - margin, flat.max(axis=0) + margin
    if not (upright(one) or crossed(one)):
        # A round prop (a ball, a bottle) must be whole; of a flat one (a step, a wall) a piece is enough.
        bottom = [float(see(t.points)[:, 1].min()) for t in scene.solids if not t.flat]
        low[1] = min([low[1], *bottom, *([floor] if floor is not None else [])]) - 10 * body.scale
    # A cloth that toes gather is a cloth only where its end is seen.
    high[0] = max([high[0], *(float(see(t.points)[:, 0].max()) + margin / 3 for t in scene.solids if _is_cloth(t))])
    side = sides(one)[0]
    # The leg leaves the box along its own direction; the larger component is set to `CLOSE_LEG_MM`, so that a leg seen
    # end-on does not stretch the picture.
    shin = see(one.posed.joint(f"lowerleg01.{side}") - one.posed.joint(f"foot.{side}"))[:2]
    piece = LYING_LEG_MM if upright(one) and one.frame.posture == "floor" else CLOSE_LEG_MM
    leg = shin / float(np.abs(shin).max()) * piece * body.scale
    low, high = np.minimum(low, low + leg), np.maximum(high, high + leg)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _is_cloth(solid: Solid) -> bool:
    return PROPS[solid.prop].lies_flat


def _low_box(one: Solved, scene: Scene) -> Box:
    """Of a low figure, from the chest to the knees for the low back, or to toes and end of the mat, in camera mm."""
    k, see = one.posed.body.scale, scene.camera.see
    chest, hips, knees, heels = (see(anchors.middle(one.posed, part)) for part in ("chest", "hips", "knees", "heels"))
    way = 1.0 if heels[0] > hips[0] else -1.0  # of the feet on paper
    skin = see(one.posed.skin)[:, :2] * (way, 1.0)
    things = np.vstack([skin, *(see(solid.points)[:, :2] * (way, 1.0) for solid in scene.solids)])
    first, (last, low) = way * chest[0] - CHEST_MM * k, (things[:, 0].max(), things[:, 1].min())
    margin = CLOSE_MARGIN_MM * k
    if of_back(one):
        first, last = way * chest[0] - BACK_CHEST_MM * k, max(way * knees[0], way * hips[0]) + BEYOND_KNEE_MM * k
        low, margin = under_back(one, scene) - UNDER_BACK_MM * k, 0.0
    top = skin[(skin[:, 0] > first) & (skin[:, 0] < last), 1].max() + CLOSE_MARGIN_MM * k
    if one.frame.posture == "floor":  # who sits is cut off over the chest
        first, top = things[:, 0].min() - margin, chest[1] + CHEST_MM * k
    left, right = sorted((way * first, way * (last + margin)))
    return float(left), float(low - margin), float(right), float(top)


def _legs_box(one: Solved, scene: Scene) -> Box:
    """From the floor to the hands on the worktop or the rail, which is cut off, in camera millimetres."""
    body, see = one.posed.body, scene.camera.see
    margin = CLOSE_MARGIN_MM * body.scale
    legs = see(one.posed.skin[body.vertices_of("upperleg*", "lowerleg*", "foot*", "toe*")])
    top = float(see(anchors.middle(one.posed, "hips"))[1]) + OVER_HIPS_MM * body.scale
    low, high = legs.min(axis=0), legs.max(axis=0)
    hands = see(np.stack([one.posed.joint(f"wrist.{side}") for side in "RL"]))
    right = max(float(high[0]), float(hands[:, 0].max())) + WORKTOP_MM * body.scale
    under = min(float(low[1]), *(float(see(solid.points)[:, 1].min()) for solid in scene.solids))  # a step is whole
    return float(low[0]) - margin, under - margin, right, top


def _arms_box(one: Solved, scene: Scene) -> Box:
    """A hand with a piece of its forearm, or all from the hips up, in camera millimetres."""
    body, see = one.posed.body, scene.camera.see
    margin = CLOSE_MARGIN_MM * body.scale
    if one.frame.view in keys.UPPER_CLOSE_UPS:
        return _upper_box(one, scene)
    hand = values.SIDES[one.frame.view.split()[-2]]
    shown = np.concatenate([hand_vertices(body, own) for own in (hand, *met_by(one, hand))])
    seen = _with_held(see(one.posed.skin[shown if of_forearm(one) else hand_vertices(body, hand)]), scene)[:, :2]
    low, high = seen.min(axis=0) - margin, seen.max(axis=0) + margin
    fore = see(one.posed.joint(f"lowerarm01.{hand}") - one.posed.joint(f"wrist.{hand}"))[:2]
    length = float(np.abs(fore).max())
    piece = (
        fore / max(length, 1.0) * (length + _beyond_wrist_mm(one) if of_forearm(one) else HAND_PIECE_MM) * body.scale
    )
    if of_forearm(one):
        at = see(one.posed.joint(f"wrist.{hand}"))[:2] + piece
        (left, bottom), (right, top) = np.minimum(low, at), np.maximum(high, at)
        return float(left), float(bottom), float(right), float(top)
    low, high = np.minimum(low, low + piece), np.maximum(high, high + piece)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _upper_box(one: Solved, scene: Scene) -> Box:
    """All from the hips up, or the head from under the shoulders up, in camera millimetres."""
    body, see = one.posed.body, scene.camera.see
    margin = CLOSE_MARGIN_MM * body.scale
    upper = see(
        one.posed.skin[
            body.vertices_of("spine*", "clavicle*", "shoulder*", "upperarm*", "lowerarm*", *HAND_BONES, "head")
        ]
    )
    if one.frame.view == keys.HEAD_CLOSE_UP:
        shoulders = see((one.posed.joint("upperarm01.R") + one.posed.joint("upperarm01.L")) / 2)
        ends = [shoulders, *(see(one.posed.joint(f"lowerarm01.{s}")) for s in _at_head(one))]
        end = min(float(at[1]) for at in ends) - UNDER_SHOULDERS_MM * body.scale
        beside = np.abs(upper[:, 0] - shoulders[0]) < BESIDE_NECK_MM * body.scale
        upper = np.vstack([upper[beside], *(see(one.posed.skin[hand_vertices(body, s)]) for s in _at_head(one))])
        upper = upper[upper[:, 1] > end]
    else:
        end = float(see(anchors.middle(one.posed, "hips"))[1]) - UNDER_HIPS_MM * body.scale
        upper = _with_held(upper, scene)
    low, high = upper.min(axis=0) - margin, upper.max(axis=0) + margin
    if scene.camera.faces in ("left", "right"):  # who leans on the back of a chair is seen with it
        low, high = _with_back(low, high, scene)
    if scene.camera.pitch_deg > STEEP_DEG:  # from above, forearms that point ahead are under the hips on paper
        end = min(end, float(low[1]))
    return float(low[0]), end, float(high[0]), float(high[1]) + OVER_HAIR_MM * body.scale


def _at_head(one: Solved) -> list[str]:
    """The sides of the hands that touch the head."""
    touches = one.frame.touches
    return [touch.side for touch in touches if touch.key.endswith("hand") and touch.on in HEAD_PARTS]


def _beyond_wrist_mm(one: Solved) -> float:
    """How far beyond the length of the forearm a close-up of it goes: it ends before an elbow that is on nothing."""
    return UNDER_ELBOW_MM if on_elbow(one) else -ELBOW_MM


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
