"""What `make` finds in a leaflet, `check` finds in it too: one set of findings for an author's files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .commands import overlay, run

WHITE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#fff"/></svg>'


def changed(name: str, old: str, new: str, folder: Path) -> Path:
    """A folder with one shipped file, in which some words are replaced."""

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return overlay(folder, name, change)


def white_logo(folder: Path) -> Path:
    overlay(folder, "clinics/example.yaml", lambda text: text)
    return overlay(folder, "clinics/example.svg", lambda _: WHITE)


def other_ending(folder: Path) -> Path:
    content = overlay(folder, "advice/ice.yaml", lambda text: text)
    (content / "advice/ice.yaml").rename(content / "advice/ice.yaml.txt")
    return content


FAULTS = {
    "a white logo": (white_logo, "HND307"),
    "another ending": (other_ending, "HND311"),
    "a dash as list mark": (lambda folder: changed("advice/ice.yaml", "  - {id:", "  – {id:", folder), "HND101"),
    "a text cut by a comment": (lambda folder: changed("advice/ice.yaml", "lead: ", "lead: A #2 ", folder), "HND106"),
    "an unknown field": (lambda folder: changed("exercises/foot-roll.yaml", "feel:", "feels:", folder), "HND202"),
    "a hold without a place": (
        lambda folder: changed(
            "exercises/calf-stretch-wall.yaml",
            "Lean to the wall until you feel a pull in that calf.",
            "Stand up again.",
            folder,
        ),
        "HND313",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_make_and_check_find_the_same(fault: str, tmp_path: Path) -> None:
    plant, code = FAULTS[fault]
    content = str(plant(tmp_path))
    made = run("make", "plantar-fasciitis", "--content", content, "--format", "text", "-o", "-").stderr
    checked = run("check", "plantar-fasciitis", "--content", content).output
    found, also = (set(re.findall(r"(?:error|warning)\[HND\d{3}\]: .*", text)) for text in (made, checked))
    assert any(f"[{code}]" in line for line in found), made
    assert found <= also
