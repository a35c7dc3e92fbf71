"""A strap round the right foot, with an end in each hand."""

from __future__ import annotations

from handouts.figures.language.phrases import hand_use
from handouts.figures.props import towel
from handouts.figures.props.prop import Placement, Prop
from handouts.figures.props.solids import Solid
from handouts.figures.props.support import HandSupport
from handouts.figures.style import Fill

NARROW = 0.53  # of a folded towel


def build(placement: Placement) -> list[Solid]:
    """It hangs while the foot in it points away."""
    if not any(hand.on == "strap" for hand in placement.frame.hands.values()):
        return []
    foot = placement.frame.feet.get("R")
    slack = towel.SLACK_MM if foot and foot.toes_deg < 0 else 0.0
    return [towel.loop(placement.posed, "R", slack, "strap", NARROW)]


PROP = Prop(
    "strap",
    build,
    fills={"strap": Fill("#C08E8E", "#A97E7E")},
    hides_close_floor=True,
    close_up=True,
    hands=(
        HandSupport(
            hand_use("strap", "holding strap", on="strap", verb="a hand holds", round_foot=True),
            ("floor",),
            towel.fist_on_towel,
        ),
    ),
)
