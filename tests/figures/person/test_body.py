"""The body at rest: data, proportions, shapes."""

from __future__ import annotations

import hashlib
import re

import numpy as np
import pytest
from posing import parsed
from sampling import one_of_each

from handouts.figures.geometry.rotation import about_x
from handouts.figures.person import rig, shapes
from handouts.figures.person.refine import refinement
from handouts.figures.postures.solve import solve


def test_the_pack_is_the_one_described() -> None:
    raw = shapes.PACK.read_bytes()
    told = shapes.PACK.with_name("PROVENANCE.md").read_text(encoding="utf-8")
    assert len(raw) <= 1_000_000
    assert hashlib.sha256(raw).hexdigest() in told
    assert "CC0" in shapes.PACK.with_name("LICENSE-CC0.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(shapes.SHAPES))
def test_proportions_are_human(name: str) -> None:
    """Segment lengths as shares of height, after Drillis and Contini (as in Winter's Biomechanics)."""
    body = rig.body(name)
    wide = 0.025 if name != "child" else 0.04
    for bones, share in (
        (("upperleg01.R", "lowerleg01.R"), 0.245),
        (("lowerleg01.R", "foot.R"), 0.246),
        (("lowerarm01.R", "wrist.R"), 0.146),
    ):
        assert body.span(*bones) / body.height_mm == pytest.approx(share, abs=wide)
    assert body.skin[:, 1].min() == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("name", sorted(shapes.SHAPES))
def test_both_sides_are_alike(name: str) -> None:
    body = rig.body(name)
    for bone in ("upperleg01", "lowerleg01", "foot", "upperarm01", "wrist"):
        right, left = body.head(f"{bone}.R"), body.head(f"{bone}.L")
        assert right * np.array([-1, 1, 1]) == pytest.approx(left, abs=2.0)


BONES = (
    ("upperleg01", "lowerleg01"), ("lowerleg01", "foot"), ("upperarm01", "lowerarm01"), ("lowerarm01", "wrist"),
)  # fmt: skip


@pytest.mark.parametrize("name", one_of_each(sorted(shapes.SHAPES), lambda name: name in ("child", "heavier-woman")))
def test_a_standing_figure_is_as_high_as_its_body_and_keeps_its_bones(name: str) -> None:
    """Height and bone lengths within 1 %, of both sides, at rest and posed."""
    body = rig.body(name)
    posed = solve(body, parsed({"knees": "straight"}).frames[0]).posed
    assert float(np.ptp(posed.skin[:, 1])) == pytest.approx(body.height_mm, rel=0.01)
    for upper, lower in BONES:
        rest = [body.span(f"{upper}.{side}", f"{lower}.{side}") for side in "RL"]
        assert rest[0] == pytest.approx(rest[1], rel=0.01)
        for side, length in zip("RL", rest, strict=True):
            got = float(np.linalg.norm(posed.joint(f"{lower}.{side}") - posed.joint(f"{upper}.{side}")))
            assert got == pytest.approx(length, rel=0.01)


def test_shapes_differ_as_their_names_say() -> None:
    def belly(name: str) -> float:
        body = rig.body(name)
        middle = body.skin[np.abs(body.skin[:, 1] - 0.62 * body.height_mm) < 25]
        trunk = middle[np.abs(middle[:, 0]) < 260 * body.scale]
        return float(np.ptp(trunk[:, 2]))

    assert rig.body("child").height_mm < 0.85 * rig.body("adult").height_mm
    assert rig.body("woman").height_mm < rig.body("man").height_mm
    assert belly("slim-woman") < belly("woman") < belly("heavier-woman") - 80


def test_weights_are_whole() -> None:
    data = shapes.pack()
    assert data.weights.shape[1] == 8
    assert data.weights.sum(axis=1) == pytest.approx(1.0)


def test_the_smooth_skin_stays_with_the_mesh() -> None:
    body = rig.body()
    fine = body.fine.points(body.skin)
    assert len(body.fine.triangles) == 4 * len(body.triangles)
    assert float(np.abs(fine[: len(body.skin)] - body.skin).max()) < 15


def test_subdivision_keeps_a_flat_square_flat() -> None:
    quads = np.array([[0, 1, 4, 3], [1, 2, 5, 4], [3, 4, 7, 6], [4, 5, 8, 7]])
    points = np.array([[x, y, 0.0] for y in range(3) for x in range(3)])
    fine = refinement(quads, 9).points(points)
    assert fine[:, 2] == pytest.approx(0)
    assert fine[:, :2].max() <= 2


def test_turning_one_bone_moves_what_hangs_on_it() -> None:
    body = rig.body()
    still = rig.pose(body, {}, np.zeros(3))
    bent = rig.pose(body, {"lowerleg01.R": about_x(60)}, np.zeros(3))
    assert still.joint("lowerleg01.R") == pytest.approx(bent.joint("lowerleg01.R"))
    assert float(np.linalg.norm(still.joint("foot.R") - bent.joint("foot.R"))) > 300
    assert still.joint("foot.L") == pytest.approx(bent.joint("foot.L"))


def test_the_packing_script_names_the_wheel() -> None:
    script = shapes.PACK.with_name("make_pack.py").read_text(encoding="utf-8")
    told = shapes.PACK.with_name("PROVENANCE.md").read_text(encoding="utf-8")
    found = re.search(r'WHEEL_SHA256 = "([0-9a-f]{64})"', script)
    assert found is not None
    assert found[1] in told
