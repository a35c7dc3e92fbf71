"""A run from its words to its manifest: what it writes, what it leaves alone, how it ends and how it goes on."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from handouts.batch import folder as folders
from handouts.batch import jobs, lock, manifest, runner
from handouts.batch.results import FileResult
from handouts.cli.program import program

from .conftest import ROOT, Export, names

TWO = ("heel-spur", "tarsal-tunnel")


def run(*words: str) -> Result:
    return CliRunner().invoke(program, ["export", *words])


def quick(*words: str) -> Result:
    """Pages for the screen, in this process."""
    return run(*words, "--format", "html", "--jobs", "0", "--today", "2026-12-01")


def manifest_of(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    return data


def listing(folder: Path) -> dict[str, bytes]:
    """Everything but the memory of this machine."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".handouts" not in path.parts
    }


def spoil(house: Path, name: str = "conditions/heel-spur.yaml") -> None:
    path = house / "content" / name
    path.write_text(path.read_text("utf-8").replace("title:", "titel:"), "utf-8")


# ---------------------------------------------------------------- the manifest


def test_the_manifest_shows_what_each_file_is_and_was_made_from(house: Path, export: Export, folder: Path) -> None:
    export("heel-spur")
    data = manifest_of(folder)
    entry = data["leaflets"]["example/heel-spur.html"]
    assert entry["request"] == {
        "conditions": ["heel-spur"], "clinic": "example", "side": None, "exercises": 4, "settings": {},
    }  # fmt: skip
    assert entry["bytes"] == (folder / "example/heel-spur.html").stat().st_size
    assert entry["document"]["id"] == "HS-en" and entry["document"]["review_by"] == "2028-11-01"
    assert entry["document"]["version"] == f"0.1.0-{entry['document']['content'][:8]}"
    assert {code["code"][:5] for code in entry["codes"]["icd10cm"]} == {"M77.3"}
    press = data["presses"][entry["press"]]
    assert {"pango", "harfbuzz"} <= set(press["libraries"]) and len(press["fonts"]) == 4
    assert press["packages"]["weasyprint"] and press["handouts"]
    text = (folder / "manifest.json").read_text("utf-8")
    assert str(folder) not in text and str(house) not in text


def test_the_mark_of_the_content_is_on_the_page(house: Path, export: Export, folder: Path) -> None:
    export("heel-spur")
    version = manifest_of(folder)["leaflets"]["example/heel-spur.html"]["document"]["version"]
    page = re.sub("<[^>]*>", "", (folder / "example/heel-spur.html").read_text("utf-8"))
    assert f"Version {version}, November 2026" in page


def test_codes_that_nobody_verified_stay_at_home(house: Path, export: Export, folder: Path) -> None:
    path = house / "content/conditions/heel-spur.yaml"
    path.write_text(path.read_text("utf-8").replace("status: verified", "status: not verified"), "utf-8")
    assert names(export("heel-spur"), "pressed")
    assert manifest_of(folder)["leaflets"]["example/heel-spur.html"]["codes"] == {}


def test_a_manifest_does_not_depend_on_the_way_to_it(house: Path, export: Export, tmp_path: Path) -> None:
    """In one run or leaflet by leaflet, after a change and back: the same bytes."""
    one, other = tmp_path / "one", tmp_path / "other"
    export(*TWO, into=one)
    for id_ in reversed(TWO):
        export(id_, into=other)
    path = house / "content/conditions/heel-spur.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("version: 0.1.0", "version: 0.1.1").replace('"0.1.0"', '"0.1.1"'), "utf-8")
    assert names(export(*TWO, into=other), "pressed") == {"example/heel-spur.html"}
    path.write_text(text, "utf-8")
    export(*TWO, into=other)
    assert listing(one) == listing(other)


@pytest.mark.slow  # three exports in processes of their own
def test_pdf_and_manifest_are_the_same_from_another_folder_with_other_hashes_and_workers(tmp_path: Path) -> None:
    made = []
    for seed, workers in (("1", "1"), ("2", "2")):
        folder = tmp_path / seed / "leaflets"
        folder.parent.mkdir()
        words = ["export", *TWO, "--format", "pdf", "--format", "html", "-o", str(folder), "--jobs", workers]
        words += ["--today", "2026-12-01"]
        done = subprocess.run(
            [sys.executable, "-P", "-m", "handouts", *words], cwd=folder.parent, capture_output=True, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}"}, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "4 leaflets: 4 printed" in done.stderr
        made.append(listing(folder))
    assert made[0] == made[1]
    assert len(made[0]) == 5 and all(data.startswith(b"%PDF") for name, data in made[0].items() if name.endswith("pdf"))
    entry = json.loads(made[0]["manifest.json"])["leaflets"]["example/heel-spur_a4.pdf"]
    assert entry["pages"] == 4 and entry["edition"] == "a4"


@pytest.mark.parametrize(
    "text",
    [b"", b"[]", b'{"form": 2, "leaflets": {}, "presses": {}}', b'{"form": 1, "leaflets": {"a": []}, "presses": {}}'],
)
def test_a_manifest_that_cannot_be_read_is_reported_and_written_anew(
    house: Path, export: Export, folder: Path, text: bytes
) -> None:
    export("heel-spur")
    good = (folder / "manifest.json").read_bytes()
    (folder / "manifest.json").write_bytes(text)
    again = export("heel-spur")
    assert [one.code for one in again.found] == ["HND931"] and names(again, "pressed")
    assert (folder / "manifest.json").read_bytes() == good


@pytest.mark.parametrize("name", ["../outside.pdf", "/etc/passwd", "a/../../b.pdf", ""])
def test_a_manifest_that_leads_out_of_its_folder_is_not_believed(
    house: Path, export: Export, folder: Path, name: str
) -> None:
    export("heel-spur")
    data = manifest_of(folder)
    data["leaflets"][name] = data["leaflets"].pop("example/heel-spur.html")
    (folder / "manifest.json").write_text(json.dumps(data))
    read, found = manifest.read(folder)
    assert not read.leaflets and [one.code for one in found] == ["HND931"]


# ---------------------------------------------------------------- what a run leaves alone


def test_a_run_of_one_format_does_not_forget_the_others(house: Path, export: Export, folder: Path) -> None:
    export("heel-spur")
    export("tarsal-tunnel", clinics=("example-us",))
    assert set(manifest_of(folder)["leaflets"]) == {"example/heel-spur.html", "example-us/tarsal-tunnel.html"}


def test_what_is_no_longer_there_goes_with_prune_and_only_then(house: Path, export: Export, folder: Path) -> None:
    export(*TWO, "heel-pain")
    merged = "example/plantar-fasciitis+heel-spur.html"
    (house / "content/conditions/tarsal-tunnel.yaml").unlink()
    for name in ("heel-pain", "clinic-folder"):
        (house / f"content/sets/{name}.yaml").unlink()
    assert export("heel-spur").pruned == ()
    assert (folder / "example/tarsal-tunnel.html").exists()
    result = export("heel-spur", prune=True)
    assert set(result.pruned) == {"example/tarsal-tunnel.html", merged, "example/plantar-fasciitis+heel-and-back.html"}
    kept = {"example/heel-spur.html", "example/heel-bursitis.html", "example/heel-fat-pad.html"}
    assert set(manifest_of(folder)["leaflets"]) == {*kept, "example/plantar-fasciitis.html"}
    assert set(listing(folder)) == {"manifest.json", *manifest_of(folder)["leaflets"]}


def test_a_changed_file_is_not_pruned(house: Path, export: Export, folder: Path) -> None:
    export(*TWO)
    (house / "content/conditions/tarsal-tunnel.yaml").unlink()
    (house / "content/sets/clinic-folder.yaml").unlink()
    (folder / "example/tarsal-tunnel.html").write_text("signed by hand")
    result = export("heel-spur", prune=True)
    assert [one.code for one in result.found] == ["HND932"] and not result.pruned
    assert (folder / "example/tarsal-tunnel.html").read_text() == "signed by hand"


def test_a_dry_run_reports_all_and_writes_nothing(house: Path, folder: Path) -> None:
    done = quick(*TWO, "-o", str(folder), "--dry-run", "--why")
    assert done.exit_code == 0 and not folder.exists()
    assert "print     example/heel-spur.html  it is new" in done.stderr
    assert "2 leaflets: 2 to print" in done.stderr
    quick(*TWO, "-o", str(folder))
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    (house / "content/conditions/tarsal-tunnel.yaml").unlink()
    done = quick("heel-spur", "-o", str(folder), "--dry-run", "--why", "--prune")
    assert done.exit_code == 0 and "fresh     example/heel-spur.html  nothing changed" in done.stderr
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


# ---------------------------------------------------------------- shares


def test_the_shares_of_a_run_come_to_the_same_as_the_whole(house: Path, export: Export, tmp_path: Path) -> None:
    whole, shared = tmp_path / "whole", tmp_path / "shared"
    export(into=whole)
    pressed: list[str] = []
    for share in (3, 1, 2):
        pressed += names(export(into=shared, shard=(share, 3)), "pressed")
    assert len(pressed) == len(set(pressed)) == len(manifest_of(whole)["leaflets"])
    parts = [json.loads(path.read_bytes())["leaflets"] for path in manifest.parts(shared)]
    assert len(parts) == 3 and all(parts)
    assert manifest.read(shared)[0] == manifest.read(whole)[0]
    assert not names(export(into=shared, shard=(2, 3)), "pressed")
    last = export(into=shared)
    assert not names(last, "pressed")
    assert listing(shared) == listing(whole)


def test_a_part_that_cannot_be_deleted_is_reported(
    house: Path, folder: Path, export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(*TWO, "-o", str(folder), "--shard", "1/1")
    (part,) = manifest.parts(folder)
    unlink = Path.unlink

    def refused(self: Path, missing_ok: bool = False) -> None:
        if self == part:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", refused)
    done = quick(*TWO, "-o", str(folder))
    assert done.exit_code == 74
    assert f"error[HND702]: `{part}` cannot be deleted: you may not write there" in done.stderr


def test_two_shares_may_run_side_by_side(house: Path, export: Export, folder: Path) -> None:
    other: list[set[str]] = []

    def meanwhile(line: FileResult) -> None:
        if not other:
            other.append(names(export(shard=(2, 2)), "pressed"))

    mine = names(export(shard=(1, 2), done=meanwhile), "pressed")
    assert mine and other[0] and not mine & other[0]
    assert set(manifest.read(folder)[0].leaflets) == mine | other[0]


# ---------------------------------------------------------------- what goes wrong


def test_a_typing_error_exits_2_and_suggests_the_nearest(house: Path, folder: Path) -> None:
    done = quick("heel-spurr", "-o", str(folder))
    assert done.exit_code == 2 and "did you mean `heel-spur`?" in done.stderr
    assert not folder.exists()
    for words in (["-o", "x"], ["--all", "heel-spur", "-o", "x"], ["--all", "-o", "x", "--shard", "3/2"], ["--all"]):
        assert run(*words).exit_code == 2


def test_a_leaflet_with_errors_does_not_stop_the_others(house: Path, folder: Path) -> None:
    spoil(house)
    done = quick(*TWO, "-o", str(folder))
    assert done.exit_code == 3
    assert "error[HND202]" in done.stderr and "2 leaflets: 1 printed, 1 failed" in done.stderr
    assert set(manifest_of(folder)["leaflets"]) == {"example/tarsal-tunnel.html"}
    assert quick(*TWO, "-o", str(folder)).exit_code == 3  # reported again, not forgotten
    assert quick("heel-spur", "-o", str(folder)).exit_code == 1  # nothing could be made


def test_an_old_file_stays_while_its_leaflet_cannot_be_made(house: Path, export: Export, folder: Path) -> None:
    export(*TWO)
    before = listing(folder)
    spoil(house)
    assert names(export(*TWO), "failed") == {"example/heel-spur.html"}
    assert listing(folder) == before


def test_a_set_with_errors_fails_alone(house: Path, folder: Path) -> None:
    path = house / "content/sets/heel-pain.yaml"
    path.write_text(path.read_text("utf-8").replace("heel-fat-pad", "heel-fat-padd"), "utf-8")
    done = quick("heel-pain", "heel-spur", "-o", str(folder))
    assert done.exit_code == 3
    assert "error[HND301]: there is no condition `heel-fat-padd`" in done.stderr
    assert set(manifest_of(folder)["leaflets"]) == {"example/heel-spur.html"}


def test_findings_are_reported_for_people_and_for_programs(house: Path, folder: Path) -> None:
    spoil(house)
    words = (*TWO, "-o", str(folder))
    data = json.loads(quick(*words, "--report", "json").stdout)
    assert data["counts"] == {"fresh": 0, "pressed": 1, "stale": 0, "failed": 1}
    [failed] = [line for line in data["leaflets"] if line["state"] == "failed"]
    assert failed["findings"][0]["code"] == "HND202"
    annotations = quick(*words, "--report", "github").stdout.splitlines()
    assert annotations[0].startswith("::error file=") and annotations[-1].startswith("::notice::2 leaflets")
    [suite] = ElementTree.fromstring(quick(*words, "--report", "junit").stdout)
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert {case.get("name") for case in suite} == {"example/heel-spur.html", "example/tarsal-tunnel.html"}
    assert quick(*words, "-q").stderr.startswith("error[HND202]")


def test_strict_counts_the_warnings_of_fresh_leaflets_too(house: Path, folder: Path) -> None:
    words = ("heel-spur", "-o", str(folder))
    assert quick(*words, "--strict").exit_code == 0
    (house / "content/figures/foot-roll.json").unlink()
    assert "1 leaflet: 1 printed, 1 warning\n" in quick(*words).stderr
    assert "1 leaflet: 1 fresh, 1 warning\n" in quick(*words).stderr
    assert quick(*words, "--strict").exit_code == 1


def test_a_held_folder_exits_75_and_a_folder_that_is_none_74(house: Path, folder: Path) -> None:
    quick("heel-spur", "-o", str(folder))
    with lock.held(folder / ".handouts", folder, "export"):
        done = quick("tarsal-tunnel", "-o", str(folder))
        assert done.exit_code == 75 and "error[HND950]" in done.stderr
        assert quick("heel-spur", "-o", str(folder)).exit_code == 0  # nothing to do needs no lock
    assert quick("heel-spur", "-o", str(folder / "manifest.json" / "x")).exit_code in (2, 74)
    assert quick("heel-spur", "-o", str(folder / "not" / "there")).exit_code == 74


# ---------------------------------------------------------------- a run that breaks


class Asked:
    """Ctrl-C after some leaflets."""

    def __init__(self, after: int) -> None:
        self.left = after

    @property
    def requested(self) -> bool:
        self.left -= 1
        return self.left < 0


def test_a_run_that_is_ended_goes_on_where_it_was(house: Path, export: Export, folder: Path, tmp_path: Path) -> None:
    export("heel-pain", into=tmp_path / "whole")
    first = export("heel-pain", stop=Asked(2))
    assert len(names(first, "pressed")) == 2 and len(names(first, "stale")) == 4
    second = export("heel-pain")
    assert names(second, "fresh") == names(first, "pressed")
    assert listing(folder) == listing(tmp_path / "whole")


def test_leaflets_that_a_run_did_not_come_to_are_not_reported_as_passed(
    house: Path, folder: Path, without_watchdog: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    press = jobs.print_job

    def interrupted(task: Any) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        return press(task)

    monkeypatch.setattr(runner, "print_job", interrupted)
    done = quick(*TWO, "-o", str(folder), "--report", "junit")
    assert done.exit_code == 130
    [suite] = ElementTree.fromstring(done.stdout)
    assert [case.get("name") for case in suite.findall("testcase[skipped]")] == ["example/tarsal-tunnel.html"]
    assert (suite.get("tests"), suite.get("failures")) == ("2", "0")


@contextmanager
def killed_after(count: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The power goes after some leaflets: no manifest is written."""

    def gone(*_: object) -> None:
        raise SystemExit(99)

    made: list[object] = []
    real = jobs.print_job

    def press(task: Any) -> Any:
        if len(made) == count:
            gone()
        made.append(task)
        return real(task)

    with monkeypatch.context() as patch:
        patch.setattr(runner, "print_job", press)
        with pytest.raises(SystemExit):
            yield


def test_what_a_killed_run_had_finished_is_not_made_again(
    house: Path, export: Export, folder: Path, tmp_path: Path, without_watchdog: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    export("heel-pain", into=tmp_path / "whole")
    with killed_after(3, monkeypatch):
        export("heel-pain")
    assert not (folder / "manifest.json").exists()
    assert len(names(export("heel-pain"), "fresh")) == 3
    assert listing(folder) == listing(tmp_path / "whole")


def test_a_lost_folder_ends_the_run_at_once(house: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick("heel-spur", "-o", str(folder))
    (folder / "example").rename(folder / "old")
    (folder / "example").write_text("a file in the way")
    done = quick("heel-pain", "-o", str(folder))
    assert done.exit_code == 74
    assert done.stderr.count("error[HND702]") == 1


def test_what_a_merge_noted_in_the_same_folder_stays(house: Path, export: Export, folder: Path) -> None:
    with folders.opened(folder, "mail-merge") as (room, _):
        assert room is not None
        room.put([(folders.entry("row-1.pdf", "k", b"%PDF", row=1), b"%PDF")])
    export("heel-spur")
    with folders.opened(folder, "mail-merge") as (room, _):
        assert room is not None and list(room.done) == ["row-1.pdf"]
    assert list(manifest_of(folder)["leaflets"]) == ["example/heel-spur.html"]
