"""Lines of the foot: toes and nails, ball, arch, ankle knuckles, the hollows beside the Achilles tendon, heel."""

from __future__ import annotations

from handouts.figures.person.features.feature import Feature

_TOES = tuple(f"toe{n}" for n in range(1, 6))


def _nail(n: int, width_mm: float, *points: tuple[float, float]) -> Feature:
    return Feature(f"nail of toe {n}", (f"toe{n}",), "foot", "above", points, width_mm, closed=True)


def _bend(n: int, width_mm: float, *points: tuple[float, float]) -> Feature:
    return Feature(f"bend of toe {n}", (f"toe{n}", "foot"), "foot", "above", points, width_mm)


FOOT = (
    _nail(
        1,
        13.0,
        (-28, 183),
        (-28, 176),
        (-26, 171.5),
        (-21, 170.5),
        (-16, 171.5),
        (-14, 176),
        (-14.5, 183),
        (-21, 185.5),
    ),
    _nail(2, 8.0, (-4.3, 183), (-4.3, 178.5), (-2.5, 176), (1.8, 176), (3.8, 178.5), (3.8, 183), (0, 185)),
    _nail(
        3, 8.0, (11.3, 175.5), (11.3, 172.5), (13, 170.5), (17.5, 170.5), (19.3, 172.5), (19.3, 175.5), (15.3, 177.5)
    ),
    _nail(4, 8.0, (25.6, 162), (25.6, 159.3), (27.3, 157.5), (31.7, 157.5), (33.4, 159.3), (33.4, 162), (29.5, 163.8)),
    _nail(5, 8.0, (38.7, 148.3), (38.7, 146), (40.3, 144.3), (44.7, 144.3), (46.4, 146), (46.2, 148.3), (42.5, 150)),
    _bend(1, 12.0, (-29, 159), (-23, 161), (-16, 159.5)),
    _bend(2, 11.0, (-4, 158), (0, 159.5), (4, 158)),
    _bend(3, 11.0, (12, 153), (15, 154.5), (18.5, 153)),
    Feature(
        "ball, from inside", ("foot", "toe1"), "foot", "inside", ((132, -41), (127, -46), (126, -53), (128, -59)), 12.0
    ),
    Feature(
        "ball, from below",
        ("foot", *_TOES),
        "foot",
        "below",
        ((-28, 112), (-18, 106), (0, 103), (20, 100), (38, 95)),
        22.0,
    ),
    Feature("arch, from inside", ("foot",), "foot", "inside", ((16, -49), (36, -43), (58, -43), (80, -49)), 18.0),
    Feature("arch, from below", ("foot",), "foot", "below", ((-24, 82), (-10, 66), (-4, 48), (-8, 26), (-19, 8)), 22.0),
    Feature(
        "outer ankle knuckle",
        ("foot", "shank"),
        "foot",
        "outside",
        ((-17, 6), (-16, -4), (-10, -12), (-2, -14), (6, -9), (9, 0)),
        20.0,
    ),
    Feature(
        "inner ankle knuckle",
        ("foot", "shank"),
        "foot",
        "inside",
        ((-9, 12), (-7, 2), (-1, -5), (7, -6), (14, 0), (17, 9)),
        20.0,
    ),
    Feature(
        "outer hollow beside the tendon",
        ("foot", "shank"),
        "foot",
        "outside",
        ((-31, 62), (-31, 40), (-28, 20), (-24, 6)),
        17.0,
    ),
    Feature(
        "inner hollow beside the tendon",
        ("foot", "shank"),
        "foot",
        "inside",
        ((-31, 66), (-31, 44), (-28, 24), (-23, 10)),
        17.0,
    ),
    Feature("heel, from outside", ("foot",), "foot", "outside", ((-44, -28), (-38, -42), (-27, -52)), 20.0),
    Feature("heel, from inside", ("foot",), "foot", "inside", ((-44, -28), (-38, -42), (-27, -52)), 20.0),
)
