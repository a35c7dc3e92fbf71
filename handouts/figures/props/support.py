"""Records of what carries a foot or guides a hand: how the limb gets there and where the skin touches.

A `FootUse` or `HandUse` (in `language.phrases`) says it in words; a support adds the geometry. Props bring their own
supports in their record; those that need no prop are in `postures.hands` and in the postures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.language.phrases import Foot, FootUse, Hand, HandUse
from handouts.figures.language.values import SIDE_WORDS
from handouts.figures.person.limbs import OUTWARD
from handouts.figures.person.rig import Body, Posed
from handouts.figures.person.skin_contact import Contact, Handle, foot_vertices, level
from handouts.figures.person.stances import Arm

Contacts = list[tuple[Contact, Handle]]


@dataclass(frozen=True, eq=False)
class Reach:
    """What a support may know of an arm.

    Attributes:
        side: `R` or `L`.
        body: the person.
        shifts: corrections per handle that the contacts of earlier passes have measured, millimetres, shape (3,).
        hand: the hand of the pose.
        is_upper: of a figure that lies on one side, the arm of the other side.
    """

    side: str
    body: Body
    shifts: Mapping[Handle, Floats]
    hand: Hand
    is_upper: bool = False

    @property
    def k(self) -> float:
        """Body millimetres per millimetre of a person of 1700 mm."""
        return self.body.scale

    @property
    def out(self) -> float:
        """Sign of x that leads away from the middle of the body."""
        return OUTWARD[self.side]

    @property
    def word(self) -> str:
        return SIDE_WORDS[self.side]

    def shift(self, joint: str = "wrist") -> Floats:
        found: Floats = self.shifts.get(f"{joint}.{self.side}", np.zeros(3))
        return found


def _no_contacts(reach: Reach, posed: Posed) -> Contacts:
    return []


def _no_corrections(reach: Reach, posed: Posed) -> dict[Handle, Floats]:
    return {}


@dataclass(frozen=True)
class HandSupport:
    """One use of a hand, in the postures that know it.

    Attributes:
        use: the words.
        postures: keys of `postures.rest.RESTS`; another record of the same use has the others.
        arm: where wrist and elbow go; the second argument is the body without arms.
        contacts: where the skin of the posed body should touch, and the handle that corrects it.
        corrections: other measured corrections per handle, for example the height of the palm.
        elbow_deg: the body comes so near that the elbow is bent by so much; None = the hand does not move the body.
    """

    use: HandUse
    postures: tuple[str, ...]
    arm: Callable[[Reach, Posed], Arm]
    contacts: Callable[[Reach, Posed], Contacts] = _no_contacts
    corrections: Callable[[Reach, Posed], dict[Handle, Floats]] = _no_corrections
    elbow_deg: float | None = None


@dataclass(frozen=True)
class FootSupport:
    """One use of a foot.

    Attributes:
        use: the words.
        skin: the vertices that touch.
        part: how the contact names them.
        on: what the contact names; the default is `on` of the foot.
        correction: how far the foot is off along the floor, measured on the posed body.
    """

    use: FootUse
    skin: Callable[[Body, str], Ints] = foot_vertices
    part: str = "foot"
    on: str = ""
    correction: Callable[[Posed, str], Floats] | None = field(default=None)

    def contact(self, body: Body, side: str, foot: Foot) -> Contact:
        """The contact with what carries the foot: the floor, or a level top over it."""
        name = f"{SIDE_WORDS[side]} {self.part} on {self.on or foot.on}"
        return level(name, self.skin(body, side), self.use.height_mm * body.scale)
