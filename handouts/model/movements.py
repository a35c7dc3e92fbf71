"""The movements that exercises load, by name, and how far they go: conditions forbid and delay exercises by these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from handouts.model.record import Label, Record, extensible

#: Every movement with what moves; "loaded" means under body weight, a weight or a band.
MOVEMENTS: Mapping[str, str] = {
    "spine-bend": "the low back rounds to its end",
    "spine-bend-loaded": "the back bends forward with a weight, or sits up",
    "spine-back": "the low back arches to its end",
    "spine-twist": "the trunk turns to its end",
    "trunk-lean": "the trunk tips forward from the hips, the back flat",
    "neck-back": "the head tips far back",
    "neck-turn-end": "the head turns or tilts to its end",
    "neck-force": "a hand or a weight pushes the head",
    "head-low": "the head is below the heart",
    "leg-nerve": "hip bent and knee straight, held: the nerve of the leg is under pull",
    "leg-nerve-move": "the same position, moving and never held",
    "arm-nerve": "arm out, elbow straight and wrist back, held: the nerve of the arm is under pull",
    "arm-nerve-move": "the same position, moving and never held",
    "arm-high": "the arm goes over shoulder height",
    "arm-high-loaded": "the arm goes over shoulder height with a weight or a band",
    "arm-out-turn": "the upper arm turns outward to its end",
    "arm-behind": "the hand goes behind the back",
    "arm-across": "the arm goes across the chest to its end",
    "arm-lean": "weight goes through the hand and the shoulder",
    "wrist-back-loaded": "weight or a push goes through a wrist that is bent back",
    "wrist-bend-hold": "the wrist is bent, either way, and held",
    "wrist-lift-loaded": "the back of the hand lifts against a load",
    "forearm-turn-loaded": "the palm turns against a load",
    "grip-hard": "a long or strong squeeze of the hand",
    "hip-bend-deep": "the hip bends past a right angle",
    "hip-across": "the thigh crosses the midline",
    "hip-twist": "the thigh turns to its end",
    "hip-side-loaded": "the leg goes to the side against gravity or a band",
    "side-lie-sore": "lies on the sore side",
    "one-leg": "stands on one leg",
    "knee-loaded": "the knee bends under weight, up to a right angle",
    "knee-deep": "the knee bends under weight past a right angle",
    "knee-bend-end": "the heel goes to the bottom",
    "kneel": "weight is on the kneecap",
    "ankle-up-loaded": "the ankle bends up under weight: the heel below a step, or the knee far over the toes",
    "ankle-up-end": "the foot is pulled up to its end, without weight",
    "ankle-side": "the sole turns in or out, with or without a band",
    "calf-loaded": "the calf lifts or lowers the body on the toes",
    "toe-bend-loaded": "the toes are bent up under weight",
    "sole-press": "a hard thing presses on the sole",
    "impact": "runs, hops or jumps",
    "lie-flat": "lies flat on the back",
    "lie-front": "lies on the front",
    "floor": "gets down to the floor and up again",
    "breath": "a strong hold, at which people hold their breath",
    "balance": "may fall",
}

#: Movements of the trunk, and those that load either side whichever side the exercise is for.
ON_EVERY_SIDE = frozenset({
    "spine-bend", "spine-bend-loaded", "spine-back", "spine-twist", "trunk-lean", "neck-back", "neck-turn-end",
    "neck-force", "head-low", "lie-flat", "lie-front", "side-lie-sore", "floor", "breath", "balance", "impact", "kneel",
    "one-leg", "arm-lean", "wrist-back-loaded",
})  # fmt: skip

#: How far a movement goes, from its least to its most.
LEVELS: Mapping[int, str] = {
    1: "small, in mid-range or supported",
    2: "to a comfortable end of range, or with the body's own weight",
    3: "forced, heavy or fast",
}


class OwnMovement(Record):
    """A movement that a clinic adds, in `movements.yaml`."""

    moves: Annotated[Label, Field(max_length=80)] = Field(description="what moves and how, such as the jaw opens wide")
    every_side: bool = Field(False, description="true where it loads either side, whichever side the exercise is for")


#: A name of `MOVEMENTS`, or of `movements.yaml`.
Movement = Annotated[str, extensible(MOVEMENTS)]
Level = Annotated[int, Field(ge=1, le=3)]
