"""What is pressed after a change: exactly the leaflets that the change reaches, and the reason is reported."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sampling import one_of_each

from handouts.batch import planning, stamps, toolchain
from handouts.batch.export import cache
from handouts.batch.target import Target
from handouts.model.request import Request
from handouts.pipeline import workspace

from .conftest import DAY, Export, add, behind_its_date, change, names, settle


def using(house: Path, word: str) -> set[str]:
    """The pages of the conditions whose file names something."""
    files = (house / "content/conditions").glob("*.yaml")
    return {f"example/{path.stem}.html" for path in files if re.search(rf"\b{word}\b", path.read_text("utf-8"))}


def every(house: Path) -> set[str]:
    return {f"example/{path.stem}.html" for path in (house / "content/conditions").glob("*.yaml")}


def of_an_exercise(house: Path) -> set[str]:
    change(house / "content/exercises/towel-scrunch.yaml", r"^feel: .*$", "feel: A gentle pull in the arch")
    return using(house, "towel-scrunch")


def of_a_condition(house: Path) -> set[str]:
    change(house / "content/conditions/heel-spur.yaml", r"^owner: |^  owner: .*$", "  owner: Somebody else")
    return {"example/heel-spur.html"}


def of_a_drawing(house: Path) -> set[str]:
    drawing = next(iter(sorted((house / "content/figures").glob("towel-scrunch-*.svg"))))
    change(drawing, r"</svg>\s*$", '<path d="M0 0h1" stroke="#000"/></svg>')
    return using(house, "towel-scrunch")


def of_a_template(house: Path) -> set[str]:
    change(house / "templates/leaflet.html", "<body", "<body data-new")
    return every(house)


def of_the_style_of_pages(house: Path) -> set[str]:
    add(house / "styles/screen.css", "\n.new { color: #000; }\n")
    return every(house)


def of_the_style_of_another_edition(house: Path) -> set[str]:
    add(house / "styles/letter.css", "\n.new { color: #000; }\n")
    return set()


def of_a_comment(house: Path) -> set[str]:
    add(house / "content/conditions/heel-spur.yaml", "\n# looked at\n")
    return set()


def of_the_logo(house: Path) -> set[str]:
    change(house / "content/clinics/example.svg", r"</svg>\s*$", '<path d="M0 0h1"/></svg>')
    return every(house)


@pytest.fixture
def exported(house: Path, export: Export, folder: Path, kept: Path) -> list[str]:
    """All conditions, of which the folder has the page: each test has its own copy."""
    conditions = [path.stem for path in (house / "content/conditions").glob("*.yaml")]
    if kept.exists():
        shutil.copytree(kept, folder)
    else:
        assert names(export(*conditions), "pressed") == every(house)
        shutil.copytree(folder, kept)
    return conditions


@pytest.mark.parametrize(
    ("touch", "why"),
    one_of_each(
        [
            (of_an_exercise, "its words or drawings changed"),
            (of_a_condition, "its words or drawings changed"),
            (of_a_drawing, "its words or drawings changed"),
            (of_a_template, "its template changed"),
            (of_the_style_of_pages, "its style changed"),
            (of_the_style_of_another_edition, ""),
            (of_a_comment, ""),
            (of_the_logo, "a picture changed"),
        ],
        lambda change: change[1],
    ),
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_a_change_presses_exactly_what_it_reaches(
    house: Path, export: Export, exported: list[str], touch: Callable[[Path], set[str]], why: str
) -> None:
    reached = touch(house)
    again = export(*exported)
    assert names(again, "pressed") == reached
    assert names(again, "fresh") == every(house) - reached
    assert {line.why for line in again.lines if line.state == "pressed"} <= {why}
    assert not reached or len(reached) == len(every(house)) or 0 < len(reached) < len(every(house))


def test_another_version_presses_everything(house: Path, export: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    export("heel-spur", "tarsal-tunnel")
    monkeypatch.setattr(toolchain, "__version__", "9.9.9")
    result = export("heel-spur", "tarsal-tunnel")
    assert len(names(result, "pressed")) == 2
    assert {line.why for line in result.lines} == {"the program, its packages or its fonts changed"}


def test_a_facts_file_of_an_edition_presses_that_edition(
    house: Path, export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner = planning.Planner(workspace.open_workspace(None), DAY)
    before = planner.compose(Target(Request(("heel-spur",)), "a4", "pdf")).entry
    change(house / "styles/a4.yaml", r"^sheets: \d+", "sheets: 3")
    planner = planning.Planner(workspace.open_workspace(None), DAY)
    after = planner.compose(Target(Request(("heel-spur",)), "a4", "pdf")).entry
    assert before and after and planning.why(before, after) == "its edition changed"


def test_letters_that_decide_the_size_of_pictures_are_part_of_the_page() -> None:
    """The page that is hashed has its pictures at full size, where they decide nothing."""
    planner = planning.Planner(workspace.open_workspace(None), DAY)
    target = Target(Request(("heel-spur",)), "a4", "pdf")
    composed = planner.compose(target)
    assert composed.leaflet and composed.entry
    cards = tuple(replace(card, usual=(*card.usual[:-1], card.usual[0])) for card in composed.leaflet.cards)
    other = planner.entry(target, replace(composed.leaflet, cards=cards), composed.found)
    planner.close()
    assert other["key"] != composed.entry["key"]


def test_a_file_that_is_gone_or_changed_is_pressed_again(house: Path, export: Export, folder: Path) -> None:
    export("heel-spur", "tarsal-tunnel")
    spur, tunnel = folder / "example/heel-spur.html", folder / "example/tarsal-tunnel.html"
    good = spur.read_bytes(), tunnel.read_bytes()
    spur.unlink()
    stat = tunnel.stat()
    tunnel.write_bytes(good[1].replace(b"a", b"e", 1))
    os.utime(tunnel, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    result = export("heel-spur", "tarsal-tunnel")
    assert {line.why for line in result.lines} == {"the file is not there", "the file was changed"}
    assert (spur.read_bytes(), tunnel.read_bytes()) == good


def test_a_file_changed_behind_its_date_is_pressed_again(house: Path, export: Export, folder: Path) -> None:
    export("heel-spur")
    path = folder / "example/heel-spur.html"
    settle(folder)
    behind_its_date(path)
    assert names(export("heel-spur"), "pressed")


def test_looking_inside_trusts_no_stamp(house: Path, export: Export, folder: Path) -> None:
    export("heel-spur")
    known = cache.read(folder / ".handouts")
    behind_its_date(folder / "example/heel-spur.html")
    known.seen["example/heel-spur.html"] = stamps.of_file(f"{folder}/example/heel-spur.html")[0]
    cache.write(folder / ".handouts", known, alone=True)
    settle(folder)
    assert names(export("heel-spur"), "fresh")
    assert names(export("heel-spur", look_inside=True), "pressed")


def test_a_file_touched_and_not_changed_stays(house: Path, export: Export, folder: Path) -> None:
    export("heel-spur")
    os.utime(folder / "example/heel-spur.html", ns=(1, 1))
    assert names(export("heel-spur"), "fresh")
