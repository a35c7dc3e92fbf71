"""Files that lead elsewhere, block or have no end, through the program: refused at once, and never quoted."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from .commands import ROOT, run

SECRET = "root:x:0:0:first line of a file of elsewhere"
PATIENT = "id,name,conditions\n1,Ann Example,heel-spur\n"
PIPE = "a pipe or a device, not a file"


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty clinic's folder beside a secret file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret").write_text(SECRET)
    for kind in ("advice", "clinics", "conditions"):
        (tmp_path / "clinic" / kind).mkdir(parents=True)
    return tmp_path / "clinic"


def link(path: Path) -> None:
    path.symlink_to("../../secret")


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def ended(*words: str) -> tuple[int, str]:
    """Exit code and all words of the program, which must end soon."""
    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(20)
    try:
        result = run(*words)
    finally:
        signal.alarm(0)
    return result.exit_code, result.stdout + result.stderr


def too_long(*_: object) -> None:
    pytest.fail("the program did not end")


@pytest.mark.parametrize(
    ("made", "name"),
    [(link, "advice/ice.yaml"), (os.mkfifo, "conditions/heel-spur.yaml"), (device, "glossary.yaml")],
    ids=["link", "pipe", "device"],
)
def test_refused_content_is_named_and_not_quoted(clinic: Path, made: Callable[[Path], None], name: str) -> None:
    made(clinic / name)
    code, output = ended("list", "--check", "--content", "clinic")
    assert code == 1 and f"clinic/{name}:1:1" in output and "HND701" in output
    assert SECRET not in output and " | " not in output


def test_linked_folder_of_content_is_refused(clinic: Path) -> None:
    (clinic / "advice").rmdir()
    (clinic / "advice").symlink_to(ROOT / "content" / "advice")
    result = run("list", "--check", "--content", "clinic")
    assert result.exit_code == 1 and "a linked folder is not followed" in result.stderr


def test_line_under_a_finding_is_the_one_that_was_read(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is gone before the finding is shown."""
    from handouts.pipeline import workspace

    (clinic / "advice/ice.yaml").write_text("leed: x\nhow: y\n")
    opened = workspace.open_workspace

    def then_deleted(content: Path | None) -> workspace.Workspace:
        found = opened(content)
        (clinic / "advice/ice.yaml").unlink()
        return found

    monkeypatch.setattr(workspace, "open_workspace", then_deleted)
    output = (
        run("check", "heel-spur", "--content", "clinic").stderr + run("list", "--check", "--content", "clinic").stderr
    )
    assert "1 | leed: x" in output and "^^^^" in output


@pytest.mark.parametrize(
    "words", [("mail-merge", "x", "-o", "out"), ("mail-merge", "list.csv", "-o", "out", "--columns", "x")]
)
@pytest.mark.parametrize("made", [os.mkfifo, device], ids=["pipe", "device"])
def test_list_or_columns_that_is_no_file_is_refused(
    clinic: Path, made: Callable[[Path], None], words: tuple[str, ...]
) -> None:
    Path("list.csv").write_text(PATIENT)
    made(Path("x"))
    code, output = ended(*words)
    assert code == 74 and "HND701" in output and "`x` cannot be read" in output
    assert not Path("out").exists()


@pytest.mark.parametrize("made", [os.mkfifo, device], ids=["pipe", "device"])
def test_verify_ends_for_what_is_no_file(clinic: Path, made: Callable[[Path], None]) -> None:
    made(Path("x.pdf"))
    code, output = ended("verify", "x.pdf", "--report", "json")
    assert code == 1
    [verdict] = json.loads(output)
    assert (verdict["state"], verdict["why"]) == ("unknown", f"it cannot be read: {PIPE}")


def test_verify_does_not_read_a_file_that_no_leaflet_can_be(clinic: Path) -> None:
    with Path("x.pdf").open("wb") as file:
        file.truncate(40 << 30)  # sparse
    code, output = ended("verify", "x.pdf")
    assert code == 1 and "larger than 64 MB: no leaflet is so large" in output


@pytest.mark.parametrize("version", ["0." + "1" * 5000 + ".0", "/".join(["0.1.0"] * 1000), "0.1.0-" + "a" * 300])
def test_verify_of_a_very_long_version(clinic: Path, version: str) -> None:
    code, output = ended("verify", "HS-en", version)
    assert code in (1, 2) and "internal" not in output


BROKEN_JSON = [
    "[" * 100_000,
    '{"a":' * 300 + "1" + "}" * 300,
    '{"form": ' + "9" * 5000 + "}",
    '{"form": 1e999}',
    "\xff",
]


@pytest.mark.parametrize("text", BROKEN_JSON, ids=["brackets", "nested", "digits", "infinite", "latin"])
def test_manifest_that_cannot_be_read_is_a_warning(clinic: Path, text: str) -> None:
    Path("out").mkdir()
    Path("out/manifest.json").write_text(text, "latin-1")
    result = run("verify", "out")
    assert result.exit_code in (0, 1) and "HND931" in result.stderr


@pytest.mark.parametrize("made", [link, os.mkfifo, device], ids=["link", "pipe", "device"])
def test_manifest_that_is_no_file_is_a_warning(clinic: Path, made: Callable[[Path], None]) -> None:
    Path("out").mkdir()
    made(Path("out/manifest.json"))
    code, output = ended("verify", "out")
    assert code in (0, 1) and "HND931" in output and SECRET not in output


@pytest.mark.parametrize("text", [*BROKEN_JSON, '{"frames": [{"svg": "../../secret"}]}'])
def test_kept_drawing_that_cannot_be_read_is_reported(clinic: Path, text: str) -> None:
    shutil.copytree(ROOT / "content" / "figures", clinic / "figures", ignore=lambda *_: [])
    (clinic / "figures/foot-roll.json").write_text(text, "latin-1")
    result = run("list", "--check", "--content", "clinic")
    assert result.exit_code == 1 and "HND305" in result.stderr and SECRET not in result.stderr
