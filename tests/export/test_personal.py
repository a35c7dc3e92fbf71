"""Personal leaflets in the manifest: what `verify` says of them later, and that the manifest knows nobody."""

from __future__ import annotations

import json
import os
import shutil
import signal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from handouts.batch import journal, manifest
from handouts.cli.program import program
from handouts.diagnostics import Diagnostic
from handouts.model.leaflet import Leaflet
from handouts.pdf import Printed, printing

from .conftest import Export
from .test_verify import change, states, verify

LIST = """id,name,born,conditions,side,set,notes,clinician
QX-1,Zebulon Quill,1957-03-04,heel-spur,left,calf-stretch-wall.hold=20s,Mind the vexed toe,Nimble
QX-2,Yolanda Thrush,1962-03-04,heel-spur; plantar-fasciitis,,,,
QX-3,,,heel-spur,left,calf-stretch-wall.hold=20s,,
"""
SECRETS = ("Zebulon", "Quill", "Yolanda", "Thrush", "QX-", "1957-", "1962", "March", "vexed", "Nimble")
ONE, TWO, THREE = "0001-heel-spur.pdf", "0002-heel-spur+plantar-fasciitis.pdf", "0003-heel-spur.pdf"


def merge(folder: Path, *more: str, rows: str = LIST) -> Result:
    Path("list.csv").write_text(rows)
    words = ["mail-merge", "list.csv", "-o", str(folder), "--jobs", "0", "--verify", "0", *more]
    return CliRunner().invoke(program, words)


@pytest.fixture
def merged(house: Path, only_set: list[Leaflet], folder: Path, kept: Path) -> Path:
    """A folder that `LIST` was merged into: each test has its own copy."""
    if kept.exists():
        Path("list.csv").write_text(LIST)
        return Path(shutil.copytree(kept, folder))
    result = merge(folder)
    assert result.exit_code == 0, result.stderr
    shutil.copytree(folder, kept)
    return folder


def manifest_of(folder: Path) -> Any:
    return json.loads((folder / "manifest.json").read_bytes())


def test_what_was_just_merged_is_current(merged: Path) -> None:
    assert states(str(merged)) == dict.fromkeys((ONE, TWO, THREE), ("current", "nothing changed"))
    assert states(str(merged / TWO)) == {TWO: ("current", "nothing changed")}
    assert verify(str(merged)).stderr == "3 current\n"


def test_a_file_is_known_by_its_bytes_wherever_it_lies(merged: Path, tmp_path: Path) -> None:
    shutil.copy(merged / ONE, tmp_path / "sent.pdf")
    [(state, why)] = states(str(tmp_path / "sent.pdf"), "--manifest", str(merged)).values()
    assert (state, why) == ("current", f"printed as {ONE}; nothing changed")


def test_a_changed_byte_and_a_lost_file(merged: Path) -> None:
    data = bytearray((merged / ONE).read_bytes())
    data[len(data) // 2] ^= 1
    (merged / ONE).write_bytes(data)
    (merged / TWO).unlink()
    assert {name: state for name, (state, _) in states(str(merged)).items()} == {
        ONE: "changed", TWO: "missing", THREE: "current",
    }  # fmt: skip
    assert states(str(merged / ONE))[ONE] == ("changed", "its bytes are not those that were printed")


def test_leaflets_of_old_content_are_superseded_and_those_that_could_not_be_made_withdrawn(
    house: Path, merged: Path, tmp_path: Path
) -> None:
    shutil.copytree(merged, tmp_path / "old")
    change(house / "content/conditions/plantar-fasciitis.yaml", "\ntitle: ", "\ntitle: Sore ")
    assert {name: state for name, (state, _) in states(str(merged)).items()} == {
        ONE: "current", TWO: "superseded", THREE: "current",
    }  # fmt: skip
    assert states(str(merged / TWO))[TWO][0] == "superseded"
    assert merge(merged).stderr.splitlines()[-1] == "3 rows: 1 printed, 2 there already"
    assert set(states(str(merged)).values()) == {("current", "nothing changed")}
    assert states(str(tmp_path / "old" / TWO))[TWO][0] == "superseded"
    (house / "content/conditions/plantar-fasciitis.yaml").unlink()
    assert states(str(merged))[TWO][0] == "withdrawn"


def test_the_manifest_reports_the_content_of_each_file_and_of_alike_ones_once(merged: Path) -> None:
    whole, (one, two, three) = manifest_of(merged), map(manifest_of(merged)["leaflets"].get, (ONE, TWO, THREE))
    for name, entry in whole["leaflets"].items():
        data = (merged / name).read_bytes()
        assert (entry["sha256"], entry["bytes"]) == (sha256(data).hexdigest(), len(data))
        assert entry.keys() == {"forme", "sha256", "bytes", "pages", "found_by_press"}
    assert one["forme"] == three["forme"] != two["forme"] and len(whole["formes"]) == 2
    forme = whole["formes"][one["forme"]]
    assert forme["request"] == {
        "conditions": ["heel-spur"], "clinic": "example", "side": "left", "exercises": 4,
        "settings": {"calf-stretch-wall.hold": 20},
    }  # fmt: skip
    assert forme["edition"] == "a4" and forme["document"]["id"] == "HS-en" and forme["findings"] == []
    read, found = manifest.read(merged)
    assert not found and read.leaflets[ONE]["document"] == forme["document"]
    assert manifest.as_text(read).encode() == (merged / "manifest.json").read_bytes()


def test_the_manifest_knows_nobody(merged: Path) -> None:
    text = (merged / "manifest.json").read_text("utf-8")
    assert not [secret for secret in SECRETS if secret in text]
    for entry in journal.read(merged / ".handouts/journal.jsonl").values():
        assert entry.facts["patient"] not in text and entry.key not in text, "hashes of words that can be guessed"


def test_other_people_and_other_words_for_them_change_nothing_but_the_bytes(merged: Path, tmp_path: Path) -> None:
    other = LIST.replace("Zebulon", "Walter").replace("QX-1", "QX-9").replace("vexed", "cross").replace("1957", "1958")
    assert merge(tmp_path / "other", rows=other).exit_code == 0
    one, two = manifest_of(merged), manifest_of(tmp_path / "other")
    assert one["formes"] == two["formes"] and one["leaflets"][ONE] != two["leaflets"][ONE]
    for whole in (one, two):
        del whole["leaflets"][ONE]
    assert one == two


def test_what_the_press_found_is_reported_without_a_word_of_the_person_and_kept(
    house: Path, only_set: list[Leaflet], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = printing.print_leaflet

    def warned(leaflet: Leaflet, *more: Any) -> Printed:
        found = Diagnostic("HND872", f"“{leaflet.personal.patient[:10]}…” is small", "look at it")
        return Printed(write(leaflet, *more).data, 4, (found,))

    monkeypatch.setattr(printing, "print_leaflet", warned)
    merge(folder)
    text = (folder / "manifest.json").read_text("utf-8")
    [found] = manifest_of(folder)["leaflets"][ONE]["found_by_press"]
    assert found["code"] == "HND872" and "Zebulon" not in text
    (folder / "manifest.json").unlink()
    merge(folder)
    assert (folder / "manifest.json").read_text("utf-8") == text


def test_a_run_that_is_interrupted_shows_what_it_made(
    house: Path, only_set: list[Leaflet], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = printing.print_leaflet

    def interrupted(*given: Any) -> Printed:
        os.kill(os.getpid(), signal.SIGINT)
        return write(*given)

    with monkeypatch.context() as patched:
        patched.setattr(printing, "print_leaflet", interrupted)
        assert merge(folder).exit_code == 130
    assert states(str(folder)) == {ONE: ("current", "nothing changed")}
    merge(folder)
    undisturbed = folder.with_name("undisturbed")
    merge(undisturbed)
    assert (folder / "manifest.json").read_bytes() == (undisturbed / "manifest.json").read_bytes()


def test_rows_that_are_run_later_join_and_a_deleted_leaflet_is_forgotten_by_the_next_run(merged: Path) -> None:
    other = LIST.splitlines()[0] + ",row\nQX-7,Bo,,heel-bursitis,,,,,7\n"
    assert merge(merged, rows=other).exit_code == 0
    assert list(manifest_of(merged)["leaflets"]) == [ONE, TWO, THREE, "0007-heel-bursitis.pdf"]
    (merged / TWO).unlink()
    assert merge(merged, rows=other).exit_code == 0
    assert list(manifest_of(merged)["leaflets"]) == [ONE, THREE, "0007-heel-bursitis.pdf"]


def test_an_export_into_the_folder_keeps_personal_leaflets_also_when_it_prunes(merged: Path, export: Export) -> None:
    before = {name: (merged / name).read_bytes() for name in (ONE, TWO, THREE)}
    assert export("heel-spur", into=merged, prune=True).pruned == ()
    assert {name: (merged / name).read_bytes() for name in before} == before
    assert {state for state, _ in states(str(merged)).values()} == {"current"} and len(states(str(merged))) == 4
    assert merge(merged).exit_code == 0
    assert len(manifest_of(merged)["leaflets"]) == 4


def test_a_manifest_that_cannot_be_read_is_reported_and_written_anew(merged: Path) -> None:
    whole = (merged / "manifest.json").read_bytes()
    (merged / "manifest.json").write_bytes(whole[:100])
    done = merge(merged)
    assert done.exit_code == 0 and "warning[HND931]" in done.stderr
    assert (merged / "manifest.json").read_bytes() == whole


def test_a_forme_that_is_not_there_makes_it_no_manifest(merged: Path) -> None:
    whole = manifest_of(merged)
    whole["formes"].popitem()
    (merged / "manifest.json").write_text(json.dumps(whole))
    assert [one.code for one in manifest.read(merged)[1]] == ["HND931"]


@pytest.mark.parametrize(
    "part", ["document", "document.version", "edition", "findings", "made_from.words", "request.side", "pages", "key"]
)
def test_an_entry_that_lacks_a_part_makes_it_no_manifest(merged: Path, part: str) -> None:
    whole = manifest_of(merged)
    *way, last = part.split(".")
    for entry in (*whole["formes"].values(), *whole["leaflets"].values()):
        for word in way:
            entry = entry.get(word, {})
        entry.pop(last, None)
    (merged / "manifest.json").write_text(json.dumps(whole))
    done = verify(str(merged))
    assert done.exit_code == 1 and "HND931" in done.stderr, done.exception
    assert "the next `export` or `mail-merge` into its folder writes it anew" in done.stderr


def test_what_a_share_prints_after_a_whole_run_is_current(merged: Path) -> None:
    assert merge(merged, "--shard", "1/1", rows=LIST.replace("vexed", "sore")).exit_code == 0
    assert {state for state, _ in states(str(merged)).values()} == {"current"}


def test_a_file_that_keeps_its_size_when_it_is_changed_is_printed_anew_when_it_is_deleted(merged: Path) -> None:
    data = (merged / ONE).read_bytes()
    (merged / ONE).write_bytes(data[:-1] + b"x")
    assert ": 3 there already" in merge(merged).stderr and states(str(merged))[ONE][0] == "changed"
    (merged / ONE).unlink()
    assert ": 1 printed, 2 there already" in merge(merged).stderr and states(str(merged))[ONE][0] == "current"


def test_a_template_that_needs_a_name_fails_the_manifest_and_not_the_program(
    house: Path, only_set: list[Leaflet], folder: Path
) -> None:
    Path("mine/templates").mkdir(parents=True)
    template = (house / "templates/leaflet.html").read_text("utf-8")
    Path("mine/templates/leaflet.html").write_text(template + "{{ 1 // (leaflet.personal.patient | length) }}")
    done = merge(folder, "--content", "mine", rows="conditions,name\nheel-spur,Ann\nheel-spur,Bo\n")
    assert done.exit_code == 1 and done.stderr.count("error[") == 1 and "HND504" in done.stderr, done.exception
    assert "2 rows: 2 printed" in done.stderr and len(list(folder.glob("*.pdf"))) == 2
    assert not (folder / "manifest.json").exists()
