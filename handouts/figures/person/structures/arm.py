"""Shoulder, elbow, wrist and hand: tendons, bursa, capsule, nerve and its tunnel."""

from __future__ import annotations

from handouts.figures.person.structures.records import Cushion, Spot, Strand, Structure, Triple, bone

HEAD_TOP = Spot("humerus", (0.0, 1.0, 0.0))  # of the upper arm's head
ROOF = Spot("scapula", (-1.0, 0.6, 0.0))  # over the joint
BALL = ROOF.moved(-5, -39, 16)  # middle of the upper arm's head
SHOULDER_MM = 22.0  # nearer than it lies: before the ball and the blade, behind the collar bone
#: At rest the arm is held away from the body: its directions from elbow to hand, to the back of the hand, to the palm.
HANDWARD, BACKWARD, PALMWARD = (-0.51, -0.50, 0.70), (-0.71, 0.68, 0.0), (0.71, -0.68, 0.0)
THUMBWARD = (0.75, 0.16, 0.64)
OVER_WRIST = Spot("capitate", PALMWARD, (3, -3, -6))
OUTER_ELBOW = Spot("humerus", (-1.15, 0.21, -0.05))
INNER_ELBOW = Spot("humerus", (0.35, -1.11, 0.07))


def _seen(right: float, up: float, behind: float = 0.0) -> Spot:
    """A place as the picture of the shoulder shows it, from the middle of the ball."""
    return BALL.moved(0.91 * right + 0.42 * behind, up, 0.42 * right - 0.91 * behind)


#: Where the capsule is seen: from the outer knob over the ball, along the socket, and under it to the neck of the bone.
CAPSULE = ((-20, 10), (-15, 22), (-5, 29), (8, 30), (19, 25), (26, 14), (28, 2), (26, -10), (20, -22), (11, -29),
           (1, -30), (-9, -24))  # fmt: skip
CAPSULE_THICK = (6, 9, 11, 11, 10, 9, 8, 9, 10, 11, 10, 6)
FOREARM = (0.38, 0.43, 0.82)  # across the muscles of the forearm
HALFWAY = Spot("radius", (0.51, 0.50, -0.70))


def _elbow_tendon(start: Spot, way: Triple) -> Strand:
    """From a knob of the elbow, wider and wider, to its muscle."""
    x, y, _ = way
    course = (start, HALFWAY.moved(13 * x - 13, 13 * y - 12, 18), HALFWAY.moved(14 * x - 34, 14 * y - 33, 46))
    return Strand(course, (22, 17, 27), (14, 10, 12), FOREARM)


def _forearm_muscle(way: Triple) -> Strand:
    """From the tendon at the elbow, with its belly on the upper forearm, to the wrist."""
    x, y, _ = way
    course = (
        HALFWAY.moved(14 * x - 28, 14 * y - 27, 38),
        HALFWAY.moved(14 * x - 56, 14 * y - 55, 78),
        Spot("radius", (HANDWARD[0] + 0.3 * x, HANDWARD[1] + 0.3 * y, 0.7), (4 * x, 4 * y, 0)),
        Spot("radius", (HANDWARD[0] + 0.3 * x, HANDWARD[1] + 0.3 * y, 0.7), (5 * x - 10, 5 * y - 10, 14)),
    )
    return Strand(course, (18, 32, 10, 6), (12, 14, 5, 3), FOREARM)


def _finger_branch(n: int) -> Strand:
    """One branch of the median nerve, from the palm to a finger."""
    course = (
        Spot("capitate", PALMWARD, (0.7 * 3 - 4, -0.7 * 3 - 4, 6)),
        Spot(f"metacarpal{n}", (PALMWARD[0] - 0.8, PALMWARD[1] - 0.8, 1.2), (2, -2, -4)),
        Spot(f"finger{n}-1", (PALMWARD[0] - 0.6, PALMWARD[1] - 0.6, 0.9), (1, -1, 0)),
    )
    return Strand(course, (5.6, 4.4, 2.2), (3, 2.5, 1.5), (0.38, 0.43, 0.82))


ARM: dict[str, Structure] = {
    "shoulder blade": bone("scapula"), "collar bone": bone("clavicle"),
    "upper arm bone": bone("humerus", in_front_mm=30, at=HEAD_TOP.moved(-34, -53, 0)),
    # Supraspinatus: its belly lies on the shoulder blade, its tendon runs under the roof and over the ball to the
    # outer knob of the upper arm bone
    "shoulder muscle": Structure(
        "muscle",
        parts=(Strand((_seen(78, 9, 76), _seen(62, 17, 46), _seen(44, 22, 18), _seen(26, 24, 4)),
                      (8, 18, 20, 18), (5, 23, 24, 15), (0, 0, 1)),),
        in_front_mm=SHOULDER_MM + 40,
    ),
    "shoulder tendon": Structure(
        "sinew",
        parts=(Strand((_seen(32, 23), _seen(14, 24), _seen(-2, 23), _seen(-12, 20), _seen(-17, 13),
                       _seen(-19, 6)), (18,) * 6, (14, 11, 10, 10, 9, 6), (0, 0, 1)),),
        joins=("shoulder muscle",), meets=("upper arm bone",), in_front_mm=SHOULDER_MM + 2,
    ),
    "shoulder bursa": Structure(
        "bursa", parts=(Cushion(ROOF.moved(-10, -1, 18), (15, 3, 13)),), in_front_mm=60
    ),
    # From the rim of the socket round the ball to the neck of the upper arm bone
    "shoulder capsule": Structure(
        "sinew",
        parts=(Strand(tuple(_seen(*at) for at in CAPSULE), (14,) * 12, CAPSULE_THICK, (0, 0, 1)),),
        meets=("upper arm bone",), in_front_mm=64,
    ),
    **{
        f"{side} {name}": Structure(
            material, parts=(part,), joins=("upper arm bone", *joins), meets=meets, in_front_mm=14 + nearer
        )
        for side, start, way in (("outer", OUTER_ELBOW, BACKWARD), ("inner", INNER_ELBOW, PALMWARD))
        for name, material, part, joins, meets, nearer in (
            ("elbow tendon", "sinew", _elbow_tendon(start, way), (f"{side} forearm muscle",), ("upper arm bone",), 6),
            ("forearm muscle", "muscle", _forearm_muscle(way), (), (f"{side} elbow tendon",), 0),
        )
    },
    "median nerve": Structure(
        "nerve",
        parts=(Strand((Spot("radius", HANDWARD, (39, 26, -53)), Spot("lunate", PALMWARD, (7, -3, -1)),
                       Spot("capitate", PALMWARD, (0.7 * 3 - 4, -0.7 * 3 - 4, 6))), (8, 9.5, 8), (4, 4, 4),
                      (0.38, 0.43, 0.82)), *(_finger_branch(n) for n in (1, 2, 3, 4))),
        in_front_mm=14, at=Spot("metacarpal2", (PALMWARD[0] - 0.8, PALMWARD[1] - 0.8, 1.2), (2, -2, -4)),
    ),
    "wrist tunnel roof": Structure(
        "sinew",
        parts=(Strand(tuple(OVER_WRIST.moved(*(mm * way for way in THUMBWARD)) for mm in (19, 10, 0, -10, -19)),
                      (34, 27, 25, 27, 34), (3, 3, 3, 3, 3), HANDWARD),),
        in_front_mm=24, over=True, at=OVER_WRIST.moved(*(14 * way for way in THUMBWARD)),
    ),
}  # fmt: skip
