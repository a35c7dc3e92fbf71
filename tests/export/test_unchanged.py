"""The quick way of a run without changes: what ends it, what it imports, what it keeps."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from handouts.batch import inputs, manifest, planning, stamps
from handouts.batch.export import cache
from handouts.batch.export.request import ExportOptions, ExportRequest
from handouts.batch.export.run import last_result
from handouts.batch.inputs import Inputs
from handouts.cli import options
from handouts.pdf import system_libraries

from .conftest import DAY, ROOT, Export, add, behind_its_date, change, names, settle


@pytest.mark.parametrize("method", ["digest", "stamp"])
def test_digest_and_stamp_know_every_kind_of_input(house: Path, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    def taken(overlay: Path | None = None) -> object:
        return getattr(Inputs(overlay, house), method)()

    seen = {taken()}
    assert taken() in seen
    own = house.parent / "own"
    shutil.rmtree(own, ignore_errors=True)
    (own / "exercises").mkdir(parents=True)
    (own / "exercises/new.yaml").write_text("name: x\n")
    seen.add(taken(own))
    for path in (
        "content/figures/bridge.json",
        "templates/macros.html",
        "styles/a4.css",
        "content/clinics/example.svg",
    ):
        add(house / path, " ")
        seen.add(taken())
    (house / "content/exercises/bridge.yaml").rename(house / "content/exercises/bridges.yaml")
    seen.add(taken())
    behind_its_date(house / "content/exercises/bridges.yaml")
    seen.add(taken())
    (house / "content/exercises/bridges.yaml").unlink()
    seen.add(taken())
    monkeypatch.setattr(inputs, "packages", lambda: ["weasyprint-71.0.dist-info"])
    seen.add(taken())
    monkeypatch.setattr(system_libraries, "versions", lambda: {"pango": "9.9.9"})
    seen.add(taken())
    monkeypatch.setattr(inputs, "PACKAGE", own)
    seen.add(taken())
    assert len(seen) == 12


def test_the_hash_of_inputs_is_that_of_bytes_and_not_of_places_or_dates(house: Path) -> None:
    before = Inputs(None, house).digest()
    for path in house.rglob("*.yaml"):
        os.utime(path, (1, 1))
    moved = house.rename(house.parent / "elsewhere")
    assert Inputs(None, moved).digest() == before


def test_a_day_that_changes_findings_ends_the_quick_way(house: Path, export: Export, folder: Path) -> None:
    export("heel-spur")
    asking = ExportRequest(("heel-spur",), formats=("html",))
    known = cache.read(folder / ".handouts")
    assert known.run(asking.hash, DAY)
    assert known.run(asking.hash, datetime.date(2028, 1, 1))
    assert not known.run(asking.hash, datetime.date(2028, 11, 2))  # the review is overdue
    assert not known.run(asking.hash, datetime.date(2026, 10, 1))  # the clock went back before the issue
    assert not known.run(ExportRequest(("heel-spur",)).hash, DAY)


def filled(folder: Path, count: int, data_root: Path | None = None) -> ExportOptions:
    """A folder of so many files with its manifest and memory, as a run leaves it, and the run."""
    given = Inputs(None, data_root or options.shipped())
    entry = {
        "request": {"conditions": ["heel-spur"], "clinic": "example", "side": None, "exercises": 4, "settings": {}},
        "edition": "a4", "format": "pdf", "key": "k" * 64, "sha256": "", "bytes": 0, "pages": 4, "press": "p",
        "document": {"id": "HS-en", "version": "0.1.0-12345678", "content": "c" * 64}, "codes": {}, "findings": [],
        "found_by_press": [], "made_from": dict.fromkeys(planning.PARTS, "x" * 16), "language": "en-GB",
    }  # fmt: skip
    written, known = manifest.Manifest({}, {"p": {}}), cache.Cache()
    (folder / "example").mkdir(parents=True)
    (folder / ".handouts").mkdir()
    for number in range(count):
        name, data = f"example/leaflet-{number}_a4.pdf", f"%PDF {number}".encode() * 1000
        (folder / name).write_bytes(data)
        written.leaflets[name] = {**entry, "sha256": sha256(data).hexdigest(), "bytes": len(data)}
        assert known.is_whole(folder, name, written.leaflets[name], look_inside=False) == ""
    request = ExportRequest((), everything=True)
    known.keep(
        given.digest(), given.stamp(), request.hash, cache.Run([*written.leaflets], "2020-01-01", "9999-01-01", 0)
    )
    assert manifest.write(folder, written) == []
    known.see(folder, [manifest.NAME], written.leaflets)
    assert cache.write(folder / ".handouts", known, alone=True) == []
    settle(folder)
    return ExportOptions(request, folder, None, DAY, given)


def of_a_file(options: ExportOptions) -> None:
    behind_its_date(options.folder / "example/leaflet-1_a4.pdf")


def of_a_lost_file(options: ExportOptions) -> None:
    (options.folder / "example/leaflet-1_a4.pdf").unlink()


def of_a_file_in_place_of_another(options: ExportOptions) -> None:
    copy, path = options.folder / "copy", options.folder / "example/leaflet-1_a4.pdf"
    shutil.copy2(options.folder / "example/leaflet-2_a4.pdf", copy)
    copy.replace(path)


def of_the_manifest(options: ExportOptions) -> None:
    change(options.folder / manifest.NAME, '"bytes": 6000', '"bytes": 6001')


def of_a_lost_manifest(options: ExportOptions) -> None:
    (options.folder / manifest.NAME).unlink()


def of_the_manifest_of_a_share(options: ExportOptions) -> None:
    (options.folder / "manifest.1-of-2.json").write_text("{}")


def of_content_behind_its_date(options: ExportOptions) -> None:
    behind_its_date(options.inputs.data / "content/conditions/heel-spur.yaml")


def of_a_new_file(options: ExportOptions) -> None:
    (options.inputs.data / "templates/new.html").write_text("new")


def of_a_link(options: ExportOptions) -> None:
    path = options.folder / "example/leaflet-1_a4.pdf"
    path.replace(options.folder.parent / "elsewhere.pdf")
    path.symlink_to(options.folder.parent / "elsewhere.pdf")


CHANGES = (
    of_a_file, of_a_lost_file, of_a_file_in_place_of_another, of_the_manifest, of_a_lost_manifest,
    of_the_manifest_of_a_share, of_content_behind_its_date, of_a_new_file, of_a_link,
)  # fmt: skip


@pytest.mark.parametrize("changed", CHANGES, ids=lambda change: change.__name__)
def test_no_change_is_behind_the_stamps(
    house: Path, folder: Path, changed: Callable[[ExportOptions], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "PACKAGE", house / "styles")  # the program is not the subject, and has many files
    asked = filled(folder, 3, house)
    with monkeypatch.context() as patch:
        patch.setattr(Inputs, "digest", lambda self: pytest.fail("the inputs were read"))
        assert last_result(asked)
    changed(asked)
    assert last_result(asked) is None


def test_what_changed_within_a_tick_of_the_clock_is_read(
    house: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both files have the stamps that were kept, and other bytes; the second was not settled when that was done."""
    monkeypatch.setattr(inputs, "PACKAGE", house / "styles")
    asked = filled(folder, 3, house)
    known = cache.read(asked.state_dir)
    path = folder / "example/leaflet-1_a4.pdf"
    behind_its_date(path)
    known.seen["example/leaflet-1_a4.pdf"] = stamps.of_file(str(path))[0]
    cache.write(asked.state_dir, known, alone=True)
    assert last_result(asked) is None


def test_a_touched_input_is_read_once(house: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "PACKAGE", house / "styles")
    asked = filled(folder, 3, house)
    reads: list[int] = []
    digest = Inputs.digest

    def counted(self: Inputs) -> str:
        reads.append(1)
        return digest(self)

    monkeypatch.setattr(Inputs, "digest", counted)
    os.utime(house / "content/conditions/heel-spur.yaml", ns=(1, 1))
    for count in (1, 1):
        assert last_result(asked) and len(reads) == count
        settle(folder)
    memory = (asked.state_dir / cache.NAME).read_bytes()
    os.utime(house / "content/conditions/heel-spur.yaml", ns=(2, 2))
    assert last_result(replace(asked, dry_run=True)) and len(reads) == 2
    assert (asked.state_dir / cache.NAME).read_bytes() == memory


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
    filled(folder, 500)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    helps, exports = zip(*((ran("--help"), ran("export", "--all", "-o", str(folder))) for _ in range(3)), strict=True)
    assert all("500 leaflets: 500 fresh" in one.stderr for one in exports), exports[0].stderr
    assert [one.stdout.splitlines()[0] for one in exports] == ["code 0"] * 3
    help_s, export_s = (min(float(one.stdout.splitlines()[-2]) for one in runs) for runs in (helps, exports))
    assert export_s <= 2.5 * help_s
    modules = exports[0].stdout.splitlines()[-1].split()
    assert not {"pydantic", "weasyprint", "yaml", "jinja2", "babel", "pikepdf"} & set(modules)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_the_memory_is_thrown_away_without_harm(house: Path, export: Export, folder: Path) -> None:
    export("heel-spur")
    for broken in (b"", b"[1]", b'{"inputs": 1, "runs": {"a": {"b": 1}}, "seen": {}, "stamp": ""}'):
        (folder / ".handouts/memory.json").write_bytes(broken)
        assert cache.read(folder / ".handouts") == cache.Cache()
        assert names(export("heel-spur"), "fresh")
    assert json.loads((folder / ".handouts/memory.json").read_bytes())["runs"]
