"""The verb `draw`: what is drawn, where it is kept, the messages, and how it ends."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pypdfium2
import pytest
import weasyprint
from cli.commands import names_in
from click.testing import CliRunner, Result
from PIL import Image

from handouts import library
from handouts.batch import drawing, drawing_jobs
from handouts.batch.drawing import Done
from handouts.batch.drawing_jobs import DrawOptions, Job
from handouts.cli import drawing_tables
from handouts.cli.program import program
from handouts.diagnostics import Diagnostic
from handouts.figures import draw as wing
from handouts.figures.draw import Drawing
from handouts.figures.person import shapes
from handouts.figures.render import preview
from handouts.model import PersonDrawn
from handouts.model.people import NAMES, USUAL
from handouts.model.poses import KEY, RIG, drawing_key
from handouts.pipeline import workspace

SHIPPED = Path(__file__).parent.parent / "content"
ID = "bird-dog"

pytestmark = pytest.mark.usefixtures("read_once")


@pytest.fixture(scope="module")
def kept() -> Done:
    """A figure as it is kept, in place of one drawn anew, which takes seconds."""
    opened = workspace.open_workspace(None)
    done = drawing.read(drawing_jobs.jobs(opened)[ID], DrawOptions((ID,)))
    assert done is not None
    return done


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, kept: Done) -> list[tuple[str, str]]:
    """Every figure is drawn at once, as the one that is kept: the request, id and body."""
    seen: list[tuple[str, str]] = []
    frames = tuple(wing.Frame(f["name"], kept.svgs[f["svg"]], f["width_mm"], f["height_mm"], f["faces"], {})
                   for f in kept.card["frames"])  # fmt: skip

    def quick(id_: str, pose: Any, span_of: Any, body: str = "adult") -> tuple[Drawing, list[Diagnostic]]:
        seen.append((id_, body))
        return Drawing(id_, drawing_key(pose), body, RIG, frames, dict(kept.card["checks"])), []

    monkeypatch.setattr(wing, "draw", quick)
    return seen


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    mine = tmp_path / "mine" / "exercises"
    mine.mkdir(parents=True)
    (mine / "my-bird-dog.yaml").write_text((SHIPPED / "exercises" / f"{ID}.yaml").read_text("utf-8"), "utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(program, ["draw", *words])


def edited(here: Path, change: Callable[[str], str]) -> Path:
    path = here / "mine" / "exercises" / "my-bird-dog.yaml"
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    return path


KEPT = ["my-bird-dog-finish.svg", "my-bird-dog-start.svg", "my-bird-dog.json"]

# ---------------------------------------------------------------- drawing and keeping


@pytest.mark.slow  # a figure is drawn
def test_what_is_drawn_is_what_is_kept() -> None:
    real = drawing.drawn(drawing_jobs.jobs(workspace.open_workspace(None))[ID], DrawOptions((ID,)))
    card = json.loads((SHIPPED / "figures" / f"{ID}.json").read_text("utf-8"))
    assert real.card["drawing_key"] == card["drawing_key"]
    assert not real.found and [name for name, _ in real.frames] == [frame["name"] for frame in card["frames"]]


def test_an_exercise_of_ones_own_is_kept_in_ones_own_folder(here: Path, asked: list[tuple[str, str]]) -> None:
    result = run("my-bird-dog", "--content", "mine")
    assert result.exit_code == 0, result.stderr
    assert names_in(here / "mine" / "figures") == KEPT
    assert result.stderr == "1 figure drawn and kept, 3 files written to mine/figures\n"
    assert "contact mm left hand on mat" in result.stdout and "at most 3" in result.stdout
    library_, found = library.load(library.content_folders(here / "mine"), library.data_root() / "styles")
    assert library_.figures["my-bird-dog"]
    assert not [one for one in found if one.span and "my-bird-dog" in one.span.file]


def test_the_shipped_folder_keeps_what_is_shipped(here: Path) -> None:
    known = drawing_jobs.jobs(workspace.open_workspace(here / "mine"))
    order = DrawOptions((ID,), content=here / "mine")
    assert drawing.home(known[ID], order) == library.data_root() / "content" / "figures"
    assert drawing.home(known["my-bird-dog"], order) == here / "mine" / "figures"
    assert drawing.home(known[ID], replace(order, body="woman")) == here / "mine" / "figures"
    assert drawing.home(known[ID], replace(order, output=here / "else")) == here / "else"


def test_all_draws_what_is_missing_or_stale_and_skips_what_is_fresh(here: Path, asked: list[tuple[str, str]]) -> None:
    opened, order = workspace.open_workspace(here / "mine"), DrawOptions(everything=True, content=here / "mine")
    todo = [drawing_jobs.jobs(opened)[id_] for id_ in (ID, "my-bird-dog")]
    assert [one.drawn for one in drawing.worked(order, opened, todo, print)] == [False, True]
    opened = workspace.open_workspace(here / "mine")
    assert [one.drawn for one in drawing.worked(order, opened, todo, print)] == [False, False]
    edited(here, lambda text: text.replace("view: side", "view: front"))
    opened = workspace.open_workspace(here / "mine")
    job = drawing_jobs.jobs(opened)["my-bird-dog"]
    assert drawing.stale(job, order, opened)
    assert asked == [("my-bird-dog", "adult")]


def test_fresh_ones_are_drawn_by_name_or_with_force(here: Path) -> None:
    opened = workspace.open_workspace(here / "mine")
    job = drawing_jobs.jobs(opened)[ID]
    assert not drawing.stale(job, DrawOptions(everything=True), opened)
    assert drawing.stale(job, DrawOptions(everything=True, force=True), opened)
    assert drawing.stale(job, DrawOptions((ID,)), opened)
    assert drawing.stale(job, DrawOptions(everything=True, body="woman"), opened)


def test_what_is_wrong_is_reported_and_not_kept(here: Path) -> None:
    edited(here, lambda text: text.replace("view: side", "view: sidewise"))
    result = run("my-bird-dog", "--content", "mine")
    assert result.exit_code == 1
    assert "error[HND601]" in result.stderr and "my-bird-dog.yaml:" in result.stderr
    assert "1 figure with errors, not kept" in result.stderr
    assert not (here / "mine" / "figures").exists()


def test_a_drawing_with_errors_is_written_to_the_folder_that_was_given(
    here: Path, kept: Done, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = replace(kept, id="my-bird-dog", found=(Diagnostic("HND605", "it falls", "hold on", None),))
    monkeypatch.setattr(drawing, "drawn", lambda job, options: wrong)
    result = run("my-bird-dog", "--content", "mine", "-o", "looks")
    assert result.exit_code == 1
    assert result.stderr.endswith("1 figure with errors, 2 files written to looks\n")
    assert names_in(here / "looks") == ["my-bird-dog-finish.svg", "my-bird-dog-start.svg"]
    assert not (here / "mine" / "figures").exists()


def test_frames_that_are_no_more_go(here: Path, asked: list[tuple[str, str]]) -> None:
    folder = here / "mine" / "figures"
    assert run("my-bird-dog", "--content", "mine").exit_code == 0
    card = json.loads((folder / "my-bird-dog.json").read_text("utf-8"))
    card["frames"].append({**card["frames"][0], "name": "end", "svg": "my-bird-dog-end.svg"})
    (folder / "my-bird-dog.json").write_text(json.dumps(card), "utf-8")
    (folder / "my-bird-dog-end.svg").write_text("<svg/>", "utf-8")
    assert run("my-bird-dog", "--content", "mine").exit_code == 0
    assert names_in(folder) == KEPT


def test_a_folder_that_cannot_be_written_exits_74(here: Path, asked: list[tuple[str, str]]) -> None:
    (here / "mine" / "figures").write_text("a file", "utf-8")
    result = run("my-bird-dog", "--content", "mine")
    assert result.exit_code == 74
    assert "error[HND702]" in result.stderr


# ---------------------------------------------------------------- other bodies, the other side, pictures


def test_the_people_are_those_of_the_wing() -> None:
    assert tuple(shapes.SHAPES) == NAMES == get_args(PersonDrawn)
    assert USUAL == wing.DEFAULT_BODY


def test_another_person_is_kept_beside_the_usual_one(here: Path, asked: list[tuple[str, str]]) -> None:
    hers = [name.replace("my-bird-dog", "my-bird-dog@woman") for name in KEPT]
    assert run("my-bird-dog", "--content", "mine", "--body", "woman", "-o", "looks").exit_code == 0
    assert names_in(here / "looks") == hers and not (here / "mine" / "figures").exists()
    assert run("my-bird-dog", "--content", "mine", "--body", "woman").exit_code == 0
    assert names_in(here / "mine" / "figures") == hers
    assert run("my-bird-dog", "--content", "mine").exit_code == 0
    assert names_in(here / "mine" / "figures") == sorted([*hers, *KEPT])
    assert [body for _, body in asked] == ["woman", "woman", "adult"]
    read, found = library.load(library.content_folders(here / "mine"), library.data_root() / "styles")
    assert read.figures["my-bird-dog@woman"] and read.figures["my-bird-dog"]
    assert not [one for one in found if one.span and "my-bird-dog" in one.span.file]


def test_a_person_is_drawn_again_only_when_stale(here: Path, asked: list[tuple[str, str]]) -> None:
    order = DrawOptions(everything=True, body="woman", content=here / "mine")
    for drawn_now in (True, False):
        opened = workspace.open_workspace(here / "mine")
        todo = [drawing_jobs.jobs(opened)["my-bird-dog"]]
        assert [one.drawn for one in drawing.worked(order, opened, todo, print)] == [drawn_now]
    assert asked == [("my-bird-dog", "woman")]


def test_the_left_side_is_the_mirrored_drawing_and_has_no_card(here: Path, asked: list[tuple[str, str]]) -> None:
    result = run("my-bird-dog", "--content", "mine", "--side", "left", "--png", "-o", "looks")
    assert result.exit_code == 0
    stems = ["my-bird-dog-finish-left", "my-bird-dog-start-left"]
    assert names_in(here / "looks") == [f"{stem}.{ending}" for stem in stems for ending in ("png", "svg")]
    assert run("my-bird-dog", "--content", "mine", "--side", "left").exit_code == 2
    assert not (here / "mine" / "figures").exists()


def test_pictures_lie_in_this_folder_and_the_sheet_where_it_was_asked_for(
    here: Path, asked: list[tuple[str, str]]
) -> None:
    result = run("my-bird-dog", ID, "--content", "mine", "--body", "man", "--png", "--sheet", "sheet.png")
    assert result.exit_code == 0
    frames = [f"{id_}@man-{frame}.png" for id_ in (ID, "my-bird-dog") for frame in ("finish", "start")]
    assert names_in(here) == sorted([*frames, "mine", "sheet.png"])
    assert result.stderr == "2 figures drawn, 4 files written to ., sheet.png\n"
    first = (here / "sheet.png").read_bytes()
    assert run("my-bird-dog", ID, "--content", "mine", "--body", "man", "--sheet", "sheet.png").exit_code == 0
    assert (here / "sheet.png").read_bytes() == first


def test_a_picture_is_what_the_press_prints(kept: Done) -> None:
    for _, svg in kept.frames:
        ours = preview.picture(svg, 150 / 25.4).convert("L")
        page = f"<style>@page{{size:{ours.width / 150}in {ours.height / 150}in;margin:0}}body{{margin:0}}</style>{svg}"
        pdf = pypdfium2.PdfDocument(io.BytesIO(weasyprint.HTML(string=page).write_pdf()))
        theirs = pdf[0].render(scale=150 / 72, grayscale=True).to_pil().convert("L").resize(ours.size)
        apart = np.abs(np.asarray(ours, dtype=np.int16) - np.asarray(theirs, dtype=np.int16))
        assert float((apart > 100).mean()) < 0.005 and float(apart.mean()) < 4


def test_a_mirrored_picture_is_the_picture_turned_round(kept: Done) -> None:
    _, svg = kept.frames[0]
    there, back = preview.picture(svg, 6), preview.picture(preview.mirrored(svg), 6)
    turned = np.asarray(back.transpose(Image.Transpose.FLIP_LEFT_RIGHT), dtype=np.int16)
    assert float((np.abs(np.asarray(there, dtype=np.int16) - turned) > 100).mean()) < 0.01


# ---------------------------------------------------------------- words that are wrong, tools that are missing


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "name the figures to draw, or use --all"),
        ([ID, "--all"], "name the figures to draw, or use --all"),
        (["bird-dgo"], "did you mean `bird-dog`?"),
        (["footwear"], "`footwear` asks for no picture"),
        ([ID, "--body", "giant"], "'giant' is not one of"),
        ([ID, "--side", "left"], "is a preview"),
    ],
)
def test_words_that_are_wrong_exit_2(here: Path, words: list[str], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert names_in(here) == ["mine"]


def test_an_exercise_without_pose_says_so(here: Path) -> None:
    path = edited(here, lambda text: text[: text.index("\npose:")] + "\n")
    result = run("my-bird-dog", "--content", "mine")
    assert result.exit_code == 1
    assert "give it a `pose:`" in result.stderr and path.name in result.stderr


def test_a_file_with_errors_is_reported_by_its_errors(here: Path) -> None:
    edited(here, lambda text: text.replace("kind:", "kidn:"))
    result = run("my-bird-dog", "--content", "mine")
    assert result.exit_code == 1
    assert "did you mean `kind`?" in result.stderr and "HND001" not in result.stderr


@pytest.mark.parametrize("more", [(), ("--watch",)])
def test_without_the_extra_it_says_how_to_install_it(
    here: Path, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    monkeypatch.setitem(sys.modules, "shapely", None)
    result = run(ID, *more)
    assert result.exit_code == 1
    assert result.stderr == (
        "error[HND607]: drawing needs `shapely`, which is not installed\n"
        "  help: `./run draw` installs it; leaflets are printed from kept drawings without it\n"
    )


def test_a_fault_of_another_package_is_not_called_a_missing_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> None:
        raise ImportError(name="another")

    monkeypatch.setattr(drawing, "import_module", broken)
    with pytest.raises(ImportError):
        drawing.unready()


# ---------------------------------------------------------------- tables, progress, watching


def test_the_overview_has_the_limits_and_the_worst_of_each_figure(kept: Done) -> None:
    head, limit, row = drawing_tables.overview([kept.card], 1000).splitlines()
    assert head.split()[:3] == ["FIGURE", "REACH", "CONTACT"]
    assert limit.split()[:5] == ["(limit)", "≤", "0.5", "≤", "3"]
    assert row.split()[0] == ID
    most = max(abs(gap) for frame in kept.card["checks"].values() for gap in frame["contact_mm"].values())
    assert float(row.split()[2]) == pytest.approx(most)


def test_every_value_of_every_frame_is_in_the_details(kept: Done) -> None:
    table = drawing_tables.details([kept.card], 1000)
    for name in (name for name, value in kept.card["checks"]["finish"].items() if value != {}):
        shown = name.replace("_mm2", " mm²").replace("_mm", " mm").replace("_deg", " °").replace("_", " ")
        assert f"\n{shown}" in table, name


def test_watching_draws_what_changes(here: Path, asked: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    rotations = iter(["", "labels: {right hand: Reach}", "broken", "", None])

    def wait(seconds: float) -> None:
        match next(rotations):
            case None:
                raise KeyboardInterrupt
            case "broken":
                edited(here, lambda text: text.replace("kind:", "kidn:"))
            case "":
                return
            case words:
                edited(here, lambda text: f"{text.rstrip()}\n# {words}\n")

    monkeypatch.setattr("time.sleep", wait)
    result = run("my-bird-dog", "--content", "mine", "--watch")
    assert result.exit_code == 130
    assert len(asked) == 2
    assert "watching; Ctrl-C ends it" in result.stderr and "did you mean `kind`?" in result.stderr


def test_a_job_knows_its_file_and_places(here: Path) -> None:
    job: Job = drawing_jobs.jobs(workspace.open_workspace(here / "mine"))["my-bird-dog"]
    assert job.file == Path("mine/exercises/my-bird-dog.yaml")
    span = job.span_of(("view",))
    assert span is not None and span.file.endswith("my-bird-dog.yaml")
    key = job.span_of(("view", KEY))
    assert key is not None and (key.line, key.column, key.length) == (
        span.line,
        span.column - len("view: "),
        len("view"),
    )
    assert job.span_of(("nothing",)) is None
