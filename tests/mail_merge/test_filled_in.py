"""Leaflets that are alike: filled into one layout, and bound into one print file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from handouts.batch.mail_merge import grouping, tasks
from handouts.batch.mail_merge.tasks import LayoutTask
from handouts.cli.exit_codes import ExitCode
from handouts.cli.program import program
from handouts.diagnostics import Diagnostic
from handouts.files import writing
from handouts.layout import tightness
from handouts.model.leaflet import Leaflet
from handouts.pdf import combine, fill, preflight
from handouts.pdf.combine import PrintFile
from handouts.pdf.fill import Page, Refusal, Template
from handouts.pdf.fill.comparison import first_difference
from handouts.pdf.preflight import Preflight
from handouts.pdf.reader import PdfReader

from .commands import LIST, again, run

ALIKE = "conditions,name,set\n" + "".join(
    f"plantar-fasciitis,{name},calf-stretch-wall.hold={hold}\n"
    for name, hold in (
        ("Ann Example", "20s"), ("Łukasz Żółć", "30s; foot-roll.minutes=1"),
        ("<b>{{ 7*7 }}</b> & =1+1", "20s; heel-raise-two-feet.repetitions=6"),
        ("Александра-Мария Quill-Featherstone-Smith", "20s"), ("Siobhán O’Neill", "40s"), ("Di", "20s"),
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def filled_in(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """Six leaflets that are alike, of which one has a name of two scripts and two lines."""
    folder = tmp_path_factory.mktemp("filled")
    (folder / "list.csv").write_text(ALIKE, "utf-8")
    words = [str(folder / "list.csv"), "-o", str(folder / "out"), "--jobs", "0", "--why", "--verify", "2"]
    return folder, CliRunner().invoke(program, ["mail-merge", *words])


@pytest.fixture(scope="module")
def shares(filled_in: tuple[Path, Result]) -> Path:
    """The folder that both shares of the same list filled."""
    folder, _ = filled_in
    for share in ("1/2", "2/2"):
        words = [str(folder / "list.csv"), "-o", str(folder / "shares"), "--jobs", "0", "--verify", "0"]
        assert CliRunner().invoke(program, ["mail-merge", *words, "--shard", share]).exit_code == 0
    return folder / "shares"


@pytest.fixture
def mine(filled_in: tuple[Path, Result], tmp_path: Path) -> Path:
    """A copy of the run, for a test that changes it."""
    return Path(shutil.copytree(filled_in[0], tmp_path / "filled"))


@pytest.mark.slow  # six leaflets are printed, three of them in full
def test_leaflets_that_are_alike_but_for_names_and_doses_are_laid_out_once(filled_in: tuple[Path, Result]) -> None:
    _, result = filled_in
    assert result.exit_code == 0, result.stderr
    lines = result.stderr.splitlines()
    assert [line.split(":")[0] for line in lines if "in full" in line] == ["row 4 is printed in full"]
    assert lines[-1] == "6 rows: 6 printed"
    assert "HND914" not in result.stderr


@pytest.mark.slow  # six leaflets are printed, three of them in full
def test_a_filled_in_leaflet_is_what_make_prints_and_no_other_patient_is_in_it(
    filled_in: tuple[Path, Result], tmp_path: Path
) -> None:
    folder, _ = filled_in
    one = tmp_path / "one.pdf"
    words = ["make", "plantar-fasciitis", "--for", "Ann Example", "--set", "calf-stretch-wall.hold=20s", "-o", str(one)]
    assert CliRunner().invoke(program, words).exit_code == 0
    filled = (folder / "out/0001-plantar-fasciitis.pdf").read_bytes()
    assert first_difference(filled, one.read_bytes()) == ""
    with PdfReader((folder / "out/0003-plantar-fasciitis.pdf").read_bytes()) as back:
        text = back.text()
    assert "<b>{{ 7*7 }}</b> & =1+1" in text
    assert not [name for name in ("Ann Example", "Łukasz", "Quill", "Siobhán", "nnnn") if name in text]


@pytest.mark.slow
def test_shares_are_filled_in_as_the_whole_run_is(filled_in: tuple[Path, Result], shares: Path) -> None:
    folder, _ = filled_in
    whole = {path.name: path.read_bytes() for path in (folder / "out").glob("*.pdf")}
    assert {path.name: path.read_bytes() for path in shares.glob("*.pdf")} == whole


@pytest.mark.slow  # the list is printed once more
def test_a_run_that_goes_on_ends_with_the_same_bytes(mine: Path) -> None:
    folder, out = mine, mine / "out"
    whole = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    (out / "0002-plantar-fasciitis.pdf").unlink()
    (out / "0006-plantar-fasciitis.pdf").unlink()
    words = [str(folder / "list.csv"), "-o", str(out), "--jobs", "0", "--verify", "0"]
    result = CliRunner().invoke(program, ["mail-merge", *words])
    assert result.stderr.splitlines()[-1] == "6 rows: 2 printed, 4 there already"
    assert {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()} == whole


@pytest.mark.slow  # the list is printed once more
def test_all_are_bound_into_one_print_file_without_the_rows_that_failed(mine: Path) -> None:
    folder = mine
    some = folder / "some.csv"
    some.write_text(ALIKE + "nothing-known,Nobody\n", "utf-8")
    print_file = folder / "print.pdf"
    words = ["mail-merge", str(some), "-o", str(folder / "out"), "--jobs", "0", "--combined", str(print_file)]
    result = CliRunner().invoke(program, words)
    assert result.exit_code == 3, result.stderr
    with PdfReader(print_file.read_bytes()) as back:
        count, text = len(back.page_sizes_mm()), back.text()
        bookmarks = [title for title, _ in back.bookmarks()]
    assert bookmarks == [f"Plantar fasciitis, row {number}" for number in range(1, 7)]  # and no name
    assert f"print.pdf: 6 leaflets, {count} pages, without 1 row" in result.stderr
    assert text.index("Ann Example") < text.index("Łukasz") < text.index("Siobhán")
    before = print_file.read_bytes()
    result = CliRunner().invoke(program, [*words, "--report", "json"])
    assert print_file.read_bytes() == before
    assert json.loads(result.stdout)["combined"] == {"leaflets": 6, "pages": count, "blank": 0}


@pytest.mark.slow
def test_what_shares_printed_is_bound_by_a_run_without_a_share(
    filled_in: tuple[Path, Result], shares: Path, tmp_path: Path
) -> None:
    bound = shutil.copytree(shares, tmp_path / "bound")
    words = ["mail-merge", str(filled_in[0] / "list.csv"), "-o", str(bound), "--jobs", "0", "--verify", "0"]
    result = CliRunner().invoke(program, [*words, "--combined", str(tmp_path / "shares.pdf")])
    assert "6 rows: 6 there already" in result.stderr and "shares.pdf: 6 leaflets" in result.stderr, result.stderr


@pytest.mark.slow  # six leaflets are printed, three of them in full
def test_a_leaflet_that_somebody_changed_is_not_bound(mine: Path) -> None:
    folder = mine
    leaflet = folder / "out/0002-plantar-fasciitis.pdf"
    words = ["mail-merge", str(folder / "list.csv"), "-o", str(folder / "out"), "--jobs", "0"]
    leaflet.write_bytes(leaflet.read_bytes()[:-7] + b"%%eof\n\n")
    result = CliRunner().invoke(program, [*words, "--combined", str(folder / "changed.pdf")])
    assert result.exit_code == 1
    assert "HND915" in result.stderr and "row 2: its leaflet was changed or removed" in result.stderr
    assert not (folder / "changed.pdf").exists()


def test_the_place_of_the_print_file_is_looked_at_before_anything_is_printed(
    here: Path, printed: list[Leaflet]
) -> None:
    for path, said in (
        ("out/print.pdf", "beside the folder"), ("list.csv", "the list itself"), ("no/print.pdf", "no folder `no`"),
    ):  # fmt: skip
        result = run("--combined", path)
        assert result.exit_code == 2 and said in result.stderr, result.stderr
    result = run("--combined", "x" * 300)
    assert result.exit_code == ExitCode.IO and "HND702" in result.stderr and "its name is too long" in result.stderr
    assert not printed and not Path("out").exists() and Path("list.csv").read_text("utf-8") == LIST


def test_a_layout_is_read_back_as_a_full_print_is_before_it_is_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    warning, error = Diagnostic("HND505", "long", "shorten it"), Diagnostic("HND874", "lost", "look")
    page = Page(0, (), (), is_plain=True)
    laid = Template(page, tightness.ROOMY, b"%PDF", 2, (warning,), (), (), (), (), ())
    monkeypatch.setattr(fill, "template_of", lambda *_: laid)
    asked: Any = (object(), object(), SimpleNamespace(paper=None), None, ())
    read: list[object] = []

    def found(*what: object) -> Preflight:
        read.append(what)
        return Preflight((Diagnostic("HND872", "small", "look"),) if len(read) == 1 else (error,), {})

    monkeypatch.setattr(preflight, "check_file", found)
    base = LayoutTask(*asked).work()
    assert isinstance(base, Template) and [one.code for one in base.diagnostics] == ["HND505", "HND872"]
    assert LayoutTask(*asked).work() == Refusal("what would be filled in fails preflight")
    assert read == [(b"%PDF", *asked[:2])] * 2


@pytest.mark.slow
def test_where_one_differs_all_of_its_kind_are_printed_in_full(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "first_difference", lambda filled, full: "what the pages show")
    monkeypatch.setattr(grouping, "FEWEST", 2)
    result = run("--why", "--verify", "1", rows="".join(ALIKE.splitlines(keepends=True)[:3]))
    assert result.exit_code == 0, result.stderr
    assert "warning[HND914]: 2 leaflets: filled in, one of its kind differs from its full print" in result.stderr
    assert result.stderr.count("is printed in full: one that was looked at differs") == 2


def test_what_a_killed_run_left_beside_the_print_file_goes(
    here: Path, printed: list[Leaflet], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(combine, "combine_leaflets", lambda leaflets: PrintFile(data for _, data in leaflets))
    half = Path(f"{writing._unfinished(Path('print.pdf'))}00.tmp")
    half.write_bytes(b"%PDF")
    Path(".handouts-of-another-00.tmp").write_bytes(b"%PDF")
    run(rows="conditions\nheel-spur\n")
    assert half.exists()
    assert again("--combined", "print.pdf").exit_code == 0
    assert sorted(path.name for path in Path().iterdir()) == [
        ".handouts-of-another-00.tmp", "list.csv", "out", "print.pdf",
    ]  # fmt: skip
