"""A link in content says on paper where it leads, and leads there on a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts import library
from handouts.compose import compose
from handouts.layout.templates import TemplateSet, page
from handouts.model import Library, prose
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request
from handouts.pdf.printing import PrintAssets, print_leaflet
from handouts.pdf.reader import PdfReader

ROOT = Path(__file__).parent.parent
LONG = "https://example.org/" + "a-long-path-of-a-film-about-ice/" * 5


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("See [this film](https://example.org/ice/).", "See this film (example.org/ice)."),
        ("Call [us](tel:01632960123).", "Call us (01632960123)."),
        ("Write to [the team](mailto:a@example.org).", "Write to the team (a@example.org)."),
        ("See [example.org/ice](https://example.org/ice).", "See example.org/ice."),
        ("See **[this film](https://example.org/ice)** now.", "See this film (example.org/ice) now."),
        ("No link (here).", "No link (here)."),
    ],
)
def test_the_address_is_behind_the_words_once(text: str, printed: str) -> None:
    runs = prose.with_addresses(prose.runs(text))
    assert prose.plain_text(runs) == printed
    assert [run.href for run in runs if run.href] == [run.href for run in prose.runs(text) if run.href]


def leaflet_with(folder: Path, mini_folder: Path, address: str) -> tuple[Leaflet, Library]:
    """The leaflet of the small library with a link in its advice and in its stop rule."""
    text = (mini_folder / "content/advice/ice.yaml").read_text("utf-8")
    (folder / "advice").mkdir()
    changed = text.replace("in a damp cloth", f"as in [this film]({address})")
    assert changed != text
    (folder / "advice/ice.yaml").write_text(changed, "utf-8")
    read, found = library.load([folder, mini_folder / "content"], mini_folder / "styles")
    assert found == []
    leaflet, _ = compose(read, Request((next(iter(read.conditions)),)))
    assert leaflet is not None
    return leaflet, read


def test_a_link_in_advice_is_a_link_with_its_address_on_a_screen(tmp_path: Path, mini_folder: Path) -> None:
    leaflet, _ = leaflet_with(tmp_path, mini_folder, "https://example.org/ice")
    html = page(leaflet, TemplateSet([ROOT / "templates"], ROOT / "styles"))
    assert '<a href="https://example.org/ice">this film (example.org/ice)</a>' in html


def test_a_long_address_is_printed_whole_and_leads_there(tmp_path: Path, mini_folder: Path) -> None:
    leaflet, read = leaflet_with(tmp_path, mini_folder, LONG)
    assets = PrintAssets(TemplateSet([ROOT / "templates"], ROOT / "styles"), [mini_folder / "content/clinics"])
    printed = print_leaflet(leaflet, read.editions["a4"], assets)
    assert [one.message for one in printed.diagnostics if one.code == "HND503"] == []
    with PdfReader(printed.data) as pdf:
        assert LONG.removeprefix("https://").rstrip("/") in pdf.text().replace("\n", "")
        assert LONG in {link.target for link in pdf.links()}
