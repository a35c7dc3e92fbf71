"""Can the toes be counted in a close-up of a foot?"""

from __future__ import annotations

from handouts.diagnostics import Diagnostic
from handouts.figures.checks.frame import CheckResult, DrawnFrame
from handouts.figures.language import keys
from handouts.figures.render import closeups

FEWEST_TOES = 4  # from its side the last toe may hide behind the others


def toes_countable(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """How many toes of each foot are drawn apart; from the inner side and under a hand they hide each other."""
    one = drawn.solved
    if not one.frame.view.startswith("close-up") or "inner" in one.frame.view:
        return {}, []
    if closeups.of_legs(one) or closeups.of_back(one) or closeups.crossed(one):
        return {}, []
    drawn_limbs = {patch.limb for patch in drawn.rendering.patches.values()}
    seen = {side: sum(f"toe{n}.{side}" in drawn_limbs for n in range(1, 6)) for side in closeups.sides(one)}
    if not seen:  # a close-up of something else
        return {}, []
    found = []
    if min(seen.values()) < FEWEST_TOES:
        message = f"{drawn.name}: {min(seen.values())} toes can be counted"
        found.append(Diagnostic("HND606", message, "choose another close-up", drawn.span(span_of, "view")))
    return {"toes_seen": min(seen.values())}, found
