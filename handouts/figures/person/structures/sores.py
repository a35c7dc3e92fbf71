"""Sore places by the author's words."""

from __future__ import annotations

from handouts.figures.person.structures.arm import BALL, INNER_ELBOW, OUTER_ELBOW, OVER_WRIST
from handouts.figures.person.structures.back import SEAT
from handouts.figures.person.structures.foot import HEEL_BACK, HEEL_CORNER, KNUCKLE, TUBERCLE
from handouts.figures.person.structures.leg import HIP_BALL, KNEECAP_LOW, TROCHANTER
from handouts.figures.person.structures.records import Sore, Spot

#: Each lies where its condition is felt (the leaflets' own sources).
SORES: dict[str, Sore] = {
    "inner heel": Sore(TUBERCLE.moved(0, -3, 6), (24, 16)),
    "start of the band": Sore(TUBERCLE.moved(0, 0, 13), (24, 24), ("plantar fascia",)),
    "middle heel": Sore(TUBERCLE.moved(0, -5, -2), (17, 15), ("heel pad",)),
    "whole heel": Sore(TUBERCLE.moved(0, -4, 4), (20, 18), ("heel pad", "plantar fascia")),
    "spur": Sore(TUBERCLE.moved(0, 2, 12), (22, 16)),
    "bursa": Sore(None, on=("bursa",)),
    "shoulder tendon": Sore(BALL.moved(-8, 20, -4), (28, 30), ("shoulder tendon",)),
    "outer upper arm": Sore(BALL.moved(-34, -26, -16), (13, 40), off=("upper arm bone",)),
    "shoulder capsule": Sore(None, on=("shoulder capsule",)),
    "outer elbow": Sore(OUTER_ELBOW, (50, 50), ("outer elbow tendon",)),
    "inner elbow": Sore(INNER_ELBOW, (40, 40), ("inner elbow tendon",)),
    "wrist tunnel": Sore(OVER_WRIST, (21, 19), ("median nerve",)),
    "outer hip": Sore(TROCHANTER.moved(-8, 4, 0), (21, 38), ("outer hip tendon", "hip bursa", "thigh bone")),
    "hip joint": Sore(HIP_BALL.moved(14, 12, 0), (24, 24), ("thigh bone", "hip bone"), off=("hip cartilage",)),
    "knee joint": Sore(
        Spot("tibia", (0.0, 1.0, 0.0), (0, -3, 0)),
        (41, 24),
        ("knee cartilage", "meniscus", "thigh bone", "shin bone"),
        off=("kneecap", "knee cartilage", "meniscus"),
    ),
    "front of the knee": Sore(KNEECAP_LOW.moved(0, 17, -2), (20, 29), off=("kneecap", "kneecap tendon")),
    "kneecap tendon": Sore(KNEECAP_LOW.moved(0, -8, 0), (22, 20), ("kneecap tendon",)),
    "inner knee": Sore(Spot("tibia", (1.0, 1.0, 0.0)), (26, 30), ("inner knee ligament",)),
    "outer ankle": Sore(Spot("fibula", (0.0, -1.0, 0.2), (4, 9, 16)), (17, 11), ("outer ankle ligament",)),
    "middle of the tendon": Sore(HEEL_CORNER.moved(0, 54, -3), (14, 22), ("achilles tendon",)),
    "low end of the tendon": Sore(HEEL_BACK.moved(0, 8, 2), (13, 17), ("achilles tendon", "heel bone")),
    "disc": Sore(None, on=("disc",)),
    "low spine": Sore(Spot("l4", (0.0, 0.0, 0.0), (0, -14, 0)), (60, 66), off=("spine",)),
    "sciatic nerve": Sore(SEAT.moved(-4, 92, 0), (33, 116), turn_deg=-15.0, off=("sciatic nerve", "spine")),
    "neck nerve": Sore(None, on=("neck nerve",)),
    "inner ankle": Sore(KNUCKLE.moved(0, -9, -16), (19, 17), ("nerve",)),
}
