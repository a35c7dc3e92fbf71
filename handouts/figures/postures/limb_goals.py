"""Hands and feet whose phrases are records of props and postures: their goals as rows for the whole body."""

from __future__ import annotations

from functools import cache

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import unit, vector
from handouts.figures.language import phrases
from handouts.figures.person import skin_parts
from handouts.figures.person.kinematics import NODE
from handouts.figures.person.limbs import OUTWARD, SIDES
from handouts.figures.person.rig import Body
from handouts.figures.person.skin_contact import Contact, foot_vertices
from handouts.figures.person.stances import Arm
from handouts.figures.postures import requests
from handouts.figures.postures.hands import BODY_SUPPORTS
from handouts.figures.postures.passing import Pass
from handouts.figures.postures.rest import KNEELING, RESTS
from handouts.figures.postures.rows import Rows
from handouts.figures.props.catalogue import PROPS
from handouts.figures.props.support import FootSupport, HandSupport, Reach

WRIST, TURNED, POLE = 1.2, 40.0, 6.0
UPRIGHT = 120.0  # a thigh that one kneels on, an upper arm that one props on
ELBOW_UP_MM = 42.0  # the elbow over the mat that its forearm lies on
FEET_OUT_DEG, AHEAD = 2.5, 60.0  # feet point ahead, a little outwards
SLOPE = 200.0  # millimetres that a foot off by one radian weighs
FOOT_WIDE_MM = {"stand": 92.0, "chair": 105.0, "back": 95.0, "floor": 100.0, "front": 100.0}
BEFORE_MM = 300.0  # feet in front of a wall or worktop, when the pose does not say how far


@cache
def hand_support(name: str, posture: str) -> HandSupport | None:
    """The record of a hand's use: the one for this posture, or that of another."""
    records = (*(support for prop in PROPS.values() for support in prop.hands), *BODY_SUPPORTS)
    known = [one for one in records if one.use.name == name]
    return next((one for one in known if posture in one.postures), known[0] if known else None)


def add_hands(now: Pass) -> None:
    """Wrist, fingers, palm and elbow where the record of the phrase wants them."""
    now.memory.hand_goals.clear()
    for side, hand in now.request.hands.items():
        if hand.use.name == phrases.HANGING.name:
            add_hanging(now.rows, side)
            continue
        support = hand_support(hand.use.name, now.frame.posture)
        if support is None:
            continue
        reach = Reach(side, now.body, now.memory.shifts, hand, is_upper=now.request.is_upper(side))
        arm = support.arm(reach, now.posed)
        now.memory.hand_goals[side] = arm
        if side not in now.frame.fingers:
            now.request.shapes[side] = arm.hand
        if hand.use == phrases.ON_FOREARM:
            _add_forearm(now, side, support.contacts(reach, now.posed)[0][0])
        else:
            _add_arm(now.rows, side, arm)
    for side in requests.pressed_up(now.frame):
        down = vector(0, -1, 0)
        now.rows.aim(now.rows.direction(NODE[f"upperarm01.{side}"], down), down, UPRIGHT)
    for side, way in now.frame.palms.items():
        palm = now.rows.direction(NODE[f"lowerarm02.{side}"], vector(-OUTWARD[side], 0, 0))
        now.rows.aim(palm, _palm_way(now, side, way), TURNED)


def _palm_way(now: Pass, side: str, way: str) -> Floats:
    """Up and down are those of the room; the others turn with the chest."""
    if way in ("up", "down"):
        return vector(0, 1 if way == "up" else -1, 0)
    chest = now.placed.turns[NODE["spine01"]]
    ways = {"forward": (0, 0, 1), "back": (0, 0, -1), "in": (-OUTWARD[side], 0, 0), "out": (OUTWARD[side], 0, 0)}
    found: Floats = chest @ np.array(ways[way], dtype=np.float64)
    return found


def _add_arm(rows: Rows, side: str, arm: Arm) -> None:
    hand = NODE[f"wrist.{side}"]
    rows.place(rows.point(hand, np.zeros(3)), arm.wrist, WRIST)
    if arm.elbow is not None:
        rows.place(rows.point(NODE[f"lowerarm01.{side}"], np.zeros(3)), arm.elbow, WRIST)
    if arm.fingers_to is not None:
        rows.aim(rows.direction(hand, vector(0, -1, 0)), unit(arm.fingers_to), TURNED)
    if arm.palm_to is not None:
        rows.aim(rows.direction(hand, vector(-OUTWARD[side], 0, 0)), unit(arm.palm_to), TURNED)
    # The hinge of the elbow: its back looks where the record sends the elbow.
    back = rows.direction(NODE[f"upperarm01.{side}"], vector(0, 0, -1))
    rows.aim(back, unit(arm.elbow_to), POLE)


def _add_forearm(now: Pass, side: str, contact: Contact) -> None:
    """The elbow on the mat under the shoulder, the forearm ahead, the palm down."""
    elbow = NODE[f"lowerarm01.{side}"]
    now.rows.add(0.6, ELBOW_UP_MM * now.k, points={now.rows.point(elbow, np.zeros(3)): vector(0, 1, 0)})
    lowest = int(contact.vertices[now.posed.skin[contact.vertices, 1].argmin()])
    now.rows.add(4.0, 0.0, points={now.point(lowest): vector(0, 1, 0)})
    down, ahead = vector(0, -1, 0), vector(-OUTWARD[side] * 0.1, 0, 1)
    now.rows.aim(now.rows.direction(NODE[f"upperarm01.{side}"], down), down, UPRIGHT)
    now.rows.aim(now.rows.direction(elbow, down), unit(ahead), UPRIGHT)
    now.rows.aim(now.rows.direction(NODE[f"wrist.{side}"], vector(-OUTWARD[side], 0, 0)), down, TURNED)


def add_hanging(rows: Rows, side: str) -> None:
    """An arm that gravity holds: straight down, a little away from the body, palm inwards."""
    out = OUTWARD[side]
    down = unit(vector(out * 0.13, -1, 0.02))
    rows.aim(rows.direction(NODE[f"upperarm01.{side}"], vector(0, -1, 0)), down, 60.0)
    rows.aim(rows.direction(NODE[f"lowerarm01.{side}"], vector(0, -1, 0)), unit(vector(out * 0.06, -1, 0.16)), 60.0)


def add_feet(now: Pass) -> None:
    """Feet of the frame on what their phrase names, and the width of a stance."""
    for side in SIDES:
        foot = now.request.feet.get(side)
        if foot is not None and not foot.use.unsupported and foot.use not in (phrases.CROSSED, phrases.STACKED):
            _add_foot(now, side, foot)
        elif foot is not None and foot.use == phrases.CROSSED:
            _add_crossed(now, side)
        elif foot is not None and foot.use == phrases.STRETCHED_BACK:
            _add_level_leg(now.rows, side)
        elif foot is not None and foot.toes_deg:
            _add_slope(now.rows, side, foot.toes_deg)
        if now.frame.posture in KNEELING:
            _add_knee(now, side)
        stands = now.request.carries(side) or any(now.request.foot_off_mm(side))
        if stands and now.frame.posture in FOOT_WIDE_MM:
            _add_stance(now, side)


@cache
def _foot_supports() -> dict[str, FootSupport]:
    """What props do for feet, by the name of the use."""
    return {support.use.name: support for prop in PROPS.values() for support in prop.feet}


def foot_support(foot: phrases.Foot) -> FootSupport:
    """What carries this foot: the record of a prop, or the floor."""
    return _foot_supports().get(foot.use.name) or FootSupport(foot.use)


def foot_contact(body: Body, side: str, foot: phrases.Foot) -> Contact:
    """The contact of a foot with what its phrase names."""
    return foot_support(foot).contact(body, side, foot)


def _add_foot(now: Pass, side: str, foot: phrases.Foot) -> None:
    support = foot_support(foot)
    contact = support.contact(now.body, side, foot)
    flat = foot.use.loaded and not foot.use.on_ball and support.skin is foot_vertices
    regions = skin_parts.regions(now.body, "foot", side) if flat else (contact.vertices,)
    level = float(contact.point @ contact.normal)
    for number, region in enumerate(regions):
        heights = now.posed.skin[region] @ contact.normal
        nearest, *others = now.memory.nearest_of((side, number), region, heights)
        now.rows.add(2.0, level, points={now.point(nearest): contact.normal})
        for vertex in others:
            now.rows.add(2.0, -level, points={now.point(vertex): -contact.normal}, at_most=True)
    if foot.heel_up_deg or (foot.use.on_ball and not flat):
        _add_slope(now.rows, side, -foot.heel_up_deg)
        now.request.toes.setdefault(side, max(foot.heel_up_deg, 0.0) + foot.use.toes_deg)
    elif foot.use.upright:
        lies = now.frame.posture in ("floor", "back")
        _add_slope(now.rows, side, foot.toes_deg + (78.0 if lies else 0.0), held=now.frame.posture == "floor")
    if foot.out_deg:
        forward = now.rows.direction(NODE[f"foot.{side}"], vector(0, 0, 1))
        out = OUTWARD[side] * float(np.sin(np.radians(foot.out_deg + FEET_OUT_DEG)))
        now.rows.add(4 * SLOPE, out, directions={forward: vector(1, 0, 0)})
    if support.correction is not None:
        ankle, off = now.rows.point(NODE[f"foot.{side}"], np.zeros(3)), support.correction(now.posed, side)
        at = float(now.posed.joint(f"foot.{side}")[2] + off[2])
        now.rows.add(2.0, at, points={ankle: vector(0, 0, 1)})
    if foot.away_mm is not None:
        skin = foot_vertices(now.body, side)
        tip = now.point(int(skin[now.posed.skin[skin, 2].argmax()]))
        now.rows.add(2.0, -foot.away_mm * now.k * now.memory.ahead, points={tip: vector(0, 0, 1)})


#: Where a crossed ankle lies: a share of the other thigh, and from its bone line inwards and up.
CROSSED_AT, CROSSED_IN_MM, CROSSED_UP_MM = 0.86, 62.0, 92.0
CROSSED_KNEE, CROSSED_FOOT, CROSSED_UP_DEG = 80.0, 15.0, 8.0


def _add_crossed(now: Pass, side: str) -> None:
    """The ankle across the other thigh just above the knee, which drops outwards; the foot upright on its shin."""
    other, out = "L" if side == "R" else "R", OUTWARD[side]
    hip, knee = (now.posed.joint(f"{bone}.{other}") for bone in ("upperleg01", "lowerleg01"))
    at = hip + (knee - hip) * CROSSED_AT + vector(-out * CROSSED_IN_MM, CROSSED_UP_MM, 0) * now.k
    foot = NODE[f"foot.{side}"]
    ankle = now.rows.point(foot, np.zeros(3))
    for way in (vector(1, 0, 0), vector(0, 0, 1)):  # how high it lies is for the contact of the skin
        now.rows.add(2.0, float(at @ way), points={ankle: way})
    for name, degrees in (("ankle up", CROSSED_UP_DEG), ("ankle in", 0.0)):  # a hand that pulls toes does not turn it
        now.rows.add(CROSSED_FOOT, degrees, coordinates={f"{name}.{side}": 1.0})
    knee_to = now.rows.direction(NODE[f"upperleg01.{side}"], vector(0, 0, 1))
    now.rows.aim(knee_to, unit(vector(out, -0.18, -0.30)), CROSSED_KNEE)


def _add_level_leg(rows: Rows, side: str) -> None:
    """A leg stretched back, level with the hips."""
    for bone in ("upperleg01", "lowerleg01"):
        along = rows.direction(NODE[f"{bone}.{side}"], vector(0, -1, 0))
        rows.aim(along, vector(0, 0, -1), UPRIGHT)


def _add_knee(now: Pass, side: str) -> None:
    """A knee that one kneels on stays where it is at rest."""
    if any(touch.side == side and touch.part == "knee" for touch in now.request.touches):
        knee = now.rows.point(NODE[f"lowerleg01.{side}"], np.zeros(3))
        # Who sits back on the heels has the knees where they are on hands and knees.
        ahead = 0.0 if now.frame.posture == "heels" else now.memory.knees_mm[side]
        for way, at in ((vector(0, 0, 1), ahead), (vector(1, 0, 0), OUTWARD[side] * 100.0 * now.k)):
            now.rows.add(0.8, at, points={knee: way})
        if now.frame.posture != "heels" and not {f"knee bend.{side}", f"hip bend.{side}"} & {*now.request.angles}:
            now.rows.aim(now.rows.direction(NODE[f"upperleg01.{side}"], vector(0, -1, 0)), vector(0, -1, 0), UPRIGHT)


def _add_slope(rows: Rows, side: str, up_deg: float, held: bool = False) -> None:
    """How far the toes are higher than the heel; an upright foot that nothing holds falls forward."""
    slope = np.radians(up_deg)
    forward = rows.direction(NODE[f"foot.{side}"], vector(0, 0, 1))
    rows.add(SLOPE, float(np.sin(slope)), directions={forward: vector(0, 1, 0)})
    if held:  # near upright the height of the toes says nothing of their slope
        rows.add(SLOPE, float(np.cos(slope)), directions={forward: vector(0, 0, 1)})


def _add_stance(now: Pass, side: str) -> None:
    posture, k = now.frame.posture, now.k
    ankle = now.rows.point(NODE[f"foot.{side}"], np.zeros(3))
    alone = posture == "stand" and sum(now.request.carries(one) for one in SIDES) == 1
    _, aside = now.request.foot_off_mm(side)
    own = RESTS[now.frame.stance].wide_mm if now.frame.stance else None
    wide = (24.0 if alone else FOOT_WIDE_MM[posture] if own is None else own) + aside
    now.rows.add(2.0 if aside or own is not None else 0.15, OUTWARD[side] * wide * k, points={ankle: vector(1, 0, 0)})
    toes = now.rows.direction(NODE[f"foot.{side}"], vector(0, 0, 1))
    turned = now.frame.feet.get(side)
    ahead_mm = 0.0 if turned and turned.out_deg else AHEAD
    out = OUTWARD[side] * float(np.sin(np.radians(FEET_OUT_DEG)))
    now.rows.add(ahead_mm, out, directions={toes: vector(1, 0, 0)})
    foot = now.request.feet.get(side)
    if foot is not None and foot.away_mm is not None:
        return
    ahead, _ = now.request.foot_off_mm(side)
    if posture == "stand":
        weight = 2.0 if ahead or now.frame.from_wall_mm else 0.15
        now.rows.add(weight, (now.memory.feet_z_mm + ahead) * k, points={ankle: vector(0, 0, 1)})
    elif not {f"knee bend.{side}", f"hip bend.{side}"} & {*now.request.angles} or now.frame.hips:
        now.rows.add(0.4, now.memory.ankles_mm[side], points={ankle: vector(0, 0, 1)})  # it stays where it is at rest
