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

from handouts.figures import pain_map
from handouts.figures.draw import draw
from handouts.figures.person import people
from handouts.figures.render import preview

DOCS = Path(__file__).parents[2] / "docs"
#: One picture a row: view, structures, sore places.
PICTURES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("body from the front", (), ("neck", "shoulder", "elbow", "wrist and hand", "hip", "knee", "ankle", "foot")),
    ("body from behind", (), ("upper back", "low back", "neck", "hip")),
    ("neck from the side", ("neck bones", "neck disc", "neck nerve"), ("neck nerve",)),
    ("neck from behind", ("neck bones",), ("neck",)),
    ("shoulder from the front", ("shoulder blade", "upper arm bone", "shoulder muscle", "shoulder tendon"),
     ("shoulder tendon", "outer upper arm")),
    ("shoulder from the front", ("shoulder blade", "shoulder bursa"), ()),
    ("shoulder from the front", ("collar bone", "upper arm bone", "shoulder capsule"), ("shoulder capsule",)),
    ("outer side of the elbow", ("upper arm bone", "outer elbow tendon", "outer forearm muscle"), ("outer elbow",)),
    ("inner side of the elbow", ("upper arm bone", "inner elbow tendon", "inner forearm muscle"), ("inner elbow",)),
    ("palm of the hand", ("median nerve", "wrist tunnel roof"), ("wrist tunnel",)),
    ("back of the hand", (), ("wrist and hand",)),
    ("low back from behind", ("spine",), ("low spine",)),
    ("low back from the side", ("spine", "disc"), ("disc",)),
    ("back and thigh from behind", ("spine", "sciatic nerve"), ("sciatic nerve",)),
    ("hip from the front", ("hip bone", "sacrum", "thigh bone", "hip cartilage"), ("hip joint",)),
    ("hip from the front", ("thigh bone", "outer hip muscle", "outer hip tendon", "hip bursa"), ("outer hip",)),
    ("knee from the front", ("thigh bone", "shin bone", "kneecap", "knee cartilage"), ("knee joint",)),
    ("outer side of the knee", ("kneecap", "kneecap tendon", "thigh bone", "shin bone"), ("front of the knee",)),
    ("knee from the front", ("kneecap", "kneecap tendon"), ("kneecap tendon",)),
    ("inner side of the knee", ("shin bone", "inner knee ligament", "meniscus"), ("inner knee",)),
    ("outer side of the ankle", ("outer ankle bone", "outer ankle ligament"), ("outer ankle",)),
    ("achilles tendon", ("heel bone", "achilles tendon"), ("middle of the tendon",)),
    ("back of the heel", ("heel bone", "achilles tendon"), ("low end of the tendon",)),
    ("outer side of the heel", ("heel bone", "outer ankle bone"), ("inner heel",)),
    ("inner side of the foot", ("spur", "heel bone"), ("spur",)),
    ("back of the heel", ("heel bone", "bursa", "achilles tendon"), ("bursa",)),
)  # fmt: skip
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
