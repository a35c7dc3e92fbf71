"""Pictures of where it hurts: bones, tendons, nerves and pads lie where anatomy has them, and what is sore shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from shapely.geometry import LineString, Point, box

from handouts.figures import style
from handouts.figures.checks import pain_maps
from handouts.figures.person import feet, rig, soft
from handouts.figures.person.skeleton import skeleton
from handouts.figures.person.structures import STRUCTURES, Spot, Strand
from handouts.figures.person.structures.arm import BALL
from handouts.figures.render import laid, marks, panels, views

from .test_pain_map import large_panel


def _points(name: str) -> np.ndarray[Any, Any]:
    """Every point of a soft thing of the usual body at rest."""
    body = rig.body("adult")
    still = panels.at_rest(body)
    strands = [part for part in STRUCTURES[name].parts if isinstance(part, Strand)]
    return np.vstack([soft.strand(skeleton("adult"), one, still).points for one in strands])


#: What joins two bones, or a muscle's bone and the bone that it moves.
JOINING = ("outer ankle ligament", "kneecap tendon", "inner knee ligament")


AT_BONE_MM = 9.0  # from the middle of a tendon's last section to a bone


def _ends_off_mm(one: Strand) -> list[float]:
    """How far the ends of a strand are from the nearest bone."""
    bones, still = skeleton("adult"), panels.at_rest(rig.body("adult"))
    near = ("scapula", "humerus", "hip-bone", "femur", "patella", "tibia", "fibula", "talus", "calcaneus")
    points = np.vstack([bones.posed(f"{name}.R", still).points for name in near])
    ends = [soft.place(bones, spot, still) for spot in (one.course[0], one.course[-1])]
    return [float(np.linalg.norm(points - end, axis=1).min()) for end in ends]


@pytest.mark.parametrize("name", JOINING)
def test_a_tendon_or_ligament_runs_from_bone_to_bone(name: str) -> None:
    for part in STRUCTURES[name].parts:
        assert isinstance(part, Strand)
        assert max(_ends_off_mm(part)) < AT_BONE_MM


@pytest.mark.parametrize("name", ["outer hip", "shoulder"])
def test_a_tendon_that_is_drawn_apart_from_its_muscle_joins_it_to_a_bone(name: str) -> None:
    [muscle], [tendon] = STRUCTURES[f"{name} muscle"].parts, STRUCTURES[f"{name} tendon"].parts
    assert isinstance(muscle, Strand) and isinstance(tendon, Strand)
    assert _ends_off_mm(muscle)[0] < AT_BONE_MM and _ends_off_mm(tendon)[-1] < AT_BONE_MM
    begins = soft.place(skeleton("adult"), tendon.course[0], panels.at_rest(rig.body("adult")))
    assert np.abs(_points(f"{name} muscle") - begins).max(axis=1).min() < muscle.wide[-1]


def test_a_tendon_that_ends_in_mid_air() -> None:
    whole, _ = STRUCTURES["kneecap tendon"].parts
    assert isinstance(whole, Strand)
    cut = replace(whole, course=(*whole.course[:-1], whole.course[-1].moved(0, 0, 30)))
    assert max(_ends_off_mm(cut)) > AT_BONE_MM


@pytest.mark.parametrize("name", ["outer ankle ligament", "kneecap tendon", "wrist tunnel roof", "tunnel roof"])
def test_a_band_widens_where_it_is_fixed(name: str) -> None:
    for part in STRUCTURES[name].parts:
        assert isinstance(part, Strand)
        assert min(part.wide[0], part.wide[-1]) > min(part.wide[1:-1])


def test_a_narrow_sore_place_is_filled() -> None:
    """Strokes across a nerve look like a rope."""
    wide, narrow = (marks.hatched(box(0, 0, 20, high)) for high in (6.0, 1.2))
    assert [len(one.parts) for one in (wide, narrow)] == [2, 1]
    assert style.HIGHLIGHT_INK in narrow.parts[0] and style.SORE in wide.parts[0]


@pytest.mark.slow  # a figure is drawn for this test alone
def test_strokes_leave_the_kneecap_free() -> None:
    large = large_panel("front-knee-pain")
    for mark in large.sore.values():
        assert mark.shape.intersection(large.shapes["kneecap"]).area < 0.02 * large.shapes["kneecap"].area


@pytest.mark.slow  # a figure is drawn for this test alone
@pytest.mark.parametrize(
    ("id_", "bones"),
    [("hip-osteoarthritis", ("thigh bone", "hip bone")), ("knee-osteoarthritis", ("thigh bone", "shin bone"))],
)
def test_a_sore_joint_is_hatched_on_both_its_bones(id_: str, bones: tuple[str, ...]) -> None:
    """A ring round a joint read as a gear."""
    large = large_panel(id_)
    [mark] = large.sore.values()
    for bone in bones:
        assert mark.shape.intersection(large.shapes[bone]).area > 0.15 * mark.area_mm2


@pytest.mark.slow  # a figure is drawn for this test alone
@pytest.mark.parametrize(
    ("id_", "cartilage"), [("hip-osteoarthritis", "hip cartilage"), ("knee-osteoarthritis", "knee cartilage")]
)
def test_strokes_leave_the_line_of_a_joint_free(id_: str, cartilage: str) -> None:
    """Hatched too, it hid the joint that it is about."""
    large = large_panel(id_)
    [mark] = large.sore.values()
    assert large.shapes[cartilage].area > pain_maps.SMALLEST_MM2
    assert mark.shape.intersection(large.shapes[cartilage]).area < 0.02 * large.shapes[cartilage].area


@pytest.mark.slow  # a figure is drawn for this test alone
@pytest.mark.parametrize(("id_", "name"), [("sciatica", "sciatic nerve"), ("frozen-shoulder", "shoulder capsule")])
def test_it_is_drawn_in_one_piece(id_: str, name: str) -> None:
    """In two pieces the nerve read as two things, and the lining as two pads beside the joint."""
    shape = large_panel(id_).shapes[name]
    assert max(piece.area for piece in getattr(shape, "geoms", [shape])) > 0.99 * shape.area


@pytest.mark.slow  # a figure is drawn for this test alone
def test_the_lining_of_the_shoulder_wraps_ball_and_socket_and_lets_the_arm_out() -> None:
    """Over the whole ball it read as a hatched egg, closed round it as a washer: the arm bone leaves it."""
    large = large_panel("frozen-shoulder")
    lining = large.shapes["shoulder capsule"]
    assert not lining.interiors
    inside = lining.convex_hull.difference(lining)
    assert inside.contains(Point(*large.panel.spot(BALL)))
    for bone in ("upper arm bone", "shoulder blade"):
        assert large.shapes[bone].intersection(inside).area > pain_maps.SMALLEST_MM2
        assert large.shapes[bone].difference(inside).area > pain_maps.SMALLEST_MM2


@pytest.mark.slow  # a figure is drawn for this test alone
def test_the_sore_tendon_of_the_shoulder_lies_between_the_ball_and_its_roof() -> None:
    large = large_panel("shoulder-pain")
    tendon, arm = large.shapes["shoulder tendon"], large.sore["outer upper arm"].shape
    x = large.panel.spot(BALL)[0]
    roof, middle, ball = (
        LineString([(x, 0), (x, 40)]).intersection(one).bounds[1]
        for one in (large.shapes["shoulder blade"], tendon, large.shapes["upper arm bone"])
    )
    assert roof < middle < ball
    assert arm.bounds[2] < large.shapes["upper arm bone"].bounds[2]
    assert arm.intersection(large.shapes["upper arm bone"]).area < 0.1


@pytest.mark.slow  # a figure is drawn for this test alone
def test_the_cover_of_a_worn_knee_is_thin_at_its_inner_side() -> None:
    """Of one thickness, like a ribbon between the bones, it read as a ruler."""
    cover = large_panel("knee-osteoarthritis").shapes["knee cartilage"]
    left, top, right, low = cover.bounds
    third = (right - left) / 3
    outer, inner = (cover.intersection(box(x, top, x + third, low)).area for x in (left, right - third))
    assert inner < 0.8 * outer


def test_a_map_of_heel_and_back_marks_both_on_the_body() -> None:
    [whole, heel] = views.VIEWS["back and heel"].panels(rig.body("adult"))
    assert heel.framed
    drawn_ = laid.drawn(whole, (), ("low back",), (0, 0))
    assert drawn_.sore["low back"].area_mm2 > 2 * whole.least_sore_mm2
    assert sum(style.HIGHLIGHT_INK in part for part in whole.over) == 2, "the nerve and the heel"


@pytest.mark.slow  # a figure is drawn for this test alone
def test_a_squeezed_nerve_is_filled() -> None:
    """Strokes across a nerve look like a rope, also where it is broad enough for them."""
    for id_ in ("tarsal-tunnel", "carpal-tunnel"):
        [mark] = large_panel(id_).sore.values()
        assert [style.HIGHLIGHT_INK in part for part in mark.parts] == [True], id_


@pytest.mark.slow  # a figure is drawn for this test alone
def test_along_a_sore_nerve_the_strokes_that_say_sore_leave_it_free() -> None:
    large = large_panel("sciatica")
    [mark], nerve = large.sore.values(), large.shapes["sciatic nerve"]
    assert style.SORE in mark.parts[0] and len(mark.parts) == 2
    assert mark.shape.intersection(nerve).area < 0.02 * nerve.area
    assert mark.shape.convex_hull.intersection(nerve).area > 0.3 * nerve.area


def test_a_heel_bone_has_its_size() -> None:
    """Length a third of the foot; under it a pad as thick as under load."""
    bone, on = skeleton("adult").bone("calcaneus.R").points, feet.foot("adult")
    along, up = (bone - on.heel) @ on.ahead, bone[:, 1]
    assert 0.26 < float(np.ptp(along)) / on.length_mm < 0.36
    assert 9 < up.min() < 15


def test_the_fascia_is_a_fan_from_the_heel_bone_to_each_toe() -> None:
    found, on = _points("plantar fascia"), feet.foot("adult")
    along = (found - on.heel) @ on.ahead
    bones = skeleton("adult")
    assert along.min() < float(((bones.bone("calcaneus.R").points - on.heel) @ on.ahead).mean())
    across = [float(np.ptp(found[np.abs(along - at) < 8][:, 0])) for at in (40, 100, 160)]
    assert across == sorted(across), "it grows wider to the toes"
    assert across[-1] > 3 * across[0]
    for toe in range(1, 6):
        base = bones.bone(f"toe{toe}-1.R").points
        assert np.linalg.norm(base[:, None] - found[None], axis=2).min() < 6.0


@pytest.mark.slow  # a figure is drawn for this test alone
def test_a_spur_grows_forward_and_the_band_under_it_is_sore() -> None:
    """The leaflet says that the band hurts, not the spur."""
    large = large_panel("heel-spur")
    spur, sore = large.shapes["spur"], large.sore["start of the band"].shape
    assert spur.bounds[2] - spur.bounds[0] >= 8.0
    assert sore.intersection(spur).area < 0.05 * spur.area
    assert sore.difference(large.shapes["plantar fascia"].buffer(0.05)).area < 0.1
    assert spur.centroid.y < sore.centroid.y, "the band lies under the spur"


@pytest.mark.slow  # a figure is drawn for this test alone
def test_a_pad_fills_the_room_from_bone_to_skin() -> None:
    large = large_panel("heel-fat-pad")
    pad, skin = large.shapes["heel pad"], large.panel.skin
    x, y = large.panel.spot(Spot("calcaneus", (0.0, -1.0, 0.0)))
    under = box(x - 0.5, y, x + 0.5, y + 30).intersection(skin)
    assert pad.intersection(under).area > 0.9 * under.area


def test_the_nerve_divides_under_its_roof_behind_the_inner_ankle() -> None:
    nerve, roof = STRUCTURES["nerve"].parts, STRUCTURES["tunnel roof"]
    assert roof.over
    stem, *branches = [part for part in nerve if isinstance(part, Strand)]
    assert len(branches) == 2
    assert all(branch.wide[0] > branch.wide[-1] for branch in branches), "branches taper"
    still = panels.at_rest(rig.body("adult"))
    end = soft.place(skeleton("adult"), stem.course[-1], still)
    knuckle = skeleton("adult").bone("tibia.R").end((0, -1, 0))
    assert end[2] < knuckle[2] and end[1] < knuckle[1]
