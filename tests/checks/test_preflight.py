"""`check --pdf FILE.pdf`: a good leaflet passes, every planted defect is found, a broken file is told as one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handouts.cli.program import program
from handouts.diagnostics import CODES
from handouts.library import data_root
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf import Printed, printing
from handouts.pdf.printing import PrintAssets
from handouts.pipeline import workspace

from . import breaking, defects


@pytest.fixture(scope="module", autouse=True)
def read_and_printed_once() -> Iterator[None]:
    """Content is read once, and a leaflet that was printed is not printed again for the next defect."""
    kept: dict[str, Printed] = {}
    write = printing.print_leaflet

    def written(leaflet: Leaflet, edition: Edition, paper: PrintAssets) -> Printed:
        key = f"{edition.id} {leaflet!r}"
        if key not in kept:
            kept[key] = write(leaflet, edition, paper)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workspace, "open_workspace", cache(workspace.open_workspace))
        patch.setattr(printing, "print_leaflet", written)
        yield


def run(*words: str) -> Result:
    return CliRunner().invoke(program, list(words))


def found(file: Path, *words: str) -> dict[str, str]:
    """The findings in a file: code to message."""
    told = run("check", "--pdf", str(file), "--format", "json", *words)
    assert told.exit_code in (0, 1), told.output
    return {one["code"]: one["message"] for one in json.loads(told.stdout)}


@pytest.fixture(scope="module")
def leaflet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The leaflet that defects are planted into."""
    file = tmp_path_factory.mktemp("preflight") / "leaflet.pdf"
    assert run("make", "plantar-fasciitis", "-o", str(file), "-q").exit_code == 0
    return file


def test_a_finished_leaflet_passes(leaflet: Path) -> None:
    told = run("check", "--pdf", str(leaflet))
    assert (told.exit_code, told.stderr.strip().splitlines()[-1]) == (0, "1 file: no errors and no warnings")


@pytest.mark.parametrize("defect", defects.DEFECTS, ids=lambda defect: defect.name)
def test_a_planted_defect_is_found(defect: defects.Defect, leaflet: Path, tmp_path: Path) -> None:
    file = tmp_path / "defect.pdf"
    file.write_bytes(defect.planted(leaflet.read_bytes()))
    there = found(file)
    assert defect.code in there
    assert not any("Ann Example" in message for message in there.values())


def test_a_file_that_another_program_only_saved_again_passes(leaflet: Path, tmp_path: Path) -> None:
    file = tmp_path / "again.pdf"
    file.write_bytes(defects.Defect("", lambda pdf: None).planted(leaflet.read_bytes()))
    assert file.read_bytes() != leaflet.read_bytes()
    assert found(file) == {}


def test_changes_added_at_the_end_of_a_file_are_found(leaflet: Path, tmp_path: Path) -> None:
    file = tmp_path / "more.pdf"
    data = leaflet.read_bytes()
    start = data[data.rindex(b"startxref") :]
    file.write_bytes(data + b"\n% changed\n" + start)
    assert "HND881" in found(file)


@pytest.mark.parametrize("broken", breaking.KINDS, ids=lambda broken: broken.__name__)
def test_a_broken_file_is_told_as_one(broken: Callable[[bytes], bytes], leaflet: Path, tmp_path: Path) -> None:
    file = tmp_path / "broken.pdf"
    file.write_bytes(broken(leaflet.read_bytes()))
    there = found(file)
    assert there, "a broken file passes"
    assert run("verify", str(file)).exit_code == 1


def test_every_code_of_a_finished_file_is_planted() -> None:
    codes = {code for code in CODES if "HND873" <= code <= "HND892"} - {"HND875", "HND883"}
    assert codes <= {defect.code for defect in defects.DEFECTS}
    assert len(defects.DEFECTS) > 60


def test_a_leaflet_for_a_person_passes_and_no_finding_repeats_the_words(leaflet: Path, tmp_path: Path) -> None:
    file = tmp_path / "personal.pdf"
    words = ("--for", "Ann-Marie Example", "--id", "77-x", "--born", "1961-02-03", "--date", "2026-05-05")
    notes = ("--start", "2026-05-06", "--notes", "Bring your old shoes, and come again in two weeks to look at them.")
    doses = ("--set", "calf-stretch-wall.hold=20s", "--side", "left", "--clinician", "R. Quill")
    assert run("make", "plantar-fasciitis", *words, *notes, *doses, "-o", str(file), "-q").exit_code == 0
    assert found(file) == {}
    file.write_bytes(next(one for one in defects.DEFECTS if one.name == "text_invisible").planted(file.read_bytes()))
    told = run("check", "--pdf", str(file))
    assert told.exit_code == 1
    assert not [word for word in ("Ann-Marie", "77-x", "Quill", "shoes") if word in told.output]


def test_a_file_that_is_no_leaflet_gets_the_checks_that_need_none(tmp_path: Path) -> None:
    file = tmp_path / "other.pdf"
    file.write_bytes(breaking.one_page(b"0 0 0 rg 10 10 100 100 re f"))
    there = found(file)
    assert {"HND875", "HND879", "HND886", "HND892"} <= set(there)
    assert "HND890" not in there


def test_a_leaflet_of_other_content_is_told_in_the_words_of_verify(tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(data_root() / "content" / "conditions", own / "conditions")
    changed = own / "conditions" / "plantar-fasciitis.yaml"
    text = changed.read_text("utf-8")
    changed.write_text(text.replace('version: "0.1.0"', 'version: "0.0.9"'), "utf-8")
    file = tmp_path / "old.pdf"
    assert run("make", "plantar-fasciitis", "--content", str(own), "-o", str(file), "-q").exit_code == 0
    assert found(file, "--content", str(own)) == {}
    assert "superseded: PF-en 0.0.9-" in found(file)["HND893"]


def test_what_a_file_says_gives_way_to_what_the_user_says(leaflet: Path) -> None:
    assert found(leaflet, "--clinic", "example", "--edition", "a4", "--exercises", "4") == {}
    assert "HND884" in found(leaflet, "--edition", "letter")
    assert "HND874" in found(leaflet, "--set", "calf-stretch-wall.hold=20s")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("x.pdf",), "add --pdf to check it"),
        (("x.pdf", "heel-spur", "--pdf"), "conditions or files, not both"),
        (("heel-spur", "--pdf", "--edition", "a4"), "say what a FILE.pdf is"),
    ],
)
def test_words_that_contradict_each_other_are_wrong_use(words: tuple[str, ...], message: str) -> None:
    told = run("check", *words)
    assert told.exit_code == 2
    assert message in told.stderr


def test_a_file_that_is_not_there_or_is_a_folder_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "folder.pdf"
    folder.mkdir()
    assert set(found(folder)) == set(found(tmp_path / "none.pdf")) == {"HND890"}
