"""A step up, and the ball of a foot on its edge."""

from __future__ import annotations

from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.geometry.rotation import vector
from handouts.figures.language.phrases import foot_use
from handouts.figures.person.limbs import OUTWARD, SIDES
from handouts.figures.person.rig import Body, Posed
from handouts.figures.person.skin_contact import foot_vertices
from handouts.figures.props.prop import Placement, Prop, Surface
from handouts.figures.props.solids import Solid, box
from handouts.figures.props.support import FootSupport

TOP_MM = 170.0  # for a person of 1700 mm
DEEP_MM = 330.0
ENDS_MM = {"R": -240.0, "L": 420.0}  # where it ends on either side of the figure
HANGS_MM, SUNK_MM = 20.0, 8.0  # a foot so much over the floor, and under the top of the step, hangs beside it
BESIDE_MM = 15.0  # between that foot and the step
MIDFOOT_IN_MM = 125.0  # the middle of a foot that stands on it
BALL_IN_MM = 28.0  # the ball of the foot stands this far in from the edge


def build(placement: Placement) -> list[Solid]:
    """One step whose front edge is the line z = 0."""
    k = placement.k
    shades = ("wall", "wall edge", "wall", "wall", "wall edge", "wall")
    return [box("step", _ends(placement), (0, TOP_MM * k), (0, DEEP_MM * k), "wall", shades)]


def _ends(placement: Placement) -> tuple[float, float]:
    """Where the step ends on the right and on the left of the figure: a foot that hangs beside it is clear of it."""
    k = placement.k
    ends = {side: end * k for side, end in ENDS_MM.items()}
    for posed in placement.all_posed or (placement.posed,):
        for side in SIDES:
            foot = posed.skin[foot_vertices(posed.body, side)]
            over = foot[(foot[:, 2] > 0) & (foot[:, 2] < DEEP_MM * k), 1]  # not a heel that hangs behind its edge
            if len(over) and HANGS_MM * k < float(over.min()) < (TOP_MM - SUNK_MM) * k:
                inner = float((foot[:, 0] * OUTWARD[side]).min()) - BESIDE_MM * k
                ends[side] = OUTWARD[side] * min(abs(ends[side]), inner)
    return ends["R"], ends["L"]


def ball_vertices(body: Body, side: str) -> Ints:
    """The fore part of the foot, from the ball to the toes."""
    ahead = body.fine.values(body.skin)[:, 2] - body.head(f"foot.{side}")[2]
    own = foot_vertices(body, side)
    found: Ints = own[ahead[own] > 105 * body.scale]
    return found


def ball_at_edge(posed: Posed, side: str) -> Floats:
    """How far the base of the toes is off its place behind the edge."""
    return vector(0, 0, BALL_IN_MM * posed.body.scale - posed.joint(f"toe3-1.{side}")[2])


PROP = Prop(
    "step",
    build,
    sets_floor=True,
    surfaces={"step": lambda frame: Surface((0.0, TOP_MM, 0.0), (0.0, 1.0, 0.0), 0.0, MIDFOOT_IN_MM)},
    hides_close_floor=True,
    close_up=True,
    feet=(
        FootSupport(
            foot_use(
                "edge", "ball on step edge[, heel {heel_up_deg:20 down}]", on="step", height_mm=TOP_MM, on_ball=True
            ),
            ball_vertices,
            correction=ball_at_edge,
        ),
    ),
)
