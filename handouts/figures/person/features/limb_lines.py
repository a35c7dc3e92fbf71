"""Lines of arm and leg: kneecap, hollow of the knee, point and bend of the elbow."""

from __future__ import annotations

from handouts.figures.person.features.feature import Feature

_LEG, _ARM = ("thigh", "shank"), ("upper", "fore")

ARM = (
    Feature(
        "point of the elbow",
        _ARM,
        "lowerarm01",
        "point of the elbow",
        ((-14, 2), (-8, -7), (1, -9), (9, -5), (13, 4)),
        24.0,
    ),
    Feature("bend of the elbow", _ARM, "lowerarm01", "bend of the elbow", ((-20, 4), (-8, 0), (6, 0), (18, 5)), 20.0),
)

LEG = (
    Feature(
        "kneecap, outer edge", _LEG, "lowerleg01", "front", ((22, 42), (29, 28), (30, 10), (24, -5), (12, -14)), 30.0
    ),
    Feature(
        "kneecap, inner edge",
        _LEG,
        "lowerleg01",
        "front",
        ((-24, 36), (-30, 23), (-30, 7), (-22, -7), (-10, -14)),
        30.0,
    ),
    Feature("hollow of the knee", _LEG, "lowerleg01", "back", ((-27, 6), (-12, 1), (8, 1), (26, 7)), 30.0),
)
