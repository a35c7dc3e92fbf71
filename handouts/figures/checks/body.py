"""Checks of the posed body: reach, contacts, penetration of things and of limbs, balance."""

from __future__ import annotations

import numpy as np
from shapely.geometry import Point, Polygon

from handouts.diagnostics import Diagnostic
from handouts.figures.checks.frame import CheckResult, DrawnFrame, rounded_mm
from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.geometry.rotation import cross
from handouts.figures.language import keys, phrases, values
from handouts.figures.person.limb_depths import limb_depths
from handouts.figures.props.catalogue import PROPS

CONTACT_MM = 3.0
FLESH, PRESSED_IN_MM = ("bottom", "hip"), 6.0
BALANCE_MM = 30.0  # how far the middle of the body may be outside the feet: the ankles hold so much
REACH_MM = 0.5  # below this a limb counts as reaching: a quarter of a print pixel
THROUGH_MM, PRESSED_MM = 5.0, 15.0  # bare skin; flesh pressed flat by lying, sitting or kneeling


def reach(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Can every limb get where it should?"""
    found = []
    for end, short in drawn.solved.unreached_mm.items():
        if short > REACH_MM:
            joint, _, side = end.partition(".")
            part = "foot" if joint == "ankle" else "hand"
            message = (
                f"{drawn.name}: the {values.SIDE_WORDS[side]} {part} ends {short:.0f} mm before what it should reach"
            )
            found.append(
                Diagnostic(
                    "HND602",
                    message,
                    _reach_help(drawn, part),
                    drawn.span(span_of, f"{values.SIDE_WORDS[side]} {part}", f"{part}s"),
                )
            )
    short_by = max(drawn.solved.unreached_mm.values(), default=0.0)
    return {"reach_mm": rounded_mm(short_by)}, found[:1]


def _reach_help(drawn: DrawnFrame, part: str) -> str:
    """What brings a hand or a foot there, in this posture."""
    if part == "hand" and any(hand.use == phrases.HOLD_FOOT for hand in drawn.solved.frame.hands.values()):
        return "bend the knee of the foot that is held more (`right knee`: 130 to 140), or let it point back at the hip"
    if drawn.solved.frame.posture == "stand":
        return (
            "bring the feet closer to the wall or what is held (`right foot: flat on floor, 40 cm from wall`), bend "
            "the knee (`right knee: 30`) or lean the trunk more (`trunk: {lean: 20}`)"
        )
    if part == "hand":
        return (
            "bring what it should reach closer: bend that hip or knee more (`right hip: 100`), or lean the trunk to "
            "it (`trunk: {lean: 20}`)"
        )
    return "bring the foot closer to the hips, or bend the knee more (`right knee: 100`)"


def contacts(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Does the skin touch what the pose names?"""
    gaps = {c.name: rounded_mm(c.gap_mm(drawn.solved.posed)) for c in drawn.solved.contacts}
    found = []
    for name, gap in gaps.items():
        if not _touches(name, gap) and not any(v > REACH_MM for v in drawn.solved.unreached_mm.values()):
            way = "is {:.0f} mm short of" if gap > 0 else "goes {:.0f} mm into"
            message = f"{drawn.name}: {name} {way.format(abs(gap))} what it should touch"
            touching = name.partition(" on ")[0].replace("forearm", "hand").split()
            part, word = f"{touching[0]} {touching[-1]}", touching[-1]
            found.append(
                Diagnostic(
                    "HND602",
                    message,
                    f"write another distance or angle of this {word}: leave out angles that need "
                    "not be so, and the program chooses them",
                    drawn.span(span_of, part, f"{word}s"),
                )
            )
    return {"contact_mm": gaps}, found


def _touches(name: str, gap_mm: float) -> bool:
    """Whether a gap is none: flesh that one sits or lies on is pressed in, more on one side where the legs cross."""
    is_flesh = name.partition(" on ")[0].split()[-1] in FLESH
    return -(PRESSED_IN_MM if is_flesh else CONTACT_MM) <= gap_mm <= CONTACT_MM


def penetration(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Does the body pass through the floor or the wall?"""
    skin = drawn.solved.posed.skin
    depths = {"floor": max(0.0, -float(skin[:, 1].min()))}
    shown = {solid.name for solid in drawn.rendering.scene.solids}
    for front in (prop.front for prop in PROPS.values()):
        if front and front.solid in shown:
            behind = front.behind(skin, drawn.solved.posed.body.scale)
            # A wall that the back leans on is behind the figure, which then is on the side of positive z.
            way = 1.0 if skin[:, 2].mean() < 0 else -1.0
            depths[front.solid] = max(0.0, float((way * skin[behind, 2]).max()))
    found = []
    for name, depth in depths.items():
        if depth > (THROUGH_MM if drawn.solved.frame.posture == "stand" else PRESSED_MM):
            message = f"{drawn.name}: the body goes {depth:.0f} mm through the {name}"
            found.append(Diagnostic("HND605", message, "move the part that touches it", drawn.span(span_of)))
    return {"through_mm": {name: rounded_mm(d) for name, d in depths.items()}}, found


def balance(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Standing freely: is the middle of the body over the feet?"""
    if not drawn.solved.unaided or drawn.solved.frame.posture != "stand":
        return {"balance_mm": None}, []
    posed = drawn.solved.posed
    feet = [posed.skin[c.vertices] for c in drawn.solved.contacts if "foot" in c.name]
    low = np.concatenate([foot[foot[:, 1] < foot[:, 1].min() + 15] for foot in feet])
    base = Polygon(low[:, [0, 2]]).convex_hull if len(low) > 2 else Polygon()
    middle = centre_of_mass(posed.skin, posed.body.fine.triangles)
    outside = float(base.distance(Point(middle[0], middle[2])))
    found = []
    if outside > BALANCE_MM:
        message = f"{drawn.name}: the body would fall: its middle is {outside:.0f} mm outside the feet"
        found.append(
            Diagnostic(
                "HND605", message, "lean the other way or give it something to hold", drawn.span(span_of, "trunk")
            )
        )
    return {"balance_mm": rounded_mm(outside)}, found


def centre_of_mass(points: Floats, triangles: Ints) -> Floats:
    """Of the volume inside a skin, as if it were of one stuff."""
    a, b, c = (points[triangles[:, k]] for k in range(3))
    volume = np.einsum("ti,ti->t", a, cross(b, c)) / 6
    found: Floats = (volume[:, None] * (a + b + c) / 4).sum(axis=0) / volume.sum()
    return found


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
