"""Names in other scripts: printed in faces of their own, and read back as they were written, by two readers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Any

import page as rules
import pikepdf
import pypdfium2
import pytest
from names import NAMES

from handouts.pdf import font_files, fonts, rendering, world_fonts
from handouts.pdf.preflight import read_alone
from handouts.pdf.printed import Printed
from handouts.pdf.readable_text import NO_CHARACTER
from handouts.pdf.reader import PdfReader

from . import sample

SPACED = {name: f"<p><strong>{name}</strong> <bdi>{words}</bdi></p>" for name, words in NAMES.items()}


@cache
def printed() -> Printed:
    """All names on one page."""
    return rendering.render(sample.document(f"<h1>Names</h1>{''.join(SPACED.values())}"), [])


@cache
def tagged() -> list[str]:
    with PdfReader(printed().data) as pdf:
        return pdf.text().splitlines()


@cache
def drawn() -> str:
    return str(pypdfium2.PdfDocument(printed().data)[0].get_textpage().get_text_range())


def test_a_page_of_all_scripts_has_no_finding() -> None:
    assert [found for found in printed().diagnostics if found.is_error] == []
    assert [found for found in read_alone(printed().data) if found.is_error] == []
    assert rules.validate_pdf_bytes(printed().data, profile="ua1").is_compliant


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_read_from_the_tags_as_it_was_written(name: str) -> None:
    assert f"{name}{NAMES[name]}" in tagged()


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_read_from_the_page_word_by_word(name: str) -> None:
    """PDFium puts words from right to left into the order of the page where their line begins from left to right."""
    assert _words(NAMES[name]) <= _words(drawn())


def _words(text: str) -> set[str]:
    composed = unicodedata.normalize("NFC", text.replace(NO_CHARACTER, ""))
    apart = "".join(" " if unicodedata.category(char)[0] == "P" else char for char in composed)
    return set(re.findall(r"\d+|[^\d\s]+", apart))  # PDFium takes a figure in another face for a word of its own


def test_each_script_is_set_in_its_own_face_alone() -> None:
    with PdfReader(printed().data) as pdf:
        families = {name.removesuffix("-Medium") for name in pdf.fonts()}
    assert {face.family.replace(" ", "-") for face in world_fonts.FACES} <= families


def test_a_page_loads_only_the_faces_whose_characters_it_has() -> None:
    assert "world:" not in fonts.face_rules("Zoë Nguyễn, “Ελένη” – Иван")
    assert fonts.face_rules("Ann שרה").count("world:") == 1


def test_no_two_faces_have_the_same_character() -> None:
    blocks = sorted((*block, face.family) for face in world_fonts.FACES for block in face.blocks)
    assert all(last < first for (_, last, _), (first, _, _) in pairwise(blocks))


def test_a_name_of_another_script_moves_nothing_on_the_page() -> None:
    """All faces have the line height of the leaflet's family."""
    [own] = {font_files.line_of(face.path.read_bytes()) for face in fonts.FACES}
    for face in world_fonts.FACES:
        assert font_files.line_of(fonts.world_data(face)) == own, face.family


def test_a_line_with_a_name_is_as_high_as_any_other() -> None:
    laid = rendering.layout(sample.document(f"<h1>Names</h1>{''.join(SPACED.values())}"), [])
    heights = {piece.rect.bottom - piece.rect.top for piece in laid.pieces[0] if piece.text in NAMES.values()}
    assert len({round(height, 6) for height in heights}) == 1


def test_brackets_round_a_name_from_right_to_left_keep_their_sides() -> None:
    page = sample.document("<h1>T</h1><p><bdi>כהן (ד״ר)</bdi></p><p>Later (in brackets)</p>")
    with PdfReader(rendering.render(page, []).data) as pdf:
        assert "Later (in brackets)" in pdf.text()


def _changed(change: Callable[[pikepdf.Pdf], None]) -> set[str]:
    """The codes of the findings in the page after a change."""
    out = BytesIO()
    with pikepdf.open(BytesIO(printed().data)) as pdf:
        change(pdf)
        pdf.save(out)
    return {found.code for found in read_alone(out.getvalue())}


def _content(pdf: pikepdf.Pdf, old: str, new: str) -> None:
    before, after = (text.encode("utf-16-be").hex().encode() for text in (old, new))
    stream = pdf.pages[0].Contents
    assert before in stream.read_bytes()
    stream.write(stream.read_bytes().replace(before, after))


@pytest.mark.parametrize("other", ["", "Ann Smith", NAMES["Thai"], NAMES["Hebrew"], f"{NAMES['Tamil']} Ann"])
def test_other_words_in_place_of_those_on_the_page_are_found(other: str) -> None:
    assert "HND889" not in _changed(lambda pdf: None)
    assert "HND889" in _changed(lambda pdf: _content(pdf, NAMES["Tamil"], other))


def test_other_words_in_place_of_those_from_right_to_left_are_found() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        [tag] = [entry for entry in pdf.objects if str(_entry(entry, "/ActualText")) == NAMES["Arabic"]]
        tag.ActualText = pikepdf.String(NAMES["Urdu"])

    assert "HND889" in _changed(change)


def _entry(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, pikepdf.Dictionary) else None


def test_a_character_that_no_font_has_is_named_with_a_way_on() -> None:
    found = fonts.missing_personal(fonts.missing_glyphs("Ann 😀"), "it")
    assert found.code == "HND501"
    assert found.message == "it has a character that no bundled font has: GRINNING FACE (U+1F600)"
    assert found.help == "leave this character out: no font has it"


def test_a_script_whose_font_is_not_installed_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    chinese = world_fonts.face_of("陈")
    assert chinese is not None and chinese.extra == world_fonts.EXTRA
    monkeypatch.setattr(font_files.Face, "is_installed", property(lambda face: face != chinese))
    found = fonts.missing_personal(fonts.missing_glyphs("Ann 陈"), "it")
    assert found.help == (
        "install the font of Chinese, Japanese and Korean (extra `fonts-world`): "
        "python -m pip install noto-cjk-sans-jp-regular"
    )
    assert fonts.missing_glyphs("Ann שרה") == {}
