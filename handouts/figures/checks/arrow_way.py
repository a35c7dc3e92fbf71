"""Does the arrow say what the frames show?"""

from __future__ import annotations

from handouts.diagnostics import Diagnostic
from handouts.figures.checks.frame import CheckResult, DrawnFrame
from handouts.figures.language import keys


def arrow_way(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Does the part that the arrow names move, as the reader sees it, and the way that the pose says? HND610."""
    seen = drawn.movement
    if seen is None:
        return {}, []
    part, to, span = seen.arrow.part, seen.arrow.to, span_of(("arrow",))
    if seen.unseen:
        message = f"{drawn.name}: no movement of the {part} can be seen"
        help = f"name the part that moves, turn the view, or write a direction: `arrow: {part} up`"
        return {}, [Diagnostic("HND610", message, help, span)]
    if seen.arrow.pushes and seen.gives_way:
        message = f"{drawn.name}: the arrow says that the {part} pushes and nothing moves, but it moves"
        help = f"write `arrow: {part}`, which follows the movement, or keep the {part} where it is"
        return {}, [Diagnostic("HND610", message, help, span)]
    if seen.against:
        message = f"{drawn.name}: the arrow says `{to}`, but the {part} moves the other way"
        help = f"write `arrow: {part}`, which follows the movement, or correct the frames"
        return {}, [Diagnostic("HND610", message, help, span)]
    return {}, []
