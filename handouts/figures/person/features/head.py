"""Lines of the head: brow, mouth, nose, ear, jaw; the eye is a dot (`render/face.py`), hair has its own edge."""

from __future__ import annotations

from handouts.figures.person.features.feature import Feature

_HEAD = ("head", "neck")

HEAD = (
    Feature("brow", _HEAD, "head", "front", ((22, 58), (33, 62), (44, 60), (52, 54)), 27.0),
    Feature(
        "mouth",
        _HEAD,
        "head",
        "front",
        ((-4, -28), (4, -28), (12, -28), (22, -26), (29, -22), (32, -19)),
        27.0,
        crease_mm=6.0,
    ),
    Feature("nose", _HEAD, "head", "front", ((17, 4), (18, -2), (12, -5), (4, -6.5)), 27.0, crease_mm=13.0),
    Feature(
        "ear",
        _HEAD,
        "head",
        "outside",
        ((11, 30), (8, 40), (0, 43), (-8, 40), (-13, 28), (-10, 13), (-4, 1), (3, -6), (10, -6)),
        27.0,
    ),
    Feature("hollow of the ear", _HEAD, "head", "outside", ((5, 34), (-3, 34), (-7, 25), (-3, 15), (4, 12)), 70.0),
    Feature("jaw", _HEAD, "head", "outside", ((16, -20), (21, -38), (34, -54), (50, -65)), 27.0),
)
