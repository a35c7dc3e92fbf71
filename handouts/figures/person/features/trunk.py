"""Lines of the trunk: collar bone, shoulder blade, groove of the spine; cloth hides them as it hides the skin."""

from __future__ import annotations

from handouts.figures.person.features.feature import Feature

_TRUNK = ("trunk",)

TRUNK = (
    Feature("collar bone", _TRUNK, "clavicle", "front", ((0, -2), (25, 6), (52, 10), (78, 18)), 27.0),
    Feature("shoulder blade", _TRUNK, "shoulder01", "back", ((-22, -30), (-32, -70), (-38, -110), (-24, -128)), 40.0),
    Feature("groove of the spine", _TRUNK, "spine03", "back", ((0, 140), (0, 70), (0, 0), (0, -70)), 40.0),
)
