"""Foot and ankle: heel, fascia, fat pad, spur, Achilles tendon, bursa, nerve and its tunnel."""

from __future__ import annotations

from handouts.figures.person.structures.records import Cushion, Pad, Spot, Strand, Structure, bone

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
    wide = (13, 13, 13, 10, 7)[n - 1]
    return Strand(course, (8, 9, wide, 5), (5, 5.5, 4.5, 2.0))


def _nerve() -> tuple[Strand, ...]:
    """The tibial nerve behind the inner ankle bone; about halfway to the heel it divides (Kim and others 2015)."""
    fork = KNUCKLE.moved(1, -12, -12)
    stem = (KNUCKLE.moved(-8, 125, -26), KNUCKLE.moved(-4, 60, -27), KNUCKLE.moved(0, 14, -22), fork)
    inner = (fork, KNUCKLE.moved(1, -24, 8), Spot("cuneiform1", (0.6, -1.0, 0.0), (2, -3, 0)),
             Spot("metatarsal1", (0.3, -1.0, 0.3), (0, -2, -24)))  # fmt: skip
    outer = (fork, KNUCKLE.moved(0, -31, -2), Spot("cuboid", (0.6, -1.0, -0.3), (4, -5, 0)),
             Spot("metatarsal4", (0.5, -1.0, 0.0), (0, -4, -16)))  # fmt: skip
    return (
        Strand(stem, (6.4, 6.4, 7.4, 6.6), (4, 4, 4, 4), (0, 0, 1)),
        Strand(inner, (5.4, 4.8, 3.8, 2.0), (3, 3, 2, 1), (0, 1, 0)),
        Strand(outer, (5.4, 4.8, 3.8, 2.0), (3, 3, 2, 1), (0, 1, 0)),
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
        at=Spot("calcaneus", (0.0, -1.0, -1.0), (0, -7, 2)),
    ),
    # From the inner tubercle under the heel bone to the bases of the toes
    "plantar fascia": Structure(
        "sinew", parts=tuple(_slip(n) for n in range(1, 6)), joins=("heel bone",), meets=("heel bone",)
    ),
    # A ledge of bone at the front of the tubercle, about 10 mm long; the band lies clear of it
    "spur": Structure(
        "spur",
        parts=(Strand((TUBERCLE.moved(-9, 14, -10), TUBERCLE.moved(-9, 10.5, 0), TUBERCLE.moved(-9, 8, 12),
                       TUBERCLE.moved(-9, 8, 23)), (8, 8, 6, 2.0), (19, 14, 9, 2.5)),),
        joins=("heel bone",), meets=("heel bone",),
    ),
    # Into the middle of the back of the heel bone, upwards close under the skin
    "achilles tendon": Structure(
        "sinew",
        parts=(Strand((HEEL_BACK.moved(0, -12, 12), HEEL_BACK.moved(0, -2, 2.5),
                       HEEL_CORNER.moved(0, 14, 0).under_skin(7.0),
                       HEEL_CORNER.moved(0, 45, 0).under_skin(7.6), HEEL_CORNER.moved(0, 100, 0).under_skin(7.2),
                       HEEL_CORNER.moved(0, 160, 0).under_skin(7.0)),
                      (16, 16, 14, 13, 15, 20), (3, 8, 9, 10, 9, 9)),),
        joins=("heel bone",), meets=("heel bone",), in_front_mm=-60,
    ),
    # Between the front of the tendon and the upper back corner of the heel bone; healthy 1 mm thick, here swollen
    "bursa": Structure(
        "bursa", parts=(Cushion(HEEL_CORNER.moved(0, 5.5, 0).under_skin(14.6), (7, 11.0, 7.0), 20.0),),
        meets=("heel bone", "achilles tendon"), in_front_mm=-60,
    ),
    "nerve": Structure("nerve", parts=_nerve(), meets=("inner ankle bone",), apart_mm=4.0, in_front_mm=60),
    # The band that roofs the tunnel, from the inner ankle bone to the heel bone
    "tunnel roof": Structure(
        "sinew",
        parts=(Strand((KNUCKLE.moved(3, 7, 0), KNUCKLE.moved(4, 0, -8),
                       KNUCKLE.moved(5, -9, -20), KNUCKLE.moved(3, -18, -34), KNUCKLE.moved(1, -24, -43),
                       KNUCKLE.moved(1, -26, -46)),
                      (17, 15, 18, 27, 34, 27), (2,) * 6, (0, 0.8, 0.6)),),
        meets=("inner ankle bone",), in_front_mm=90, over=True,
    ),
}  # fmt: skip
