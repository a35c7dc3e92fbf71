"""Joint angles, measured on the posed body."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import angle_deg, twist_deg, vector
from handouts.figures.language.values import SIDE_WORDS
from handouts.figures.person.rig import Body, Posed


def angles(posed: Posed) -> dict[str, float]:
    """Joint angles of a posed body in degrees, as clinicians count: 0 = standing straight, dorsiflexion positive."""
    found = {}
    hips = (posed.joint("upperleg01.R") + posed.joint("upperleg01.L")) / 2
    neck, rest_neck = posed.joint("neck01") - hips, posed.body.head("neck01") - _rest_hips(posed.body)
    found["trunk lean"] = _pitch(neck) - _pitch(rest_neck)
    found |= _neck(posed)
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
    return found


def _neck(posed: Posed) -> dict[str, float]:
    """The head against the chest: nodding, tilted to a shoulder, turned to a side."""
    rotation = posed.rotation("spine01").T @ posed.rotation("head")
    up = vector(0, 1, 0)
    aside, above, ahead = rotation @ up
    return {
        "neck bend": float(np.degrees(np.arctan2(ahead, above))),
        "neck tilt": float(np.degrees(np.arcsin(np.clip(aside, -1.0, 1.0)))),
        "neck turn": twist_deg(rotation, up),
    }


def _rest_hips(body: Body) -> Floats:
    found: Floats = (body.head("upperleg01.R") + body.head("upperleg01.L")) / 2
    return found


def _pitch(way: Floats) -> float:
    """How far a direction leans forward from upright."""
    return float(np.degrees(np.arctan2(way[2], way[1])))
