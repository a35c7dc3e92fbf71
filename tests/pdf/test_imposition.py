"""Imposition: every page is once in its place, and what a screen reader gets is unchanged."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import page as validator
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from handouts.pdf import rendering
from handouts.pdf.imposition import Side, booklet_sides, impose
from handouts.pdf.reader import PdfReader

STYLE = "@page { size: 148mm 210mm; margin: 12mm } html { font: 12pt 'Fira Sans' } h2, .last { break-before: page }"
SVG = '<svg viewBox="0 0 9 9" width="30mm" height="30mm"><title>A square</title><path d="M1 1h7v7h-7z"/></svg>'


@cache
def document(pages: int = 5) -> bytes:
    """A tagged document: a link forwards, a picture on page 2, text that runs over a page end, and `pages` pages."""
    parts = "".join(f"<h2 id=p{n}>Part {n}</h2><p>Words of part {n}.</p>" for n in range(2, pages))
    body = f"<h1>Title</h1><p><a href='#p3'>To part 3</a></p>{parts}".replace("</h2>", f"</h2>{SVG}", 1)
    html = f"<html lang=en><head><title>Title</title><style>{STYLE}</style></head><body>{body}<p class=last>End</p>"
    printed = rendering.render(html, [])
    assert printed.data and printed.pages == pages
    return printed.data


@cache
def booklet() -> bytes:
    return impose(document(), booklet_sides(5))


def test_sheets_of_a_booklet_lie_in_each_other() -> None:
    assert booklet_sides(8) == [Side(7, 0), Side(1, 6), Side(5, 2), Side(3, 4)]


@pytest.mark.parametrize("pages", range(1, 14))
def test_every_page_is_there_once_and_blanks_fill_the_last_sheet(pages: int) -> None:
    halves = [half for side in booklet_sides(pages) for half in side]
    assert sorted(half for half in halves if half is not None) == list(range(pages))
    assert len(halves) % 4 == 0 and len(halves) - pages < 4


def test_spine_of_a_right_to_left_booklet_is_on_the_right() -> None:
    assert booklet_sides(4, right_to_left=True) == [Side(0, 3), Side(2, 1)]


def test_tag_tree_and_reading_order_are_unchanged() -> None:
    with PdfReader(document()) as before, PdfReader(booklet()) as after:
        tags = [[(tag.role, tag.text, tag.alt) for tag in back.tags()] for back in (before, after)]
        assert tags[0] == tags[1] and len(tags[0]) == 12
        assert not after.orphans() and not after.unmarked()


def test_imposed_file_is_valid_pdf_ua_and_the_same_each_time() -> None:
    assert not validator.validate_pdf_bytes(booklet(), profile="ua1").failures
    assert impose(document(), booklet_sides(5)) == booklet()


def test_page_boxes_are_those_of_the_sheet() -> None:
    with PdfReader(booklet()) as back:
        assert [tuple(round(edge) for edge in size) for size in back.page_sizes_mm()] == [(296, 210)] * 4


def test_each_half_shows_its_page() -> None:
    scale = 420 / (148 * 72 / 25.4)  # a page is a whole number of dots wide, so both renderings are the same
    pages = [page.render(scale=scale).to_pil().convert("L") for page in pypdfium2.PdfDocument(document())]
    sides = [side.render(scale=scale).to_pil().convert("L") for side in pypdfium2.PdfDocument(booklet())]
    for side, halves in zip(sides, booklet_sides(5), strict=True):
        for half, number in enumerate(halves):
            shown = side.crop((half * 420, 0, half * 420 + 420, side.height))
            expected = Image.new("L", shown.size, 255) if number is None else pages[number].crop((0, 0, *shown.size))
            assert max(ImageChops.difference(shown, expected).tobytes()) < 8
    assert all(min(page.tobytes()) < 128 for page in pages)


def test_link_leads_to_the_half_on_which_its_part_stands() -> None:
    with pikepdf.open(BytesIO(booklet())) as file:
        names = file.Root.Names.Dests.Names
        places = {str(names[at]): names[at + 1] for at in range(0, len(names), 2)}
        # Part 3 is page 3 of 5: on the right half of the second sheet's front.
        assert places["p3"][0].objgen == file.pages[2].obj.objgen
        assert float(places["p3"][2]) > 148 * 72 / 25.4


def test_bounding_box_of_a_picture_moves_with_its_page() -> None:
    with PdfReader(document()) as before, PdfReader(booklet()) as after:
        box = [next(tag.bounds for tag in back.tags() if tag.role == "Figure") for back in (before, after)]
    # Page 2 is on the left half: its picture does not move; on the right half it moves by a page.
    assert box[0] == pytest.approx(box[1])
    moved = impose(document(), [Side(0, 1), Side(2, 3), Side(4, None)])
    with PdfReader(moved) as after:
        right = next(tag.bounds for tag in after.tags() if tag.role == "Figure")
    assert right[0] - box[0][0] == pytest.approx(148 * 72 / 25.4, abs=0.01)
