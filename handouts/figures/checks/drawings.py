"""Is the drawing right? Measured on the posed body and on the paper, each value beside its limit."""

from __future__ import annotations

from typing import Any

from handouts.diagnostics import Diagnostic
from handouts.figures.checks import (
    body,
    joints,
    marked,
    paper,
    resting,
    sameness,
    things,
    visibility,
)
from handouts.figures.checks.frame import Check, DrawnFrame
from handouts.figures.language import keys


def checked(frames: list[DrawnFrame], span_of: keys.SpanOf) -> tuple[dict[str, Any], list[Diagnostic]]:
    """Every check of every frame: the values, and a finding for each that is out of its limits."""
    values: dict[str, Any] = {}
    found: list[Diagnostic] = []
    for drawn in frames:
        own: dict[str, Any] = {}
        for check in CHECKS:
            value, wrong = check(drawn, span_of)
            own |= value
            found += wrong
        values[drawn.name] = own
    for name, more in (changed := sameness.changes_visible(frames, span_of))[0].items():
        values[name] |= more
    found += changed[1]
    marked_values, wrong = marked.at_rest(frames, span_of)
    values.setdefault("finish", {}).update(marked_values)
    found += wrong
    return values, _first_causes(found)


def _first_causes(found: list[Diagnostic]) -> list[Diagnostic]:
    """A limb that cannot reach makes its other findings worthless: say the first cause only."""
    unreached = {d.span for d in found if d.code == "HND602"}
    hidden = ("HND603", "HND604", "HND605", "HND606", "HND609", "HND610")
    return [d for d in found if not (d.code in hidden and unreached)]


CHECKS: tuple[Check, ...] = (
    body.reach,
    body.contacts,
    joints.joint_limits,
    joints.requested_angles,
    joints.unasked,
    body.penetration,
    body.limb_penetration,
    things.through_props,
    things.hips_lifted,
    resting.over_things,
    resting.hands_flat,
    resting.on_heels,
    body.balance,
    paper.framing,
    paper.strokes,
    paper.greyscale_contrast,
    paper.highlight_visible,
    visibility.contacts_visible,
    visibility.bends_visible,
    visibility.toes_countable,
    marked.arrow_way,
    paper.arrow_clearance,
    paper.label_places,
    paper.file_size,
)
