"""Bones: the pack, how they lie in bodies, whether they meet and move."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from scipy.spatial import cKDTree

from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.geometry.rotation import about_x
from handouts.figures.person import rig, skeleton
from handouts.figures.person.skeleton import Bone, Region
from handouts.figures.render import panels, raster

SOME_BODIES = ("adult", "heavier-woman", "child")
OFF_MM = {"adult": 8.0, "child": 8.0, "heavier-woman": 14.0}  # flesh over the breastbone differs most
PIXEL_MM = 1.5
KNEE = ("femur", "tibia", "patella")
FOOT = tuple(
    name for name in skeleton.pack().bones if name.startswith(("calc", "cub", "navi", "cunei", "metatarsal", "toe"))
)


def test_the_pack_is_the_one_described() -> None:
    raw = skeleton.PACK.read_bytes()
    card = skeleton.PACK.with_name("PROVENANCE.md").read_text(encoding="utf-8")
    assert len(raw) <= 1_500_000
    assert hashlib.sha256(raw).hexdigest() in card
    script = skeleton.PACK.with_name("make_pack.py").read_text(encoding="utf-8")
    [wheel] = [line.split('"')[1] for line in script.splitlines() if line.startswith("WHEEL_SHA256")]
    assert wheel in card
    licence = skeleton.PACK.with_name("LICENSE-APACHE-2.0.txt").read_text(encoding="utf-8")
    assert "Apache License" in licence and "Version 2.0" in licence


def test_a_foot_has_all_its_bones() -> None:
    assert len(FOOT) + len(("talus",)) == 26


def off_mm(region: Region) -> dict[str, float]:
    """How far each landmark of the laid skeleton is from its place in the body."""
    laid = region.map(np.array([region.source(mark) for mark in region.landmarks]))
    goals = np.array([mark.goal for mark in region.landmarks])
    off = np.linalg.norm(laid - goals, axis=1)
    return {mark.name: float(mm) for mark, mm in zip(region.landmarks, off, strict=True)}


def gap_mm(one: Bone, two: Bone) -> float:
    """The least distance between two bones."""
    return float(cKDTree(one.points).query(two.points)[0].min())


@pytest.mark.parametrize("name", SOME_BODIES)
@pytest.mark.parametrize("region", skeleton.REGIONS)
def test_landmarks_lie_where_the_body_has_them(name: str, region: str) -> None:
    scale = rig.body(name).scale
    off = off_mm(skeleton.skeleton(name).region(region))
    far = {mark: round(mm, 1) for mark, mm in off.items() if mm > OFF_MM[name] * scale}
    assert far == {}
    assert np.mean(list(off.values())) < 2.0


def _outline(points: Floats, triangles: Ints, axes: tuple[int, int]) -> tuple[np.ndarray, Floats]:
    """The pixels that a body covers seen along one axis, and the corner of the first pixel."""
    seen = points[:, [*axes, 3 - sum(axes)]]
    corner = seen[:, :2].min(axis=0) - 5
    size = np.ceil((seen[:, :2].max(axis=0) - corner + 5) / PIXEL_MM).astype(int)
    surface = raster.Surface("skin", seen, triangles)
    picture = raster.draw([surface], lambda at: (at[..., :2] - corner) / PIXEL_MM, int(size[0]), int(size[1]))
    return picture.surface >= 0, corner


@pytest.mark.parametrize("name", SOME_BODIES)
def test_bones_lie_inside_the_skin(name: str) -> None:
    """Seen from the front and from the side, no more than a sliver of any bone is outside of the body."""
    bones, body = skeleton.skeleton(name), rig.body(name)
    skin = body.fine.points(body.skin)
    outside: dict[str, float] = {}
    for axes in ((0, 1), (2, 1)):
        mask, corner = _outline(skin, body.fine.triangles, axes)
        for bone in skeleton.pack().bones:
            at = np.round((bones.bone(bone).points[:, axes] - corner) / PIXEL_MM).astype(int)
            share = 1 - float(mask[at[:, 1], at[:, 0]].mean())
            outside[bone] = max(outside.get(bone, 0.0), share)
    # The fingers of the smallest hands are hardly wider than their bones.
    most = {bone: 0.1 if bone.startswith("finger") else 0.04 for bone in outside}
    assert {bone: round(share, 3) for bone, share in outside.items() if share > most[bone]} == {}


@pytest.mark.parametrize("name", SOME_BODIES)
def test_bones_of_a_joint_meet(name: str) -> None:
    bones = skeleton.skeleton(name)
    gaps = {pair: gap_mm(bones.bone(pair[0]), bones.bone(pair[1])) for pair in skeleton.pack().joints}
    assert {pair: round(mm, 1) for pair, mm in gaps.items() if mm > 3.2 * bones.body.scale} == {}


def test_left_bones_mirror_right_ones() -> None:
    bones = skeleton.skeleton("adult")
    right, left = bones.bone("femur.R"), bones.bone("femur.L")
    assert left.points == pytest.approx(right.points * [-1, 1, 1])
    assert isinstance(left, Bone)


def test_a_bone_moves_with_its_bone_of_the_rig() -> None:
    bones, body = skeleton.skeleton("adult"), rig.body("adult")
    still = panels.at_rest(body)
    assert bones.posed("tibia.R", still).points == pytest.approx(bones.bone("tibia.R").points, abs=1e-6)
    turn = about_x(60)
    bent = rig.pose(body, {"lowerleg01.R": turn}, (body.head("upperleg01.R") + body.head("upperleg01.L")) / 2)
    knee, moved = body.head("lowerleg01.R"), bones.posed("tibia.R", bent).points
    assert moved == pytest.approx((bones.bone("tibia.R").points - knee) @ turn.T + bent.joint("lowerleg01.R"))
    assert bones.posed("femur.R", bent).points == pytest.approx(bones.bone("femur.R").points, abs=1e-6)


@pytest.mark.parametrize("bone", sorted(skeleton.pack().bones))
def test_every_bone_has_a_carrier(bone: str) -> None:
    found = skeleton.carrier(bone)
    assert {found, f"{found}.R"} & {*rig.body("adult").bones}


def _sphere_off_mm(points: Floats) -> float:
    """How far places lie from the sphere that fits them best, root of the mean square."""
    known = np.column_stack([2 * points, np.ones(len(points))])
    *centre, rest = np.linalg.lstsq(known, (points**2).sum(axis=1), rcond=None)[0]
    radius = np.sqrt(rest + np.dot(centre, centre))
    return float(np.sqrt(((np.linalg.norm(points - centre, axis=1) - radius) ** 2).mean()))


@pytest.mark.parametrize(("bone", "joint"), [("humerus", "shoulder"), ("femur", "hip")])
def test_the_ball_of_a_joint_stays_round(bone: str, joint: str) -> None:
    """The smooth map alone flattens it, as the first pictures of shoulder and hip showed."""
    own, centre = skeleton.pack().bones[bone].points, skeleton.pack().centres[joint]
    ball = (np.linalg.norm(own - centre, axis=1) < 27) & (own[:, 0] > centre[0] - 6) & (own[:, 1] > centre[1] - 10)
    laid = skeleton.skeleton("adult")
    region = laid.region("arm" if bone == "humerus" else "leg")
    kept, bent = _sphere_off_mm(laid.bone(f"{bone}.R").points[ball]), _sphere_off_mm(region.map(own)[ball])
    assert kept < 1.5
    assert bent > 1.2 * kept


def test_the_ball_of_the_shoulder_is_at_its_socket() -> None:
    laid = skeleton.skeleton("adult")
    assert gap_mm(laid.bone("humerus.R"), laid.bone("scapula.R")) < 4.0


@pytest.mark.parametrize("body", ["adult", "child", "heavier-man"])
def test_the_bones_of_a_knee_have_one_breadth(body: str) -> None:
    """The map of space drew the shin bone to three quarters of it, so that the thigh bone hung over."""
    thigh, shin, cap = (skeleton.skeleton(body).bone(f"{name}.R").points for name in KNEE)
    end_mm = 40 * rig.body(body).scale
    low = float(np.ptp(thigh[thigh[:, 1] < thigh[:, 1].min() + end_mm][:, 0]))
    high = float(np.ptp(shin[shin[:, 1] > shin[:, 1].max() - end_mm][:, 0]))
    assert 0.9 < high / low < 1.1
    assert 0.5 < float(np.ptp(cap[:, 0])) / low < 0.75
