"""A plain wooden chair with a back."""

from __future__ import annotations

from handouts.figures.language.keys import UPPER_CLOSE_UPS
from handouts.figures.props.prop import Placement, Prop, Surface
from handouts.figures.props.solids import WOOD, Solid, box

BACK_MM, REST_MM = -236.0, (150.0, 430.0)  # where the front of its back is, and its height over the seat
HALF_TRUNK_MM = 110.0  # without the arms
SEAT_MM = 450.0  # at knee height of a person of 1700 mm


def build(placement: Placement) -> list[Solid]:
    """Seat, back, posts and legs; the front edge of the seat is ahead of the middle of the thighs."""
    return parts(placement.k, _back(placement))


def parts(k: float, back: float) -> list[Solid]:
    """The chair; the front of its back is at z = `back`."""
    top = SEAT_MM * k
    seat = box("seat", (-215 * k, 215 * k), (top - 34 * k, top), (back + k, 190 * k), "wood", WOOD)
    rest = box(
        "chair back",
        (-215 * k, 215 * k),
        (top + REST_MM[0] * k, top + REST_MM[1] * k),
        (back - 26 * k, back),
        "wood",
        WOOD,
    )
    posts = [
        box(f"post{i}", (x - 17 * k, x + 17 * k), (top, top + REST_MM[1] * k), (back - 26 * k, back), "wood", WOOD)
        for i, x in enumerate((-198 * k, 198 * k))
    ]
    legs = [
        box(f"leg{i}", (x - 17 * k, x + 17 * k), (0, top - 34 * k), (z - 17 * k, z + 17 * k), "wood", WOOD)
        for i, (x, z) in enumerate((x, z) for x in (-196 * k, 196 * k) for z in (back + 21 * k, 168 * k))
    ]
    return [seat, rest, *posts, *legs]


def _back(placement: Placement) -> float:
    """Where the front of its back is: in a close-up of the upper body at the trunk, which leans on it."""
    k = placement.k
    if placement.frame.view not in UPPER_CLOSE_UPS:
        return BACK_MM * k
    skin = placement.all_posed[0].skin
    low, high = ((SEAT_MM + mm) * k for mm in REST_MM)
    trunk = skin[(skin[:, 1] > low) & (skin[:, 1] < high) & (abs(skin[:, 0]) < HALF_TRUNK_MM * k)]
    return float(trunk[:, 2].min())


PROP = Prop(
    "chair",
    build,
    seat_mm=SEAT_MM,
    solids={"chair": ("seat", "chair back", "post", "leg")},
    surfaces={"chair": lambda frame: Surface((0.0, SEAT_MM, 0.0), (0.0, 1.0, 0.0))},
)
