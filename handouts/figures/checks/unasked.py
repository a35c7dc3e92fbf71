"""Does a joint bend far that the pose does not name? Where nothing holds it, a solver may bend it to help another."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.diagnostics import Diagnostic
from handouts.figures.checks.frame import CheckResult, DrawnFrame
from handouts.figures.language import grammar, keys, values
from handouts.figures.person.joint_angles import angles
from handouts.figures.postures.surfaces import leans_back

KNEE_DEG, BACK_DEG = 45.0, 12.0  # a standing knee bends, and a trunk leans back, by at most so much unasked


def unasked(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Is a figure that stands on the floor upright where the pose is silent? HND603."""
    frame = drawn.solved.frame
    leans = leans_back(frame)
    if frame.posture != "stand" or frame.stance or leans:
        return {}, []
    got, found = angles(drawn.solved.posed), []
    for side in _open_knees(frame):
        word = values.SIDE_WORDS[side]
        if (bend := got[f"{word} knee"]) > KNEE_DEG:
            message = f"{drawn.name}: the {word} knee bends {bend:.0f} degrees, and the pose does not say so"
            help = f"write `{word} knee: straight`, or the bend that you mean"
            found.append(Diagnostic("HND603", message, help, drawn.span(span_of, f"{word} foot", "feet")))
    said = frame.lean_deg is not None or frame.arch_deg or any(name.startswith("trunk") for name in frame.joints_deg)
    if not said and got["trunk lean"] < -BACK_DEG:
        message = f"{drawn.name}: the trunk leans back {-got['trunk lean']:.0f} degrees, and the pose does not say so"
        help = "write `trunk: lean 0`, or `trunk: arch` with the degrees that you mean"
        found.append(Diagnostic("HND603", message, help, drawn.span(span_of)))
    return {}, found


def _open_knees(frame: grammar.FramePose) -> Iterator[str]:
    """The sides of the legs that stand in their usual place and whose knee and hip have no angle of their own."""
    for side in values.SIDE_WORDS:
        foot = frame.feet.get(side)
        moved = foot is not None and (not foot.use.loaded or foot.use.unsupported or foot.away_mm is not None)
        touches = any(t.side == side and t.key.endswith(("foot", "knee")) for t in frame.touches)
        written = side in frame.knees_deg or side in frame.hips_deg
        if not (moved or touches or written or f"hip bend.{side}" in frame.joints_deg):
            yield side
