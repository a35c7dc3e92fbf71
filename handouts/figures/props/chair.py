"""A plain wooden chair with a back."""

from __future__ import annotations

from handouts.figures.props.prop import Placement, Prop, Surface
from handouts.figures.props.solids import WOOD, Solid, box

SEAT_MM = 450.0  # at knee height of a person of 1700 mm


def build(placement: Placement) -> list[Solid]:
    """Seat, back, posts and legs; the front edge of the seat is ahead of the middle of the thighs."""
    k, top = placement.k, SEAT_MM * placement.k
    seat = box("seat", (-215 * k, 215 * k), (top - 34 * k, top), (-235 * k, 190 * k), "wood", WOOD)
    rest = box("chair back", (-215 * k, 215 * k), (top + 150 * k, top + 430 * k), (-262 * k, -236 * k), "wood", WOOD)
    posts = [
        box(f"post{i}", (x - 17 * k, x + 17 * k), (top, top + 430 * k), (-262 * k, -236 * k), "wood", WOOD)
        for i, x in enumerate((-198 * k, 198 * k))
    ]
    legs = [
        box(f"leg{i}", (x - 17 * k, x + 17 * k), (0, top - 34 * k), (z - 17 * k, z + 17 * k), "wood", WOOD)
        for i, (x, z) in enumerate((x, z) for x in (-196 * k, 196 * k) for z in (-215 * k, 168 * k))
    ]
    return [seat, rest, *posts, *legs]


PROP = Prop(
    "chair",
    build,
    seat_mm=SEAT_MM,
    solids={"chair": ("seat", "chair back", "post", "leg")},
    surfaces={"chair": lambda frame: Surface((0.0, SEAT_MM, 0.0), (0.0, 1.0, 0.0))},
)
