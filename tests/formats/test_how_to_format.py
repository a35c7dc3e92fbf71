"""The recipe of docs/how-to/format.md, followed step by step."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import recipes

#: The copied program is started several times.
pytestmark = pytest.mark.slow


def test_a_format_is_one_new_file_and_an_entry_in_the_table(copied: Path) -> None:
    recipe = recipes.read("format.md")
    [module], entry = recipes.blocks(recipe, "python"), 'Format("markdown", (".md",)),'
    assert f"`{entry}`" in recipe
    (copied / "handouts/formats/markdown.py").write_text(module, "utf-8")
    table = copied / "handouts/formats/__init__.py"
    before = table.read_text("utf-8")
    last = '        Format("text", (".txt",)),\n'
    assert last in before
    table.write_text(before.replace(last, f"{last}        {entry}\n"), "utf-8")

    assert "markdown" in recipes.run(copied, "make", "--help")
    listed = recipes.run(copied, "make", "heel-spur", "--format", "markdown", "-o", "-")
    assert listed.startswith("# Heel spur\n\n1. ") and "4. " in listed
    recipes.run(copied, "make", "heel-spur", "-o", str(copied / "heel-spur.md"))
    assert (copied / "heel-spur.md").read_text("utf-8") == listed
    recipes.run(copied, "export", "heel-spur", "--format", "markdown", "-o", str(copied / "leaflets"), "--jobs", "0")
    assert (copied / "leaflets/example/heel-spur.md").read_text("utf-8") == listed
    assert recipes.touched(copied) == ["handouts/formats/__init__.py", "handouts/formats/markdown.py"]
