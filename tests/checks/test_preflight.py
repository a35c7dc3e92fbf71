"""`check --pdf FILE.pdf`: a good leaflet passes, every planted defect has a finding, a broken file is reported."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path

import once
import pytest
from click.testing import CliRunner, Result
from sampling import one_of_each

from handouts import checks
from handouts.batch.export import finished_file
from handouts.batch.workers.watchdog import Watchdog
from handouts.cli.program import program
from handouts.diagnostics import CODES
from handouts.library import data_root
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf import Printed, preflight, printing
from handouts.pdf.printing import PrintAssets
from handouts.pdf.reader import PdfReader
from handouts.pipeline import workspace

from . import breaking, defects


@pytest.fixture(scope="module", autouse=True)
def work_done_once() -> Iterator[None]:
    """Files are checked in this process, and content, composed leaflets, prints and open files are kept.

    The child process of the watchdog would lose them with every file; tests/batch/test_watchdog.py tests it.
    Without this, nine tenths of the time go into repeating what the defect does not change.
    """
    prints: dict[str, Printed] = {}
    print_leaflet = printing.print_leaflet

    def print_once(leaflet: Leaflet, edition: Edition, assets: PrintAssets) -> Printed:
        key = f"{edition.id} {leaflet!r}"
        if key not in prints:
            prints[key] = print_leaflet(leaflet, edition, assets)
        return prints[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Watchdog, "run", lambda _, work, payload, timeout_s: (work(payload), None))
        patch.setattr(workspace, "open_workspace", cache(workspace.open_workspace))
        patch.setattr(checks, "run", once.check)
        patch.setattr(printing, "print_leaflet", print_once)
        # Two readers: that of the file, which is opened twice, and that of the reference.
        open_once = lru_cache(maxsize=2)(PdfReader)
        patch.setattr(finished_file, "PdfReader", open_once)
        patch.setattr(preflight, "PdfReader", open_once)
        patch.setattr(PdfReader, "__exit__", lambda *_: None)
        yield


def run(*arguments: str) -> Result:
    return CliRunner().invoke(program, list(arguments))


def findings(file: Path, *options: str) -> dict[str, str]:
    """The message of each code that is reported for a file."""
    result = run("check", "--pdf", str(file), "--report", "json", *options)
    assert result.exit_code in (0, 1), result.output
    return {finding["code"]: finding["message"] for finding in json.loads(result.stdout)}


@pytest.fixture(scope="module")
def leaflet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The leaflet that defects are planted into."""
    file = tmp_path_factory.mktemp("preflight") / "leaflet.pdf"
    assert run("make", "plantar-fasciitis", "--exercises", "2", "-o", str(file), "-q").exit_code == 0
    return file


def test_a_finished_leaflet_passes(leaflet: Path) -> None:
    result = run("check", "--pdf", str(leaflet))
    assert (result.exit_code, result.stderr.strip().splitlines()[-1]) == (0, "1 file: no errors and no warnings")


@pytest.mark.parametrize(
    "defect", one_of_each(defects.DEFECTS, lambda defect: defect.code[:5]), ids=lambda defect: defect.name
)
def test_a_planted_defect_is_found(defect: defects.Defect, leaflet: Path, tmp_path: Path) -> None:
    """Each code is planted into a file in test_printed_file.py too, in the quick suite."""
    file = tmp_path / "defect.pdf"
    file.write_bytes(defect.planted(leaflet.read_bytes()))
    reported = findings(file)
    assert defect.code in reported
    assert not any("Ann Example" in message for message in reported.values())


def test_a_file_that_another_program_only_saved_again_passes(leaflet: Path, tmp_path: Path) -> None:
    file = tmp_path / "again.pdf"
    file.write_bytes(defects.Defect("", lambda pdf: None).planted(leaflet.read_bytes()))
    assert file.read_bytes() != leaflet.read_bytes()
    assert findings(file) == {}


def test_changes_added_at_the_end_of_a_file_are_found(leaflet: Path, tmp_path: Path) -> None:
    file = tmp_path / "more.pdf"
    data = leaflet.read_bytes()
    start = data[data.rindex(b"startxref") :]
    file.write_bytes(data + b"\n% changed\n" + start)
    assert "HND881" in findings(file)


@pytest.mark.parametrize("damage", breaking.KINDS, ids=lambda damage: damage.__name__)
def test_a_broken_file_is_reported(damage: Callable[[bytes], bytes], leaflet: Path, tmp_path: Path) -> None:
    file = tmp_path / "broken.pdf"
    file.write_bytes(damage(leaflet.read_bytes()))
    reported = findings(file)
    assert reported, "a broken file passes"
    assert run("verify", str(file)).exit_code == 1


def test_every_code_of_a_finished_file_is_planted() -> None:
    codes = {code for code in CODES if "HND873" <= code <= "HND892"} - {"HND883"}
    assert codes <= {defect.code for defect in defects.DEFECTS}
    assert len(defects.DEFECTS) > 60


@pytest.mark.slow  # one more leaflet is printed
def test_a_leaflet_for_a_person_passes_and_no_finding_repeats_its_text(leaflet: Path, tmp_path: Path) -> None:
    file = tmp_path / "personal.pdf"
    person = ("--for", "Ann-Marie Example", "--id", "77-x", "--born", "1961-02-03", "--date", "2026-05-05")
    notes = ("--start", "2026-05-06", "--notes", "Bring your old shoes, and come again in two weeks to look at them.")
    doses = ("--set", "calf-stretch-wall.hold=20s", "--side", "left", "--clinician", "R. Quill")
    assert run("make", "plantar-fasciitis", *person, *notes, *doses, "-o", str(file), "-q").exit_code == 0
    assert findings(file) == {}
    file.write_bytes(
        next(defect for defect in defects.DEFECTS if defect.name == "text_invisible").planted(file.read_bytes())
    )
    result = run("check", "--pdf", str(file))
    assert result.exit_code == 1
    assert not [word for word in ("Ann-Marie", "77-x", "Quill", "shoes") if word in result.output]


def test_a_file_that_is_no_leaflet_gets_the_checks_without_a_leaflet(tmp_path: Path) -> None:
    file = tmp_path / "other.pdf"
    file.write_bytes(breaking.one_page(b"0 0 0 rg 10 10 100 100 re f"))
    reported = findings(file)
    assert {"HND875", "HND879", "HND886", "HND892"} <= set(reported)
    assert "HND890" not in reported


@pytest.mark.slow  # leaflets are printed and read
def test_a_superseded_leaflet_is_reported_as_by_verify(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(data_root() / "content" / "conditions", content / "conditions")
    changed = content / "conditions" / "plantar-fasciitis.yaml"
    text = changed.read_text("utf-8")
    changed.write_text(text.replace('version: "0.1.0"', 'version: "0.0.9"'), "utf-8")
    file = tmp_path / "old.pdf"
    assert run("make", "plantar-fasciitis", "--content", str(content), "-o", str(file), "-q").exit_code == 0
    assert findings(file, "--content", str(content)) == {}
    assert "superseded: PF-en 0.0.9-" in findings(file)["HND893"]


@pytest.mark.slow  # leaflets are printed and read
def test_options_override_the_request_in_the_file(leaflet: Path) -> None:
    assert findings(leaflet, "--clinic", "example", "--edition", "a4", "--exercises", "2") == {}
    assert "HND884" in findings(leaflet, "--edition", "letter")
    assert "HND874" in findings(leaflet, "--set", "calf-stretch-wall.hold=20s")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("x.pdf",), "add --pdf to check it"),
        (("x.pdf", "heel-spur", "--pdf"), "conditions or files, not both"),
        (("heel-spur", "--pdf", "--edition", "a4"), "describe a FILE.pdf"),
    ],
)
def test_contradicting_arguments_are_usage_errors(arguments: tuple[str, ...], message: str) -> None:
    result = run("check", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_missing_file_and_a_folder_are_reported(tmp_path: Path) -> None:
    folder = tmp_path / "folder.pdf"
    folder.mkdir()
    assert set(findings(folder)) == set(findings(tmp_path / "none.pdf")) == {"HND890"}
