"""Do two frames in sequence differ at a glance: by a share of the figure or of a limb, by dashes or an arrow?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from shapely.geometry import MultiPoint

from handouts.diagnostics import Diagnostic
from handouts.figures.checks.frame import DrawnFrame
from handouts.figures.checks.visibility import TOUCHING_SHARE, visible_share
from handouts.figures.geometry.arrays import Ints
from handouts.figures.language import keys
from handouts.figures.language.values import SIDE_WORDS
from handouts.figures.person.rig import Body
from handouts.figures.render import ghost

OUTLINE_OF_START_MM = 3.0  # of the dashed outline of the frame before that must be seen
LIMB_SHARE = 0.60  # of the area of a limb that is where it was not before, or that it has left
FINGERS_SHARE = 0.15  # of that of the fingers: a reader knows the shapes of a hand by their outline
#: Limbs that are large enough on paper to show a movement by themselves: their bones, and a close-up that shows them.
_SIDED: Mapping[str, tuple[tuple[str, ...], str]] = {
    "fingers": (("finger*",), "close-up {side} hand"),
    "forearm": (("lowerarm*", "wrist", "metacarpal*", "finger*"), keys.UPPER_CLOSE_UP),
    "upper arm": (("upperarm*",), keys.UPPER_CLOSE_UP),
    "lower leg": (("lowerleg*", "foot"), "close-up {side} foot"),
    "thigh": (("upperleg*",), keys.LEGS_CLOSE_UP),
}
_MIDDLE: Mapping[str, tuple[tuple[str, ...], str]] = {"head": (("head",), keys.HEAD_CLOSE_UP)}
#: What moves although no limb does, by the key of the pose that says it.
_SMALL: Mapping[str, str] = {
    "wrist": "close-up {side} hand",
    "fingers": "close-up {side} hand",
    "toes": "close-up {side} foot",
    "ankle": "close-up {side} foot",
    "foot": "close-up {side} foot",
}


def changes_visible(frames: list[DrawnFrame], span_of: keys.SpanOf) -> tuple[dict[str, Any], list[Diagnostic]]:
    """The share of the figure, and of the limb that moves most, by frame; HND606 where neither shows the movement."""
    by_name = {drawn.name: drawn for drawn in frames}
    values: dict[str, Any] = {}
    found = []
    for drawn in frames:
        if drawn.change is None:
            continue
        before = by_name[drawn.change.before]
        limb, share = most_moved(before, drawn)
        values[drawn.name] = {"moved_share": round(drawn.change.share, 2), "limb_moved_share": round(share, 2)}
        shown = drawn.arrow is not None or drawn.change.outline_mm >= OUTLINE_OF_START_MM
        if drawn.change.share < ghost.MOVED_SHARE and share < _least(limb) and not shown:
            of_limb = f" and {share:.0%} of the {limb}" if limb else ""
            message = f"{before.name} and {drawn.name} differ by {drawn.change.share:.0%} of the figure{of_limb}"
            message += f", at least {ghost.MOVED_SHARE:.0%} or {_least(limb):.0%} must differ: they look the same"
            nearer = _nearer(before, drawn)
            help = f"name what moves (`arrow: head`), move it further, or show both frames nearer (`view: {nearer}`)"
            found.append(Diagnostic("HND606", message, help, drawn.span(span_of)))
    return values, found


def _least(limb: str) -> float:
    """The share of this limb that must be where it was not before."""
    return FINGERS_SHARE if limb.endswith("fingers") else LIMB_SHARE


def most_moved(before: DrawnFrame, after: DrawnFrame) -> tuple[str, float]:
    """The visible limb of which the largest share is where it was not before, and the share."""
    shares = {
        name: _moved(before, after, bones)
        for name, bones, _ in _limbs(after.solved.posed.body)
        if (not name.endswith("fingers") or _reshapes_a_hand(before, after))
        and (visible_share(after.rendering, _mask(after, bones)) or 0.0) >= TOUCHING_SHARE
    }
    name = max(shares, key=lambda one: shares[one], default="")
    return name, shares.get(name, 0.0)


def _reshapes_a_hand(before: DrawnFrame, after: DrawnFrame) -> bool:
    """Whether fingers, palm or wrist are written otherwise: else the fingers only go with their arm."""
    one, two = before.solved.frame, after.solved.frame
    wrists = ({name: deg for name, deg in frame.joints_deg.items() if name.startswith("wrist")} for frame in (one, two))
    first, second = wrists
    return one.fingers != two.fingers or one.palms != two.palms or first != second


def _limbs(body: Body) -> list[tuple[str, Ints, str]]:
    """Every limb: its name, its vertices, and the close-up that shows it."""
    found = [(name, body.vertices_of(*bones), view) for name, (bones, view) in _MIDDLE.items()]
    for side, word in SIDE_WORDS.items():
        for name, (bones, view) in _SIDED.items():
            own = body.vertices_of(*(f"{bone}.{side}" for bone in bones))
            found.append((f"{word} {name}", own, view.format(side=word)))
    return found


def _mask(drawn: DrawnFrame, vertices: Ints) -> Any:
    mask = np.zeros(len(drawn.solved.posed.skin), dtype=bool)
    mask[vertices] = True
    return mask


def _moved(before: DrawnFrame, after: DrawnFrame, vertices: Ints) -> float:
    """Of the outline of a limb as the camera sees it, the share outside of its outline before, or that it has left."""
    old, new = (
        MultiPoint(one.rendering.scene.camera.see(one.solved.posed.skin[vertices])[:, :2]).convex_hull
        for one in (before, after)
    )
    return float(max(a.difference(b).area / max(a.area, 1e-9) for a, b in ((new, old), (old, new))))


def _nearer(before: DrawnFrame, after: DrawnFrame) -> str:
    """A close-up of what moves: of the joint whose written angle differs, else of the limb that moves most."""
    one, two = before.solved.frame, after.solved.frame
    for slot, part in (
        ("toes_deg", "toes"),
        ("big_toes_deg", "toes"),
        ("fingers", "fingers"),
        ("palms", "wrist"),
        ("feet", "foot"),
    ):
        for side, word in SIDE_WORDS.items():
            if getattr(one, slot).get(side) != getattr(two, slot).get(side):
                return _SMALL[part].format(side=word)
    for name in sorted({*one.joints_deg, *two.joints_deg}):
        joint, side = name.split()[0], SIDE_WORDS.get(name.rpartition(".")[2], "right")
        if one.joints_deg.get(name) != two.joints_deg.get(name) and joint in _SMALL:
            return _SMALL[joint].format(side=side)
    limb, _ = most_moved(before, after)
    views = {name: view for name, _, view in _limbs(after.solved.posed.body)}
    return views.get(limb, keys.UPPER_CLOSE_UP)
