"""Lines of the head: brow, mouth, nose, ear, jaw; the eye is a dot (`render/face.py`), hair has its own edge."""

from __future__ import annotations

from handouts.figures.person.features.feature import Feature

_HEAD = ("head", "neck")

HEAD = (
    Feature("brow", _HEAD, "head", "front", ((18, 58), (28, 61), (38, 60.5), (47, 56)), 27.0),
    Feature(
        "mouth",
        _HEAD,
        "head",
        "front",
        ((-4, -28.8), (0, -29), (6, -28.8), (14, -27.6), (22, -25), (29, -20.5)),
        27.0,
        crease_mm=9.0,
    ),
    Feature(
        "nose",
        _HEAD,
        "head",
        "front",
        ((12.5, 0), (12, -4), (7.5, -7), (0, -8.2), (-5, -7.8)),
        27.0,
        crease_mm=13.0,
    ),
    Feature(
        "ear",
        _HEAD,
        "head",
        "outside",
        ((11, 30), (8, 40), (0, 43), (-8, 40), (-13, 28), (-10, 13), (-4, 1), (3, -6), (10, -6)),
        27.0,
    ),
    Feature("hollow of the ear", _HEAD, "head", "outside", ((5, 34), (-3, 34), (-7, 25), (-3, 15), (4, 12)), 70.0),
    Feature(
        "chin",
        _HEAD,
        "head",
        "front",
        ((-22, -64), (-12, -68.5), (0, -70), (12, -68.5), (22, -64)),
        27.0,
        crease_mm=8.0,
        level=True,
    ),
    Feature("jaw", _HEAD, "head", "outside", ((16, -20), (21, -38), (34, -54), (50, -65)), 27.0, level=True),
)
