"""Are the props true: does no limb go through one, and is every one used or shown?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from handouts.diagnostics import Diagnostic
from handouts.figures.checks.frame import CheckResult, DrawnFrame
from handouts.figures.geometry.arrays import Floats
from handouts.figures.language import grammar, keys
from handouts.figures.language.values import SIDE_WORDS
from handouts.figures.props.catalogue import PROPS
from handouts.figures.props.solids import Solid

THROUGH_THING_MM = 30.0  # flesh that weight presses flat, and a chair that is a little lower than a person needs
LIFTED_MM = 20.0  # hips that are less off what they lay on do not look lifted
#: Limbs as messages name them, by the bones that move their skin. Arms lie on things and round them: their contacts say
#: how deep.
LIMBS = {
    "thigh": ("upperleg*",),
    "lower leg": ("lowerleg*",),
    "foot": ("foot", "toe*"),
}
_MIDDLE = {"trunk": ("root", "pelvis*", "spine*"), "head": ("head",)}


def through_props(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Does a limb go through a solid prop? Measured as how far it would have to move to be clear of it."""
    if drawn.solved.frame.view:
        return {}, []
    boxes = [
        solid
        for solid in drawn.rendering.scene.solids
        if solid.flat and len(solid.faces) == 6 and solid.prop != "wheelchair"  # its frame goes round the legs
    ]
    seats = {f"bottom on {solid.prop}" for solid in boxes} & {contact.name for contact in drawn.solved.contacts}
    deep = max(
        (
            (_depth(skin, solid), limb, solid.prop)
            for limb, skin in _limbs(drawn)
            for solid in boxes
            if not (limb.endswith("thigh") and f"bottom on {solid.prop}" in seats)  # its contact says how deep it sits
        ),
        default=(0.0, "", ""),
    )
    found = []
    allowed = THROUGH_THING_MM + drawn.solved.posed.body.soft_mm
    if deep[0] > allowed * drawn.solved.posed.body.scale:
        message = f"{drawn.name}: the {deep[1]} goes {deep[0]:.0f} mm through the {deep[2]}"
        help = "put the feet beside or before it (`on floor 40 cm ahead`), or move that limb"
        found.append(Diagnostic("HND605", message, help, drawn.span(span_of, *_keys(deep[1]))))
    return {"through_prop_mm": round(max(deep[0], 0.0), 1)}, found


def _limbs(drawn: DrawnFrame) -> Iterator[tuple[str, Floats]]:
    posed = drawn.solved.posed
    for name, bones in _MIDDLE.items():
        yield name, posed.skin[posed.body.vertices_of(*bones)]
    for side, word in SIDE_WORDS.items():
        for name, bones in LIMBS.items():
            yield f"{word} {name}", posed.skin[posed.body.vertices_of(*(f"{bone}.{side}" for bone in bones))]


def _keys(limb: str) -> tuple[str, ...]:
    """The keys of the pose that place a limb."""
    side, _, part = limb.partition(" ")
    return (f"{side} foot", "feet") if part in LIMBS else ("trunk",)


def _depth(skin: Floats, solid: Solid) -> float:
    """How far a limb would have to move along an axis of a box until it is clear of it; below 0 it is clear.

    Along each axis only the skin counts that is over the box in the other two: a thin board has little skin inside of
    it, and a leg through it still has to come out on one side.
    """
    corner, *ends = (solid.points[i] for i in (0, 4, 2, 1))  # `solids.box`: x, y and z from the first corner
    axes = [end - corner for end in ends]
    sizes = np.array([np.linalg.norm(axis) for axis in axes])
    at = (skin - corner) @ np.stack([axis / size for axis, size in zip(axes, sizes, strict=True)], axis=1)
    depths = []
    for axis in range(3):
        others = [i for i in range(3) if i != axis]
        over = at[((at[:, others] > 0) & (at[:, others] < sizes[others])).all(axis=1), axis]
        if not len(over):
            return 0.0
        depths.append(min(float(over.max()), float(sizes[axis] - over.min())))
    return min(depths)


def unused(parsed: grammar.Pose, frames: Iterable[DrawnFrame], span_of: keys.SpanOf) -> list[Diagnostic]:
    """HND601 for a prop that no frame shows."""
    shown = {solid.prop for drawn in frames for solid in drawn.rendering.scene.solids}
    close = all(frame.view for frame in parsed.frames)  # a close-up leaves furniture out
    found = []
    for number, name in enumerate(parsed.props):
        if name not in shown and not close:
            holds = PROPS[name].held
            does = f"`right hand: holding {next(iter(holds))}`" if holds else "what touches it"
            message = f"the {name} is in `props`, and nothing holds or touches it"
            found.append(Diagnostic("HND601", message, f"write {does}, or leave it out", span_of(("props", number))))
    return found


def hips_lifted(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Does `hips: lifted` lift them off the seat or the mat?"""
    frame, posed = drawn.solved.frame, drawn.solved.posed
    if frame.hips != "lifted" or frame.view:
        return {}, []
    seat = (PROPS[frame.seat].seat_mm or 0.0) if frame.posture == "chair" else 0.0
    bottom = posed.skin[posed.body.vertices_of("root", "pelvis*", "spine05", "upperleg01*")]
    up = float(bottom[:, 1].min()) - seat * posed.body.scale
    found = []
    if up < LIFTED_MM:
        message = f"{drawn.name}: `hips: lifted` lifts them {max(up, 0.0):.0f} mm, at least {LIFTED_MM:g} show"
        help = "write how high (`hips: lifted 10 cm`), straighten arms or knees, or lean the trunk further"
        found.append(Diagnostic("HND604", message, help, drawn.span(span_of, "hips")))
    return {"hips_lifted_mm": round(up)}, found
