"""Make `bones.npz` from the Apache-2.0 meshes in one exact wheel, `myo_sim-0.2.3-py3-none-any.whl`.

The wheel comes from `pip download --no-deps myo-sim==0.2.3`; it is read, never installed. What is taken, what is
changed and why it may be taken is in PROVENANCE.md beside this file. The same wheel gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from handouts.figures.person import wheel as wheels
from handouts.figures.person.bones.sources import CENTRES, CHAINS, JOINTS, SHIFTED, SOURCES, Middles

WHEEL_SHA256 = "259eb2bb9bbd7a484b18de3be4951562789b90a568713ff2ac19b100392c6ce3"
MODELS = "myo_sim/models/"
MM = 1000.0  # the meshes are written in metres
STEP_MM = 0.1  # how finely positions are kept
WELD_MM = 0.01  # corners nearer than this are one vertex
EDGE_MM, MOST = 3.2, 8000  # a mesh is subdivided while its mean edge is longer, up to so many triangles
GRID_MM, FINE_MM = 1.5, 1.0  # a mesh with shorter edges than FINE_MM has its vertices merged in cells of GRID_MM
TAUBIN = (0.5, -0.53)  # Taubin 1995: a step of smoothing and a step back, so that nothing shrinks
ROUNDS = 4
OWN_PIECE_MM = 12.0  # a piece of a mesh is the bone that is meant when its middle is so near
SPACE_MM = 1.2  # between two bones of a joint: the source draws them further apart, each about the share GROWS
GROWS = 0.45  # of a bone's length: so far a joint's end reaches that grows towards its partner

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mesh = tuple[Floats, Ints]


class Wheel:
    """The opened wheel: meshes, and where the bodies of a model are."""

    def __init__(self, path: Path) -> None:
        self._zip = wheels.opened(path, WHEEL_SHA256)

    def mesh(self, name: str) -> Mesh:
        """One binary STL file, welded, in millimetres of the body's axes."""
        raw = self._zip.read(f"{MODELS}meshes/{name}.stl")
        record = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("word", "<u2")])
        corners = np.frombuffer(raw, record, offset=84)["corners"].astype(np.float64).reshape(-1, 3) * MM
        _, first, which = np.unique(np.round(corners / WELD_MM), axis=0, return_index=True, return_inverse=True)
        triangles = which.reshape(-1, 3)
        return in_body_axes(corners[first]), triangles[distinct(triangles)]

    def places(self, chain: str) -> dict[str, Floats]:
        """Where each body of a model begins, with all joints at zero: no body of these models is turned."""
        found: dict[str, Floats] = {}

        def add(body: ElementTree.Element, at: Floats) -> None:
            for child in body.findall("body"):
                there = at + np.array([float(x) for x in child.get("pos", "0 0 0").split()]) * MM
                found[child.get("name", "")] = in_body_axes(there[None])[0]
                add(child, there)

        add(ElementTree.fromstring(self._zip.read(MODELS + CHAINS[chain])), np.zeros(3))
        return found


def in_body_axes(points: Floats) -> Floats:
    """From the axes of the source (ahead, up, right) to those of the drawn body (left, up, ahead)."""
    return np.stack([-points[:, 2], points[:, 1], points[:, 0]], axis=1)


def distinct(triangles: Ints) -> npt.NDArray[np.bool_]:
    """Triangles with three corners."""
    a, b, c = triangles.T
    found: npt.NDArray[np.bool_] = (a != b) & (b != c) & (a != c)
    return found


def compact(points: Floats, triangles: Ints) -> Mesh:
    """Without vertices that no triangle uses."""
    used, which = np.unique(triangles, return_inverse=True)
    return points[used], which.reshape(-1, 3)


def pieces(mesh: Mesh) -> Iterator[Mesh]:
    """The parts of a mesh that hang together."""
    points, triangles = mesh
    group = np.arange(len(points))
    while True:
        low = group[triangles].min(axis=1)
        merged = group.copy()
        np.minimum.at(merged, triangles.ravel(), np.repeat(low, 3))
        if (merged == group).all():
            break
        group = merged
    for number in np.unique(group[triangles[:, 0]]):
        yield compact(points, triangles[group[triangles[:, 0]] == number])


def picked(mesh: Mesh, middles: Middles) -> dict[str, Mesh]:
    """Each bone of a file that holds several: the piece whose middle is nearest, within OWN_PIECE_MM."""
    parts = list(pieces(mesh))
    centres = np.array([points.mean(axis=0) for points, _ in parts])
    found = {}
    for name, middle in middles.items():
        off = np.linalg.norm(centres - np.array(middle), axis=1)
        if off.min() > OWN_PIECE_MM:
            raise SystemExit(f"no piece is {name}: the nearest is off by {off.min():.0f} mm")
        found[name] = parts[int(off.argmin())]
    return found


def edges_of(triangles: Ints) -> tuple[Ints, Ints, Ints]:
    """All edges, the three edges of each triangle, and how many triangles lie at each edge."""
    sides = np.sort(triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    edges, which, count = np.unique(sides, axis=0, return_inverse=True, return_counts=True)
    return edges, which.reshape(-1, 3), count


def edge_mm(mesh: Mesh) -> float:
    points, triangles = mesh
    edges, _, _ = edges_of(triangles)
    return float(np.linalg.norm(points[edges[:, 0]] - points[edges[:, 1]], axis=1).mean())


def neighbour_mean(points: Floats, edges: Ints) -> Floats:
    """The mean of the neighbours of every vertex."""
    total, count = np.zeros_like(points), np.zeros(len(points))
    for a, b in (edges.T, edges.T[::-1]):
        np.add.at(total, a, points[b])
        np.add.at(count, a, 1)
    return total / np.maximum(count, 1)[:, None]


def subdivided(mesh: Mesh) -> Mesh:
    """One step of Loop subdivision (1987): each triangle becomes four, on a smooth surface."""
    points, triangles = mesh
    edges, sides, count = edges_of(triangles)
    opposite = np.zeros((len(edges), 3))
    np.add.at(opposite, sides.ravel(), points[triangles[:, [2, 0, 1]]].reshape(-1, 3))
    ends = points[edges[:, 0]] + points[edges[:, 1]]
    inner = (count == 2)[:, None]
    middles = np.where(inner, 0.375 * ends + 0.125 * opposite, 0.5 * ends)
    on_rim = np.zeros(len(points), dtype=bool)
    on_rim[edges[count != 2].ravel()] = True
    degree = np.maximum(np.bincount(edges.ravel(), minlength=len(points)), 3)
    beta = (0.625 - (0.375 + 0.25 * np.cos(2 * np.pi / degree)) ** 2)[:, None]
    moved = (1 - beta) * points + beta * neighbour_mean(points, edges)
    kept = np.where(on_rim[:, None], points, moved)
    ab, bc, ca = (sides + len(points)).T
    a, b, c = triangles.T
    parts = [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)]
    return np.vstack([kept, middles]), np.concatenate([np.stack(part, axis=1) for part in parts])


def merged(mesh: Mesh) -> Mesh:
    """Vertices of one cell of a grid become one at their mean (Rossignac and Borrel 1993)."""
    points, triangles = mesh
    _, which, count = np.unique(np.floor(points / GRID_MM), axis=0, return_inverse=True, return_counts=True)
    total = np.zeros((len(count), 3))
    np.add.at(total, which, points)
    coarse = np.asarray(which)[triangles]
    coarse = coarse[distinct(coarse)]
    _, first = np.unique(np.sort(coarse, axis=1), axis=0, return_index=True)
    return compact(total / count[:, None], coarse[np.sort(first)])


def smoothed(mesh: Mesh) -> Mesh:
    points, triangles = mesh
    edges, _, _ = edges_of(triangles)
    for share in TAUBIN * ROUNDS:
        points = points + share * (neighbour_mean(points, edges) - points)
    return points, triangles


def even(mesh: Mesh) -> Mesh:
    """A mesh as fine as a picture of 6 cm needs it: coarse ones subdivided, fine ones merged, all smoothed.

    Smoothing draws a coarse mesh inwards, so it gets back the extents of its source.
    """
    low, high = mesh[0].min(axis=0), mesh[0].max(axis=0)
    if edge_mm(mesh) < FINE_MM:
        mesh = merged(mesh)
    while edge_mm(mesh) > EDGE_MM and 4 * len(mesh[1]) <= MOST:
        mesh = subdivided(mesh)
    points, triangles = smoothed(mesh)
    now, size = points.min(axis=0), np.ptp(points, axis=0)
    return low + (points - now) * (high - low) / size, triangles


def meeting(found: dict[str, Mesh]) -> dict[str, Mesh]:
    """Bones whose joints meet: near a joint each surface goes half of the way that is too much."""
    points = {name: mesh[0] for name, mesh in found.items()}
    for _ in range(3):
        for pair in JOINTS:
            off, nearest = cKDTree(points[pair[1]]).query(points[pair[0]])
            one = int(off.argmin())
            ends = points[pair[0]][one].copy(), points[pair[1]][int(nearest[one])].copy()
            way = (ends[1] - ends[0]) * max(0.0, 1 - SPACE_MM / max(float(off[one]), 1e-9)) / 2
            for name, end, sign in zip(pair, ends, (1, -1), strict=True):
                reach = GROWS * float(np.ptp(points[name], axis=0).max())
                share = np.exp(-(((points[name] - end) ** 2).sum(axis=1)) / (2 * reach**2))
                points[name] = points[name] + sign * share[:, None] * way
    return {name: (points[name], mesh[1]) for name, mesh in found.items()}


def bones(wheel: Wheel, places: dict[str, dict[str, Floats]]) -> dict[str, Mesh]:
    """Every bone by name, each where it is in its model with straight joints."""
    found: dict[str, Mesh] = {}
    for chain, body, file, names in SOURCES:
        at = places[chain][body] if chain else np.zeros(3)
        mesh = wheel.mesh(file)
        parts = {names: max(pieces(mesh), key=lambda p: len(p[0]))} if isinstance(names, str) else picked(mesh, names)
        for name, part in parts.items():
            points, triangles = even(part)
            found[name] = points + at + np.array(SHIFTED.get(name, (0.0, 0.0, 0.0))), triangles
    return meeting(found)


def closed(triangles: Ints) -> bool:
    """Is a surface without holes, all its triangles turned the same way?"""
    sides = triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)
    _, both, count = edges_of(triangles)
    return bool((count == 2).all()) and len(np.unique(sides, axis=0)) == len(sides) and both.size > 0


def pack(wheel: Wheel) -> dict[str, npt.NDArray[np.generic]]:
    """Every array of `bones.npz`: points as steps from the vertex before, corners as steps from the triangle before."""
    places = {chain: wheel.places(chain) for chain in CHAINS}
    found = bones(wheel, places)
    points = np.round(np.vstack([mesh[0] for mesh in found.values()]) / STEP_MM).astype(np.int32)
    corners = np.vstack([mesh[1] for mesh in found.values()])
    zero = np.zeros((1, 3), dtype=np.int64)
    return {
        "names": np.array(list(found)),
        "point_counts": np.array([len(mesh[0]) for mesh in found.values()]),
        "triangle_counts": np.array([len(mesh[1]) for mesh in found.values()]),
        "points": np.diff(points, axis=0, prepend=zero).astype(np.int16).T.copy(),
        "closed": np.array([closed(mesh[1]) for mesh in found.values()]),
        "joints": np.array(JOINTS),
        "centre_names": np.array(list(CENTRES)),
        "centres": np.stack([places[chain][body] for chain, body in CENTRES.values()]),
        "triangles": np.diff(corners, axis=0, prepend=zero).astype(np.int16).T.copy(),
    }


if __name__ == "__main__":
    wheels.make("myo_sim-0.2.3-py3-none-any.whl", lambda path: pack(Wheel(path)), Path(__file__).with_name("bones.npz"))
