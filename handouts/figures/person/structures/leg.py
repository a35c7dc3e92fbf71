"""Hip, knee and outer ankle: cartilage, tendons, bursa, meniscus, ligaments."""

from __future__ import annotations

from handouts.figures.person.structures.records import Cushion, Spot, Strand, Structure, Triple, bone

HIP_HEAD = Spot("femur", (1.0, 0.8, 0.0))
HIP_BALL = Spot("femur", (1.0, 0.8, 0.0), (-19, -15, 0))
WING = Spot("hip-bone", (-1.0, 0.6, 0.0))
TROCHANTER = Spot("femur", (-1.0, 0.5, 0.0))
KNEECAP_LOW = Spot("patella", (0.0, -1.0, 0.0))
KNEECAP_TOP = Spot("patella", (0.0, 1.0, 0.0))
TUBEROSITY = Spot("tibia", (0.0, 1.0, 0.5), (13, -32, 14))  # where the tendon of the kneecap ends


#: Cover of the bones of the knee, from outer to inner side, in mm: inwards and up from the inner edge of the bone, and
#: thickness.
THIGH_COVER: tuple[Triple, ...] = (
    (-62, 15.7, 2),
    (-60, 11.4, 5),
    (-51, 8.8, 6),
    (-41, 10.5, 6),
    (-32, 12.7, 5.5),
    (-26, 9.2, 5),
    (-21, 3.6, 2.5),
    (-17, 0.6, 5),
    (-13, -2.4, 2.5),
    (-9, -2.8, 4.5),
    (-5, -1.5, 2.5),
    (-1, 2.3, 4.5),
    (2, 6.6, 3),
)
SHIN_COVER: tuple[Triple, ...] = (
    (-59, 4.3, 3),
    (-54, 6.8, 5),
    (-45, 7.7, 6),
    (-34, 8.6, 6),
    (-24, 9.4, 5.5),
    (-17, 4.7, 5),
    (-13, 1.2, 2.5),
    (-9, -0.5, 4.5),
    (-5, -1.3, 2.5),
    (-1, -1.3, 4.5),
    (5, -2.2, 2.5),
)
INNER_EDGE = {"femur": Spot("femur", (1.0, -1.0, 0.0), (0, 0, 20)), "tibia": Spot("tibia", (1.0, 1.0, 0.3), (0, 0, 20))}


def _cover(bone: str, course: tuple[Triple, ...]) -> Strand:
    """The cartilage on the end of a bone of the knee, as seen from the front."""
    spots = tuple(INNER_EDGE[bone].moved(inward, up, 0) for inward, up, _ in course)
    return Strand(spots, (16,) * len(course), tuple(mm for _, _, mm in course), (0, 0, 1))


def _joint_line(up: float, thick: float) -> tuple[Strand]:
    """What lines the knee between thigh bone and shin bone; the inner end of the thigh bone reaches lower."""
    inner, outer = Spot("tibia", (1.0, 1.0, 0.3)), Spot("tibia", (-1.0, 1.0, 0.3))
    course = (inner.moved(5, up - 4, 18), outer.moved(-2, up, 18))
    return (Strand(course, (16,) * 2, (thick,) * 2, (0, 0, 1)),)


LEG: dict[str, Structure] = {
    "hip bone": bone("hip-bone"), "sacrum": bone("sacrum"), "thigh bone": bone("femur", in_front_mm=30),
    "shin bone": bone("tibia"), "kneecap": bone("patella", in_front_mm=90),
    "outer ankle bone": bone("fibula", in_front_mm=40),
    # Between the ball of the thigh bone and its socket, from the upper rim to the lower one
    "hip cartilage": Structure(
        "cartilage",
        parts=(Strand(tuple(HIP_BALL.moved(inward, up, 12) for inward, up in
                            ((-14, 23), (-1, 27), (13, 24), (23, 14), (27, 0), (23, -14))),
                      (12,) * 6, (7, 9, 9, 9, 9, 7), (0, 0, 1)),),
        meets=("thigh bone", "hip bone"), in_front_mm=34,
    ),
    # The muscle fans out from the wing of the hip bone and narrows to a tendon, which widens on the knob of the thigh
    "outer hip muscle": Structure(
        "muscle",
        parts=(Strand((WING.moved(36, 24, -22), WING.moved(31, 12, -16), WING.moved(18, -20, -8),
                       WING.moved(-6, -62, 0)),
                      (20, 30, 30, 24), (52, 66, 62, 32), (0, 0, 1)),),
        meets=("hip bone",), in_front_mm=40,
    ),
    "outer hip tendon": Structure(
        "sinew",
        parts=(Strand((WING.moved(-2, -50, 0), WING.moved(-8, -66, 0), TROCHANTER.moved(0, 14, 0),
                       TROCHANTER.moved(0, -10, 0)), (26, 23, 14, 14), (42, 32, 12, 9), (0, 0, 1)),),
        joins=("outer hip muscle",), meets=("thigh bone",), in_front_mm=42,
    ),
    "hip bursa": Structure(
        "bursa", parts=(Cushion(TROCHANTER.moved(-5, -8, 2), (6, 17, 13)),), meets=("thigh bone",), in_front_mm=60
    ),
    # Above the kneecap to the muscle of the thigh, below it to the shin bone
    "kneecap tendon": Structure(
        "sinew",
        parts=(Strand((KNEECAP_LOW.moved(0, 8, 0), KNEECAP_LOW.moved(0, -3, 0), KNEECAP_LOW.moved(0, -16, -5),
                       TUBEROSITY.moved(0, 13, 2), TUBEROSITY),
                      (24, 23, 19, 20, 26), (7, 7, 7, 7, 4)),
               Strand((KNEECAP_TOP.moved(0, -8, 0), KNEECAP_TOP.moved(0, 3, 0), KNEECAP_TOP.moved(0, 26, -2),
                       KNEECAP_TOP.moved(0, 62, -2), KNEECAP_TOP.moved(0, 110, -8)),
                      (30, 26, 28, 34, 44), (8, 8, 9, 13, 24))),
        meets=("kneecap", "shin bone"), in_front_mm=60,
    ),
    # On the ends of both bones: smooth at the outer side, worn thin and rough at the inner one
    "knee cartilage": Structure(
        "cartilage", parts=(_cover("femur", THIGH_COVER), _cover("tibia", SHIN_COVER)),
        meets=("thigh bone", "shin bone"), in_front_mm=40,
    ),
    "meniscus": Structure("disc", parts=_joint_line(5.0, 7.0), in_front_mm=80),
    "inner knee ligament": Structure(
        "sinew",
        parts=(Strand((Spot("femur", (1.0, -1.0, 0.0), (4, 24, -4)), Spot("tibia", (1.0, 1.0, 0.0), (5, 0, -2)),
                       Spot("tibia", (1.0, 1.0, 0.0), (-13, -50, 4))), (19, 13, 19), (5, 5, 3), (0, 0, 1)),),
        meets=("thigh bone", "shin bone"), in_front_mm=8,
    ),
    # From the tip of the outer ankle bone: ahead to the ankle's own bone, and down and back to the heel bone
    "outer ankle ligament": Structure(
        "sinew",
        parts=(Strand((Spot("fibula", (0.0, -1.0, 0.2), (-1, 13, -4)), Spot("fibula", (0.0, -1.0, 0.2), (1, 10, 5)),
                       Spot("fibula", (0.0, -1.0, 0.2), (7, 5, 16)), Spot("fibula", (0.0, -1.0, 0.2), (7, 4, 20))),
                      (10, 8, 9, 12), (3, 3, 3, 3), (0, 1, 0)),
               Strand((Spot("fibula", (0.0, -1.0, 0.0), (-1, 5, 0)), Spot("fibula", (0.0, -1.0, 0.0), (-1, -4, -3)),
                       Spot("fibula", (0.0, -1.0, 0.0), (2, -16, -11)),
                       Spot("fibula", (0.0, -1.0, 0.0), (2, -23, -16))),
                      (9, 7, 7, 10), (3, 3, 3, 3), (0, 0, 1))),
        meets=("outer ankle bone",), joins=("heel bone", "calcaneus.R", "talus.R"), in_front_mm=30,
    ),
}  # fmt: skip
