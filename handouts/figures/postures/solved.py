"""A solved frame: what drawing, arrows and checks read of it."""

from __future__ import annotations

from dataclasses import dataclass

from handouts.figures.geometry.arrays import Floats
from handouts.figures.language import grammar
from handouts.figures.person.rig import Posed
from handouts.figures.person.skin_contact import Contact


@dataclass(frozen=True, eq=False)
class Solved:
    """A solved frame.

    Attributes:
        frame: the pose.
        posed: the body.
        at: its coordinates.
        unreached_mm: per end of a limb (`ankle.R`, `wrist.L`), how far its goal is out of reach.
        contacts: what should touch.
        requested_deg: per angle that the author wrote: (requested, measured on the body).
        unaided: no hand holds the body up.
    """

    frame: grammar.FramePose
    posed: Posed
    at: Floats
    unreached_mm: dict[str, float]
    contacts: tuple[Contact, ...]
    requested_deg: dict[str, tuple[float, float]]
    unaided: bool = True
