"""Contacts in words: any part of the body on any surface, or on any other part of the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from handouts.figures.language.values import HEIGHTS, SIDES, UnreadableError, words

#: What may touch, by the key of the pose: the words before `on`, and the part of the skin that they mean.
TOUCHING: dict[str, dict[str, str]] = {
    "hand": {"": "hand", "fingertips": "fingertips", "back of hand": "back of hand", "forearm": "forearm",
             "elbow": "elbow"},
    "foot": {"": "foot", "flat": "foot", "heel": "heel", "ball": "ball", "toes": "toes", "ankle": "ankle",
             "top": "instep", "calf": "calf", "shin": "shin"},
    "elbow": {"": "elbow"},
    "forearm": {"": "forearm"},
    "shoulder": {"": "shoulder"},
    "knee": {"": "knee"},
    "head": {"": "head", "forehead": "forehead", "cheek": "cheek"},
    "back": {"": "back", "upper back": "upper back", "low back": "low back"},
    "hips": {"": "bottom", "belly": "belly"},
}  # fmt: skip
#: Parts of the body that something can lie on; each is counted for a side.
PLACES = ("knee", "thigh", "shin", "calf", "ankle", "foot", "toes", "heel", "hip", "shoulder", "upper arm", "elbow",
          "forearm", "wrist", "hand", "back of hand", "palm", "fingers", "back of thigh")  # fmt: skip
MIDDLES = ("chest", "belly", "low back", "neck", "back of head", "head", "forehead", "chin", "side of head",
           "top of head")  # fmt: skip
SURFACES = ("floor", "mat")  # those of the props come from the vocabulary
HEIGHT_CM = (20, 220)

_ON = re.compile(
    r"(?:(?P<part>[a-z ]+?) )?(?:(?P<gap>\d+) cm over|on) (?P<on>[a-z ]+?)"
    r"(?: at (?P<height>\w+) height| (?P<over>overhead)| at (?P<cm>\d+) cm)?"
    r"(?: (?P<off>\d+) cm (?P<way>ahead|behind|aside))?"
)
_HOLDING = re.compile(r"holding (?P<on>[a-z ]+?)(?: at (?P<height>\w+) height)?")


@dataclass(frozen=True, slots=True)
class Touch:
    """One contact of a frame.

    Attributes:
        key: the key of the pose that says it, for messages.
        side: `R`, `L`, or empty for parts in the middle.
        part: the skin that touches.
        on: a surface, or the part of the body that is touched.
        on_side: the side of that part; empty for surfaces and middles.
        height_mm: of the middle of the part over the floor, for a person of 1700 mm.
        holds: the hand closes round it.
        off_mm: how far ahead and aside of its usual place a foot is put down, for a person of 1700 mm.
        gap_mm: it is held so far over the surface and touches nothing, for a person of 1700 mm.
    """

    key: str
    side: str
    part: str
    on: str
    on_side: str = ""
    height_mm: float | None = None
    holds: bool = False
    off_mm: tuple[float, float] = (0.0, 0.0)
    gap_mm: float = 0.0

    @property
    def name(self) -> str:
        """As checks and messages name it: `right hand on left knee`."""
        how = "over" if self.gap_mm else "on"
        return " ".join(filter(None, (_SIDE.get(self.side), self.part, how, _SIDE.get(self.on_side), self.on)))


_SIDE = {letter: word for word, letter in SIDES.items()}


def touch(key: str, side: str, value: Any, surfaces: Sequence[str]) -> Touch:
    """`on left knee` · `fingertips on wall at eye height` · `forearm on table` · `holding right wrist`.

    Args:
        key: the part of the body that the pose names, without its side.
        side: its side, or empty.
        surfaces: what the props have to lie on.

    Raises:
        UnreadableError: this part cannot touch so.
    """
    text = words(value, "on wall at shoulder height")
    holding = _HOLDING.fullmatch(text) if key == "hand" else None
    match = holding or _ON.fullmatch(text)
    parts = TOUCHING[key]
    found = match.groupdict() if match else {}
    part = found.get("part") or ""
    target = _target(found.get("on") or "", side, (*SURFACES, *surfaces))
    if match is None or part not in parts or target is None:
        raise UnreadableError(f"cannot read {text!r}", _nearest(text, key, surfaces) or offered(key, surfaces))
    on, on_side = target
    if on_side and on_side == side and _same_limb(key, on):
        raise UnreadableError(f"a {key} cannot be on its own {on}", f"name the other side, or another part than {on}")
    return Touch(
        f"{_SIDE[side]} {key}" if side else key,
        side,
        parts[part],
        on,
        on_side,
        _height(found),
        bool(holding),
        _off(found),
        float(found.get("gap") or 0) * 10,
    )


def _target(text: str, side: str, surfaces: Sequence[str]) -> tuple[str, str] | None:
    """What is touched, and its side."""
    if text == "head" and side:  # a head lies on its back, a hand lies on its top
        return "top of head", ""
    if text in (*surfaces, *MIDDLES):
        return text, ""
    for limb in (" hand", " thigh", " thighs"):
        if text.startswith("back of ") and text.endswith(limb):
            text = f"{text.removeprefix('back of ').removesuffix(limb)} back of{limb}"
    if side and text.endswith("s") and text.removesuffix("s") in PLACES:  # `hands: on shins`: each on its own side
        return text.removesuffix("s"), side
    word, _, place = text.partition(" ")
    if word == "other" and side:
        word = _SIDE["L" if side == "R" else "R"]
    return (place, SIDES[word]) if word in SIDES and place in PLACES else None


_ARM = ("hand", "elbow", "forearm", "wrist", "back of hand", "palm", "fingers")
_LEG = ("foot", "ankle", "toes", "heel", "shin")


def _same_limb(key: str, place: str) -> bool:
    """Are both on the same arm or lower leg, so that no joint brings them together?"""
    return (key in _ARM and place in _ARM) or (key in _LEG and place in _LEG)


def _off(found: dict[str, Any]) -> tuple[float, float]:
    """`60 cm ahead`, `behind` or `aside`."""
    way, millimetres = found.get("way"), float(found.get("off") or 0) * 10
    return {"ahead": (millimetres, 0.0), "behind": (-millimetres, 0.0), "aside": (0.0, millimetres)}.get(
        way or "", (0.0, 0.0)
    )


def _height(found: dict[str, Any]) -> float | None:
    if found.get("cm"):
        centimetres = float(found["cm"])
        if not HEIGHT_CM[0] <= centimetres <= HEIGHT_CM[1]:
            raise UnreadableError(
                f"{centimetres:g} cm is out of reach", f"write {HEIGHT_CM[0]} to {HEIGHT_CM[1]} cm over the floor"
            )
        return centimetres * 10
    word = found.get("height") or found.get("over")
    if word is None:
        return None
    if word not in HEIGHTS:
        raise UnreadableError(f"unknown height {word!r}", f"heights are {', '.join(f'`{h}`' for h in HEIGHTS)}, or cm")
    return HEIGHTS[word] * 1700


NEAREST = 5


def _nearest(text: str, key: str, surfaces: Sequence[str]) -> str:
    """The surfaces and parts that a text may mean: those of the limb that it names, else the nearest spelling."""
    named = " ".join(text.partition("on ")[2].split(" at ")[0].split())
    side = next((f"{word} " for word in SIDES if named.startswith(f"{word} ")), "")
    known = (*SURFACES, *surfaces, *MIDDLES, *(f"{side or 'left '}{place}" for place in PLACES))
    last = named.split()[-1].removesuffix("s") if named else ""
    limbs = ((LEG_PARTS, LEG_WORDS), (ARM_PARTS, ARM_WORDS))
    limb = next((parts for parts, words in limbs if last and any(last in word or word in last for word in words)), ())
    near = [f"{side or 'left '}{part}" for part in limb] or get_close_matches(named, known, NEAREST, 0.5)
    return f"a {key} can be on {', '.join(f'`{one}`' for one in near[:NEAREST])}" if near else ""


#: What authors call the parts of a limb, and those that something can lie on, the nearest first.
LEG_PARTS = ("shin", "calf", "knee", "thigh", "ankle")
ARM_PARTS = ("forearm", "elbow", "wrist", "upper arm", "hand")
LEG_WORDS, ARM_WORDS = (*LEG_PARTS, "leg", "heel", "foot", "toe"), (*ARM_PARTS, "arm", "palm", "finger", "biceps")


def offered(key: str, surfaces: Sequence[str]) -> str:
    """What this part can touch, as messages say it."""
    own = [f"`{part} on …`" for part in TOUCHING[key] if part]
    holds = ["`holding …`"] if key == "hand" else []
    on = ", ".join((*SURFACES, *surfaces))
    return (
        f"a {key} can be {', '.join(['`on …`', *own, *holds])}: on a surface ({on}) or a part of the body"
        " (`left knee`, `right shoulder`, `chest` …)"
    )
