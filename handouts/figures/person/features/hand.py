"""Lines of the hand: knuckles, bends of the fingers, nails, the pad of the thumb, the wrist."""

from __future__ import annotations

from handouts.figures.person.features.feature import Feature

_HAND = ("hand", *(f"finger{n}" for n in range(1, 6)))
_BACK, _PALM = "back of the hand", "palm"


def _nail(n: int, view: str, *points: tuple[float, float]) -> Feature:
    return Feature(f"nail of finger {n}", (f"finger{n}",), "wrist", view, points, 9.0, closed=True)


def _knuckle(n: int, *points: tuple[float, float]) -> Feature:
    return Feature(f"knuckle of finger {n}", _HAND, "wrist", _BACK, points, 13.0)


def _bend(n: int, view: str, *points: tuple[float, float]) -> Feature:
    return Feature(f"bend of finger {n}", (f"finger{n}",), "wrist", view, points, 10.0)


HAND = (
    _nail(
        1, "thumb side of the hand", (-63, 96), (-60, 100), (-54, 100), (-50, 96), (-51, 90), (-55, 87.5), (-60, 89.5)
    ),
    _nail(
        2,
        _BACK,
        (-38.8, 173),
        (-39.3, 168),
        (-37.5, 164.5),
        (-34, 164),
        (-31, 165.5),
        (-30.3, 170),
        (-31.5, 175),
        (-35.3, 176),
    ),
    _nail(3, _BACK, (2, 184), (2, 178), (4.5, 175), (8, 174.8), (11.5, 176.5), (12.3, 181), (10.8, 186), (6.3, 187)),
    _nail(4, _BACK, (36.5, 170), (35.5, 166), (38, 163), (42, 163.3), (45.7, 166.5), (46, 171), (43, 174), (39, 173)),
    _nail(5, _BACK, (56.3, 135.5), (56, 133), (58, 130.8), (61, 131.5), (62.8, 134), (62.6, 136.8), (60, 138.2)),
    _knuckle(2, (-33, 103), (-27, 107), (-21, 104)),
    _knuckle(3, (-6, 103), (0, 107), (6, 103)),
    _knuckle(4, (14, 98), (20, 101.5), (26, 96)),
    _knuckle(5, (34, 89), (39, 91), (43, 85)),
    _bend(2, _BACK, (-36, 132.5), (-31, 134), (-26.5, 132)),
    _bend(3, _BACK, (0.5, 138.5), (5, 140), (9.5, 138.5)),
    _bend(4, _BACK, (26, 129), (30, 129.3), (33.5, 127)),
    _bend(5, _BACK, (45.5, 110.5), (48.5, 110), (51, 107.5)),
    _bend(2, _PALM, (-36, 130.5), (-31.5, 129.5), (-27, 129)),
    _bend(3, _PALM, (0.5, 136), (5.5, 135), (10, 135.5)),
    _bend(4, _PALM, (25.5, 124), (29, 124.5), (33.5, 126)),
    _bend(5, _PALM, (43, 107), (47, 108), (51, 110)),
    Feature("pad of the thumb", _HAND, "wrist", _PALM, ((-31, 72), (-16, 65), (-7, 49), (-4, 28), (-8, 11)), 22.0),
    Feature("palm", _HAND, "wrist", _PALM, ((39, 78), (25, 80), (6, 85), (-12, 95)), 22.0),
    Feature("wrist, palm side", ("hand", "fore"), "wrist", _PALM, ((-17, 3), (0, -1), (17, 3)), 16.0),
    Feature("wrist knuckle", ("hand", "fore"), "wrist", _BACK, ((12, -3), (14, -10), (18, -13), (22, -9)), 14.0),
)
