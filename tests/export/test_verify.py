"""From a file or a paper back to the content: current, superseded, withdrawn, changed, missing, unknown."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handouts.batch.export.verification import is_paper
from handouts.cli.program import program

from .conftest import Export

PAGE = "example/heel-spur.html"
UNKNOWN = (
    "no manifest names it (`make` writes none); `handouts verify NUMBER VERSION` compares the last line of its pages"
)


def verify(*words: str) -> Result:
    return CliRunner().invoke(program, ["verify", *words, "--today", "2026-12-01"])


def states(*words: str) -> dict[str, tuple[str, str]]:
    """State and reason of everything, by its name; the exit code fits."""
    done = verify(*words, "--report", "json")
    verdicts = json.loads(done.stdout)
    assert done.exit_code == (0 if all(one["state"] == "current" for one in verdicts) else 1)
    return {one["name"]: (one["state"], one["why"]) for one in verdicts}


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def exported(house: Path, export: Export, folder: Path) -> Path:
    export("heel-spur", "tarsal-tunnel")
    return folder


def test_what_was_just_exported_is_current(exported: Path) -> None:
    assert set(states(str(exported)).values()) == {("current", "nothing changed")}
    assert states(str(exported / PAGE)) == {PAGE: ("current", "nothing changed")}
    done = verify(str(exported))
    assert done.exit_code == 0
    assert done.stdout.split()[:5] == ["LEAFLET", "STATE", "NUMBER", "VERSION", "WHY"]
    assert done.stderr == "2 current\n"


def test_changed_words_make_it_superseded_and_a_changed_style_does_not(house: Path, exported: Path) -> None:
    change(house / "styles/screen.css", "/*", "/* new */ /*")
    assert states(str(exported / PAGE))[PAGE] == ("current", "the words are the same, but its style changed")
    change(house / "content/exercises/foot-roll.yaml", "\nfeel: ", "\nfeel: Also ")
    found = states(str(exported))
    assert found[PAGE] == ("superseded", "its words or drawings changed, its style changed")


def test_what_could_not_be_made_today_is_withdrawn(house: Path, exported: Path) -> None:
    change(house / "content/conditions/heel-spur.yaml", "title:", "titel:")
    (house / "content/conditions/tarsal-tunnel.yaml").unlink()
    found = states(str(exported))
    assert {state for state, _ in found.values()} == {"withdrawn"}
    assert "there is no condition `tarsal-tunnel`" in found["example/tarsal-tunnel.html"][1]
    assert found["example/tarsal-tunnel.html"][1].endswith(
        "; verify it with its own folder of content: `--content DIR`"
    )
    overdue = CliRunner().invoke(program, ["verify", str(exported), "--today", "2030-01-01"])
    assert overdue.exit_code == 1


def test_an_overdue_review_withdraws_it(exported: Path) -> None:
    done = CliRunner().invoke(program, ["verify", str(exported / PAGE), "--today", "2030-01-01", "--report", "json"])
    [found] = json.loads(done.stdout)
    assert (done.exit_code, found["state"]) == (1, "withdrawn") and "the review was due" in found["why"]


def test_other_bytes_a_lost_file_and_a_stranger_are_distinguished(exported: Path) -> None:
    (exported / PAGE).write_bytes((exported / PAGE).read_bytes() + b" ")
    (exported / "example/tarsal-tunnel.html").unlink()
    (exported / "example/stranger.pdf").write_bytes(b"%PDF-1.7")
    found = states(str(exported))
    assert {name: state for name, (state, _) in found.items()} == {
        PAGE: "changed", "example/tarsal-tunnel.html": "missing", "example/stranger.pdf": "unknown",
    }  # fmt: skip


def test_a_file_is_known_by_its_bytes_under_another_name(exported: Path, tmp_path: Path) -> None:
    shutil.copy(exported / PAGE, tmp_path / "scan.html")
    assert states(str(tmp_path / "scan.html")) == {str(tmp_path / "scan.html"): ("unknown", UNKNOWN)}
    [(state, why)] = states(str(tmp_path / "scan.html"), "--manifest", str(exported)).values()
    assert (state, why) == ("current", f"printed as {PAGE}; nothing changed")
    shutil.copy(exported / PAGE, exported / "example/tarsal-tunnel.html")
    assert states(str(exported / "example/tarsal-tunnel.html"))["example/tarsal-tunnel.html"][1].startswith(
        "printed as"
    )


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        (
            "one.pdf",
            b"%PDF-1.7",
            "(`make` writes none); `handouts check --pdf one.pdf` compares it with the content",
        ),
        ("a b.pdf", b"%PDF-1.7", "`handouts check --pdf 'a b.pdf'` compares it"),
        ("text.pdf", b"text", "it is no PDF, though its name ends so"),
        ("empty.pdf", b"", "the file is empty"),
        ("list.csv", b"a,b", "it is no leaflet: the name of one ends in .htm, .html, .pdf, .txt"),
    ],
)
def test_unknown_file_is_said_for_what_it_is(
    house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(data)
    [(state, said)] = states(name).values()
    assert state == "unknown" and why in said


# ---------------------------------------------------------------- paper


def version(exported: Path) -> str:
    data = json.loads((exported / "manifest.json").read_bytes())
    return str(data["leaflets"][PAGE]["document"]["version"])


def test_a_paper_is_known_by_its_number_and_version(house: Path, exported: Path) -> None:
    paper = ("HS-en", version(exported))
    assert states(*paper) == {" ".join(paper): ("current", "its content is today's")}
    assert states(*paper, "--manifest", str(exported))[" ".join(paper)][1].endswith(f"; printed as {PAGE}")
    assert states("HS-en", "Version", paper[1])[f"HS-en {paper[1]}"][0] == "current"
    change(house / "content/conditions/heel-spur.yaml", "\ntitle: ", "\ntitle: Sore ")
    assert states(*paper)[" ".join(paper)][0] == "superseded"


def test_a_paper_without_its_mark_is_known_by_its_version_alone(house: Path) -> None:
    assert states("HS-en", "0.1.0")["HS-en 0.1.0"][0] == "current"
    assert states("HS-en", "0.0.9")["HS-en 0.0.9"] == ("superseded", "today's version is 0.1.0")
    assert states("HS+PF-en", "0.1.0")["HS+PF-en 0.1.0"][0] == "current"
    assert states("XY-en", "0.1.0")["XY-en 0.1.0"][0] == "unknown"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["HS+PF-en"], "add its version, from the same line at the foot of the page"),
        (["nothing-such.pdf"], "there is no file or folder `nothing-such.pdf`"),
        (["out/leaflets"], "there is no file or folder `out/leaflets`"),
        (["heel-spur"], "no number of a leaflet with its version"),
    ],
)
def test_words_that_are_no_paper_are_said_for_what_they_are(house: Path, words: list[str], said: str) -> None:
    done = verify(*words)
    assert done.exit_code == 2 and said in " ".join(done.stderr.split())


def test_words_that_are_neither_file_nor_paper_exit_2(house: Path) -> None:
    for words in (["nothing-such.pdf"], ["HS-en", "one"], ["hs-en", "0.1.0"]):
        assert verify(*words).exit_code == 2
    assert is_paper(["PF+HS-en", "0.1.0/0.2.0-0123abcd"]) and not is_paper(["PF-en"])
