"""What a drawing points at: the area that is marked, what moves where, and the places that bear a label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

from handouts.diagnostics import did_you_mean
from handouts.figures.language.values import SIDES, UnreadableError, words

AREAS = (
    "calf", "soleus", "shin", "outer shin", "sole", "arch", "hamstring", "thigh", "inner thigh", "bottom", "outer hip",
    "front of hip", "low back", "upper back", "chest", "belly", "side", "neck", "shoulder", "upper arm",
    "back of upper arm", "forearm", "back of forearm", "palm",
)  # fmt: skip
MIDDLE_AREAS = ("low back", "upper back", "chest", "belly")  # they have no side
ANCHORS = (
    "hip", "knee", "heel", "ankle", "toes", "hand", "fingers", "shoulder", "shoulder blade", "elbow", "calf", "shin",
    "foot", "sole",
)  # fmt: skip
BOTH_WAYS = ("together", "apart")  # goals of the two sides of a pair: an arrow each
GOALS = ("round", "to and fro", "wall", "out", "aside", "chest", "floor", "up", "down", "forward", "back", *BOTH_WAYS)
MIDDLES = ("low back", "chest", "head", "chin")
MOVERS = ("hips", "knees", "heels", "hands", "shoulders", "elbows", "toes", "chest", "back")
PUSHING = ("pushes", "push", "resists")
UNPUSHED = ("round", "to and fro")  # goals that are no way to push
PAIRS = {f"{part}s": part for part in ("knee", "heel", "hand", "shoulder", "shoulder blade", "elbow")}


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the body to be marked: `right calf`.

    Attributes:
        side: its side; `R` for the middle of the body.
        part: a key of `AREAS`.
        works: the pose says that it works (`works:`); otherwise (`stretch:`) the movement shows which.
    """

    side: str
    part: str
    works: bool = False

    @property
    def key(self) -> str:
        """The key of the pose that marks it."""
        return "works" if self.works else "stretch"


@dataclass(frozen=True, slots=True)
class Arrow:
    """One movement: which part goes where.

    Attributes:
        part: a place, a mover or a prop.
        to: one of `GOALS`; empty when the frames alone say where it goes.
        pushes: it presses that way, and nothing moves.
        resists: another part presses against it; it presses back, that way.
    """

    part: str
    to: str = ""
    pushes: bool = False
    resists: bool = False

    @property
    def meets(self) -> bool:
        """Does it push against another part, which pushes back?"""
        return self.pushes and self.to not in BOTH_WAYS

    @property
    def sides(self) -> tuple[Arrow, ...]:
        """The arrow of each side of a pair that goes together or apart; none for any other arrow."""
        if self.to not in BOTH_WAYS:
            return ()
        return tuple(Arrow(f"{side} {PAIRS[self.part]}", self.to, self.pushes) for side in SIDES)


def area(value: Any) -> Area:
    """`right calf` · `low back` · `chest`."""
    text = words(value, "right calf")
    side, _, part = ("right", " ", text) if text in MIDDLE_AREAS else text.partition(" ")
    if side not in SIDES:
        if text not in AREAS:
            raise UnreadableError(f"unknown area {value!r}", did_you_mean(text, AREAS, "area"))
        raise UnreadableError(f"{value!r} names no side", f"write `right {text}`; drawings are made for the right side")
    if part not in AREAS:
        raise UnreadableError(f"unknown area {part!r}", did_you_mean(part, AREAS, "area"))
    return Area(SIDES[side], part)


def arrow(value: Any, movable: tuple[str, ...]) -> Arrow:
    """`right hand` · `ball to and fro` · `knees push apart`: a part alone goes where the frames show it going."""
    text = words(value, "right hand")
    known = (*places(), *MOVERS, *movable)
    if text in known or text in MIDDLES:
        return Arrow(text)
    goal = next((goal for goal in GOALS if text.endswith(f" {goal}")), text.split()[-1])
    said = text.removesuffix(goal).strip().removesuffix(" toward")
    mover = said
    for verb in PUSHING:
        mover = mover.removesuffix(f" {verb}")
    if goal not in GOALS:
        _wrong_end(text, goal, known)
    named = PAIRS if goal in BOTH_WAYS else (*known, *MIDDLES)
    if mover not in named:
        raise UnreadableError(f"unknown part {mover!r}", did_you_mean(mover, named, "part"))
    if mover != said and goal in UNPUSHED:
        raise UnreadableError(f"{text!r} does not say which way it pushes", f"write for example `{said} out`")
    if goal == "out" and not is_place(mover):
        raise UnreadableError(f"{mover!r} names no side", "write for example `right toes out`")
    return Arrow(mover, goal, pushes=mover != said, resists=said.endswith(" resists"))


def _wrong_end(text: str, goal: str, known: tuple[str, ...]) -> NoReturn:
    """What is wrong with an arrow that ends in no direction: its part, or a direction that it need not have."""
    if text.endswith(tuple(f" {verb}" for verb in PUSHING)):
        raise UnreadableError(f"{text!r} does not say which way it pushes", f"write for example `{text} out`")
    if any(text.startswith(f"{part} ") for part in (*known, *MIDDLES)):
        raise UnreadableError(f"unknown direction {goal!r}", did_you_mean(goal, GOALS, "direction"))
    raise UnreadableError(f"unknown part {text!r}", did_you_mean(text, known, "part"))


def places() -> tuple[str, ...]:
    return tuple(f"{side} {part}" for side in SIDES for part in ANCHORS)


def is_place(text: str) -> bool:
    return text in places() or text in MIDDLES
