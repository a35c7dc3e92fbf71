"""The doctor: it finds what is planted, and says what mends it."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from handouts import library
from handouts.cli.program import program
from handouts.diagnostics import Diagnostic
from handouts.files import writing
from handouts.model import Library
from handouts.pdf import font_files, fonts
from handouts.pipeline import doctor, machine
from handouts.pipeline.machine import Check


def test_this_machine_is_well_and_every_check_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(program, ["doctor", "--report", "json"])
    checks = json.loads(result.stdout)
    assert [check["name"] for check in checks] == [
        "Python", "Pango", "harfbuzz-subset", "YAML in C", "PDF/UA validator", "fonts", "fonts of names",
        "shipped files", "content", "letters", "logos", "engine", "drawing", "test print", "output folder",
    ]  # fmt: skip
    assert [check for check in checks if check["state"] == "fault"] == []
    assert result.exit_code == 0
    assert list(tmp_path.iterdir()) == []


def test_a_fault_is_reported_with_what_mends_it_and_exits_1(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Check("Python", "ok", "3.14.0"), Check("Pango", "fault", "not found", "sudo apt-get install pango")]
    monkeypatch.setattr(doctor, "examine", lambda folder, content: found)
    result = CliRunner().invoke(program, ["doctor"])
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "ok     Python           3.14.0",
        "fault  Pango            not found",
        "                        mend it: sudo apt-get install pango",
    ]


@pytest.mark.parametrize(
    ("manager", "command"),
    [
        ("apt-get", "sudo apt-get install libpangoft2-1.0-0"),
        ("dnf", "sudo dnf install pango"),
        ("apk", "sudo apk add pango fontconfig"),
        ("brew", "brew install pango"),
    ],
)
def test_a_missing_pango_is_a_fault_mended_by_the_machines_own_manager(
    monkeypatch: pytest.MonkeyPatch, manager: str, command: str
) -> None:
    monkeypatch.setattr(machine, "_loaded", lambda stem: None)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name == manager else None)
    check = machine.pango()
    assert (check.state, check.mend) == ("fault", command)
    assert "libpango-1.0, libpangoft2-1.0 not found" in check.found


def test_an_unknown_system_gets_the_commands_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_loaded", lambda stem: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert machine.pango().mend.count(" | ") == 3


def test_an_old_pango_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_pango_version", lambda: (1, 42, 0))
    assert machine.pango().state == "fault"
    assert machine.pango().found == "1.42.0, at least 1.44 is needed"


def test_a_missing_harfbuzz_subset_is_a_weakness(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_loaded", lambda stem: None)
    assert machine.subset().state == "weak"


def test_a_missing_c_parser_is_a_weakness(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml._yaml", None)
    assert machine.fast_yaml().state == "weak"
    assert "--force-reinstall PyYAML" in machine.fast_yaml().mend


def test_an_old_python_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "OLDEST_PYTHON", (9, 9))
    assert machine.python().state == "fault"


def test_missing_fonts_are_a_fault(monkeypatch: pytest.MonkeyPatch, shipped: Library) -> None:
    lost = (Diagnostic("HND502", "the bundled font Fira Sans 400 is not installed", "install it"),)
    monkeypatch.setattr(fonts, "check_faces", lambda: lost)
    assert doctor.faces().state == "fault"
    assert doctor.glyphs(shipped).state == "fault"


def test_a_letter_without_a_glyph_is_a_fault(monkeypatch: pytest.MonkeyPatch, shipped: Library) -> None:
    assert doctor.glyphs(shipped).state == "ok"
    monkeypatch.setattr(fonts, "letters", lambda: frozenset(range(32, 122)))
    check = doctor.glyphs(shipped)
    assert check.state == "fault"
    assert "LATIN SMALL LETTER Z (U+007A)" in check.found


def test_missing_data_is_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    monkeypatch.setattr(library, "data_root", lambda: tmp_path)
    assert doctor.data().found == f"no content, templates in {tmp_path}"


def test_content_with_errors_is_a_fault(shipped: Library) -> None:
    check = doctor.content(shipped, [Diagnostic("HND204", "90 is not between 10 and 60", "mend it")])
    assert (check.state, check.mend) == ("fault", "handouts list --check")
    assert doctor.content(Library(), []).state == "fault"


def test_an_engine_that_does_not_start_is_a_fault_without_its_complaint(
    monkeypatch: pytest.MonkeyPatch, shipped: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(*_: object) -> None:
        print("a long complaint")
        raise OSError("cannot load library")

    monkeypatch.setattr(machine, "import_module", missing)
    monkeypatch.setattr(doctor, "_faults_of_a_print", missing)
    assert machine.engine().state == "fault"
    assert doctor.test_print(shipped).state == "fault"
    assert capsys.readouterr().out == ""


def test_the_test_print_goes_on_to_a_leaflet_that_fits(monkeypatch: pytest.MonkeyPatch, shipped: Library) -> None:
    tried: list[str] = []

    def printed(_: Library, condition: str) -> tuple[list[str], bool]:
        tried.append(condition)
        return ([], True) if len(tried) == 2 else (["too long"], False)

    monkeypatch.setattr(doctor, "_print", printed)
    assert doctor.test_print(shipped).state == "ok"
    assert tried == sorted(shipped.conditions)[:2]
    monkeypatch.setattr(doctor, "_print", lambda *_: (["too long"], False))
    assert doctor.test_print(shipped).found == "too long"


GOOD = {"Document", "H1", "P", "L"}


@pytest.mark.parametrize(
    ("text", "roles", "facts", "families", "said"),
    [
        ("another text", GOOD, {"Lang": "en"}, {"FiraSans"}, "the title is not found in the text"),
        ("Heel spur", {"Document"}, {"Lang": "en"}, {"FiraSans"}, "the print is not tagged"),
        ("Heel spur", GOOD, {"Lang": ""}, {"FiraSans"}, "the print has no language"),
        ("Heel spur", GOOD, {"Lang": "en"}, {"FiraSans", "DejaVuSans"}, "set in other fonts: DejaVuSans, FiraSans"),
        ("Heel spur", GOOD, {"Lang": "en"}, set[str](), "set in other fonts: none"),
    ],
)
def test_a_print_that_lacks_something_is_reported(
    text: str, roles: set[str], facts: dict[str, str], families: set[str], said: str
) -> None:
    assert list(doctor._unread(text, roles, facts, families, "Heel spur")) == [said]


def test_a_folder_that_cannot_be_written_to_is_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert machine.writable(tmp_path / "nowhere").state == "fault"
    fault = [Diagnostic("HND702", "you may not write there", "go elsewhere")]
    monkeypatch.setattr(writing, "save", lambda path, data: fault)
    assert machine.writable(tmp_path).found == "you may not write there"


def test_a_machine_without_the_pdf_ua_validator_has_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "page", None)
    check = machine.validator()
    assert (check.name, check.state) == ("PDF/UA validator", "fault")
    assert "page-validation" in check.mend


def test_a_font_of_names_that_is_not_there_is_reported_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_files.Face, "is_installed", property(lambda face: face.extra == ""))
    check = doctor.names_faces()
    assert (check.state, check.mend) == ("weak", f"{sys.executable} -m pip install noto-cjk-sans-jp-regular")
    assert "Chinese, Japanese and Korean" in check.found and "Thai" not in check.found


def test_missing_packages_of_drawing_are_a_weakness_with_their_command(monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.drawing().state == "ok"
    monkeypatch.setitem(sys.modules, "shapely", None)
    check = machine.drawing()
    assert (check.state, check.mend) == ("weak", "./run draw")
    assert "no shapely" in check.found
    monkeypatch.setattr(library, "data_root", lambda: Path("/nowhere"))
    assert machine.drawing().mend == 'pip install "handouts[figures]"'
