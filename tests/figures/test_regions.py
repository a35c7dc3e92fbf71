"""Pictures of where it hurts for every region of the body: each structure and sore place is drawn without a finding."""

from __future__ import annotations

from typing import Any

import pytest

from handouts.figures import pain_map
from handouts.figures.person.structures import SORES, STRUCTURES
from handouts.figures.render import body_map, views

from .docs_pictures import PICTURES

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
    others = ("sole of the foot", "inner side of the ankle", "wrist in a splint")
    shipped = {view for view in views.VIEWS if "heel" in view or view in others}
    assert {view for view, _, _ in PICTURES} | shipped == {*views.VIEWS}


@pytest.mark.parametrize("row", [PICTURES[0]], ids=lambda row: str(row[0]))
def test_a_picture_has_no_findings(row: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    assert _found(*row) == []


@pytest.mark.slow  # every picture of every region: two seconds each
@pytest.mark.parametrize("row", PICTURES, ids=lambda row: f"{row[0]}: {', '.join(row[2])}"[:60])
def test_pictures_of_all_regions_have_no_findings(row: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    assert _found(*row) == []
