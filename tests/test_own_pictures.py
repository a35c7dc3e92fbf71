"""Pictures and films of a clinic's own, in place of drawings: checked when they are read, printed in every form."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image, ImageDraw

from handouts import library
from handouts.checks.approval_hash import hash_of
from handouts.compose import compose
from handouts.diagnostics import Diagnostic
from handouts.formats import FORMATS
from handouts.layout.templates import TemplateSet
from handouts.model import Library
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request
from handouts.pdf.printing import PrintAssets
from handouts.pdf.reader import PdfReader

ROOT = Path(__file__).parent.parent
ALT = "A person in a blue shirt stands upright in a bright room, with both feet on the floor."
FILM = "https://example.org/films/foot-roll"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}><path d="M5 5h90v40H5z" fill="none" stroke="{}"/></svg>'
CONDITION = "sore-heel"


def photograph(width: int, height: int, dark: str = "#204a6a", light: str = "#dfe7ee") -> bytes:
    image = Image.new("RGB", (width, height), light)
    ImageDraw.Draw(image).rectangle((width // 3, height // 6, width // 2, height - 1), fill=dark)
    stream = BytesIO()
    image.save(stream, "JPEG", quality=90)
    return stream.getvalue()


def with_picture(folder: Path, mini_folder: Path, name: str, data: bytes, field: str = "", film: str = FILM) -> Path:
    """A content folder whose exercise has this picture, and a film."""
    text = (mini_folder / "content/exercises/foot-roll.yaml").read_text("utf-8")
    own = f'picture_file: {{file: {name}, alt: "{ALT}"}}\nfilm: {film}\n'
    (folder / "exercises").mkdir(parents=True, exist_ok=True)
    (folder / "exercises/foot-roll.yaml").write_text(text.partition("pose:")[0] + own + field, "utf-8")
    if data:
        (folder / "exercises" / name).write_bytes(data)
    return folder


def loaded(content: Path, mini_folder: Path) -> tuple[Library, list[Diagnostic]]:
    return library.load([content, mini_folder / "content"], ROOT / "styles")


def leaflet_of(read: Library, side: Literal["left", "right"] | None = None) -> Leaflet:
    request = Request((CONDITION,), next(iter(read.clinics)))
    leaflet, found = compose(read, replace(request, side=side) if side else request)
    assert leaflet is not None, found
    return leaflet


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("roll.jpg", photograph(720, 540), "", ""),
        ("roll.svg", SVG.format('viewBox="0 0 100 50"', "#14202B").encode(), "", ""),
        ("roll.jpg", photograph(400, 300), "HND317", "400 × 300 pixels are 86 dots an inch at 118 × 88 mm"),
        ("roll.jpg", photograph(720, 540, "#c0c8d0"), "HND318", "contrast of 1."),
        ("roll.svg", SVG.format('viewBox="0 0 100 50"', "#DDDDDD").encode(), "HND318", "contrast of 1.4 in grey"),
        ("roll.jpg", b"", "HND316", "there is no `roll.jpg` in exercises/"),
        ("roll.png", photograph(720, 540), "HND316", "`roll.png`"),
        ("roll.svg", SVG.format("", "#14202B").encode(), "HND316", "`viewBox`"),
        ("../roll.jpg", b"", "HND203", "../roll.jpg"),
    ],
)
def test_a_picture_is_judged_where_it_is_named(
    name: str, data: bytes, code: str, words: str, tmp_path: Path, mini_folder: Path
) -> None:
    content = with_picture(tmp_path, mini_folder, name, data)
    found = [one for one in loaded(content, mini_folder)[1] if one.code != "HND302"]
    assert [one.code for one in found] == ([code] if code else [])
    if code:
        assert words in found[0].message and found[0].help
        assert found[0].span and found[0].span.file.endswith("foot-roll.yaml")


@pytest.mark.parametrize(
    ("field", "film", "words"),
    [
        ("pose: {alt: {finish: " + ALT + "}}\n", FILM, "both `pose` and `picture_file`"),
        ("", "http://example.org/film", "the address of a film"),
    ],
)
def test_one_picture_and_a_safe_address(field: str, film: str, words: str, tmp_path: Path, mini_folder: Path) -> None:
    content = with_picture(tmp_path, mini_folder, "roll.jpg", photograph(720, 540), field, film)
    codes = [(one.code, one.message) for one in loaded(content, mini_folder)[1]]
    assert any(code == "HND203" and words in f"{message}" for code, message in codes), codes


def test_the_alternative_text_is_required(tmp_path: Path, mini_folder: Path) -> None:
    content = with_picture(tmp_path, mini_folder, "roll.jpg", photograph(720, 540))
    file = content / "exercises/foot-roll.yaml"
    file.write_text(file.read_text("utf-8").replace(f', alt: "{ALT}"', ""), "utf-8")
    assert "HND201" in {one.code for one in loaded(content, mini_folder)[1]}


def test_another_picture_needs_another_approval_and_no_side_mirrors_it(tmp_path: Path, mini_folder: Path) -> None:
    hashes = []
    for dark in ("#204a6a", "#204a00"):
        read, _ = loaded(with_picture(tmp_path, mini_folder, "roll.jpg", photograph(720, 540, dark)), mini_folder)
        hashes.append(hash_of(read, CONDITION))
    assert hashes[0] != hashes[1]
    left, right = leaflet_of(read, "left"), leaflet_of(read, "right")
    pictures = [next(card.pictures for card in one.cards if card.id == "foot-roll") for one in (left, right)]
    assert pictures[0] == pictures[1]


@pytest.mark.slow  # a leaflet is printed for this test alone
def test_it_is_printed_with_its_film_in_every_form(tmp_path: Path, mini_folder: Path) -> None:
    content = with_picture(tmp_path, mini_folder, "roll.jpg", photograph(720, 540))
    read, _ = loaded(content, mini_folder)
    leaflet = leaflet_of(read)
    leaflet = replace(leaflet, masthead=replace(leaflet.masthead, logo=None))
    assets = PrintAssets(TemplateSet([ROOT / "templates"], ROOT / "styles"), [content, mini_folder / "content/clinics"])
    pdf = FORMATS["pdf"].render(leaflet, read.editions["a4"], assets)
    assert [one for one in pdf.diagnostics if one.is_error] == []
    with PdfReader(pdf.data) as reader:
        alts = [tag.alt for tag in reader.tags() if tag.role == "Figure"]
        assert ALT in alts and f"QR code: {FILM}" in alts
        assert FILM.removeprefix("https://") in "".join(tag.text for tag in reader.tags())
    page = FORMATS["html"].render(leaflet, read.editions["a4"], assets).data.decode()
    assert 'class="own-picture" src="data:image/jpeg;base64,' in page.replace("&quot;", '"')
    assert f'href="{FILM}"' in page and f"QR code: {FILM}" in page
    text = FORMATS["text"].render(leaflet, read.editions["a4"], assets).data.decode()
    assert ALT in " ".join(text.split()) and f"Film: {FILM}" in " ".join(text.split())
