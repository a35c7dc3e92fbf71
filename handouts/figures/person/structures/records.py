"""What the pictures of where it hurts may show under the skin: bones by their plain names, and soft things on them.

Soft things are records on the landmarks of bones: a strand (band, tendon, ligament, nerve) follows a course with a
breadth and a thickness, a cushion is an ellipsoid. Directions and offsets are (inwards, up, ahead) of a right side at
rest; millimetres are those of a person of 1700 mm. Thin layers are drawn thicker than they are, so that they can be
seen at six centimetres.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a bone: its outermost end in a direction (its middle for none), and an offset from there.

    `under_skin_mm` sets how far it lies ahead: so deep under the skin behind it, whatever the body.
    """

    bone: str
    end: Triple
    off: Triple = (0.0, 0.0, 0.0)
    under_skin_mm: float = 0.0

    def moved(self, *off: float) -> Spot:
        inward, up, ahead = (a + b for a, b in zip(self.off, off, strict=True))
        return Spot(self.bone, self.end, (inward, up, ahead), self.under_skin_mm)

    def under_skin(self, mm: float) -> Spot:
        """The same place so deep under the skin behind it."""
        return replace(self, under_skin_mm=mm)


@dataclass(frozen=True, slots=True)
class Strand:
    """A band, tube or tendon: its course, and its breadth and thickness at each place of the course.

    Attributes:
        across: the direction of its breadth.
    """

    course: tuple[Spot, ...]
    wide: tuple[float, ...]
    thick: tuple[float, ...]
    across: Triple = (1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Cushion:
    """An ellipsoid: its middle, its radii, and how far it leans ahead."""

    at: Spot
    radii: Triple
    lean_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Pad:
    """What fills the room between bones and skin: a region of the foot's middle plane, chambered.

    `ring` is millimetres ahead of the back of the heel and over the floor, of a foot of 240 mm; it may leave the skin,
    where it is cut off.
    """

    ring: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """One thing that an author may name.

    Attributes:
        material: its colour in `style.FILLS`.
        bones: the bones that it is; empty for soft things.
        parts: the soft things that it is.
        joins: names of structures into which it passes without a line.
        meets: names of structures that it must touch on paper when both are drawn.
        apart_mm: how far it may be from those, on paper.
        in_front_mm: how much nearer to the viewer it is drawn than it lies.
        over: a band over bones, through which the soft things under it show.
        at: where its label points; else the middle of what shows.
    """

    material: str
    bones: tuple[str, ...] = ()
    parts: tuple[Strand | Cushion | Pad, ...] = ()
    joins: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    apart_mm: float = 0.6
    in_front_mm: float = 0.0
    over: bool = False
    at: Spot | None = None


def bone(*names: str, in_front_mm: float = 0.0, at: Spot | None = None) -> Structure:
    return Structure("bone", bones=names, in_front_mm=in_front_mm, at=at)


@dataclass(frozen=True, slots=True)
class Sore:
    """A sore place: an ellipse in the plane of the picture round a place, cut to what it lies on.

    Attributes:
        at: its middle; none takes all of what it lies on.
        radii_mm: across and up in the picture.
        on: the structures that hurt; empty for the skin.
        off: structures that stay clear of the sign, so that they are distinct.
    """

    at: Spot | None
    radii_mm: tuple[float, float] = (0.0, 0.0)
    on: tuple[str, ...] = ()
    turn_deg: float = 0.0
    off: tuple[str, ...] = ()
