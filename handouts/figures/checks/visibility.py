"""What the camera sees: of a part of the skin, of what touches, of the solids that are touched, and of toes.

Area means area on paper of what is turned to the viewer: a heel on the floor shows its side, not its sole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from shapely.geometry import box

from handouts.diagnostics import Diagnostic
from handouts.figures.checks.frame import CheckResult, DrawnFrame
from handouts.figures.geometry.arrays import Bools
from handouts.figures.language import keys, values
from handouts.figures.person.joint_angles import angles
from handouts.figures.person.skin_contact import hand_vertices
from handouts.figures.postures.rest import KNEELING
from handouts.figures.props.catalogue import SOLIDS
from handouts.figures.render import closeups, raster
from handouts.figures.render.scene import Rendering

TOUCHING_SHARE = 0.40  # of what touches, and of what is touched, that nothing may hide
COVERED_MM = 35.0  # skin under its own clothes still counts as seen
TURNED = 0.15  # cosine from which skin counts as turned to the viewer
BENT_DEG, SEEN_BENT_DEG = 45.0, 20.0  # a knee bent this far must be bent on paper by at least this much
COARSE = 4  # solids are measured on every fourth pixel
FRAMED_SHARE = 0.9  # of a solid: what a close-up cuts is not what it is about
HIDDEN_BY_WEIGHT = ("shoulder on ", "hip on ")
OTHER_VIEW = "choose another view"


def visible_share(rendering: Rendering, chosen: Bools) -> float | None:
    """Of the chosen skin on the sheet that is turned to the viewer, how much nothing hides; None when there is none."""
    scene = rendering.scene
    # Skin that is turned away cannot be seen from any distance: it counts neither as seen nor as hidden.
    counted = np.flatnonzero(chosen & (scene.towards > TURNED) & scene.shown)
    skin = scene.skin[counted]
    pixels = np.floor(rendering.sheet.to_pixels(skin)).astype(int)
    height, width = rendering.picture.shape
    on_sheet = (pixels >= 0).all(axis=1) & (pixels[:, 0] < width) & (pixels[:, 1] < height)
    if not on_sheet.any():
        return None
    x, y = pixels[on_sheet].T
    return float((skin[on_sheet, 2] > rendering.picture.depth[y, x] - COVERED_MM).mean())


def solid_share(rendering: Rendering, name: str) -> float | None:
    """Of the area of a solid that the sheet has room for, how much nothing hides; None when it is not there."""
    if not (numbers := _named(rendering, name)):
        return None
    sheet = replace(rendering.sheet, pixels_per_mm=rendering.sheet.pixels_per_mm / COARSE)
    width, height = sheet.size_px
    # The solid drawn alone is what the sheet has room for; the real picture shows what the body leaves of it.
    alone = raster.draw([rendering.scene.surfaces[i] for i in numbers], sheet.to_pixels, width, height).surface >= 0
    showing = np.isin(rendering.picture.surface, numbers)[COARSE // 2 :: COARSE, COARSE // 2 :: COARSE]
    rows, columns = min(height, showing.shape[0]), min(width, showing.shape[1])
    area = alone[:rows, :columns]
    return float(showing[:rows, :columns][area].mean()) if area.any() else None


def contacts_visible(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Does the camera see the limbs that touch, and what is touched?

    Of two hands or feet that do the same the better seen one counts. What the body lies or sits on with its own weight
    it also hides: of bottom, back, head, shoulder and hip only the solid under them is judged.
    """
    shares = {name: round(share, 2) for name, share in _shares(drawn) if share is not None}
    span = span_of(("view",)) or span_of((drawn.name,)) or span_of(())
    found = [
        Diagnostic("HND606", f"{drawn.name}: {_too_little(name, share)}", OTHER_VIEW, span)
        for name, share in shares.items()
        if share < TOUCHING_SHARE
    ]
    return {"touching_seen": shares}, found[:1]


def _too_little(name: str, share: float) -> str:
    return f"{share:.0%} of the {name} can be seen, at least {TOUCHING_SHARE:.0%} must be"


def is_framed(rendering: Rendering, name: str) -> bool:
    """Does the sheet have room for a solid, as the camera sees it, or for all but a tenth?"""
    sheet = rendering.sheet
    room = box(sheet.left, sheet.bottom, sheet.right, sheet.top)
    seen = [rendering.scene.surfaces[solid].seen for solid in _named(rendering, name)]
    whole = [box(*points[:, :2].min(axis=0), *points[:, :2].max(axis=0)) for points in seen]
    return bool(sum(one.intersection(room).area for one in whole) >= FRAMED_SHARE * sum(one.area for one in whole))


def _named(rendering: Rendering, name: str) -> list[int]:
    """The surfaces of the solids that a contact means."""
    start = len(rendering.scene.surfaces) - len(rendering.scene.solids)
    parts = SOLIDS.get(name, (name,))
    return [start + i for i, solid in enumerate(rendering.scene.solids) if solid.name.startswith(parts)]


def _shares(drawn: DrawnFrame) -> Iterator[tuple[str, float | None]]:
    """Every limb that touches and every solid that is touched, each with its share."""
    best: dict[str, float] = {}
    for contact in drawn.solved.contacts:
        side, _, name = contact.name.partition(" ")
        kneels = name == "foot on mat" and side in values.SIDES and _kneels(drawn, values.SIDES[side])
        if side in values.SIDES and not name.startswith(HIDDEN_BY_WEIGHT) and not kneels:
            mask = np.zeros(len(drawn.solved.posed.skin), dtype=bool)
            # A fingertip hides behind its neighbours: the hand that ends in it shows where it is.
            tips = name.startswith("fingertips on ")
            mask[hand_vertices(drawn.solved.posed.body, values.SIDES[side]) if tips else contact.vertices] = True
            best[name] = max(best.get(name, 0.0), visible_share(drawn.rendering, mask) or 0.0)
    yield from sorted((name, share) for name, share in best.items() if share or not drawn.solved.frame.view)
    for solid in sorted({contact.name.partition(" on ")[2] for contact in drawn.solved.contacts}):
        if not drawn.solved.frame.view or is_framed(drawn.rendering, solid):
            yield solid, solid_share(drawn.rendering, solid)


def _kneels(drawn: DrawnFrame, side: str) -> bool:
    """Does a foot lie behind a knee, where kneeling puts it and the pose says nothing of it?"""
    frame = drawn.solved.frame
    written = side in frame.feet or any(t.side == side and t.key.endswith("foot") for t in frame.touches)
    return frame.posture in KNEELING and not written


def bends_visible(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Is a bent knee bent on paper? Seen along the plane of the leg it is drawn straight.

    Of two bent knees the better seen one counts. Close-ups of feet and back show no whole leg. The knees of a figure on
    its side point at the reader.
    """
    view = drawn.solved.frame.view
    if (view and view != keys.LEGS_CLOSE_UP) or drawn.solved.frame.posture == "side":
        return {}, []
    body = angles(drawn.solved.posed)
    bent = [side for side in values.SIDES if body[f"{side} knee"] >= BENT_DEG]
    if not bent:
        return {}, []
    side, seen = max(((side, _knee_on_paper(drawn, values.SIDES[side])) for side in bent), key=lambda one: one[1])
    found = []
    if seen < SEEN_BENT_DEG:
        message = f"{drawn.name}: the {side} knee is bent {body[f'{side} knee']:.0f} degrees, on paper {seen:.0f}"
        found.append(Diagnostic("HND606", message, "choose a view from the side of the leg", span_of(("view",))))
    return {"bend_on_paper_deg": round(seen, 1)}, found


def _knee_on_paper(drawn: DrawnFrame, side: str) -> float:
    """The bend of a knee as the camera sees it, in degrees."""
    joints = [drawn.solved.posed.joint(f"{bone}.{side}") for bone in ("upperleg01", "lowerleg01", "foot")]
    hip, knee, ankle = drawn.rendering.scene.camera.see(np.array(joints))[:, :2]
    thigh, shank = knee - hip, ankle - knee
    cosine = float(thigh @ shank) / max(float(np.linalg.norm(thigh) * np.linalg.norm(shank)), 1e-9)
    return float(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


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
