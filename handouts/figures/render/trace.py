"""A picture of labels becomes a map of borders: each border traced once, smoothed, and shared by both its sides.

Because fills and pen lines use the same borders there are no seams between them, and because a border that
runs on through a meeting point is smoothed as one curve, outlines do not kink where another line touches them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage

from handouts.figures.geometry.arrays import Bools, Floats, Ints

SMOOTH_PX = 4.0  # standard deviation along a border: removes the pixel stairs, keeps toes
STRAIGHT_PX = 12  # how far from a meeting point the run of a border is judged

#: Does a node with these ways, as bits, have more than two?
_MEETS = np.array([bits.bit_count() > 2 for bits in range(16)])


@dataclass(eq=False)
class Border:
    """The line between two labels, from one meeting point to the next (or a closed ring)."""

    left: int
    right: int
    nodes: list[tuple[int, int]]
    points: Floats = field(default_factory=lambda: np.zeros((0, 2)))
    start_run: Floats = field(default_factory=lambda: np.zeros(2))
    end_run: Floats = field(default_factory=lambda: np.zeros(2))

    @property
    def closed(self) -> bool:
        return self.nodes[0] == self.nodes[-1]


def borders(labels: Ints) -> list[Border]:
    """All borders of a label picture, smoothed; coordinates are pixel corners (x, y)."""
    padded = np.pad(labels, 1, constant_values=-1)
    found = _walk(padded)
    curves = _curves(found)
    _smooth(found, curves)
    return found


def _walk(padded: Ints) -> list[Border]:
    """Follow the cracks between pixels from meeting point to meeting point, then the rings that have none."""
    right = padded[:-1, 1:] != padded[1:, 1:]  # node (y, x) to (y, x+1)
    down = padded[1:, :-1] != padded[1:, 1:]  # node (y, x) to (y+1, x)
    right, down = right[:, :-1], down[:-1, :]
    # The ways that are left at each node, as bits: a set of all steps costs several times as much.
    ways = np.zeros((padded.shape[0] - 1, padded.shape[1] - 1), dtype=np.uint8)
    ways[:, :-1] |= right
    ways[:-1] |= down * np.uint8(2)
    ways[:, 1:] |= right * np.uint8(4)
    ways[1:] |= down * np.uint8(8)
    left, begun = bytearray(ways.tobytes()), np.flatnonzero(ways)
    starts = begun[_MEETS[ways.ravel()[begun]]].tolist()
    meeting = set(starts)
    found = []
    for node in (*starts, *begun.tolist()):
        for way in range(4):
            if left[node] >> way & 1:
                found.append(_follow(node, way, left, meeting, padded))
    return found


def _follow(node: int, way: int, left: bytearray, meeting: set[int], padded: Ints) -> Border:
    """One border, starting at a node in a direction (0 right, 1 down, 2 left, 3 up); nodes are counted row by row."""
    width = padded.shape[1] - 1
    sides = _sides(divmod(node, width), way, padded)
    steps = (1, width, -1, -width)
    nodes, first = [node], node
    while True:
        left[node] &= ~(1 << way)
        node += steps[way]
        left[node] &= ~(1 << (way + 2) % 4)
        nodes.append(node)
        if node == first or node in meeting:
            return Border(*sides, [divmod(one, width) for one in nodes])
        way = left[node].bit_length() - 1  # between meeting points one way is left


def _sides(node: tuple[int, int], way: int, padded: Ints) -> tuple[int, int]:
    """Labels to the left and right hand of a step (y points down)."""
    y, x = node
    return {
        0: (int(padded[y, x + 1]), int(padded[y + 1, x + 1])),
        1: (int(padded[y + 1, x + 1]), int(padded[y + 1, x])),
        2: (int(padded[y + 1, x]), int(padded[y, x])),
        3: (int(padded[y, x]), int(padded[y, x + 1])),
    }[way]


Piece = tuple[int, bool]  # border number, walked backwards?


def _curves(found: list[Border]) -> list[list[Piece]]:
    """Chains of borders that run straight on through their meeting points."""
    ends: dict[tuple[int, int], list[Piece]] = defaultdict(list)
    for i, border in enumerate(found):
        ends[border.nodes[0]].append((i, False))
        ends[border.nodes[-1]].append((i, True))
    follows: dict[Piece, Piece] = {}
    for node in sorted(ends):
        for a, b in _pairs(found, ends[node]):
            follows[a], follows[b] = b, a
    return _chained(len(found), follows)


def _pairs(found: list[Border], here: list[Piece]) -> list[tuple[Piece, Piece]]:
    """Which border ends at one meeting point continue each other: the straightest first."""
    runs = {piece: _run(found[piece[0]], piece[1]) for piece in here}
    offers = sorted((float(runs[a] @ runs[b]), a, b) for i, a in enumerate(here) for b in here[i + 1 :] if a[0] != b[0])
    taken: set[Piece] = set()
    chosen = []
    for cosine, a, b in offers:
        if cosine < -0.5 and a not in taken and b not in taken:
            taken |= {a, b}
            chosen.append((a, b))
    return chosen


def _run(border: Border, at_end: bool) -> Floats:
    """The direction in which a border leaves its first (or last) node."""
    nodes = border.nodes[::-1] if at_end else border.nodes
    far = nodes[min(STRAIGHT_PX, len(nodes) - 1)]
    step = np.array([far[1] - nodes[0][1], far[0] - nodes[0][0]], dtype=np.float64)
    found: Floats = step / max(float(np.hypot(*step)), 1e-9)
    return found


def _chained(count: int, follows: dict[Piece, Piece]) -> list[list[Piece]]:
    """Curves as lists of pieces, each border once."""
    seen: set[int] = set()
    curves = []
    for first in range(count):
        if first in seen:
            continue
        curve = [(first, False)]
        seen.add(first)
        _extend(curve, follows, seen)
        curve = [(i, not back) for i, back in reversed(curve)]
        _extend(curve, follows, seen)
        curves.append(curve)
    return curves


def _extend(curve: list[Piece], follows: dict[Piece, Piece], seen: set[int]) -> None:
    """Go on from the curve's last piece as long as another border continues it."""
    while True:
        i, back = curve[-1]
        following = follows.get((i, not back))
        if following is None or following[0] in seen:
            return
        seen.add(following[0])
        curve.append(following)


def _smooth(found: list[Border], curves: list[list[Piece]]) -> None:
    """Smooth every curve as a whole; borders that come later end at the meeting points already settled."""
    settled: dict[tuple[int, int], Floats] = {}
    for curve in sorted(curves, key=lambda c: (-sum(len(found[i].nodes) for i, _ in c), c)):
        parts = [_middles(found[i], back) for i, back in curve]
        ring = found[curve[0][0]].closed and len(curve) == 1 and found[curve[0][0]].nodes[0] not in settled
        line = np.vstack([parts[0], *[p[1:] for p in parts[1:]]])
        line = _gaussian(line, ring)
        cuts = np.cumsum([0, *[len(p) - 1 for p in parts]])
        pins = {}
        for cut, (i, back) in zip(cuts, [*curve, curve[-1]], strict=True):
            nodes = found[i].nodes[::-1] if back else found[i].nodes
            node = nodes[-1] if cut == cuts[-1] else nodes[0]
            if node in settled:
                pins[int(cut)] = settled[node]
        line = _pinned(line, pins)
        runs = np.gradient(line, axis=0) if len(line) > 2 else np.diff(line, axis=0)[[0, 0]]
        if ring:
            runs[0] = runs[-1] = line[1] - line[-2]
        for (i, back), a, b in zip(curve, cuts[:-1], cuts[1:], strict=True):
            _assign(found[i], line[a : b + 1], runs[a], runs[b], back)
            for end, at in ((0, a), (-1, b)):
                nodes = found[i].nodes[::-1] if back else found[i].nodes
                settled.setdefault(nodes[end], line[at])


def _assign(border: Border, points: Floats, start_run: Floats, end_run: Floats, back: bool) -> None:
    if back:
        border.points, border.start_run, border.end_run = points[::-1], -end_run, -start_run
    else:
        border.points, border.start_run, border.end_run = points, start_run, end_run


def _middles(border: Border, back: bool) -> Floats:
    """First node, the middles of all steps, last node, as (x, y)."""
    nodes = np.array(border.nodes[::-1] if back else border.nodes, dtype=np.float64)[:, ::-1] - 1.0
    return np.vstack([nodes[:1], (nodes[1:] + nodes[:-1]) / 2, nodes[-1:]])


def _gaussian(line: Floats, ring: bool) -> Floats:
    """Smooth along the line; the ends of an open line stay where they are."""
    reach = int(4 * SMOOTH_PX) + 1
    if ring:
        body = ndimage.gaussian_filter1d(line[1:-1], SMOOTH_PX, axis=0, mode="wrap")
        joint = (body[:1] + body[-1:]) / 2
        return np.vstack([joint, body, joint])
    sigma = min(SMOOTH_PX, (len(line) - 1) / 4)
    if sigma < 0.3:
        return line
    reach = min(reach, len(line) - 1)
    before, after = 2 * line[0] - line[reach:0:-1], 2 * line[-1] - line[-2 : -reach - 2 : -1]
    longer = np.vstack([before, line, after])
    found: Floats = ndimage.gaussian_filter1d(longer, sigma, axis=0, mode="nearest")[reach : reach + len(line)]
    return found


def _pinned(line: Floats, pins: dict[int, Floats]) -> Floats:
    """Pull the line through given points, fading out within a few pixels."""
    out = line.copy()
    along = np.arange(len(line), dtype=np.float64)
    for at, goal in pins.items():
        out += (goal - out[at]) * np.exp(-(((along - at) / 5.0) ** 2))[:, None]
    for at, goal in pins.items():
        out[at] = goal
    return out


def loops(found: list[Border], inside: Bools) -> list[list[Piece]]:
    """Closed rings round all labels for which `inside[label + 1]` holds, each walked with the inside on its left."""
    uses = [(i, bool(inside[b.left + 1]), bool(inside[b.right + 1])) for i, b in enumerate(found)]
    starting: dict[tuple[int, int], list[Piece]] = defaultdict(list)
    for i, left_in, right_in in uses:
        if left_in != right_in:
            back = right_in
            starting[found[i].nodes[-1] if back else found[i].nodes[0]].append((i, back))
    rings = []
    for node in sorted(starting):
        while starting[node]:
            ring, here = [], node
            while starting[here]:
                i, back = starting[here].pop(0)
                ring.append((i, back))
                here = found[i].nodes[0] if back else found[i].nodes[-1]
            rings.append(ring)
    return rings
