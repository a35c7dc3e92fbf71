"""Does the body rest where its posture and its contacts say: over the thing that carries it, and on the heels?"""

from __future__ import annotations

import numpy as np

from handouts.diagnostics import Diagnostic
from handouts.figures.checks.frame import CheckResult, DrawnFrame
from handouts.figures.language import keys
from handouts.figures.language.values import SIDES
from handouts.figures.person.joint_angles import angles
from handouts.figures.person.limbs import palm_axes
from handouts.figures.person.skin_contact import Contact
from handouts.figures.props.catalogue import SOLIDS
from handouts.figures.props.solids import BACK, FRONT, Solid

BESIDE_MM = 25.0  # the nearest of what touches may be so far beside the thing
LAYER_MM = 15.0  # skin so near to the top of the thing touches it
PLANES = ("counter", "counter beside", "table", "wall", "chair seat")  # on a mat a hand may lie on its edge
LEVEL = ("floor", "mat")  # they go on as far as needed
FLAT_DEG = 45.0  # between the palm of a hand that carries weight and what it is on; a palm before a wall may tip
FINGERTIPS = "tips"  # in the names of uses of a hand that lies on its fingertips
FOLDED_DEG = 110.0  # knees of one who sits back on the heels


def over_things(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Is what lies on a level thing over it, and not in the air beside it? HND602."""
    beside: dict[str, float] = {}
    for contact in drawn.solved.contacts:
        part, _, thing = contact.name.partition(" on ")
        solids = _solids(drawn, thing)
        if contact.normal[1] > 0.9 and thing not in LEVEL and solids:
            beside[contact.name] = min(_beside_mm(drawn, contact, solid) for solid in solids)
    found = []
    name, off = max(beside.items(), key=lambda one: one[1], default=("", 0.0))
    if off > BESIDE_MM * drawn.solved.posed.body.scale:
        part, _, thing = name.partition(" on ")
        message = f"{drawn.name}: the {part} is {off:.0f} mm beside the {thing} that it should be on"
        help = f"bring it over the {thing}: move the body, or leave out angles of this limb that need not be so"
        side, word = part.split()[0], part.split()[-1]
        found.append(Diagnostic("HND602", message, help, drawn.span(span_of, f"{side} {word}", f"{word}s", word)))
    return {"beside_mm": round(max(off, 0.0), 1)}, found


def _solids(drawn: DrawnFrame, thing: str) -> list[Solid]:
    """The solids that a contact means."""
    names = SOLIDS.get(thing, (thing,))
    return [solid for solid in drawn.rendering.scene.solids if solid.name.startswith(names)]


def _beside_mm(drawn: DrawnFrame, contact: Contact, solid: Solid) -> float:
    """How far the nearest of what touches is beside a solid, as seen from above."""
    skin = drawn.solved.posed.skin[contact.vertices]
    heights = (skin - contact.point) @ contact.normal
    touching = skin[heights < max(heights.min(), 0.0) + LAYER_MM * drawn.solved.posed.body.scale]
    low, high = solid.points.min(axis=0), solid.points.max(axis=0)
    if solid.flat:  # it goes on beyond the picture
        low[2] = -np.inf if BACK in solid.open_faces else low[2]
        high[2] = np.inf if FRONT in solid.open_faces else high[2]
    off = np.maximum(np.maximum(low - touching, touching - high)[:, [0, 2]], 0.0)
    return float(np.linalg.norm(off, axis=1).min())


def hands_flat(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Does the palm of a hand that is on a plane look at it? HND602."""
    one, off = drawn.solved, {"": 0.0}
    for contact in one.contacts:
        side, _, thing = contact.name.partition(" hand on ")
        if side not in SIDES or thing not in PLANES:
            continue
        hand = one.frame.hands.get(SIDES[side])
        if hand and FINGERTIPS in hand.use.name:
            continue
        _, palm = palm_axes(one.posed.body, SIDES[side])
        way = one.posed.rotation(f"wrist.{SIDES[side]}") @ palm
        off[contact.name] = float(np.degrees(np.arccos(np.clip(-way @ contact.normal, -1.0, 1.0))))
    name, most = max(off.items(), key=lambda item: item[1])
    found = []
    if most > FLAT_DEG:
        message = (
            f"{drawn.name}: the {name.replace(' on ', ' is not flat on the ', 1)}: its palm is {most:.0f} degrees off"
        )
        help = (
            "bend the elbow less, move the feet, leave out angles of this arm, or write `fingertips on` what it is on"
        )
        found.append(Diagnostic("HND602", message, help, drawn.span(span_of, name.partition(" on ")[0], "hands")))
    return {}, found


def on_heels(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Are the hips of one who sits back on the heels on them? HND604."""
    if drawn.solved.frame.posture != "heels":
        return {}, []
    got = angles(drawn.solved.posed)
    bend = min(got[f"{side} knee"] for side in ("right", "left"))
    found = []
    if bend < FOLDED_DEG:
        message = f"{drawn.name}: the hips are not back on the heels: the knees bend {bend:.0f} degrees"
        help = "bring the hands nearer (`hands: on floor`), or leave out the angles of hips and trunk"
        found.append(Diagnostic("HND604", message, help, drawn.span(span_of, "kneel")))
    return {"heels_knee_deg": round(bend, 1)}, found
