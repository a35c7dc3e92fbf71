"""Phrases of the pose language: what a foot, a hand or a joint does, in a few closed patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from handouts.diagnostics import did_you_mean, nearest

STRAIGHT_DEG = 2.0  # what `straight` aims at: a locked joint looks and is unkind
SIDES = {"right": "R", "left": "L"}
HEIGHTS = {"waist": 0.62, "chest": 0.72, "shoulder": 0.80, "eye": 0.92}  # share of body height, palm middle


@dataclass(frozen=True, slots=True)
class Foot:
    """A foot and what carries it: `how` is flat, ball, heel, lifted or back; `away_mm` is toe tip to the wall."""

    how: str
    on: str = ""
    heel_up_deg: float = 0.0
    away_mm: float | None = None
    away_from: str = ""
    raised_mm: float = 0.0
    toes_deg: float = 0.0
    curl_deg: float = 0.0
    out_deg: float = 0.0
    arch_mm: float = 0.0
    up_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Hand:
    """A hand and what it does."""

    how: str
    on: str = ""
    height: str = ""
    side: str = ""


class UnreadableError(Exception):
    """A phrase outside the grammar: what is wrong, and an example of what would be right."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.help = help


def _cm(text: str) -> float:
    return float(text) * 10.0


_NUMBER = r"(\d+(?:\.\d+)?)"
_FOOT = re.compile(rf"flat on (floor|mat)(?:, {_NUMBER} cm from (wall|counter|doorway))?")
_PAST = re.compile(rf"flat on floor, {_NUMBER} cm past doorway")
_BALL = re.compile(rf"heel {_NUMBER} up on (floor)(?:, {_NUMBER} cm from (wall|counter))?")
_HEEL = re.compile(rf"heel on (floor|mat)(?:, toes {_NUMBER} (up|down))?")
_LIFTED = re.compile(rf"lifted(?:, toes {_NUMBER} (up|down))?")
_ON_ROUND = re.compile(r"(arch|heel|ball) on (ball|bottle)")
_ROLL = re.compile(rf"toes on rolled towel(?:, heel {_NUMBER} up)?(?:, {_NUMBER} cm from (counter))?")
_EDGE = re.compile(rf"ball on step edge, heel {_NUMBER} (up|down)")
_CUSHION = re.compile(rf"calf on cushion, toes {_NUMBER} (up|down)")
_CROSSED = re.compile(r"on (right|left) knee")
_TOES = re.compile(rf"{_NUMBER} (up|down)")
_TURNED = re.compile(rf"flat on floor, toes {_NUMBER} out")
_ARCHED = re.compile(rf"flat on floor, arch {_NUMBER} mm up")
_ON_TOWEL = re.compile(rf"flat on towel(?:, toes {_NUMBER} curled)?")
_STACKED = re.compile(rf"on (right|left) foot(?:, knee {_NUMBER} up)?")
_RAISED = re.compile(rf"leg {_NUMBER} up")
_ASIDE = re.compile(rf"leg {_NUMBER} aside")
_ON_ICE = re.compile(r"(flat|heel) on ice pack")
_HAND_SHIN = re.compile(r"hold (right|left) shin")
_HAND_WALL = re.compile(r"on wall at (\w+) height")
_FOREARM = re.compile(r"forearm on doorway at (\w+) height")
_HELD_FOOT = re.compile(r"on (right|left) foot behind")
_BACKWARDS = re.compile(rf"{_NUMBER} back")


_SIMPLE_HANDS = {
    "hanging": Hand("hanging"),
    "on counter": Hand("on", "counter"),
    "fingertips on counter": Hand("tips", "counter"),
    "just over counter": Hand("over", "counter"),
    "on rail": Hand("on", "rail"),
    "on hips": Hand("hips"),
    "on belly": Hand("belly"),
    "at sides": Hand("sides"),
    "on thighs": Hand("thigh"),
    "on floor": Hand("floor", "floor"),
    "on forearms": Hand("forearms"),
    "stretched forward": Hand("forward"),
    "holding towel": Hand("towel"),
    "on right toes": Hand("toes", side="R"),
    "on right heel": Hand("heel", side="R"),
}
HAND_PHRASES = (
    "on wall at shoulder height",
    "forearm on doorway at shoulder height",
    "hold right shin",
    "on right foot behind",
    *_SIMPLE_HANDS,
)
FOOT_PHRASES = (
    "flat on floor",
    "flat on floor, 85 cm from wall",
    "flat on floor, 30 cm past doorway",
    "heel 30 up on floor",
    "heel on floor, toes 20 up",
    "lifted, toes 30 down",
    "arch on ball",
    "arch on bottle",
    "flat on ice pack",
    "heel on ice pack",
    "flat on footrest",
    "flat on towel, toes 40 curled",
    "on left knee",
    "ball on step edge, heel 20 down",
    "toes on rolled towel, heel 30 up, 9 cm from counter",
    "calf on cushion, toes 20 up",
    "stretched back",
    "on left foot, knee 35 up",
    "leg 30 up",
    "leg 30 aside",
    "flat on floor, toes 12 out",
    "flat on floor, arch 6 mm up",
)
BALL_MM = 62.0  # thickness of the ball under a foot
ROUND_MM = {"ball": BALL_MM, "bottle": 68.0}  # a half-litre bottle
ICE_PACK_MM = 30.0
FOOTREST_MM = 45.0  # of a wheelchair, over the floor
TOES_DEG = {"up": 80, "down": 60}  # all joints of the toes together; up is what a hand can do
ASIDE_DEG = 45  # of the leg of one who stands
TOWEL_MM = 6.0
CUSHION_MM = 110.0
FOOTREST = Foot("flat", "footrest", raised_mm=FOOTREST_MM)
_SIMPLE_FEET = {"stretched back": Foot("back"), "flat on footrest": FOOTREST}


def foot(value: Any) -> Foot:
    """`flat on floor, 85 cm from wall` · `heel 30 up on floor`."""
    text = words(value, "flat on floor, 85 cm from wall")
    if m := _FOOT.fullmatch(text):
        return Foot("flat", m[1], away_mm=_cm(m[2]) if m[2] else None, away_from=m[3] or "")
    if m := _PAST.fullmatch(text):
        return Foot("flat", "floor", away_mm=-_cm(m[1]), away_from="doorway")
    if m := _BALL.fullmatch(text):
        return Foot("ball", m[2], float(m[1]), _cm(m[3]) if m[3] else None, m[4] or "")
    if m := _HEEL.fullmatch(text):
        return Foot("heel", m[1], toes_deg=_toes(m[2], m[3]))
    if m := _LIFTED.fullmatch(text):
        return Foot("lifted", toes_deg=_toes(m[1], m[2]))
    if m := _ON_ROUND.fullmatch(text):
        return Foot("rolling", m[2], raised_mm=ROUND_MM[m[2]], away_from=m[1])
    if m := _ON_TOWEL.fullmatch(text):
        return Foot("flat", "towel", raised_mm=TOWEL_MM, curl_deg=float(m[1] or 0))
    if m := _TURNED.fullmatch(text):
        return Foot("flat", "floor", out_deg=float(m[1]))
    if m := _ARCHED.fullmatch(text):
        return Foot("flat", "floor", arch_mm=float(m[1]))
    if m := _ROLL.fullmatch(text):
        return Foot("roll", "towel roll", float(m[1] or 0), _cm(m[2]) if m[2] else None, m[3] or "")
    if m := _EDGE.fullmatch(text):
        return Foot("edge", "step", _toes(m[1], m[2]))
    if m := _CUSHION.fullmatch(text):
        return Foot("cushion", "cushion", toes_deg=_toes(m[1], m[2]))
    if m := _CROSSED.fullmatch(text):
        return Foot("crossed", f"{m[1]} knee")
    if m := _STACKED.fullmatch(text):
        return Foot("stacked", f"{m[1]} foot", up_deg=float(m[2] or 0))
    if m := _RAISED.fullmatch(text):
        return Foot("raised", up_deg=float(m[1]))
    if m := _ASIDE.fullmatch(text):
        if float(m[1]) > ASIDE_DEG:
            raise UnreadableError(f"a leg does not go `{text}`", f"write at most `leg {ASIDE_DEG} aside`")
        return Foot("aside", up_deg=float(m[1]))
    if m := _ON_ICE.fullmatch(text):
        return Foot(m[1], "ice pack", raised_mm=ICE_PACK_MM)
    if text in _SIMPLE_FEET:
        return _SIMPLE_FEET[text]
    raise UnreadableError(f"cannot read {text!r}", _meant(text, FOOT_PHRASES))


def toes(value: Any) -> float:
    """`40 up`: how far the toes are bent back; down counts as minus."""
    text = words(value, "40 up")
    if m := _TOES.fullmatch(text):
        if float(m[1]) > TOES_DEG[m[2]]:
            raise UnreadableError(f"toes do not bend {text}", f"write at most `{TOES_DEG[m[2]]} {m[2]}`")
        return _toes(m[1], m[2])
    raise UnreadableError(f"cannot read {text!r}", "try `40 up` or `30 down`")


def _toes(number: str | None, way: str | None) -> float:
    """Toes up counts as plus."""
    return 0.0 if number is None else float(number) * (1 if way == "up" else -1)


def _meant(text: str, phrases: tuple[str, ...]) -> str:
    """Help for a phrase: the nearest one that can be read, or all of them."""
    close = nearest(text, phrases)
    return f"write for example `{close}`" if close else f"try {_one_of(phrases)}"


def _one_of(phrases: tuple[str, ...]) -> str:
    return ", ".join(f"`{p}`" for p in phrases[:-1]) + f" or `{phrases[-1]}`"


def hand(value: Any) -> Hand:
    """`on wall at shoulder height` · `hanging`."""
    text = words(value, "on wall at shoulder height")
    if text in _SIMPLE_HANDS:
        return _SIMPLE_HANDS[text]
    if m := _HAND_SHIN.fullmatch(text):
        return Hand("hold shin", side=SIDES[m[1]])
    if m := _HELD_FOOT.fullmatch(text):
        return Hand("hold foot", side=SIDES[m[1]])
    if m := _HAND_WALL.fullmatch(text):
        return Hand("on", "wall", _height(m[1]))
    if m := _FOREARM.fullmatch(text):
        return Hand("forearm", "doorway", _height(m[1]))
    raise UnreadableError(f"cannot read {text!r}", _meant(text, HAND_PHRASES))


def _height(word: str) -> str:
    if word not in HEIGHTS:
        raise UnreadableError(f"unknown height {word!r}", did_you_mean(word, HEIGHTS, "height"))
    return word


def hip(value: Any) -> float:
    """How far a lifted leg is bent at the hip, in degrees; `10 back` counts as minus."""
    if isinstance(value, str) and (m := _BACKWARDS.fullmatch(words(value, "10 back"))):
        return -float(m[1])
    if isinstance(value, str):
        raise UnreadableError(f"cannot read {value!r}", "write a number of degrees, for example `40`, or `10 back`")
    return degrees(value)


def joint(value: Any) -> float:
    """`straight` or an angle in degrees."""
    if value == "straight":
        return STRAIGHT_DEG
    if isinstance(value, str):
        raise UnreadableError(f"cannot read {value!r}", "write `straight`, or a number of degrees, for example `40`")
    return degrees(value)


def degrees(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnreadableError(
            f"{value!r} is not an angle", "write a number of degrees without a unit, for example `40`"
        )
    if not 0 <= value <= 180:
        raise UnreadableError(
            f"{value} is not an angle of this joint", "write 0 to 180 degrees; a joint never bends backwards"
        )
    return float(value)


def words(value: Any, example: str) -> str:
    if not isinstance(value, str):
        raise UnreadableError(f"{value!r} is not a phrase", f"write a phrase, for example `{example}`")
    return " ".join(value.split())
