"""One step of subdivision (Catmull and Clark, 1978): the coarse mesh as a control cage of a smooth skin.

Without it the outline shows the mesh's facets at print size. The step is one sparse matrix, so whatever a
coarse vertex has (place, weight, depth in a garment) can be carried to the fine mesh.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from handouts.figures.geometry.arrays import Floats, Ints


@dataclass(frozen=True, eq=False)
class Refinement:
    """Coarse vertices to fine ones: first the moved old vertices, then edge points, then face points."""

    smooth: sparse.csr_array
    linear: sparse.csr_array
    triangles: Ints
    near: Ints

    def points(self, coarse: Floats) -> Floats:
        """Places on the smooth skin."""
        found: Floats = self.smooth @ coarse
        return found

    def values(self, coarse: Floats) -> Floats:
        """Anything painted on the skin: plain means, so that nothing overshoots."""
        found: Floats = self.linear @ coarse
        return found


def refinement(quads: Ints, count: int) -> Refinement:
    """The subdivision of a mesh of quads."""
    sides = np.stack([quads, np.roll(quads, -1, axis=1)], axis=2)
    pairs, edge_of = np.unique(np.sort(sides.reshape(-1, 2), axis=1), axis=0, return_inverse=True)
    edge_of = edge_of.reshape(len(quads), 4)
    faces, edges = len(quads), len(pairs)
    rows = np.arange(faces).repeat(4)
    face_mean = _matrix(rows, quads.ravel(), np.full(4 * faces, 0.25), (faces, count))
    middle = _matrix(np.arange(edges).repeat(2), pairs.ravel(), np.full(2 * edges, 0.5), (edges, count))
    touching = np.bincount(edge_of.ravel(), minlength=edges)
    edge_points = _edge_points(face_mean, middle, edge_of, touching)
    vertex_points = _vertex_points(quads, pairs, touching, face_mean, middle, count)
    fine = _fine_quads(quads, edge_of, count, edges)
    return Refinement(
        smooth=sparse.csr_array(sparse.vstack([vertex_points, edge_points, face_mean])),
        linear=sparse.csr_array(sparse.vstack([sparse.eye_array(count), middle, face_mean])),
        triangles=np.concatenate([fine[:, [0, 1, 2]], fine[:, [0, 2, 3]]]),
        near=np.concatenate([np.arange(count), pairs[:, 0], quads[:, 0]]),
    )


def _matrix(rows: Ints, columns: Ints, values: Floats, shape: tuple[int, int]) -> sparse.csr_array:
    return sparse.csr_array(sparse.coo_array((values, (rows, columns)), shape=shape))


def _scaled(factors: Floats, matrix: sparse.csr_array) -> sparse.csr_array:
    return sparse.csr_array(sparse.diags_array(factors) @ matrix)


def _edge_points(
    face_mean: sparse.csr_array, middle: sparse.csr_array, edge_of: Ints, touching: Ints
) -> sparse.csr_array:
    """Inside: the mean of the edge's middle and its two faces; at an open rim: the middle."""
    faces, edges = len(edge_of), len(touching)
    joins = _matrix(edge_of.ravel(), np.arange(faces).repeat(4), np.full(4 * faces, 0.5), (edges, faces))
    inner = (touching == 2).astype(np.float64)
    return sparse.csr_array(_scaled(1 - 0.5 * inner, middle) + _scaled(0.5 * inner, joins @ face_mean))


def _vertex_points(
    quads: Ints, pairs: Ints, touching: Ints, face_mean: sparse.csr_array, middle: sparse.csr_array, count: int
) -> sparse.csr_array:
    """Inside: (faces + 2 edges + (n - 3) itself) / n; at an open rim: the rim's own curve; alone: itself."""
    valence = np.bincount(quads.ravel(), minlength=count).astype(np.float64)
    n = np.maximum(valence, 1)
    around = _matrix(quads.ravel(), np.arange(len(quads)).repeat(4), np.ones(quads.size), (count, len(quads)))
    rim_edge = touching != 2
    on_rim = np.zeros(count)
    on_rim[pairs[rim_edge].ravel()] = 1
    inner = ((valence > 0) & (on_rim == 0)).astype(np.float64)
    at = _matrix(pairs.ravel(), np.arange(len(pairs)).repeat(2), np.ones(pairs.size), (count, len(pairs)))
    rim_at = sparse.csr_array(at @ sparse.diags_array(rim_edge.astype(np.float64)))
    rims = np.maximum(rim_at.sum(axis=1), 1)
    # Catmull and Clark 1978: inside (n - 3) / n of itself; on a rim half, the other half from the rim edges.
    own = inner * (n - 3) / n + on_rim * 0.5 + (1 - inner - on_rim)
    return sparse.csr_array(
        _scaled(inner / n**2, around @ face_mean)
        + _scaled(2 * inner / n**2, at @ middle)
        + _scaled(on_rim * 0.5 / rims, rim_at @ middle)
        + sparse.diags_array(own)
    )


def _fine_quads(quads: Ints, edge_of: Ints, count: int, edges: int) -> Ints:
    """Each quad becomes four: corner, edge, middle, edge before."""
    middle = count + edges + np.arange(len(quads))
    parts = [
        np.stack([quads[:, k], count + edge_of[:, k], middle, count + edge_of[:, (k - 1) % 4]], axis=1)
        for k in range(4)
    ]
    return np.concatenate(parts)
