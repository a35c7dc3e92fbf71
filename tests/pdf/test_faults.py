"""Faults that are planted, and found: each trap of the engine once."""

from __future__ import annotations

import logging
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from handouts.diagnostics import Diagnostic
from handouts.pdf import engine, rendering

from . import sample

DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080000000000"
    "3a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)


def findings(body: str, *, roots: list[Path] | None = None, **more: str) -> list[Diagnostic]:
    """What the press reports of a page with this body."""
    return list(rendering.render(sample.document(f"<h1>Title</h1>{body}", **more), roots or []).diagnostics)


def only(found: list[Diagnostic], code: str) -> Diagnostic:
    """The one finding, which must have this code. The pages here are short: their emptiness is no news."""
    [finding] = [diagnostic for diagnostic in found if diagnostic.code != "HND507"]
    assert finding.code == code, finding
    assert finding.message[0] not in "." and not finding.message.endswith(".")
    return finding


def test_a_sound_page_has_no_finding_but_its_emptiness() -> None:
    assert [found.code for found in findings("<p>Words</p>")] == ["HND507"]


@pytest.mark.parametrize("char", ["✓", "Ꭰ", "☐", "😀"])
def test_a_character_without_glyph_is_named_with_the_words_around_it(char: str) -> None:
    found = only(findings(f'<p data-field="x.yaml: text">Put a {char} in the box</p>'), "HND501")
    assert f"(U+{ord(char):04X})" in found.message
    assert "in the box" in found.message
    assert "x.yaml: text" in found.message


def test_a_character_without_glyph_inside_a_drawing_is_found_by_the_engine() -> None:
    drawing = sample.FOOT.replace("</svg>", '<text x="1" y="9" font-family="Fira Sans">✓</text></svg>')
    assert "CHECK MARK (U+2713)" in only(findings(drawing), "HND501").message


def test_the_same_missing_character_is_reported_once() -> None:
    assert "✓" not in sample.STYLE
    only(findings("<p>✓ one</p><p>✓ two</p>"), "HND501")


def test_a_lost_picture_is_reported_by_its_name() -> None:
    assert "`logo.png`" in only(findings('<img src="logo.png" alt="North Clinic">'), "HND502").message


def test_a_picture_from_the_network_is_not_fetched() -> None:
    found = only(findings('<img src="http://127.0.0.1:9/logo.png" alt="North Clinic">'), "HND502")
    assert "network" in found.message


def test_a_style_sheet_from_the_network_is_not_fetched() -> None:
    found = only(findings("<p>Words</p>", head='<link rel="stylesheet" href="https://example.org/a.css">'), "HND502")
    assert "network" in found.message


@pytest.mark.parametrize("address", ["file:///etc/passwd", "../secret.png", "/etc/hostname", "%2e%2e/secret.png"])
def test_a_file_outside_the_folders_is_not_read(address: str, tmp_path: Path) -> None:
    inside = tmp_path / "clinic"
    inside.mkdir()
    (tmp_path / "secret.png").write_bytes(DOT)
    only(findings(f'<img src="{address}" alt="Secret">', roots=[inside]), "HND502")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    inside = tmp_path / "clinic"
    inside.mkdir()
    (tmp_path / "secret.png").write_bytes(DOT)
    (inside / "logo.png").symlink_to(tmp_path / "secret.png")
    assert "points out of" in only(findings('<img src="logo.png" alt="Logo">', roots=[inside]), "HND502").message


def test_a_pipe_under_the_name_of_a_picture_does_not_hang_the_press(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "logo.png")
    assert "a pipe or a device" in only(findings('<img src="logo.png" alt="Logo">', roots=[tmp_path]), "HND502").message


def test_a_picture_of_the_clinic_lies_over_the_shipped_one(tmp_path: Path) -> None:
    clinic, shipped = tmp_path / "clinic", tmp_path / "shipped"
    for folder, letter in ((clinic, "red"), (shipped, "blue")):
        folder.mkdir()
        (folder / "a logo.svg").write_text(sample.FOOT.replace("#5F7689", letter))
    page = sample.document('<h1>T</h1><img src="a logo.svg" alt="North Clinic">')
    printed = rendering.render(page, [clinic, shipped])
    assert {found.code for found in printed.diagnostics} == {"HND507"}
    assert printed.data == rendering.render(page, [clinic]).data != rendering.render(page, [shipped]).data


def test_a_broken_drawing_is_reported(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><path></svg>')
    only(findings('<img src="logo.svg" alt="Logo">', roots=[tmp_path]), "HND502")


def test_an_unknown_word_of_style_is_reported() -> None:
    found = only(findings("<p>Words</p>", style="p { text-wrap-styling: pretty }"), "HND504")
    assert "text-wrap-styling" in found.message


@pytest.mark.parametrize("style", ["p { text-wrap-styling: pretty }", ":root { --w: red } p { width: var(--w) }"])
def test_a_style_that_was_read_before_is_complained_of_again(style: str) -> None:
    first, second = (findings("<p>Words</p>", style=style) for _ in range(2))
    assert only(first, "HND504") == only(second, "HND504")


def test_a_style_is_kept_unless_it_belongs_to_its_document() -> None:
    engine.forget()
    findings("<p>Words</p>", style="p { color: #123456 } @font-face { font-family: x; src: url(x.ttf) }")
    findings("<p>Words</p>", style="@layer a { p { color: #123456 } }")
    assert not engine._SHEETS
    findings("<p>Words</p>", style="p { color: #123456 }")
    assert [text for text, _ in engine._SHEETS if "#123456" in text]


def test_a_font_that_is_not_bundled_is_reported() -> None:
    assert "Arial" in only(findings("<p>Words</p>", style="p { font-family: Arial, sans-serif }"), "HND502").message


def test_a_picture_without_description_is_reported() -> None:
    only(findings(sample.FOOT.replace("<title>A foot seen from the side</title>", "")), "HND511")


def test_a_page_without_language_or_title_is_reported() -> None:
    assert "language" in only(findings("<p>Words</p>", attributes=""), "HND504").message
    assert "title" in only(findings("<p>Words</p>", title=""), "HND504").message


@pytest.mark.parametrize("target", ["javascript:alert(1)", "http://example.org", "file:///etc/passwd", "next.html"])
def test_a_link_to_anything_but_web_telephone_and_letter_box_is_reported(target: str) -> None:
    only(findings(f'<p><a href="{target}">words</a></p>'), "HND508")


def test_see_through_text_would_lose_its_tag_and_is_reported() -> None:
    assert "see-through" in only(findings("<p>Words</p>", style="p { opacity: .5 }"), "HND504").message


@pytest.mark.parametrize(
    ("body", "style"),
    [
        ("<div>" * 2000 + "words" + "</div>" * 2000, ""),
        ("<p>Words</p>", "p { font-size: 1e9px }"),
    ],
)
def test_a_page_that_breaks_the_engine_is_a_finding_and_not_a_traceback(body: str, style: str) -> None:
    printed = rendering.render(sample.document(f"<h1>T</h1>{body}", style=style), [])
    assert printed.data == b""
    assert "HND504" in {found.code for found in printed.diagnostics}


def test_a_fatal_fetching_error_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def fatal(*_: object) -> None:
        raise engine.FatalURLFetchingError("gone")

    monkeypatch.setattr(engine, "opened", fatal)
    assert "FatalURLFetchingError" in only(list(rendering.render(sample.leaflet(), []).diagnostics), "HND504").message


def test_another_version_of_the_engine_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.weasyprint, "__version__", "70.1")
    assert "70.1" in only(findings("<p>Words</p>"), "HND506").message


def test_the_installed_engine_is_the_one_the_tagging_was_written_for() -> None:
    assert engine.weasyprint.__version__ == engine.TRIED, (
        "WeasyPrint has moved: read its pdf/tags.py, run these tests, look at the pages, then raise TRIED"
    )


def test_the_engine_speaks_to_nobody_else_and_its_logger_is_left_as_it_was(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("weasyprint")
    before = (logger.level, logger.propagate, list(logger.handlers))
    only(findings("<p>✓</p>"), "HND501")
    assert caplog.records == []
    assert (logger.level, logger.propagate, list(logger.handlers)) == before


def test_findings_come_though_the_engine_was_silenced(monkeypatch: pytest.MonkeyPatch) -> None:
    logger = logging.getLogger("weasyprint")
    monkeypatch.setattr(logger, "level", logging.CRITICAL)
    monkeypatch.setattr(logger, "disabled", True)
    only(findings("<p>Words</p>", style="p { text-wrap-styling: pretty }"), "HND504")


def test_two_leaflets_at_once_each_get_their_own_findings() -> None:
    bodies = ["<p>Put a ✓ here</p>", "<p>Words</p>", '<img src="gone.png" alt="Logo">', "<p>Words</p>"] * 2
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(findings, bodies))
    codes = [{each.code for each in one} - {"HND507"} for one in found]
    assert codes == [{"HND501"}, set(), {"HND502"}, set()] * 2


@pytest.mark.parametrize(
    "part",
    [
        '<style>@import "file:///etc/passwd";</style>',
        r"<style>@\69mport url(file:///etc/passwd);</style>",
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<img src="file:///etc/passwd" alt="x">',
        '<object data="file:///etc/passwd"></object>',
    ],
)
def test_a_template_cannot_bring_files_of_the_machine_along(part: str) -> None:
    printed = rendering.render(sample.document(f"<h1>Title</h1><p>Words</p>{part}"), [])
    assert "HND502" in {found.code for found in printed.diagnostics}
    assert b"EmbeddedFile" not in printed.data
