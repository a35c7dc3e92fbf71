"""Draws the pictures of `docs/figures.md` that show poses and people: `python tests/figures/docs_pictures.py`.

`figures-postures.png` has the poses of one section, as they stand there, and `figures-people.png` every person of one
pose. Run it after a change of the drawing code or of the people, and look at both.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from handouts.figures.draw import draw
from handouts.figures.person import people
from handouts.figures.render import preview

DOCS = Path(__file__).parents[2] / "docs"
SECTION = "### Half kneeling, on one side, in a wheelchair"
STANDING = {"view": "three-quarter", "finish": {"hands": "hanging", "feet": "flat on floor"}}
SITTING = {"view": "three-quarter", "props": ["wheelchair"], "sit": "in wheelchair", "finish": {"hands": "on thighs"}}
ALT = "The figure of this person, as a leaflet shows it, in the usual colours of skin, hair and clothes."
DOTS_PER_MM = 7.0


def poses() -> list[dict[str, Any]]:
    """The poses of the section, in order."""
    section = (DOCS / "figures.md").read_text("utf-8").split(f"{SECTION}\n")[1].split("\n#")[0]
    return [yaml.safe_load(text) for text in re.findall(r"```yaml pose\n(.*?)```", section, re.DOTALL)]


def _card(name: str, pose: Mapping[str, Any], body: str) -> preview.Card:
    drawing, found = draw(name, pose, lambda path: None, body)
    if drawing is None or found:
        sys.exit("\n".join([f"{name}:", *(one.message for one in found)]))
    return preview.Card(name, tuple(frame.svg for frame in drawing.frames))


def pictures() -> Iterator[tuple[str, bytes]]:
    """The file name and the content of each picture."""
    names = ("half kneeling", "opened knee", "raised leg", "wheelchair")
    postures = [_card(name, pose, "adult") for name, pose in zip(names, poses(), strict=True)]
    yield "figures-postures.png", preview.sheet(postures, DOTS_PER_MM)
    sits = {name: SITTING if one.wheelchair else STANDING for name, one in people.PEOPLE.items()}
    yield (
        "figures-people.png",
        preview.sheet([_card(name, {"alt": ALT, **pose}, name) for name, pose in sits.items()], DOTS_PER_MM),
    )


if __name__ == "__main__":
    for file, data in pictures():
        (DOCS / file).write_bytes(data)
