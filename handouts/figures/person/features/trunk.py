"""Lines of the trunk: collar bone, shoulder blade, groove of the spine; cloth hides all but the shoulder blade."""

from __future__ import annotations

from handouts.figures.person.features.feature import Feature

_TRUNK = ("trunk",)

TRUNK = (
    Feature("collar bone", _TRUNK, "clavicle", "front", ((0, -2), (25, 6), (52, 10), (78, 18)), 27.0),
    Feature(
        "shoulder blade",
        _TRUNK,
        "shoulder01",
        "back",
        ((-14, -22), (-28, -50), (-36, -84), (-36, -112), (-24, -130), (-4, -118), (10, -92)),
        16.0,
        under_cloth=True,
    ),
    Feature("groove of the spine", _TRUNK, "spine03", "back", ((0, 140), (0, 70), (0, 0), (0, -70)), 40.0),
)
