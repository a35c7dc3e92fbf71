"""The record of a prop: every module of this package that has a `PROP` adds one to the pose language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from handouts.figures.geometry.arrays import Bools, Floats
from handouts.figures.language.grammar import FramePose
from handouts.figures.language.phrases import Foot
from handouts.figures.language.touching import Touch
from handouts.figures.person import skin_parts
from handouts.figures.person.rig import Posed
from handouts.figures.props.solids import Solid
from handouts.figures.props.support import FootSupport, HandSupport
from handouts.figures.style import Fill


@dataclass(frozen=True, eq=False)
class Placement:
    """What a prop is placed by.

    Attributes:
        posed: the body of this frame.
        frame: the pose of this frame.
        all_posed: the bodies of all frames of the drawing.
        far_side: the side that is turned away from the viewer, `R`, `L` or empty.
    """

    posed: Posed
    frame: FramePose
    all_posed: tuple[Posed, ...] = ()
    far_side: str = ""

    @property
    def k(self) -> float:
        """Body millimetres per millimetre of a person of 1700 mm."""
        return self.posed.body.scale

    def feet_on(self, prop: str) -> list[tuple[str, Foot]]:
        """The feet that are on a prop, with their sides."""
        return [(side, foot) for side, foot in self.frame.feet.items() if foot.on == prop]

    def touching(self, *words: str) -> list[Touch]:
        """The contacts of the frame with surfaces or held things of these names."""
        return [touch for touch in self.frame.touches if touch.on in words and not touch.on_side]

    def lowest(self, touch: Touch) -> Floats:
        """Where the part of the body that touches comes nearest to the floor."""
        return self._nearest(touch, 1)

    def hindmost(self, touch: Touch) -> Floats:
        """Where the part of the body that touches goes furthest back."""
        return self._nearest(touch, 2)

    def _nearest(self, touch: Touch, axis: int) -> Floats:
        body = self.posed.body
        skin = self.posed.skin[np.concatenate(skin_parts.regions(body, touch.part, touch.side))]
        found: Floats = skin[skin[:, axis].argmin()]
        return found


@dataclass(frozen=True)
class Front:
    """An upright face in the plane z = 0 that no skin may pass: its solid, and from which height to which (mm)."""

    solid: str
    low_mm: float = float("-inf")
    high_mm: float = float("inf")

    def behind(self, skin: Floats, k: float) -> Bools:
        """Which points are at the height of the face."""
        found: Bools = (skin[:, 1] > self.low_mm * k) & (skin[:, 1] < self.high_mm * k - 5)
        return found


@dataclass(frozen=True)
class Surface:
    """A plane that a part of the body may lie on, in millimetres of a person of 1700 mm.

    Attributes:
        point: on it.
        normal: out of it.
        beyond_mm: a hand on it lies at least so far beyond its front edge, the plane z = `edge_mm`.
        far_mm: and no further ahead than this.
        aside_mm: a hand on it lies so far from the middle.
    """

    point: tuple[float, float, float]
    normal: tuple[float, float, float]
    edge_mm: float | None = None
    beyond_mm: float = 0.0
    far_mm: float | None = None
    aside_mm: float | None = None


@dataclass(frozen=True)
class Grip:
    """How hands hold a thing.

    Attributes:
        fingers: their shape.
        apart_mm: between two hands on it, for a person of 1700 mm; None leaves it open.
        palms: the palms of two hands look at one another, else their thumbs.
    """

    fingers: str = "grip"
    apart_mm: float | None = None
    palms: bool = False


@dataclass(frozen=True, eq=False)
class Prop:
    """One prop.

    Attributes:
        name: the word in `props:`.
        build: the solids, in the room of the placed body.
        fills: colours of materials that only this prop has.
        feet, hands: what feet and hands do with it.
        seat_mm: height of the seat for a person of 1700 mm, when one can sit on it.
        front: the face that stops a body.
        movable: an arrow may show its movement.
        close_up: shown beside a foot in a close-up.
        on_hand: it is worn on a hand: shown in close-ups of hands and forearms.
        hides_floor: the figure lies on it, so no floor line is drawn; an arrow may lie over it.
        sets_floor: the floor line runs under the prop instead of under the feet.
        hides_close_floor: no floor line in close-ups.
        lies_flat: on the floor of a close-up, where an arrow may lie over it.
        solids: beginnings of the names of the solids that count as what a contact names; the default is its own name.
        surfaces: what parts of the body may lie on, by its word; it may depend on the pose.
        held: what hands can hold of it, by its word, and how.
    """

    name: str
    build: Callable[[Placement], list[Solid]]
    fills: Mapping[str, Fill] = field(default_factory=dict)
    feet: tuple[FootSupport, ...] = ()
    hands: tuple[HandSupport, ...] = ()
    seat_mm: float | None = None
    front: Front | None = None
    movable: bool = False
    close_up: bool = False
    on_hand: bool = False
    hides_floor: bool = False
    sets_floor: bool = False
    hides_close_floor: bool = False
    lies_flat: bool = False
    solids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    surfaces: Mapping[str, Callable[[FramePose], Surface]] = field(default_factory=dict)
    held: Mapping[str, Grip] = field(default_factory=dict)

    def under_arrows(self, close_up: bool) -> bool:
        """Does it lie flat on the floor, so that an arrow may lie over it?"""
        return self.hides_floor or (close_up and self.lies_flat)


def under_feet(prop: str, build: Callable[[Posed, str, Foot], list[Solid]]) -> Callable[[Placement], list[Solid]]:
    """Builds the prop for every foot that is on it."""

    def build_all(placement: Placement) -> list[Solid]:
        return [solid for side, foot in placement.feet_on(prop) for solid in build(placement.posed, side, foot)]

    return build_all
