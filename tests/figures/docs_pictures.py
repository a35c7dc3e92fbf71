"""Draws the pictures of `docs/figures.md` beside the contact sheet: `python tests/figures/docs_pictures.py [NAME …]`.

`figures-postures.png` has the poses of one section, as they stand there, `figures-people.png` every person of one pose,
and `figures-regions.png` the pictures of `test_regions.py`. Run it after a change of the drawing code, of the people or
of the structures, and look at them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from test_regions import PICTURES

from handouts.figures import pain_map
from handouts.figures.draw import draw
from handouts.figures.person import people
from handouts.figures.render import preview

DOCS = Path(__file__).parents[2] / "docs"
SECTION = "### Half kneeling, on one side, in a wheelchair"
STANDING = {"view": "three-quarter", "finish": {"hands": "hanging", "feet": "flat on floor"}}
SITTING = {"view": "three-quarter", "props": ["wheelchair"], "sit": "in wheelchair", "finish": {"hands": "on thighs"}}
ALT = "The figure of this person, as a leaflet shows it, in the usual colours of skin, hair and clothes."
DOTS_PER_MM = 7.0
LETTERS = 48  # of a name under a picture


def poses() -> list[dict[str, Any]]:
    """The poses of the section, in order."""
    section = (DOCS / "figures.md").read_text("utf-8").split(f"{SECTION}\n")[1].split("\n#")[0]
    return [yaml.safe_load(text) for text in re.findall(r"```yaml pose\n(.*?)```", section, re.DOTALL)]


def _card(name: str, pose: Mapping[str, Any], body: str) -> preview.Card:
    drawing, found = draw(name, pose, lambda path: None, body)
    if drawing is None or found:
        sys.exit("\n".join([f"{name}:", *(one.message for one in found)]))
    return preview.Card(name, tuple(frame.svg for frame in drawing.frames))


def _region(view: str, structures: tuple[str, ...], sore: tuple[str, ...]) -> preview.Card:
    picture = {"alt": ALT, "view": view, "structures": list(structures), "sore": list(sore), "labels": {}}
    drawing, found = pain_map.draw_pain_map("region", picture, lambda path: None)
    if drawing is None or found:
        sys.exit("\n".join([f"{view}:", *(one.message for one in found)]))
    return preview.Card(f"{view}: {', '.join(sore)}"[:LETTERS], tuple(frame.svg for frame in drawing.frames))


def regions() -> bytes:
    """Every region of the body, with its structures and sore places."""
    return preview.sheet([_region(*row) for row in PICTURES], DOTS_PER_MM)


def postures() -> bytes:
    """The poses of the section."""
    names = ("half kneeling", "opened knee", "raised leg", "wheelchair")
    cards = [_card(name, pose, "adult") for name, pose in zip(names, poses(), strict=True)]
    return preview.sheet(cards, DOTS_PER_MM)


def persons() -> bytes:
    """Every person, standing but for the one in a wheelchair."""
    sits = {name: SITTING if one.wheelchair else STANDING for name, one in people.PEOPLE.items()}
    return preview.sheet([_card(name, {"alt": ALT, **pose}, name) for name, pose in sits.items()], DOTS_PER_MM)


PAGES = {"postures": postures, "people": persons, "regions": regions}

if __name__ == "__main__":
    for name in sys.argv[1:] or PAGES:
        (DOCS / f"figures-{name}.png").write_bytes(PAGES[name]())
