"""Patches too fine for a pen: small fingers and toes, the gaps between them, narrow things."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import ndimage

from handouts.figures import style
from handouts.figures.geometry.arrays import Bools, Ints
from handouts.figures.render import label_picture
from handouts.figures.render.label_picture import among
from handouts.figures.render.pen import Patch

#: A finger or toe narrower than this on paper is drawn as one with its hand or foot. Toes lie in a row behind one
#: another, where lines would run together; fingers that lie side by side need only room for a line and some skin.
SMALLEST_DIGIT_MM = {"finger": 0.42, "toe": 0.65}
FEWEST_DIGITS = 3  # fewer than this many of a hand or foot say nothing: then none is drawn, but for the thumb
STUB = 1.6  # a finger less slender than this shows only its root: a line round it would look like a bracelet


def joined(labels: Ints, patches: dict[int, Patch]) -> Ints:
    """Fingers and toes too small for a pen become part of the hand or foot."""
    out, boxes = labels.copy(), dict(label_picture.boxes(labels))
    whole = {patch.limb: label for label, patch in patches.items() if patch.limb.startswith(("hand", "foot"))}
    for kind, side in ((k, s) for k in ("toe", "finger") for s in "RL"):
        digits = [v for v, p in patches.items() if p.limb.startswith(kind) and p.limb.endswith(side)]
        goal = whole.get(("hand" if kind == "finger" else "foot") + f".{side}")
        if goal is None:
            continue
        shown = {label: labels[boxes[label]] == label for label in digits if label in boxes}
        wide = [label for label, mine in shown.items() if _width_mm(mine) >= SMALLEST_DIGIT_MM[kind]]
        wide = [label for label in wide if kind == "toe" or _slenderness(shown[label]) >= STUB]
        thumb = [label for label in wide if patches[label].limb.startswith("finger1")]
        # One or two fingers beside a closed hand look like a gesture; a thumb alone is how a fist is seen.
        kept = wide if len(wide) >= FEWEST_DIGITS else thumb
        if kind == "finger" and len(kept) < len(digits):
            patches[goal] = replace(patches[goal], small=True)
        for label, mine in shown.items():
            if label not in kept:
                out[boxes[label]][mine] = goal
    return out


GAP_MM = 0.5  # between two fingers on paper: both their outlines do not fit into it and would print as a black web


def closed_gaps(labels: Ints, patches: dict[int, Patch]) -> Ints:
    """Narrow gaps between fingers or toes are closed: one line then parts them."""
    out = labels.copy()
    reach = round(GAP_MM / 2 * style.PIXELS_PER_MM)
    for kind, side in ((k, s) for k in ("toe", "finger") for s in "RL"):
        digits = [
            label for label, patch in patches.items() if patch.limb.startswith(kind) and patch.limb.endswith(side)
        ]
        if not digits or not (mine := among(labels, digits)).any():
            continue
        ys, xs = np.nonzero(mine)
        box = (slice(max(ys.min() - reach, 0), ys.max() + reach), slice(max(xs.min() - reach, 0), xs.max() + reach))
        off, nearest = ndimage.distance_transform_edt(~mine[box], return_indices=True)
        # Grown by half a gap and shrunk again: only what lies between two digits is filled.
        grown = np.pad(off <= reach, reach + 1)
        filled = ndimage.distance_transform_edt(grown)[reach + 1 : -reach - 1, reach + 1 : -reach - 1] > reach
        new = filled & ~mine[box]
        out[box][new] = labels[box][tuple(nearest)][new]
    return out


NARROW_MM = 1.7  # a thing no wider than this on paper has a fine outline: two strong ones would make it a black bar


def with_fine_things(labels: Ints, patches: dict[int, Patch]) -> dict[int, Patch]:
    """The patches, those of narrow round things as fine as a small hand."""
    boxes, found = dict(label_picture.boxes(labels)), dict(patches)
    for label, patch in patches.items():
        if patch.solid and patch.traced:
            narrow = label not in boxes or _width_mm(labels[boxes[label]] == label) <= NARROW_MM
            found[label] = replace(patch, small=True) if narrow else patch
    return found


def _slenderness(mine: Bools) -> float:
    """How much longer than wide a patch is: the root of a finger, seen without its tip, is about round."""
    across = np.cov(np.stack(np.nonzero(mine)))
    low, high = np.linalg.eigvalsh(across)
    return float(np.sqrt(high / max(low, 1e-9)))


def _width_mm(mine: Bools) -> float:
    """How wide a patch is at its widest, on paper."""
    return 2 * float(ndimage.distance_transform_edt(np.pad(mine, 1)).max()) / style.PIXELS_PER_MM
