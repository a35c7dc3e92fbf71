"""What the diary has a row for besides the exercises: pain first, then what the conditions name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError
from shipped import SHIPPED

from handouts import library
from handouts.compose import compose
from handouts.formats import FORMATS
from handouts.layout import templates
from handouts.model import Condition, Library
from handouts.model.diary_measures import MEASURES, MOST_MEASURES
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request
from handouts.pdf.printing import PrintAssets

ROOT = library.data_root()
ASSETS = PrintAssets(templates.TemplateSet([ROOT / "templates"], ROOT / "styles"), [])


def measured(**measures: Sequence[str]) -> Library:
    """The shipped library with other measures, by the ids of conditions with underscores."""
    conditions = dict(SHIPPED.conditions)
    for name, named in measures.items():
        id_ = name.replace("_", "-")
        plain = conditions[id_].model_dump(mode="json", by_alias=True)
        conditions[id_] = Condition.model_validate({**plain, "measures": list(named)}, by_alias=True)
    return replace(SHIPPED, conditions=conditions)


def made(library: Library, *ids: str) -> Leaflet:
    leaflet, found = compose(library, Request(ids))
    assert leaflet is not None, found
    return leaflet


def heads(library: Library, *ids: str) -> list[str]:
    return [measure.head.split(",")[0] for measure in made(library, *ids).measures]


def test_pain_is_first_whether_or_not_it_is_named() -> None:
    assert heads(SHIPPED, "heel-spur") == ["Worst pain"]
    assert heads(measured(heel_spur=["steps"]), "heel-spur") == ["Worst pain", "Steps"]
    assert heads(measured(heel_spur=["steps", "pain"]), "heel-spur") == ["Worst pain", "Steps"]


@pytest.mark.parametrize("measure", MEASURES)
def test_each_measure_has_words_of_its_own(measure: str) -> None:
    rows = made(measured(heel_spur=[measure]), "heel-spur").measures
    assert len({row.name for row in rows}) == len(rows) == (1 if measure == "pain" else 2)
    assert rows[-1].is_own == (measure == "blank") and all(row.head for row in rows)


@pytest.mark.parametrize("measures", [["steps", "grip", "sleep"], ["steps", "steps"]])
def test_too_many_measures_and_repeated_ones_are_refused(measures: list[str]) -> None:
    with pytest.raises(ValidationError):
        measured(heel_spur=measures)


def test_a_merge_has_the_union_the_first_of_each_before_the_second() -> None:
    library = measured(heel_spur=["steps", "sleep"], heel_bursitis=["stiffness", "steps"])
    leaflet = made(library, "heel-spur", "heel-bursitis")
    assert [row.head.split(",")[0] for row in leaflet.measures] == ["Worst pain", "Steps", "Morning stiffness"]
    assert len(leaflet.measures) == MOST_MEASURES
    assert [one.reason for one in leaflet.decisions if one.subject == "measures"] == ["left out, no room: sleep"]


@pytest.mark.parametrize("kind", ["html", "text"])
def test_each_kind_of_file_asks_for_the_measures(kind: str) -> None:
    leaflet = made(measured(heel_spur=["tingling", "blank"]), "heel-spur")
    printed: Any = FORMATS[kind].render(leaflet, SHIPPED.edition("a4"), ASSETS)
    words = printed.data.decode()
    if kind == "text":
        assert "Write down each day: worst pain, 0 to 10; worst tingling, 0 to 10; your own measure." in " ".join(
            words.split()
        )
    else:
        for day in range(1, 15):
            for name in ("worst pain, 0 to 10", "worst tingling, 0 to 10", "your own measure"):
                assert f'aria-label="Day {day}, {name}"' in words
