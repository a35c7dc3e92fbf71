"""What is pressed after a change: exactly the leaflets that the change reaches, and the reason is reported."""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path

import pytest
from sampling import one_of_each

from handouts.batch import inputs, manifest, planning, toolchain
from handouts.batch.export import cache
from handouts.batch.export.request import ExportRequest
from handouts.batch.target import Target
from handouts.cli import options
from handouts.model.request import Request
from handouts.pipeline import workspace

from .conftest import DAY, ROOT, Export, names


def change(path: Path, pattern: str, new: str) -> None:
    text, count = re.subn(pattern, new, path.read_text("utf-8"), count=1, flags=re.MULTILINE)
    assert count == 1, path
    path.write_text(text, "utf-8")


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


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


def test_a_file_changed_behind_its_date_is_found_by_looking_inside(house: Path, export: Export, folder: Path) -> None:
    export("heel-spur")
    path = folder / "example/heel-spur.html"
    stat = path.stat()
    path.write_bytes(path.read_bytes().replace(b"a", b"e", 1))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert names(export("heel-spur"), "fresh")
    assert names(export("heel-spur", look_inside=True), "pressed")


def test_a_file_touched_and_not_changed_stays(house: Path, export: Export, folder: Path) -> None:
    export("heel-spur")
    os.utime(folder / "example/heel-spur.html", ns=(1, 1))
    assert names(export("heel-spur"), "fresh")


# ---------------------------------------------------------------- the quick way


def test_the_hash_of_inputs_knows_every_kind_of_input(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {inputs.digest(None, house)}
    assert inputs.digest(None, house) in seen
    own = house.parent / "own"
    (own / "exercises").mkdir(parents=True)
    (own / "exercises/new.yaml").write_text("name: x\n")
    seen.add(inputs.digest(own, house))
    for path in (
        "content/figures/bridge.json",
        "templates/macros.html",
        "styles/a4.css",
        "content/clinics/example.svg",
    ):
        add(house / path, " ")
        seen.add(inputs.digest(None, house))
    (house / "content/exercises/bridge.yaml").rename(house / "content/exercises/bridges.yaml")
    seen.add(inputs.digest(None, house))
    monkeypatch.setattr(inputs, "packages", lambda: ["weasyprint-71.0.dist-info"])
    seen.add(inputs.digest(None, house))
    assert len(seen) == 8


def test_the_hash_of_inputs_is_that_of_bytes_and_not_of_places_or_dates(house: Path) -> None:
    before = inputs.digest(None, house)
    for path in house.rglob("*.yaml"):
        os.utime(path, (1, 1))
    moved = house.rename(house.parent / "elsewhere")
    assert inputs.digest(None, moved) == before


def test_a_day_that_changes_findings_ends_the_quick_way(house: Path, export: Export, folder: Path) -> None:
    export("heel-spur")
    asking = ExportRequest(("heel-spur",), formats=("html",))
    known = cache.read(folder / ".handouts")
    assert known.run("inputs", asking.hash, DAY)
    assert known.run("inputs", asking.hash, datetime.date(2028, 1, 1))
    assert not known.run("inputs", asking.hash, datetime.date(2028, 11, 2))  # the review is overdue
    assert not known.run("inputs", asking.hash, datetime.date(2026, 10, 1))  # the clock went back before the issue
    assert not known.run("others", asking.hash, DAY)
    assert not known.run("inputs", ExportRequest(("heel-spur",)).hash, DAY)


def five_hundred(folder: Path) -> None:
    """A folder of 500 files with its manifest and memory, as a run leaves it."""
    entry = {
        "request": {"conditions": ["heel-spur"], "clinic": "example", "side": None, "exercises": 4, "settings": {}},
        "edition": "a4", "format": "pdf", "key": "k" * 64, "sha256": "", "bytes": 0, "pages": 4, "press": "p",
        "document": {"id": "HS-en", "version": "0.1.0-12345678", "content": "c" * 64}, "codes": {}, "findings": [],
        "found_by_press": [], "made_from": dict.fromkeys(planning.PARTS, "x" * 16), "language": "en-GB",
    }  # fmt: skip
    written, known = manifest.Manifest({}, {"p": {}}), cache.Cache()
    (folder / "example").mkdir(parents=True)
    (folder / ".handouts").mkdir()
    for number in range(500):
        name, data = f"example/leaflet-{number}_a4.pdf", f"%PDF {number}".encode() * 1000
        (folder / name).write_bytes(data)
        written.leaflets[name] = {**entry, "sha256": sha256(data).hexdigest(), "bytes": len(data)}
        assert known.is_whole(folder, name, written.leaflets[name], look_inside=False) == ""
    run = cache.Run(list(written.leaflets), "2020-01-01", "9999-01-01", 0)
    known.keep(inputs.digest(None, options.shipped()), ExportRequest((), everything=True).hash, run)
    assert manifest.write(folder, written) == cache.write(folder / ".handouts", known, written.leaflets) == []


USED = """
import sys, resource
from handouts.cli import main
sys.argv = ["handouts", *{words}]
try: main()
except SystemExit as end: print("code", end.code)
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime)
print(*sorted({{name.split('.')[0] for name in sys.modules}}))
"""


def ran(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", USED.format(words=list(words))]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)


def test_five_hundred_unchanged_leaflets_cost_little_more_than_help_and_import_nothing_heavy(folder: Path) -> None:
    five_hundred(folder)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    helps, exports = zip(*((ran("--help"), ran("export", "--all", "-o", str(folder))) for _ in range(3)), strict=True)
    assert all("500 leaflets: 500 fresh" in one.stderr for one in exports), exports[0].stderr
    assert [one.stdout.splitlines()[0] for one in exports] == ["code 0"] * 3
    help_s, export_s = (min(float(one.stdout.splitlines()[-2]) for one in runs) for runs in (helps, exports))
    assert export_s <= 5 * help_s
    modules = exports[0].stdout.splitlines()[-1].split()
    assert not {"pydantic", "weasyprint", "yaml", "jinja2", "babel", "pikepdf"} & set(modules)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_the_memory_is_thrown_away_without_harm(house: Path, export: Export, folder: Path) -> None:
    export("heel-spur")
    for broken in (b"", b"[1]", b'{"inputs": 1, "runs": {"a": {"b": 1}}, "seen": {}}'):
        (folder / ".handouts/memory.json").write_bytes(broken)
        assert asdict(cache.read(folder / ".handouts")) == {"inputs": "", "runs": {}, "seen": {}}
        assert names(export("heel-spur"), "fresh")
    assert json.loads((folder / ".handouts/memory.json").read_bytes())["runs"]
