"""Does one limb go through another? Measured on the skin, for every pair of limbs that a pose can bring together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handouts.diagnostics import Diagnostic
from handouts.figures import grammar
from handouts.figures.holding import depths
from handouts.figures.rig import Body, Ints, Posed

if TYPE_CHECKING:
    from handouts.figures.checks import Seen

THROUGH_LIMB_MM = 10.0  # flesh that presses on flesh gives way by so much


def limb_depths(posed: Posed) -> dict[str, float]:
    """How deep limbs lie in one another, in millimetres: pairs that do not touch are left out."""
    parts = _parts(posed.body)
    found = {}
    for one, other in _PAIRS:
        depth = -float(depths(posed, parts[one], parts[other]).min())
        if depth > 0:
            found[f"{one} in {other}"] = round(depth, 1)
    return found


def limbs_apart(seen: Seen, span_of: grammar.SpanOf) -> tuple[dict[str, Any], list[Diagnostic]]:
    """Does one limb go through another?"""
    deep = limb_depths(seen.solved.posed)
    found = []
    for pair, depth in deep.items():
        if depth > THROUGH_LIMB_MM and _shown(seen, pair):
            message = f"{seen.name}: the {pair.replace(' in ', f' goes {depth:.0f} mm into the ')}"
            span = span_of((seen.name,)) or span_of(())
            found.append(Diagnostic("HND605", message, "move one of the two away from the other", span))
    return {"limb_in_limb_mm": deep}, found[:1]


def _shown(seen: Seen, pair: str) -> bool:
    """A close-up shows a few limbs; what the others do does not matter in it."""
    only = seen.shot.scene.only
    names = {"right arm": "fore.R", "left arm": "fore.L", "right leg": "shank.R", "left leg": "shank.L"}
    return not only or all(names.get(part) in only for part in pair.split(" in "))


def _parts(body: Body) -> dict[str, Ints]:
    """Fore limbs as far as the skin does not fold by itself: at armpit and groin every body touches itself."""
    found = {"trunk": body.vertices_of("root", "spine*", "pelvis*", "upperleg01*")}
    for side, word in (("R", "right"), ("L", "left")):
        hand = (f"wrist.{side}", f"metacarpal*.{side}", f"finger*.{side}")
        found[f"{word} arm"] = body.vertices_of(f"lowerarm*.{side}", *hand)
        found[f"{word} leg"] = body.vertices_of(
            f"upperleg02.{side}", f"lowerleg*.{side}", f"foot.{side}", f"toe*.{side}"
        )
    return found


_PAIRS = (
    *((f"{arm} arm", f"{leg} leg") for arm in grammar.SIDES for leg in grammar.SIDES),
    ("right arm", "trunk"),
    ("left arm", "trunk"),
    ("right arm", "left arm"),
    ("right leg", "left leg"),
)
