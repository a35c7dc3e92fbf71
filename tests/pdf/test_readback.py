"""Reading back sees damage that a validator does not: each is done to a good file, and seen."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf

from handouts.pdf import Printed
from handouts.pdf.reader import PdfReader


def damaged(printed: Printed, change: Callable[[pikepdf.Pdf], None]) -> PdfReader:
    """The good leaflet after a change to its PDF, read back."""
    with pikepdf.open(BytesIO(printed.data)) as pdf:
        change(pdf)
        stream = BytesIO()
        pdf.save(stream)
    return PdfReader(stream.getvalue())


def elements(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    elements = [e for e in pdf.objects if isinstance(e, pikepdf.Dictionary) and e.get("/S") == f"/{role}"]
    assert elements
    return elements


def test_a_dropped_paragraph_is_missing_from_the_text_and_leaves_orphans(printed: Printed, back: PdfReader) -> None:
    def drop(pdf: pikepdf.Pdf) -> None:
        del elements(pdf, "H1")[0]["/K"]

    with damaged(printed, drop) as hurt:
        assert "\nHeel pain\n" in back.text()
        assert "\nHeel pain\n" not in hurt.text()
        assert len(hurt.orphans()) == 1


def test_head_cells_turned_into_cells_are_seen(printed: Printed) -> None:
    def turn(pdf: pikepdf.Pdf) -> None:
        for cell in elements(pdf, "TH"):
            cell.S = pikepdf.Name.TD

    with damaged(printed, turn) as hurt:
        assert not [tag for tag in hurt.tags() if tag.role == "TH"]


def test_reordered_paragraphs_are_seen(printed: Printed, back: PdfReader) -> None:
    def reverse(pdf: pikepdf.Pdf) -> None:
        section = elements(pdf, "Sect")[0]
        section.K = pikepdf.Array(list(reversed(list(section.K))))

    with damaged(printed, reverse) as hurt:
        assert sorted(hurt.text()) == sorted(back.text())
        assert hurt.text() != back.text()


def test_other_words_for_a_picture_are_seen(printed: Printed) -> None:
    def junk(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "Figure")[0].Alt = pikepdf.String("IMG_2041.jpg")

    with damaged(printed, junk) as hurt:
        assert next(tag.alt for tag in hurt.tags() if tag.role == "Figure") == "IMG_2041.jpg"


def test_unmarked_content_is_counted(printed: Printed) -> None:
    def draw(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].contents_add(b"0 0 10 10 re f")

    with damaged(printed, draw) as hurt:
        assert hurt.unmarked() == 1


def test_lines_of_print_and_blocks_are_kept_apart(back: PdfReader) -> None:
    assert back.text().startswith("North Clinic\nDraft\nHeel pain\nWhat it is\nYour heel hurts. This is called")
    assert "•" in back.text()
    assert "•" not in back.text(labels=False)


def test_sizes_and_places_of_text_are_in_points_of_the_page(back: PdfReader) -> None:
    [title] = [run for run in back.runs if run.size_pt == 31]
    assert (title.text, title.page) == ("Heel pain", 1)
    assert abs(title.x_pt - 16 / 25.4 * 72) < 0.1
    assert 297 / 25.4 * 72 - 150 < title.y_pt < 297 / 25.4 * 72 - 60
