"""Pictures of where it hurts for every region of the body: each structure and sore place is drawn without a finding."""

from __future__ import annotations

from typing import Any

import pytest

from handouts.figures import pain_map
from handouts.figures.person.structures import SORES, STRUCTURES
from handouts.figures.render import body_map, views

#: One picture a row: view, structures, sore places.
PICTURES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("body from the front", (), ("neck", "shoulder", "elbow", "wrist and hand", "hip", "knee", "ankle", "foot")),
    ("body from behind", (), ("upper back", "low back", "neck", "hip")),
    ("neck from the side", ("neck bones", "neck disc", "neck nerve"), ("neck nerve",)),
    ("neck from behind", ("neck bones",), ("neck",)),
    ("shoulder from the front", ("shoulder blade", "upper arm bone", "shoulder tendon", "shoulder bursa"),
     ("shoulder tendon",)),
    ("shoulder from the front", ("collar bone", "upper arm bone", "shoulder capsule"), ("shoulder capsule",)),
    ("outer side of the elbow", ("upper arm bone", "outer elbow tendon"), ("outer elbow",)),
    ("inner side of the elbow", ("upper arm bone", "inner elbow tendon"), ("inner elbow",)),
    ("palm of the hand", ("median nerve", "wrist tunnel roof"), ("wrist tunnel",)),
    ("back of the hand", (), ("wrist and hand",)),
    ("low back from behind", ("spine",), ("low back",)),
    ("low back from the side", ("spine", "disc"), ("disc",)),
    ("back and thigh from behind", ("spine", "sciatic nerve"), ("sciatic nerve",)),
    ("hip from the front", ("hip bone", "thigh bone", "hip cartilage"), ("hip joint",)),
    ("hip from the front", ("thigh bone", "outer hip tendon", "hip bursa"), ("outer hip",)),
    ("knee from the front", ("thigh bone", "shin bone", "kneecap", "knee cartilage"), ("knee joint",)),
    ("knee from the front", ("kneecap", "kneecap tendon"), ("front of the knee",)),
    ("knee from the front", ("kneecap", "kneecap tendon"), ("kneecap tendon",)),
    ("inner side of the knee", ("shin bone", "inner knee ligament", "meniscus"), ("inner knee",)),
    ("outer side of the ankle", ("outer ankle bone", "outer ankle ligament"), ("outer ankle",)),
    ("achilles tendon", ("heel bone", "achilles tendon"), ("middle of the tendon",)),
    ("back of the heel", ("heel bone", "achilles tendon"), ("low end of the tendon",)),
    ("outer side of the heel", ("heel bone", "outer ankle bone"), ("inner heel",)),
    ("inner side of the foot", ("spur", "heel bone"), ("spur",)),
    ("back of the heel", ("heel bone", "bursa", "achilles tendon"), ("bursa",)),
)  # fmt: skip
HEEL = {"heel pad", "plantar fascia", "nerve", "tunnel roof", "inner ankle bone"}  # in the shipped pictures
HEEL_SORE = {"start of the band", "middle heel", "whole heel", "inner ankle"}


def _found(view: str, structures: tuple[str, ...], sore: tuple[str, ...]) -> list[str]:
    labels = dict.fromkeys((*structures, *sore), "Word")
    picture: dict[str, Any] = {
        "alt": "x", "view": view, "structures": list(structures), "sore": list(sore), "labels": labels,
    }  # fmt: skip
    drawing, found = pain_map.draw_pain_map("x", picture, lambda path: None)
    assert drawing is not None
    assert drawing.frames[0].anchors.keys() == labels.keys()
    return [one.message for one in found]


def test_every_region_and_structure_is_in_a_picture() -> None:
    assert {name for _, found, _ in PICTURES for name in found} | HEEL == {*STRUCTURES}
    assert {name for _, _, found in PICTURES for name in found} | HEEL_SORE == {*SORES, *body_map.REGIONS}
    shipped = {
        view for view in views.VIEWS if "heel" in view or view in ("sole of the foot", "inner side of the ankle")
    }
    assert {view for view, _, _ in PICTURES} | shipped == {*views.VIEWS}


@pytest.mark.parametrize("row", [PICTURES[0]], ids=lambda row: str(row[0]))
def test_a_picture_has_no_findings(row: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    assert _found(*row) == []


@pytest.mark.slow  # every picture of every region: two seconds each
@pytest.mark.parametrize("row", PICTURES, ids=lambda row: f"{row[0]}: {', '.join(row[2])}"[:60])
def test_pictures_of_all_regions_have_no_findings(row: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    assert _found(*row) == []
