"""A picture of labels without slivers and islands, so that every patch is one that a pen would draw."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy import ndimage

from handouts.figures import style
from handouts.figures.geometry.arrays import Bools, Ints

BLUR_PX = 1.3  # of the labels themselves: swallows slivers thinner than about two pixels
ISLAND_PX = 90  # a patch smaller than this belongs to its neighbour (0.15 mm2 at 24 px/mm)
NOTHING = -1
SLIT_MM = 0.29  # of print: a hole narrower than this, as between ear and hair, is filled by the lines round it
LONGEST_SLIT = 15.0  # its length, in times its width


def tidy(labels: Ints) -> Ints:
    """Swallow slivers and islands, so that every patch is one a pen would draw."""
    return without_islands(_voted(labels))


def boxes(labels: Ints, margin: int = 0) -> list[tuple[int, tuple[slice, slice]]]:
    """Every label with the box of pixels that holds it."""
    # `bincount` counts from 0, and label -1 (nothing) must take part.
    shifted = labels + 2
    values = np.flatnonzero(np.bincount(shifted.ravel()))
    # Numbers without gaps, since `find_objects` makes a place for each number up to the largest.
    number = np.zeros(int(values[-1]) + 1, dtype=np.int32)
    number[values] = np.arange(1, len(values) + 1)
    found = ndimage.find_objects(number[shifted])
    return [
        (int(value) - 2, (_wider(rows, margin), _wider(columns, margin)))
        for value, (rows, columns) in zip(values, found, strict=True)
    ]


def _wider(side: slice, margin: int) -> slice:
    return slice(max(side.start - margin, 0), side.stop + margin)


def _voted(labels: Ints) -> Ints:
    """Each pixel takes the label with the most weight around it."""
    best = np.full(labels.shape, -1.0, dtype=np.float32)
    chosen = labels.copy()
    for label, box in boxes(labels, 6):
        # One blurred mask for each label and not one blur of the numbers: labels are names, their mean is nothing.
        weight = ndimage.gaussian_filter((labels[box] == label).astype(np.float32), BLUR_PX, mode="nearest")
        wins = weight > best[box]
        best[box][wins] = weight[wins]
        chosen[box][wins] = label
    return chosen


def without_islands(labels: Ints) -> Ints:
    """Patches too small to draw take the label of the nearest other pixel."""
    small = np.zeros(labels.shape, dtype=bool)
    for label, box in boxes(labels):
        patches, count = ndimage.label(labels[box] == label)
        areas = np.bincount(patches.ravel(), minlength=count + 1)
        areas[0] = ISLAND_PX
        if label == NOTHING:
            areas[_slits(patches, areas)] = 0
        if (areas < ISLAND_PX).any():
            small[box] |= (areas < ISLAND_PX)[patches]
    if not small.any():
        return labels
    # The nearest pixel outside of a patch lies at its edge, so each is found in the box of its patch.
    found, patches = labels.copy(), ndimage.label(small, np.ones((3, 3)))[0]
    for number, box in enumerate(ndimage.find_objects(patches), 1):
        room = tuple(_wider(side, 1) for side in box)
        nearest = ndimage.distance_transform_edt(small[room], return_distances=False, return_indices=True)
        own = patches[room] == number
        found[room][own] = labels[room][tuple(nearest)][own]
    return found


def _slits(patches: Ints, areas: Ints) -> list[int]:
    """The numbers of holes that are long and narrow; only those that could be: paper beside the figure is one too."""
    narrow = SLIT_MM * style.PIXELS_PER_MM
    return [
        number
        for number, box in enumerate(ndimage.find_objects(patches), 1)
        if areas[number] < LONGEST_SLIT * narrow**2
        and 2 * ndimage.distance_transform_edt(np.pad(patches[box] == number, 1)).max() < narrow
    ]


def among(labels: Ints, chosen: Iterable[int]) -> Bools:
    """Which pixels have one of these labels; a table is looked up twice as fast as `np.isin` compares."""
    table = np.zeros(int(labels.max(initial=-1)) + 2, dtype=bool)
    table[[label for label in chosen if label < len(table) - 1]] = True  # the last one is -1, nothing
    found: Bools = table[labels]
    return found
