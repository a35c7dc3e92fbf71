"""Postures as data: how the body lies in the room, its angles at rest, what touches. They limit no joint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rest:
    """One posture.

    Attributes:
        doing: how messages say it.
        turned_deg: how the body lies: (about the room's x axis, then about its own length).
        hips_mm: height of the hip joints, for a person of 1700 mm.
        angles: coordinates at rest in degrees, of both sides; all others rest at zero.
        trunk, feet: (part of the skin, surface) that touch unless the pose says something else; `seat` means
            what one sits on.
        hands: the use of a hand that the pose leaves open.
        stiff_mm: coordinates that keep to their rest more or less firmly than in other postures.
        down, front: angles of the leg that is `under` (knelt on, or behind) and of the other one, where they differ.
        feet_down: what the leg that is `under` touches, where it differs.
        ahead_mm: how far ahead of its usual place the foot that is not `under` stands, and the other behind it.
        wide_mm: how far each ankle is from the middle, where it is not as usual.
    """

    doing: str
    hips_mm: float
    turned_deg: tuple[float, float] = (0.0, 0.0)
    angles: Mapping[str, float] = field(default_factory=dict)
    trunk: tuple[tuple[str, str], ...] = ()
    feet: tuple[tuple[str, str], ...] = (("foot", "floor"),)
    hands: str = "hanging"
    stiff_mm: Mapping[str, float] = field(default_factory=dict)
    down: Mapping[str, float] = field(default_factory=dict)
    front: Mapping[str, float] = field(default_factory=dict)
    feet_down: tuple[tuple[str, str], ...] = ()
    ahead_mm: float = 0.0
    wide_mm: float | None = None


FIRM = {"root yaw": 6.0, "root roll": 6.0}  # what lies broadly on a surface does not turn on it
_ARMS = {"shoulder aside": 8.0, "elbow bend": 14.0}

_STANDING = {**_ARMS, "knee bend": 4.0, "hip bend": 2.0, "hip aside": 1.5}
_STANDING_MM = {"hip bend": 0.6, "knee bend": 0.3, "root pitch": 1.5, "lumbar bend": 2.0, "thorax bend": 1.6}
#: Postures in which a knee carries the body.
KNEELING = ("fours", "heels", "half", "upright")

RESTS: dict[str, Rest] = {
    "stand": Rest("standing", 880, angles=_STANDING, stiff_mm=_STANDING_MM),
    "chair": Rest(
        "sitting",
        540,
        angles={**_ARMS, "hip bend": 84.0, "knee bend": 88.0, "lumbar bend": 4.0, "hip aside": 2.0},
        trunk=(("bottom", "seat"),),
        hands="thigh",
        stiff_mm=FIRM | {"hip turn": 1.2, "hip aside": 0.6},
    ),
    "floor": Rest(
        "sitting on the floor",
        95,
        angles={**_ARMS, "hip bend": 80.0, "knee bend": 3.0, "root pitch": -8.0, "lumbar bend": 12.0,
                "thorax bend": 8.0},
        trunk=(("bottom", "mat"),),
        feet=(("heel", "mat"),),
        hands="thigh",
        stiff_mm=FIRM | {"hip turn": 2.0, "hip aside": 2.0, "root pitch": 4.0, "lumbar bend": 4.0, "thorax bend": 4.0},
    ),
    "back": Rest(
        "lying on the back",
        112,
        (-90.0, 0.0),
        {**_ARMS, "hip bend": 46.0, "knee bend": 92.0, "shoulder aside": 14.0},
        (("bottom", "mat"), ("back", "mat"), ("head", "mat")),
        (("foot", "mat"),),
        "sides",
        FIRM,
    ),
    "front": Rest(
        "lying on the front",
        105,
        (90.0, 0.0),
        {"knee bend": 6.0, "ankle up": -45.0, "shoulder aside": 25.0, "elbow bend": 20.0},
        (("belly", "mat"), ("chest", "mat"), ("forehead", "mat")),
        (("instep", "mat"),),
        "beside head",
        FIRM,
    ),
    "side": Rest(
        "lying on one side",
        165,
        (0.0, 90.0),
        {"hip bend": 40.0, "knee bend": 70.0, "ankle up": -14.0, "shoulder forward": 50.0, "elbow bend": 40.0},
        hands="floor",
        stiff_mm={"root yaw": 6.0, "root pitch": 2.0, "root roll": 6.0,
                  "hip bend": 1.0, "knee bend": 1.0, "ankle up": 1.0, "ankle in": 1.0},
    ),
    "fours": Rest(
        "on hands and knees",
        480,
        (84.0, 0.0),
        {"hip bend": 84.0, "knee bend": 88.0, "ankle up": -45.0, "shoulder forward": 84.0, "elbow bend": 6.0,
         "neck bend": -14.0, "hip aside": 1.0},
        feet=(("knee", "mat"), ("instep", "mat")),
        hands="floor",
        stiff_mm={"hip bend": 0.05, "knee bend": 0.05, "root pitch": 0.2},
    ),
    "heels": Rest(
        "sitting back on the heels",
        250,
        (70.0, 0.0),
        {"hip bend": 120.0, "knee bend": 140.0, "ankle up": -45.0, "shoulder forward": 130.0, "elbow bend": 10.0,
         "lumbar bend": 25.0, "thorax bend": 14.0},
        (("forehead", "mat"),),
        (("knee", "mat"), ("instep", "mat")),
        "floor",
        {"hip bend": 2.0, "knee bend": 2.0, "root pitch": 0.3},
    ),
    "half": Rest(
        "kneeling on one knee",
        470,
        angles={**_ARMS, "knee bend": 90.0, "hip bend": 45.0},
        hands="hips",
        down={"hip bend": 0.0, "knee bend": 90.0, "ankle up": -45.0},
        front={"hip bend": 90.0, "knee bend": 90.0},
        feet_down=(("knee", "mat"), ("instep", "mat")),
    ),
    "upright": Rest(
        "kneeling upright",
        470,
        angles={**_ARMS, "knee bend": 90.0, "ankle up": -45.0},
        feet=(("knee", "mat"), ("instep", "mat")),
    ),
    "plank": Rest(
        "in a plank",
        330,
        (80.0, 0.0),
        {"hip bend": 2.0, "knee bend": 2.0, "ankle up": 6.0, "shoulder forward": 80.0, "hip aside": 1.0,
         "neck bend": -6.0},
        feet=(("toes", "mat"),),
        hands="forearms",
        stiff_mm={"root pitch": 0.1, "root yaw": 6.0, "root roll": 6.0, "hip bend": 1.5, "knee bend": 1.0,
                  "lumbar bend": 3.0, "thorax bend": 3.0, "ankle up": 0.4},
    ),
    # Stances: standing, with the body somewhere else.
    "squat": Rest(
        "standing in a squat",
        560,
        angles={"shoulder forward": 75.0, "elbow bend": 8.0, "hip bend": 95.0, "knee bend": 85.0, "ankle up": 24.0,
                "hip aside": 4.0, "root pitch": 28.0},
        hands="ahead",
        stiff_mm={"hip bend": 0.05, "knee bend": 3.0, "root pitch": 2.0},
    ),
    "lunge": Rest(
        "standing in a lunge",
        650,
        angles=_ARMS,
        stiff_mm={"knee bend": 2.0, "hip bend": 0.2, "root pitch": 2.0},
        down={"hip bend": -5.0, "knee bend": 58.0, "ankle up": 10.0},
        front={"hip bend": 75.0, "knee bend": 80.0, "ankle up": 8.0},
        feet_down=(("ball", "floor"),),
        ahead_mm=370.0,
    ),
    "tandem": Rest("standing heel to toe", 880, angles=_STANDING, stiff_mm=_STANDING_MM, ahead_mm=131.0, wide_mm=4.0),
    "together": Rest("standing with the feet together", 880, angles=_STANDING, stiff_mm=_STANDING_MM, wide_mm=46.0),
}  # fmt: skip

#: A leg whose foot nothing carries, by the posture.
LIFTED: Mapping[str, dict[str, float]] = {
    "stand": {"hip bend": 40.0, "knee bend": 70.0, "ankle up": -12.0},
    "chair": {"hip bend": 84.0, "knee bend": 88.0},
    "back": {"hip bend": 110.0, "knee bend": 115.0},
}
#: A leg whose foot a hand holds behind.
HELD = {"hip bend": -4.0, "knee bend": 143.0, "ankle up": -42.0}
#: How a back lies or arches on all fours, by its word (positive = rounded).
BACKS: Mapping[str, Mapping[str, Mapping[str, float]]] = {
    "back": {
        "flat": {"lumbar bend": 30.0, "thorax bend": 10.0},
        "pressed": {"lumbar bend": 48.0, "thorax bend": 13.0},
        "arched": {"lumbar bend": -30.0, "thorax bend": -14.0},
    },
    "fours": {
        "flat": {"lumbar bend": 4.0, "thorax bend": 4.0, "neck bend": -16.0},
        "round": {"lumbar bend": 52.0, "thorax bend": 54.0, "neck bend": 6.0},
        "sag": {"lumbar bend": -34.0, "thorax bend": -20.0, "neck bend": -34.0},
    },
}
#: A trunk that leans back on both arms, off the floor.
PROPPED_BACK = {"root pitch": -28.0, "lumbar bend": 0.0, "thorax bend": 0.0, "neck bend": 14.0}
#: A foot that kneels on its tucked toes, and how far they are bent back.
TUCKED = {"ankle up": 6.0}
TUCKED_TOES_DEG = 62.0
#: A leg whose foot lies on the other thigh, where the solver begins.
CROSSED = {"hip bend": 88.0, "knee bend": 110.0, "hip turn": 92.0, "hip aside": 20.0}
#: An arm along the trunk of one who lies on the front, its palm to the thigh.
ALONG = {"shoulder forward": -8.0, "shoulder aside": 14.0, "elbow bend": 4.0}
#: A leg that lies straight, by the posture.
STRAIGHT = {"hip bend": 0.0, "knee bend": 2.0, "ankle up": -20.0}

#: How much one degree away from rest weighs, in millimetres; joints that are named here give way less or more easily.
STIFF_MM: dict[str, float] = {
    "root yaw": 2.0, "root pitch": 1.5, "root roll": 2.0,
    "lumbar bend": 1.2, "lumbar side": 1.5, "lumbar turn": 2.0,
    "thorax bend": 0.9, "thorax side": 1.5, "thorax turn": 1.0,
    "neck bend": 0.5, "neck tilt": 0.8, "neck turn": 0.6, "neck tuck": 2.0,
    "girdle up": 1.0, "girdle ahead": 1.0,
    "shoulder forward": 0.12, "shoulder aside": 0.2, "shoulder turn": 0.15, "elbow bend": 0.12,
    "forearm turn": 0.12, "wrist back": 0.25, "wrist thumb": 0.4,
    "hip bend": 0.12, "hip aside": 0.3, "hip turn": 0.3, "knee bend": 0.12, "shin turn": 0.2,
    "ankle up": 0.12, "ankle in": 0.4,
}  # fmt: skip
#: Ranges of the coordinates that the language does not name one by one, in degrees.
RANGES: dict[str, tuple[float, float]] = {
    "root yaw": (-90, 90), "root pitch": (-110, 110), "root roll": (-90, 90),
    "lumbar bend": (-34, 60), "lumbar side": (-20, 20), "lumbar turn": (-14, 14),
    "thorax bend": (-25, 55), "thorax side": (-25, 25), "thorax turn": (-40, 40),
    "neck bend": (-80, 60), "neck tilt": (-45, 45), "neck turn": (-80, 80), "neck tuck": (-25, 25),
    "forearm turn": (-85, 90),
}  # fmt: skip
