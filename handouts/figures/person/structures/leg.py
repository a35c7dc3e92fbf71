"""Hip, knee and outer ankle: cartilage, tendons, bursa, meniscus, ligaments."""

from __future__ import annotations

from handouts.figures.person.structures.records import Cushion, Spot, Strand, Structure, bone

HIP_HEAD = Spot("femur", (1.0, 0.8, 0.0))
TROCHANTER = Spot("femur", (-1.0, 0.5, 0.0))
KNEECAP_LOW = Spot("patella", (0.0, -1.0, 0.0))


def _plateau(name: str, up: float, thick: float, material: str) -> Structure:
    """The two cushions on the top of the shin bone."""
    parts = tuple(Cushion(Spot("tibia", (side, 1.0, 0.0), (-6 * side, up, 0)), (17, thick, 20)) for side in (1, -1))
    return Structure(material, parts=parts, meets=("shin bone",))


LEG: dict[str, Structure] = {
    "hip bone": bone("hip-bone"), "thigh bone": bone("femur"), "shin bone": bone("tibia"), "kneecap": bone("patella"),
    "outer ankle bone": bone("fibula"),
    "hip cartilage": Structure(
        "cartilage", parts=(Cushion(HIP_HEAD.moved(-18, -15, 0), (27, 27, 27)),), meets=("thigh bone", "hip bone")
    ),
    "outer hip tendon": Structure(
        "sinew",
        parts=(Strand((Spot("hip-bone", (-1.0, 1.0, -0.3), (2, -8, 0)), TROCHANTER.moved(0, 60, -4),
                       TROCHANTER.moved(-2, 4, 0)), (46, 30, 12), (9, 10, 5), (1, 0.3, 0.3)),),
        meets=("thigh bone", "hip bone"), in_front_mm=40,
    ),
    "hip bursa": Structure(
        "bursa", parts=(Cushion(TROCHANTER.moved(-3, -12, 2), (5.5, 15, 13)),), meets=("thigh bone",), in_front_mm=20
    ),
    "kneecap tendon": Structure(
        "sinew",
        parts=(Strand((KNEECAP_LOW.moved(0, 8, -2), KNEECAP_LOW.moved(0, -12, 0), KNEECAP_LOW.moved(0, -44, -5)),
                      (24, 21, 17), (6, 5, 3)),),
        meets=("kneecap",), in_front_mm=4,
    ),
    "knee cartilage": Structure(
        "cartilage",
        parts=tuple(
            Cushion(Spot("femur", (0.35 * side, -1.0, 0.1), (-3 * side, 2.5, 0)), (13, 5.4, 20)) for side in (1, -1)
        ),
        meets=("thigh bone",), in_front_mm=6,
    ),
    "meniscus": _plateau("meniscus", 2.0, 3.4, "disc"),
    "inner knee ligament": Structure(
        "sinew",
        parts=(Strand((Spot("femur", (1.0, -1.0, 0.0), (4, 24, -4)), Spot("tibia", (1.0, 1.0, 0.0), (5, 0, -2)),
                       Spot("tibia", (1.0, 1.0, 0.0), (-5, -52, 4))), (15, 14, 13), (5, 5, 3), (0, 0, 1)),),
        meets=("thigh bone", "shin bone"), in_front_mm=8,
    ),
    "outer ankle ligament": Structure(
        "sinew",
        parts=(Strand((Spot("fibula", (0.0, -1.0, 0.2), (-1, 5, 3)), Spot("talus", (-1.0, 0.0, 1.0), (-2, 0, -4))),
                      (9, 12), (3, 3), (0, 1, 0)),
               Strand((Spot("fibula", (0.0, -1.0, 0.0), (-1, 2, -2)), Spot("calcaneus", (-1.0, 0.0, -0.2), (-1, 0, 0))),
                      (8, 10), (3, 3), (0, 0, 1))),
        meets=("outer ankle bone",), joins=("outer ankle bone",), in_front_mm=14,
    ),
}  # fmt: skip
