"""The keys of a frame: which slot each fills, and what reads its value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from handouts.diagnostics import Span, did_you_mean
from handouts.figures.language import joints
from handouts.figures.language.values import SIDES, UnreadableError, degrees, hip, joint, toes

Path = tuple[str | int, ...]  # of keys, and of numbers in lists
SpanOf = Callable[[Path], Span | None]  # the place of a path in its file

VIEWS = (
    "side",
    "side left",
    "from the feet",
    "low from the feet",
    "from above",
    "side from above",
    "side from the head",
    "side turned",
    "three-quarter",
    "three-quarter left",
    "three-quarter from above",
    "three-quarter left from above",
    "from the head",
    "front",
    "front turned",
    "front from above",
    "back",
    "back turned",
)
LOW_BACK_CLOSE_UP = "close-up low back"
LEGS_CLOSE_UP = "close-up legs"
UPPER_CLOSE_UP, HEAD_CLOSE_UP = "close-up upper body", "close-up head"
UPPER_CLOSE_UPS = (UPPER_CLOSE_UP, HEAD_CLOSE_UP)  # the whole figure, cut off
BODY_CLOSE_UPS = (LOW_BACK_CLOSE_UP, LEGS_CLOSE_UP, *UPPER_CLOSE_UPS)  # all others show a limb
FOREARM_CLOSE_UPS = ("close-up right forearm", "close-up left forearm")
HAND_CLOSE_UPS = ("close-up right hand", "close-up left hand", *FOREARM_CLOSE_UPS)
CLOSE_UPS = (
    "close-up right foot",
    "close-up left foot",
    "close-up inner right foot",
    "close-up front right foot",
    "close-up feet",
    LOW_BACK_CLOSE_UP,
    LEGS_CLOSE_UP,
    *UPPER_CLOSE_UPS,
    *HAND_CLOSE_UPS,
)

#: Movements of trunk and head that a frame holds in a slot of its own, by their coordinate and sign.
_OWN_SLOTS = {("trunk lean", 1): "lean_deg", ("trunk lean", -1): "arch_deg", ("neck bend", 1): "nod_deg"}


def _middle(joint: str, value: Any) -> dict[str, Any]:
    """Movements of trunk or head: `{lean: 12}` · `turn right 30, side bend left 10`."""
    slots: dict[str, Any] = {"joints_deg": {}}
    for name, angle in joints.angles(joint, value).items():
        slot = _OWN_SLOTS.get((name, 1 if angle >= 0 else -1))
        slots |= {slot: abs(angle)} if slot else {"joints_deg": {**slots["joints_deg"], name: angle}}
    return slots


def _trunk(value: Any) -> dict[str, Any]:
    return _middle("trunk", value)


def _pelvis(value: Any) -> dict[str, Any]:
    """`hitch left 5`: the left side of the pelvis is higher."""
    return _middle("pelvis", value)


def _posture(words: Mapping[str, dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    """A word that decides a few slots at once."""

    def read_one(value: Any) -> dict[str, Any]:
        if not isinstance(value, str) or value not in words:
            raise UnreadableError(f"unknown word {value!r}", did_you_mean(str(value), words, "word"))
        return words[value]

    return read_one


def _choice(slot: str, words: Mapping[str, str]) -> Callable[[Any], dict[str, Any]]:
    """A key that takes one of a few words."""
    return _posture({word: {slot: meaning} for word, meaning in words.items()})


def _head(value: Any) -> dict[str, Any]:
    """`{nod: 10}` · `turn right 60`: what the neck does; `on cushion`: what the head lies on."""
    return {"head_on": "cushion"} if value == "on cushion" else _middle("head", value)


_LIFTED = re.compile(r"lifted(?: (\d+) cm)?")
MOST_LIFTED_CM = 40


def _hips(value: Any) -> dict[str, Any]:
    """`lifted` · `lifted 10 cm`: the pelvis, off what it lies or sits on."""
    match = _LIFTED.fullmatch(" ".join(value.split())) if isinstance(value, str) else None
    if match is None:
        help = "write `lifted`, `lifted 10 cm`, `on wall`, or the bend of both hips, for example `90`"
        raise UnreadableError(f"cannot read {value!r}", help)
    centimetres = float(match[1] or 0)
    if centimetres > MOST_LIFTED_CM:
        raise UnreadableError(f"hips are not lifted {centimetres:g} cm", f"write at most `lifted {MOST_LIFTED_CM} cm`")
    return {"hips": "lifted", "hips_up_mm": centimetres * 10}


def _roll(value: Any) -> dict[str, Any]:
    """`{right: 45}`: how far both knees, held together, roll to a side; to the left counts as minus."""
    words = _only(value, tuple(SIDES), "{right: 45}")
    return {"roll_deg": sum(degrees(angle) * (1 if side == "right" else -1) for side, angle in words.items())}


def _only(value: Any, known: tuple[str, ...], example: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or not value:
        raise UnreadableError(f"{value!r} is not a set of angles", f"write for example `{example}`")
    for name in value:
        if name not in known:
            raise UnreadableError(f"unknown word {name!r}", did_you_mean(str(name), known, "angle"))
    return value


Reader = Callable[[Any], Any]
#: Part of one side → the slot of the frame that it fills.
SIDED = {
    "foot": "feet", "knee": "knees_deg", "hip": "hips_deg", "toes": "toes_deg", "hand": "hands",
    "shoulder": "joints_deg", "elbow": "joints_deg", "wrist": "joints_deg", "ankle": "joints_deg",
    "forearm": "palms", "fingers": "fingers",
}  # fmt: skip
JOINTS: dict[str, Reader] = {"knee": joint, "hip": hip, "toes": toes, "fingers": joints.shape, "forearm": joints.palm}
BOTH = {
    "feet": "foot", "knees": "knee", "hands": "hand", "shoulders": "shoulder", "elbows": "elbow", "wrists": "wrist",
    "forearms": "forearm", "ankles": "ankle", "fingers": "fingers", "toes": "toes",
}  # fmt: skip
#: Words for more than one joint, and the keys that say what is meant.
MEANT = {
    "arm": ("shoulder", "elbow", "forearm", "wrist", "fingers", "hand"),
    "leg": ("hip", "knee", "ankle", "toes", "foot"),
    "thumb": ("fingers",),
    "palm": ("forearm",),
    "heel": ("foot",),
    "upper back": ("back",),
    "low back": ("back",),
    "neck": ("head",),
    "chin": ("head",),
    "chest": ("trunk",),
    "spine": ("trunk", "back"),
    "body": ("trunk",),
}
#: Parts of the body that do not move in drawings.
STILL = ("jaw", "mouth", "eyes", "eye", "tongue", "ribs", "breath", "lips")
_SITS = {
    "on floor": {"posture": "floor"},
    "with legs straight": {"posture": "floor"},
    "in wheelchair": {"posture": "chair", "seat": "wheelchair"},
}


def sitting(seats: Sequence[str]) -> Callable[[Any], dict[str, Any]]:
    """`on chair`, and on what else the props have to sit on."""
    return _posture({**{f"on {seat}": {"posture": "chair", "seat": seat} for seat in seats}, **_SITS})


WHOLE: dict[str, Callable[[Any], dict[str, Any]]] = {
    "trunk": _trunk,
    "head": _head,
    "pelvis": _pelvis,
    "roll": _roll,
    "stand": _posture(
        {
            "in squat": {"stance": "squat"},
            "in lunge, right foot ahead": {"stance": "lunge", "under": "L"},
            "in lunge, left foot ahead": {"stance": "lunge", "under": "R"},
            "heel to toe, right foot ahead": {"stance": "tandem", "under": "L"},
            "heel to toe, left foot ahead": {"stance": "tandem", "under": "R"},
            "with feet together": {"stance": "together"},
        }
    ),
    "sit": sitting(()),
    "lie": _posture(
        {
            "on back": {"posture": "back"},
            "on front": {"posture": "front"},
            "on left side": {"posture": "side", "under": "L", "head_on": "cushion"},
            "on right side": {"posture": "side", "under": "R", "head_on": "cushion"},
        }
    ),
    "kneel": _posture(
        {
            "on hands and knees": {"posture": "fours"},
            "back on heels": {"posture": "heels"},
            "upright": {"posture": "upright"},
            "on right knee": {"posture": "half", "under": "R"},
            "on left knee": {"posture": "half", "under": "L"},
        }
    ),
    "back": _choice("back", {word: word for word in ("flat", "pressed", "arched", "round", "sag")}),
    "hips": _hips,
    "view": _posture({**{word: {"view": word} for word in CLOSE_UPS}, **{word: {"seen_from": word} for word in VIEWS}}),
}

BODY_KEYS = (*(f"{side} {part}" for side in SIDES for part in SIDED), *BOTH, *WHOLE)
