"""The clinic's people: who is in the drawings of its leaflets."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from shipped import SHIPPED, STYLES

from handouts import library
from handouts.checks.approval_hash import hash_of
from handouts.compose import compose
from handouts.diagnostics import Diagnostic
from handouts.model import Frame, Library
from handouts.model.leaflet import Leaflet
from handouts.model.people import AT, NAMES, kept_name
from handouts.model.request import Request

HEEL = "plantar-fasciitis"
SHIPPED_PEOPLE = ("headscarf", "curly")
HEELS_DRAWN = ("heel-spur", HEEL, "heel-fat-pad", "overuse-heel")  # their first exercises have drawings of all
FIRST = tuple(one.id for one in SHIPPED.conditions[HEEL].exercises[:4])


def with_people(*names: str, figures: dict[str, tuple[Frame, ...]] | None = None) -> Library:
    clinic = SHIPPED.clinics["example"].model_copy(update={"people": names})
    return replace(SHIPPED, clinics={"example": clinic}, figures=SHIPPED.figures if figures is None else figures)


def made(shelves: Library) -> tuple[Leaflet, list[Diagnostic]]:
    leaflet, found = compose(shelves, Request((HEEL,)))
    assert leaflet is not None
    return leaflet, [one for one in found if one.code == "HND408"]


def shown(leaflet: Leaflet, shelves: Library) -> list[str]:
    """Who is on each card."""
    of = {frame.svg: name.partition(AT)[2] or "adult" for name, frames in shelves.figures.items() for frame in frames}
    return [of[card.pictures[0].frame.svg] for card in leaflet.cards]


def test_without_a_word_of_the_clinic_all_show_the_usual_person() -> None:
    leaflet, found = made(SHIPPED)
    assert shown(leaflet, SHIPPED) == ["adult"] * 4 and not found


def test_one_name_shows_this_person_everywhere() -> None:
    shelves = with_people("curly")
    leaflet, found = made(shelves)
    assert shown(leaflet, shelves) == ["curly"] * 4
    assert [one.help for one in found] == [f"run `handouts draw {HEEL} --body curly`, with --content if you use it"], (
        "only the picture of where it hurts has no drawing of this person"
    )


def test_of_several_names_each_leaflet_shows_one() -> None:
    shelves = with_people("adult", "headscarf", "curly")
    seen = set()
    for name in HEELS_DRAWN:
        leaflet, _ = compose(shelves, Request((name,), exercises=2))
        assert leaflet is not None
        [person] = set(shown(leaflet, shelves))
        seen.add(person)
    assert len(seen) > 1, "leaflet by leaflet they take turns"


@pytest.mark.parametrize("name", SHIPPED.conditions)
def test_letter_shows_one_person_as_a4_does(name: str) -> None:
    for clinic in SHIPPED.clinics:
        leaflet, found = compose(SHIPPED, Request((name,), clinic=clinic))
        assert leaflet is not None and len(set(shown(leaflet, SHIPPED))) == 1
        assert not [one for one in found if one.code == "HND408" and name not in one.message]


def test_who_is_not_drawn_in_all_exercises_is_passed_over() -> None:
    figures = {name: frames for name, frames in SHIPPED.figures.items() if name != kept_name(FIRST[1], "curly")}
    leaflet, found = made(with_people("curly", "headscarf", figures=figures))
    assert shown(leaflet, SHIPPED) == ["headscarf"] * 4
    assert [one.message for one in found if "curly" in one.message] == []


def test_who_is_not_drawn_is_reported_once_with_the_command() -> None:
    shelves = with_people("child")
    leaflet, (found,) = made(shelves)
    assert shown(leaflet, shelves) == ["adult"] * 4
    assert not found.is_error and "`child`" in found.message
    assert f"handouts draw {' '.join(FIRST)} {HEEL} --body child" in (found.help or "") or all(
        id_ in (found.help or "") for id_ in FIRST
    )


@pytest.mark.parametrize("person", SHIPPED_PEOPLE)
def test_the_first_heel_exercises_are_shipped_for_further_people(person: str) -> None:
    folder = library.data_root() / "content" / "figures"
    for id_ in FIRST:
        frames = SHIPPED.figures[kept_name(id_, person)]
        assert [frame.name for frame in frames] == [frame.name for frame in SHIPPED.figures[id_]]
        assert all(frame.anchors.keys() == own.anchors.keys() for frame, own in zip(
            frames, SHIPPED.figures[id_], strict=True
        ))  # fmt: skip
        for path in folder.glob(f"{id_}@{person}*"):
            assert path.stat().st_size < 20_000, path.name


def test_an_unknown_person_is_refused_at_its_place(tmp_path: Path) -> None:
    text = (library.data_root() / "content/clinics/example.yaml").read_text("utf-8") + "people: [adult, giant]\n"
    (tmp_path / "clinics").mkdir()
    (tmp_path / "clinics" / "mine.yaml").write_text(text.replace("logo: example.svg\n", ""), "utf-8")
    _, found = library.load([tmp_path, *library.content_folders(None)], STYLES)
    (one,) = [one for one in found if one.span and one.span.file.endswith("mine.yaml")]
    assert one.code == "HND203" and "curly" in f"{one.message} {one.help}"


def laid_over(folder: Path, name: str, **changes: object) -> list[Diagnostic]:
    """Findings with a drawing of the shipped one under another name in a clinic's folder."""
    source = library.data_root() / "content" / "figures"
    card = json.loads((source / f"{FIRST[1]}@curly.json").read_text("utf-8")) | changes
    (folder / "figures").mkdir()
    for frame in card["frames"]:
        (folder / "figures" / frame["svg"]).write_text((source / frame["svg"]).read_text("utf-8"), "utf-8")
    (folder / "figures" / f"{name}.json").write_text(json.dumps(card), "utf-8")
    read, found = library.load([folder, *library.content_folders(None)], STYLES)
    assert FIRST[1] in read.figures
    return [one for one in found if one.span and name in one.span.file]


def test_a_drawing_of_nobody_is_reported(tmp_path: Path) -> None:
    (found,) = laid_over(tmp_path, f"{FIRST[1]}@culry")
    assert found.code == "HND302" and "curly" in (found.help or "")


def test_a_stale_drawing_of_a_person_is_reported_and_not_used(tmp_path: Path) -> None:
    (found,) = laid_over(tmp_path, f"{FIRST[1]}@curly", drawing_key="old")
    assert found.code == "HND304" and "--body curly" in (found.help or "")


def test_an_approval_seals_the_drawings_of_all_people() -> None:
    fewer = {name: frames for name, frames in SHIPPED.figures.items() if name != kept_name(FIRST[0], "curly")}
    assert hash_of(SHIPPED, HEEL) != hash_of(replace(SHIPPED, figures=fewer), HEEL)


def test_names_are_plain() -> None:
    assert all(name.replace("-", "").isalpha() and AT not in name for name in NAMES)
