"""Spine: discs and the nerves that leave it."""

from __future__ import annotations

from handouts.figures.person.structures.arm import HEAD_TOP
from handouts.figures.person.structures.records import Spot, Strand, Structure, bone

SEAT = Spot("hip-bone", (0.0, -1.0, -0.6))
BEHIND_KNEE = Spot("femur", (0.0, -1.0, -0.6))


def _sciatic() -> tuple[Strand, ...]:
    """The sciatic nerve: roots of the low spine, out under the rim of the pelvis, down behind the thigh."""
    out = SEAT.moved(-3, 74, 6)
    roots = tuple(
        Strand(
            (Spot(name, (-0.5, -0.2, -0.3), (6, -4, 8)), Spot(name, (-1.0, -0.2, 0.0), (-1, -20, 10)),
             out.moved(inward, 40, 20), out), (7, 8, 10, 13), (6, 6, 6, 6),
        )
        for name, inward in (("l4", 5.0), ("l5", 12.0))
    )  # fmt: skip
    thigh = (
        out.moved(4, 10, 4),
        out,
        SEAT.moved(-14, 36, -20),
        SEAT.moved(-28, -4, -24),
        BEHIND_KNEE.moved(4, 190, -22),
        BEHIND_KNEE.moved(-2, 40, -14),
    )
    calf = (
        thigh[-1],
        Spot("tibia", (0.0, 1.0, -0.5), (-2, -60, -22)),
        Spot("calcaneus", (0.0, 1.0, -1.0), (6, 90, 14)),
    )
    return (*roots, Strand(thigh, (12, 13, 13, 12, 11, 9), (8,) * 6), Strand(calf, (6, 5, 3), (5, 4, 2)))


BACK: dict[str, Structure] = {
    "spine": bone("l1", "l2", "l3", "l4", "l5"),
    "neck bones": bone("c1", "c2", "c3", "c4", "c5", "c6", "c7", "t1", "t2"),
    "disc": Structure("disc", bones=("disc-l4", "disc-l5")),
    "neck disc": Structure("disc", bones=("disc-c5", "disc-c6")),
    "sciatic nerve": Structure("nerve", parts=_sciatic(), in_front_mm=150),
    "neck nerve": Structure(
        "nerve",
        parts=tuple(Strand((Spot(name, (-0.4, 0.0, -0.1), (4, 0, 8)), Spot(name, (-1.0, 0.0, 0.0), (-8, -14, 6)),
                            HEAD_TOP.moved(86, 10, 14), HEAD_TOP.moved(36, -34, 10)), (4.5, 4.5, 5, 4), (4, 4, 4, 3))
                    for name in ("c5", "c6", "c7")),
        in_front_mm=12,
    ),
}  # fmt: skip
