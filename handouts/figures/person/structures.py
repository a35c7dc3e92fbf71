"""What the pictures of where it hurts may show under the skin: bones by their plain names, and soft things on them.

Soft things are records on the landmarks of bones: a strand (band, tendon, ligament, nerve) follows a course with a
breadth and a thickness, a cushion is an ellipsoid. Directions and offsets are (inwards, up, ahead) of a right side at
rest; millimetres are those of a person of 1700 mm. Thin layers are drawn thicker than they are, so that they can be
seen at six centimetres.
"""

from __future__ import annotations

from dataclasses import dataclass

Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a bone: its outermost end in a direction, and an offset from there."""

    bone: str
    end: Triple
    off: Triple = (0.0, 0.0, 0.0)

    def moved(self, *off: float) -> Spot:
        inward, up, ahead = (a + b for a, b in zip(self.off, off, strict=True))
        return Spot(self.bone, self.end, (inward, up, ahead))


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
        over: drawn as an outline with its fibres, so that what lies under it shows.
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


def bone(*names: str) -> Structure:
    return Structure("bone", bones=names)


TUBERCLE = Spot("calcaneus", (0.3, -1.0, 0.1), (0, -0.5, 3))  # where the plantar fascia begins
KNUCKLE = Spot("tibia", (0.0, -1.0, 0.0))  # the inner ankle bone


def _slip(n: int) -> Strand:
    """One slip of the plantar fascia: from the tubercle to the base of its toe; at the heel the five are one band."""
    side = (3.2, 1.6, 0.0, -1.6, -3.2)[n - 1]
    course = (
        TUBERCLE.moved(side, 3.5, -4),
        TUBERCLE.moved(side * 1.6, -0.5, 8),
        Spot(f"metatarsal{n}", (0.0, -1.0, 1.0), (0, -1, -12)),
        Spot(f"toe{n}-1", (0.0, -1.0, -0.6), (0, 0.5, 5)),
    )
    return Strand(course, (8, 9, 13, 5), (5, 5.5, 4.5, 2.0))


def _nerve() -> tuple[Strand, ...]:
    """The tibial nerve behind the inner ankle bone; about halfway to the heel it divides (Kim and others 2015)."""
    fork = KNUCKLE.moved(1, -12, -12)
    stem = (KNUCKLE.moved(-8, 125, -26), KNUCKLE.moved(-4, 60, -27), KNUCKLE.moved(0, 14, -22), fork)
    inner = (fork, KNUCKLE.moved(1, -24, 8), Spot("cuneiform1", (0.6, -1.0, 0.0), (2, -3, 0)),
             Spot("metatarsal1", (0.3, -1.0, 0.3), (0, -2, -24)))  # fmt: skip
    outer = (fork, KNUCKLE.moved(0, -31, -2), Spot("cuboid", (0.6, -1.0, -0.3), (4, -5, 0)),
             Spot("metatarsal4", (0.5, -1.0, 0.0), (0, -4, -16)))  # fmt: skip
    heel = (KNUCKLE.moved(0, 6, -20), KNUCKLE.moved(2, -14, -28), KNUCKLE.moved(2, -36, -30))
    return (
        Strand(stem, (6.4, 6.4, 6.0, 5.4), (4, 4, 4, 4), (0, 0, 1)),
        Strand(inner, (4.6, 4.0, 3.2, 1.4), (3, 3, 2, 1), (0, 1, 0)),
        Strand(outer, (4.6, 4.0, 3.2, 1.4), (3, 3, 2, 1), (0, 1, 0)),
        Strand(heel, (3.6, 3.2, 2.4), (2, 2, 1), (0, 0, 1)),
    )


HEEL_CORNER = Spot("calcaneus", (0.0, 1.0, -1.0))
HEEL_BACK = Spot("calcaneus", (0.0, 0.25, -1.0))

FOOT: dict[str, Structure] = {
    "heel bone": bone("calcaneus"),
    "inner ankle bone": bone("tibia"),
    # Fat in chambers, from the heel bone to the skin, also behind and beside it (Campanelli and others 2011)
    "heel pad": Structure(
        "pad",
        parts=(Pad(((-9, 36), (2, 40), (16, 30), (38, 26), (58, 22), (74, 15), (84, 7), (88, -6), (60, -12),
                    (-9, -12))),),
        meets=("heel bone",),
    ),
    # From the inner tubercle under the heel bone to the bases of the toes
    "plantar fascia": Structure(
        "sinew", parts=tuple(_slip(n) for n in range(1, 6)), joins=("heel bone",), meets=("heel bone",)
    ),
    # A ledge of bone at the front of the tubercle, longer than the few millimetres of life
    "spur": Structure(
        "spur",
        parts=(Strand((TUBERCLE.moved(0, 7, -9), TUBERCLE.moved(0, 6.4, 4), TUBERCLE.moved(0, 5.4, 15),
                       TUBERCLE.moved(0, 6.4, 24)), (8, 8, 6, 1.0), (15, 12, 7.5, 1.0)),),
        joins=("heel bone",), meets=("heel bone",),
    ),
    # Into the middle of the back of the heel bone, upwards close under the skin
    "achilles tendon": Structure(
        "sinew",
        parts=(Strand((HEEL_BACK.moved(0, -12, 12), HEEL_BACK.moved(0, -2, 2.5), HEEL_CORNER.moved(0, 12, -5.5),
                       HEEL_CORNER.moved(0, 45, -2), HEEL_CORNER.moved(0, 100, -1), HEEL_CORNER.moved(0, 160, 2)),
                      (16, 16, 14, 13, 15, 20), (3, 7, 7.5, 7, 7, 8)),),
        joins=("heel bone",), meets=("heel bone",), in_front_mm=-60,
    ),
    # Between the front of the tendon and the upper back corner of the heel bone; healthy 1 mm thick, here swollen
    "bursa": Structure(
        "bursa", parts=(Cushion(HEEL_CORNER.moved(0, 5.5, 1.0), (7, 8.5, 5.4), 20.0),),
        meets=("heel bone", "achilles tendon"), in_front_mm=-60,
    ),
    "nerve": Structure("nerve", parts=_nerve(), meets=("inner ankle bone",), apart_mm=4.0, in_front_mm=60),
    # The band that roofs the tunnel, from the inner ankle bone to the heel bone
    "tunnel roof": Structure(
        "sinew",
        parts=(Strand((KNUCKLE.moved(3, 8, 2), KNUCKLE.moved(4, 0, -8), KNUCKLE.moved(5, -9, -20),
                       KNUCKLE.moved(3, -20, -36), KNUCKLE.moved(1, -26, -45)),
                      (5, 17, 25, 30, 12), (2, 2, 2, 2, 2), (0, 0.8, 0.6)),),
        meets=("inner ankle bone",), in_front_mm=90, over=True,
    ),
}  # fmt: skip

#: Names as authors write them, in the order of painting of what is not sorted by depth.
STRUCTURES: dict[str, Structure] = {**FOOT}


@dataclass(frozen=True, slots=True)
class Sore:
    """A sore place: an ellipse in the plane of the picture round a place, cut to what it lies on.

    Attributes:
        at: its middle; none takes all of what it lies on.
        radii_mm: across and up in the picture.
        on: the structures that hurt; empty for the skin.
    """

    at: Spot | None
    radii_mm: tuple[float, float] = (0.0, 0.0)
    on: tuple[str, ...] = ()
    turn_deg: float = 0.0


#: Sore places by the author's words. Each lies where its condition is felt (the leaflets' own sources).
SORES: dict[str, Sore] = {
    "inner heel": Sore(TUBERCLE.moved(0, -3, 6), (24, 16)),
    "start of the band": Sore(TUBERCLE.moved(0, 0, 13), (24, 24), ("plantar fascia",)),
    "middle heel": Sore(TUBERCLE.moved(0, -5, -2), (17, 15), ("heel pad",)),
    "whole heel": Sore(TUBERCLE.moved(0, -4, 0), (30, 22), ("heel pad", "plantar fascia")),
    "spur": Sore(TUBERCLE.moved(0, 2, 12), (22, 16)),
    "bursa": Sore(None, on=("bursa",)),
    "inner ankle": Sore(KNUCKLE.moved(0, -8, -15), (22, 22), ("nerve",)),
}
