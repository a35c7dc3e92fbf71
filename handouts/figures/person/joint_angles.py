"""Joint angles, measured on the posed body."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import about_x, about_z, angle_deg, cross, twist_deg, unit, vector
from handouts.figures.language.values import SIDE_WORDS
from handouts.figures.person.limbs import OUTWARD, palm_axes
from handouts.figures.person.rig import Body, Posed

FAR_ASIDE = 0.35  # cosine of how far aside an arm is, from which its forward swing says nothing


def angles(posed: Posed) -> dict[str, float]:
    """Joint angles of a posed body in degrees, as clinicians count: 0 = standing straight, dorsiflexion positive."""
    found: dict[str, float] = {}
    hips = (posed.joint("upperleg01.R") + posed.joint("upperleg01.L")) / 2
    neck, rest_neck = posed.joint("neck01") - hips, posed.body.head("neck01") - rest_hips(posed.body)
    found["trunk lean"] = _pitch(neck) - _pitch(rest_neck)
    found |= _bends(posed, "neck", "spine01", "head", "tilt") | _bends(posed, "trunk", "root", "spine01", "side")
    found["neck tuck"] = _tuck(posed)
    found["pelvis hitch"] = float(np.degrees(np.arcsin(np.clip((posed.rotation("root") @ vector(1, 0, 0))[1], -1, 1))))
    for side, word in SIDE_WORDS.items():
        hip, knee, ankle = (posed.joint(f"{b}.{side}") for b in ("upperleg01", "lowerleg01", "foot"))
        trunk_down = posed.rotation("root") @ vector(0, -1, 0)
        forward = posed.rotation("root") @ vector(0, 0, 1)
        thigh = knee - hip  # its bend is forwards; what it swings aside is another movement
        found[f"{word} hip"] = float(np.degrees(np.arctan2(thigh @ forward, thigh @ trunk_down)))
        found[f"{word} knee"] = angle_deg(knee - hip, ankle - knee)
        sole = posed.rotation(f"foot.{side}") @ vector(0, 0, 1)
        found[f"{word} ankle"] = 90 - angle_deg(knee - ankle, sole)
        shoulder, elbow, wrist = (posed.joint(f"{b}.{side}") for b in ("upperarm01", "lowerarm01", "wrist"))
        found[f"{word} elbow"] = angle_deg(elbow - shoulder, wrist - elbow)
        found |= {f"{word} {name}": value for name, value in (_ball_joints(posed, side) | _wrist(posed, side)).items()}
    return found


def _ball_joints(posed: Posed, side: str) -> dict[str, float]:
    """Shoulder and hip as two swings, forward and aside, and what the limb turns about its own length."""
    out = OUTWARD[side]
    found: dict[str, float] = {}
    for joint, above, bone, below, end in (
        ("shoulder", "spine01", "upperarm01", "lowerarm01", "wrist"),
        ("hip", "root", "upperleg01", "lowerleg01", "foot"),
    ):
        chest = posed.rotation(above)
        start, middle, tip = (posed.joint(f"{b}.{side}") for b in (bone, below, end))
        x, y, z = chest.T @ unit(middle - start)
        forward, aside = float(np.degrees(np.arctan2(z, -y))), float(np.degrees(np.arcsin(np.clip(x * out, -1, 1))))
        found |= {f"{joint} forward": forward, f"{joint} aside": aside}
        lower = chest.T @ unit(tip - middle)
        if joint == "shoulder" and np.hypot(y, z) < FAR_ASIDE:
            forward = 0.0  # an arm far aside swings forward about its own length: the turn counts from no swing
        untwisted = (about_x(-forward) @ about_z(out * aside)).T @ lower
        ahead = untwisted[2] if joint == "shoulder" else -untwisted[2]
        across = untwisted[0] * out if joint == "shoulder" else -untwisted[0] * out
        if np.hypot(ahead, across) > 0.25:  # a straight limb does not show its turn
            found[f"{joint} turn"] = float(np.degrees(np.arctan2(across, ahead)))
    return found


def _bends(posed: Posed, name: str, below: str, above: str, aside_word: str) -> dict[str, float]:
    """One part against the one below it: bent forward, to the left side, and turned to the left."""
    rotation = posed.rotation(below).T @ posed.rotation(above)
    up = vector(0, 1, 0)
    aside, over, ahead = rotation @ up
    return {
        f"{name} bend": float(np.degrees(np.arctan2(ahead, over))),
        f"{name} {aside_word}": float(np.degrees(np.arcsin(np.clip(aside, -1.0, 1.0)))),
        f"{name} turn": twist_deg(rotation, up),
    }


def _tuck(posed: Posed) -> float:
    """How far the head is drawn back over a neck that bends the other way: what both bend against one another."""
    low = posed.rotation("spine01").T @ posed.rotation("neck03")
    high = posed.rotation("neck03").T @ posed.rotation("head")
    forward = [float(np.degrees(np.arctan2(turn[2, 1], turn[1, 1]))) for turn in (low, high)]
    # Of a plain bend `kinematics` gives the neck 0.55 and the head 0.45; a chin tuck -1 and 1.
    return 0.55 * forward[1] - 0.45 * forward[0]


def _wrist(posed: Posed, side: str) -> dict[str, float]:
    """The hand against the line of the forearm: bent back, and to the thumb."""
    fingers, palm = palm_axes(posed.body, side)
    elbow, wrist = (posed.joint(f"{bone}.{side}") for bone in ("lowerarm01", "wrist"))
    fore = posed.rotation(f"wrist.{side}").T @ unit(wrist - elbow)
    palm = unit(palm - fingers * float(palm @ fingers))
    thumb = cross(palm, fingers) * OUTWARD[side]
    return {
        "wrist back": float(np.degrees(np.arcsin(np.clip(fore @ palm, -1.0, 1.0)))),
        "wrist thumb": -float(np.degrees(np.arctan2(fore @ thumb, fore @ fingers))),
    }


def rest_hips(body: Body) -> Floats:
    """The middle between the hip joints of a body at rest."""
    found: Floats = (body.head("upperleg01.R") + body.head("upperleg01.L")) / 2
    return found


def _pitch(way: Floats) -> float:
    """How far a direction leans forward from upright."""
    return float(np.degrees(np.arctan2(way[2], way[1])))
