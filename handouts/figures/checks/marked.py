"""What the pose marks, against what moves: a part that lengthens or works, and the way of an arrow."""

from __future__ import annotations

from collections.abc import Mapping

from handouts.diagnostics import Diagnostic
from handouts.figures.checks.frame import CheckResult, DrawnFrame
from handouts.figures.language import keys, pointing, values
from handouts.figures.person.joint_angles import angles
from handouts.figures.postures.rest import RESTS

MOVED_DEG = 8.0  # a joint that is nearer to rest than this, and that moves less, neither lengthens nor loads

_HIP = ("hip", "hip aside", "hip turn")
_SHOULDER = ("shoulder forward", "shoulder aside", "shoulder turn", "elbow")
_TRUNK = ("trunk bend", "trunk side", "trunk turn", "trunk lean")
#: Area → the angles (`joint_angles`) of the joints that its muscles cross; those of a limb take the side of the area.
#: The sole and its arch are worked by toes, balls and bottles, which have no angle here.
CROSSES: Mapping[str, tuple[str, ...]] = {
    "calf": ("ankle", "knee"),
    "soleus": ("ankle",),
    "shin": ("ankle",),
    "hamstring": ("hip", "knee"),
    "thigh": ("knee", "hip"),
    "inner thigh": _HIP,
    "bottom": _HIP,
    "outer hip": _HIP,
    "front of hip": _HIP,
    "low back": (*_TRUNK, "hip"),
    "upper back": (*_TRUNK, "neck bend", "shoulder aside", "shoulder forward"),
    "chest": ("shoulder forward", "shoulder aside", "trunk lean", "trunk turn"),
    "belly": (*_TRUNK, "hip"),
    "side": ("trunk side", "trunk turn", "trunk lean", "shoulder forward", "shoulder aside"),
    "neck": ("neck bend", "neck tilt", "neck turn", "neck tuck"),
    "shoulder": _SHOULDER[:3],
    "upper arm": _SHOULDER,
    "back of upper arm": _SHOULDER,
    "forearm": ("wrist back", "elbow"),
    "back of forearm": ("wrist back", "elbow"),
    "palm": ("wrist back",),
}
#: The coordinate of `RESTS` that an angle measures, where its name is another.
_COORDINATE = {"hip": "hip bend", "knee": "knee bend", "elbow": "elbow bend", "ankle": "ankle up"}


def at_rest(frames: list[DrawnFrame], span_of: keys.SpanOf) -> CheckResult:
    """HND609 for a marked part whose joints are at rest in all frames and do not move from the first one."""
    finish = next((one for one in frames if one.name == "finish"), frames[-1])
    area = finish.stretch
    if area is None or area.part not in CROSSES or _pushes(area, finish):
        return {}, []
    side = values.SIDE_WORDS[area.side]
    moved = max(_moved(frames[0], one, side, name) for one in frames for name in CROSSES[area.part])
    found = []
    if moved < MOVED_DEG:
        joints = " or ".join(sorted({name.partition(" ")[0] for name in CROSSES[area.part]}))
        message = f"nothing lengthens or loads the marked {area.part}: {joints} at rest in every frame"
        help = f"say what the {joints} does, or mark another part"
        found.append(Diagnostic("HND609", message, help, span_of((area.key,))))
    return {"marked_moves_deg": round(moved, 1)}, found


def _pushes(area: pointing.Area, finish: DrawnFrame) -> bool:
    """Does an area work in a push, which moves no joint?"""
    return area.works and finish.movement is not None and finish.movement.arrow.pushes


def _moved(first: DrawnFrame, finish: DrawnFrame, side: str, name: str) -> float:
    """How far an angle is from rest in a frame, or from the first frame; an angle that does not show counts 0."""
    start, end = angles(first.solved.posed), angles(finish.solved.posed)
    full = name if name in end else f"{side} {name}"
    if full not in end or full not in start:
        return 0.0
    rest = RESTS["stand" if finish.solved.frame.stance else finish.solved.frame.posture].angles.get(
        _COORDINATE.get(name, name), 0.0
    )
    off = 0.0 if name == "trunk lean" else abs(end[full] - rest)  # a lying trunk leans by its posture
    return max(abs(end[full] - start[full]), off)


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
