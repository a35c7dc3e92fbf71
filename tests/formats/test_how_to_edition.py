"""The recipe of docs/how-to/edition.md, followed step by step."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handouts.pdf.reader import PdfReader

from . import recipes

#: The copied program is started several times.
pytestmark = pytest.mark.slow


def test_an_edition_is_one_stylesheet_and_one_file_of_facts(copied: Path) -> None:
    recipe, styles = recipes.read("edition.md"), copied / "styles"
    [page], [facts] = recipes.blocks(recipe, "css"), recipes.blocks(recipe, "yaml")
    nearest = (styles / "a5-booklet.css").read_text("utf-8")
    changed = re.sub(r"^@page .*\n", lambda _: page, nearest, flags=re.MULTILINE)
    (styles / "b5.css").write_text(changed, "utf-8")
    (styles / "b5.yaml").write_text(facts, "utf-8")

    assert "176 × 250 mm" in recipes.run(copied, "list", "editions")
    recipes.run(copied, "make", "heel-spur", "--edition", "b5", "-o", str(copied / "b5.pdf"))
    with PdfReader((copied / "b5.pdf").read_bytes()) as pdf:
        sizes = pdf.page_sizes_mm()
        assert 4 < len(sizes) <= 12
        assert all(size == pytest.approx((176, 250), abs=0.1) for size in sizes)
    assert recipes.touched(copied) == ["styles/b5.css", "styles/b5.yaml"]
