"""What the performance page shows is what the benches kept, their people are the same in every run, and other tools get
the whole page."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from composing import made
from sampling import one_of_each
from shipped import SHIPPED

from handouts.layout.templates import html
from handouts.model.request import Request
from handouts.pdf.printing import assets

ROOT = Path(__file__).parent.parent
QUICK = "plantar-fasciitis"  # the leaflet of the benches
ANSWERS = """
import json, sys
sys.path.insert(0, "bench")
import people, tables
kept = json.loads(tables.LAST.read_text("utf-8"))
page = tables.PAGE.read_text("utf-8")
print(json.dumps({
    "current": tables.filled(page, tables.blocks_of(kept)) == page,
    "benches": sorted(kept),
    "people": [repr(people.mixed(9)) == repr(people.mixed(9)), len({one.reference for one in people.usual(200)})],
    "doses": [dict(one.settings) for one in people.each_its_own(40)],
    "limits": people.LIMITS,
    "words": tables.LAST.read_text("utf-8"),
}))
"""


def test_the_page_shows_what_was_measured_last_and_names_no_place() -> None:
    run = subprocess.run([sys.executable, "-c", ANSWERS], cwd=ROOT, capture_output=True, text=True, check=True)
    answers = json.loads(run.stdout)
    assert answers["benches"] == ["engine", "merge", "peers", "stages"]
    assert answers["current"], "python bench/tables.py writes the page anew"
    assert answers["people"] == [True, 200]
    assert all(low <= one[key] <= high for one in answers["doses"] for key, (low, high) in answers["limits"].items())
    assert "/tmp" not in answers["words"] and "/home" not in answers["words"]


@pytest.mark.parametrize("condition", one_of_each(SHIPPED.conditions, lambda id_: id_ == QUICK))
def test_other_tools_get_all_words_and_drawings_that_the_page_shows(
    condition: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(ROOT / "bench" / "others")
    blocks = importlib.import_module("page_blocks")
    leaflet, edition = made(Request((condition,), "example")), SHIPPED.editions["a4"]
    prints = assets(None)
    page = blocks.open_page(html(leaflet, edition, prints.templates), prints.pictures)
    found = blocks.page_blocks(page, laid_out=False)
    listed = list(blocks.blocks_in((*found["body"], *found["foot"])))
    texts, drawings = shown(page.html.etree_element.find("body"), page.context.style_for)
    runs = " ".join(run["words"] for block in listed for run in block.get("runs", ()))
    assert texts and Counter(texts) - Counter(runs.split()) == Counter()
    assert len(drawings) > len(leaflet.cards)
    assert sum(block["kind"] == "picture" and bool(block["alt"]) for block in listed) == len(drawings)


def shown(element: Any, style_for: Any) -> tuple[list[str], list[Any]]:
    """The words and the drawings of an element that its styles show."""
    if element.tag.endswith(("}svg", "img")):
        return [], [element]
    words, drawings = (element.text or "").split(), list[Any]()
    for child in element:
        if isinstance(child.tag, str) and style_for(child)["display"] != ("none",):
            inner = shown(child, style_for)
            words += inner[0]
            drawings += inner[1] if child.get("class") != "texture" else []  # a mark in the key is no drawing
        words += (child.tail or "").split()
    return words, drawings
