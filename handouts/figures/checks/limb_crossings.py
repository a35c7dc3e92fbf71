"""Does one limb go through another? Measured on the skin, for every pair of limbs that a pose can bring together."""

from __future__ import annotations

from handouts.diagnostics import Diagnostic
from handouts.figures.checks.frame import CheckResult, DrawnFrame
from handouts.figures.language import keys
from handouts.figures.person.limb_depths import limb_depths

THROUGH_LIMB_MM = 10.0  # flesh that presses on flesh gives way by so much


def limb_penetration(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Does one limb go through another?"""
    deep = limb_depths(drawn.solved.posed)
    found = []
    for pair, depth in deep.items():
        if depth > THROUGH_LIMB_MM and _shown(drawn, pair):
            message = f"{drawn.name}: the {pair.replace(' in ', f' goes {depth:.0f} mm into the ')}"
            span = span_of((drawn.name,)) or span_of(())
            found.append(Diagnostic("HND605", message, "move one of the two away from the other", span))
    return {"limb_in_limb_mm": deep}, found[:1]


def _shown(drawn: DrawnFrame, pair: str) -> bool:
    """A close-up shows a few limbs; what the others do does not matter in it."""
    only = drawn.rendering.scene.only
    names = {"right arm": "fore.R", "left arm": "fore.L", "right leg": "shank.R", "left leg": "shank.L"}
    return not only or all(names.get(part) in only for part in pair.split(" in "))
