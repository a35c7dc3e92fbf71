"""The bundled faces, and the machine's fonts kept out."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from handouts.pdf import engine, font_files, fonts, rendering
from handouts.pdf.reader import PdfReader

from . import sample


def test_every_face_is_on_the_disk() -> None:
    assert len(fonts.FACES) >= 4
    assert fonts.check_faces() == ()


def test_a_face_that_is_not_installed_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    lost = font_files.Face("Lost Sans", 400, "fontpkg_lost_sans", "files/LostSans.ttf")
    gone = font_files.Face("Fira Sans", 400, "fontpkg_fira_sans", "files/Gone.ttf")
    monkeypatch.setattr(fonts, "FACES", (lost, gone))
    assert [found.code for found in fonts.check_faces()] == ["HND502", "HND502"]


def test_missing_glyphs_are_named_in_order_and_once() -> None:
    assert fonts.missing_glyphs("a ✓ b ◦ c ✓") == {"✓": "CHECK MARK (U+2713)", "◦": "WHITE BULLET (U+25E6)"}


@pytest.mark.parametrize(
    "text", ["", "plain", "Łódź, Ελένη, Ёж, ngữ", "a\u0301 e\u0301", "soft\u00adhyphen\tand\nends", "5 ≤ 7 → 9 × ½"]
)
def test_what_the_faces_can_write_is_not_missing(text: str) -> None:
    assert fonts.missing_glyphs(text) == {}


def test_what_is_said_to_be_missing_is_what_the_engine_cannot_draw() -> None:
    """The fonts' tables and the engine's log agree, but for a character or two that Pango puts another in place of."""
    asked = [chr(code) for code in (*range(0x2010, 0x2060), *range(0x2190, 0x2200), *range(0x25A0, 0x25D0))]
    asked = [char for char in asked if unicodedata.category(char) not in ("Cf", "Zs", "Zl", "Zp", "Cn")]
    drawing = sample.SVG_OPEN + "><title>Letters</title>"
    drawing += "".join(f'<text font-family="Fira Sans" x="0" y="9">{char}</text>' for char in asked) + "</svg>"
    printed = rendering.render(sample.document(f"<h1>T</h1>{drawing}"), [])
    reported = {found.message.split("(U+")[1][:4] for found in printed.diagnostics if found.code == "HND501"}
    missing = {f"{ord(char):04X}" for char in fonts.missing_glyphs("".join(asked))}
    assert reported <= missing
    assert len(missing - reported) <= 2
    assert 50 < len(reported) < len(asked)


def test_machine_fonts_are_hidden_and_the_environment_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    _, _, findings = engine.bundled_fonts("")
    assert findings == ()
    assert os.environ["FONTCONFIG_FILE"] == "/etc/fonts/fonts.conf"
    monkeypatch.delenv("FONTCONFIG_FILE")
    assert engine.bundled_fonts("")[2] == ()
    assert "FONTCONFIG_FILE" not in os.environ


def test_bundled_faces_are_read_in_place_and_only_those_of_other_scripts_are_copied() -> None:
    font_set, _, _ = engine.bundled_fonts("Ann")
    assert font_set._folder is None
    devanagari, _, _ = engine.bundled_fonts("Ann नमस्ते")
    assert len(list(devanagari._folder.iterdir())) == 1


def test_documents_share_their_fonts_unless_one_brings_its_own() -> None:
    own = '<style>@font-face { font-family: Mine; src: url("x.ttf") }</style>'
    first, second, apart = (engine.bundled_fonts(text)[0] for text in ("Ann", "Bo", own))
    assert first is second is not apart


def test_machine_fonts_in_reach_are_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A configuration that shows one folder of fonts represents a machine whose fonts could not be hidden."""
    folder = fonts.FACES[0].path.parent
    shown = tmp_path / "fonts.conf"
    shown.write_text(f"<fontconfig><dir>{folder}</dir><cachedir>{tmp_path}</cachedir></fontconfig>")
    monkeypatch.setattr(fonts, "NO_MACHINE_FONTS", shown)
    engine.forget()
    try:
        [found] = [each for each in rendering.render(sample.leaflet(), []).diagnostics if "machine" in each.message]
    finally:
        engine.forget()
    assert found.code == "HND502"


def test_a_page_cannot_bring_a_machine_font_along() -> None:
    style = '@font-face { font-family: Mine; src: local("DejaVu Sans") } p { font-family: Mine, "Fira Sans" }'
    printed = rendering.render(sample.document("<h1>T</h1><p>Words</p>", style=style), [])
    assert "HND502" in {found.code for found in printed.diagnostics}
    with PdfReader(printed.data) as back:
        assert all(name.startswith("Fira-Sans") for name in back.fonts())
