"""Which clinic a leaflet is of when `--clinic` names none: never the example in silence."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from handouts.pipeline.doctor import own_content
from handouts.pipeline.machine import Check
from handouts.pipeline.workspace import open_workspace

from .commands import overlay, run

TEXT = ("--format", "text", "-o", "-")

pytestmark = pytest.mark.usefixtures("heel_shipped")


def own_clinics(folder: Path, *names: str) -> Path:
    """A content folder with these clinics."""
    for name in names:
        text = (overlay(folder, "clinics/example.yaml", lambda text: text) / "clinics/example.yaml").read_text("utf-8")
        text = text.replace("example: true", "example: false").replace("logo: example.svg\n", "")
        text = text.replace("Example Foot and Back Clinic", f"Clinic of {name}")
        (folder / "mine/clinics" / f"{name}.yaml").write_text(text, "utf-8")
    (folder / "mine/clinics/example.yaml").unlink()
    return folder / "mine"


@pytest.mark.parametrize(
    "command",
    [
        ("make", "heel-spur", *TEXT),
        ("check", "heel-spur"),
        ("evidence", "heel-spur"),
        ("status",),
        ("export", "heel-spur", "--dry-run", "-o", "out"),
    ],
    ids=lambda words: words[0],
)
def test_of_two_clinics_one_must_be_chosen(command: tuple[str, ...], tmp_path: Path) -> None:
    result = run(*command, "--content", str(own_clinics(tmp_path, "town", "village")))
    assert result.exit_code != 0
    assert "error[HND001]: no clinic is chosen, and there are 2" in result.output
    assert "choose one with `--clinic`: town, village" in result.output


def test_of_two_clinics_one_must_be_chosen_for_a_list(tmp_path: Path) -> None:
    rows = tmp_path / "p.csv"
    rows.write_text("name,condition\nAnn Onym,heel-spur\n", "utf-8")
    content = str(own_clinics(tmp_path, "town", "village"))
    result = run("mail-merge", str(rows), "--content", content, "-o", str(tmp_path / "out"), "--dry-run")
    assert result.exit_code != 0
    assert "choose one with `--clinic`: town, village" in result.output


def test_the_only_clinic_of_a_folder_is_used_also_when_its_file_has_an_error(tmp_path: Path) -> None:
    content = own_clinics(tmp_path, "town")
    assert "Clinic of town" in run("make", "heel-spur", "--content", str(content), *TEXT).output
    path = content / "clinics/town.yaml"
    path.write_text(path.read_text("utf-8").replace("phone:", "fone:"), "utf-8")
    result = run("make", "heel-spur", "--content", str(content), *TEXT)
    assert "HND202" in result.output and "town.yaml" in result.output


def test_an_invented_clinic_beside_the_own_one_is_no_choice(tmp_path: Path) -> None:
    content = own_clinics(tmp_path, "town")
    overlay(tmp_path, "clinics/example.yaml", lambda text: text)
    assert "Clinic of town" in run("make", "heel-spur", "--content", str(content), *TEXT).output


def test_a_clinic_under_another_ending_is_not_replaced_by_the_example(tmp_path: Path) -> None:
    content = own_clinics(tmp_path, "town")
    (content / "clinics/town.yaml").rename(content / "clinics/town.yaml.txt")
    result = run("make", "heel-spur", "--content", str(content), *TEXT)
    assert result.exit_code != 0 and "error[HND311]" in result.output


def test_what_is_chosen_is_printed(tmp_path: Path) -> None:
    content = str(own_clinics(tmp_path, "town", "village"))
    assert "Clinic of village" in run("make", "heel-spur", "--content", content, "--clinic", "village", *TEXT).output


# ---------------------------------------------------------------- a folder without a clinic


def printing(command: str, folder: Path) -> tuple[str, ...]:
    """The words of a command that prints, or checks, a leaflet."""
    if command != "mail-merge":
        return (command, "heel-spur", *(TEXT if command == "make" else ()))
    (folder / "p.csv").write_text("name,condition\nAnn Onym,heel-spur\n", "utf-8")
    return (command, str(folder / "p.csv"), "-o", str(folder / "out"), "--dry-run")


@pytest.mark.parametrize("command", ["make", "check", "mail-merge"])
def test_a_folder_without_a_clinic_never_prints_the_example_in_silence(command: str, tmp_path: Path) -> None:
    content = own_clinics(tmp_path, "town")
    (content / "clinics").rename(content / "clinic")
    words = (*printing(command, tmp_path), "--content", str(content))
    output = run(*words).output
    assert f"warning[HND004]: no clinic is in `{content}/clinics`" in output
    assert f"handouts new clinic my-clinic --content {content}" in output
    assert "warning[HND302]: nothing reads this file" in output and "did you mean `clinics/town.yaml`?" in output
    assert "HND004" not in run(*words, "--clinic", "example").output


def test_a_folder_too_deep_is_reported_with_the_one_above(tmp_path: Path) -> None:
    content = own_clinics(tmp_path, "town")
    result = run("make", "heel-spur", "--content", str(content / "clinics"), *TEXT)
    assert "warning[HND004]" in result.output and f"give the folder above: `--content {content}`" in result.output


@pytest.mark.parametrize("command", ["make", "check", "mail-merge"])
def test_a_folder_of_clinics_that_cannot_be_read_is_an_error(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = own_clinics(tmp_path, "town")
    readable = Path.iterdir

    def refusing(path: Path) -> Iterator[Path]:
        if path == content / "clinics":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return readable(path)

    monkeypatch.setattr(Path, "iterdir", refusing)
    result = run(*printing(command, tmp_path), "--content", str(content))
    assert result.exit_code != 0
    assert "error[HND701]: cannot be read: permission denied" in result.output


def test_doctor_reports_a_folder_without_a_clinic(tmp_path: Path) -> None:
    content = own_clinics(tmp_path, "town")
    assert own_content(open_workspace(content)) == Check("own content", "ok", "clinics: town")
    (content / "clinics").rename(content / "clinic")
    found = own_content(open_workspace(content))
    assert found.state == "weak" and "nothing reads this file" in found.found and "no clinic is in" in found.found
