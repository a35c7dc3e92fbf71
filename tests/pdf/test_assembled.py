"""Parts of a page: what their key depends on, where they are on their pages, and how they are drawn and numbered."""

from __future__ import annotations

from typing import Any

import pydyf
import pytest

from handouts.pdf import own_corner, rendering
from handouts.pdf.assembled import flow
from handouts.pdf.assembled.flow import Geometry
from handouts.pdf.assembled.parts import Glyphs, Number, Part, Size, glyphs_of, placed, sizes
from handouts.pdf.assembled.source import SourcePart, read
from handouts.pdf.tag_nodes import Mark, Node

PAGE = """<head><style>p { margin: 0 }</style></head><body class="a4" style="--diary: 0.70mm; --tips: 1mm"><main>
<div class="reading"><p data-part="how to">not of sheet two</p></div>
<div class="doing"><section><p data-part="how to">You need a <b>chair</b>.</p>
<article class="card" style="--above: 2.00mm" data-part="card"><article>in</article>
<span class="number">1</span> Bend</article>
<article class="card" data-part="card"><span class="number">2</span> Bend</article></section>
<table><tr data-part="row"><td>1</td></tr></table></div></main></body>"""


def keys(page: str) -> list[bytes]:
    return [part.key for part in read(page).parts]


def test_the_parts_of_the_sheet_of_exercises_are_read_with_what_is_in_them() -> None:
    source = read(PAGE)
    assert [part.kind for part in source.parts] == ["how to", "card", "card", "row"]
    assert [part.number for part in source.parts] == ["", "1", "2", ""]
    assert [part.above_mm for part in source.parts] == [0.0, 2.0, 0.0, 0.0]
    first = source.parts[1]
    assert PAGE[first.begin : first.end].endswith("Bend</article>") and "in<" in PAGE[first.begin : first.end]


def test_a_key_depends_on_all_but_number_and_distance() -> None:
    usual = keys(PAGE)
    assert keys(PAGE.replace(">1</span>", ">3</span>").replace("2.00mm", "3.00mm")) == usual
    for old, new in (("Bend", "Bow"), ("margin: 0", "margin: 1px"), ('"a4"', '"a5"')):
        other = keys(PAGE.replace(old, new))
        assert other[1] != usual[1], old
    assert keys(PAGE.replace("Bend", "Bow"))[0] == usual[0]
    taller = keys(PAGE.replace("0.70mm", "1.40mm"))  # rows alone depend on it
    assert taller[:3] == usual[:3] and taller[3] != usual[3]


def test_a_page_of_some_parts_has_no_others() -> None:
    source = read(PAGE)
    page = source.only({source.parts[0].key})
    assert "chair" in page and "Bend" not in page and "not of sheet two" not in page
    assert page.count("<section>") == page.count("</section>") == 1


def test_a_part_on_two_pages_has_no_size_and_no_flow() -> None:
    """The size of its first piece would depend on the page before it, and so on what was laid out before."""
    style = "@page { size: 100mm 60mm; margin: 10mm } p { margin: 0; position: relative; z-index: 0; font-size: 20pt }"
    body = '<div class="doing"><p data-part="how to">One</p><p data-part="sources">{}</p></div>'
    for words, whole in (("Two", True), ("Two<br>" * 6, False)):
        laid = rendering.layout(
            f"<html><head><style>{style}</style></head><body>{body.format(words)}</body></html>", []
        )
        assert (len(laid.pieces) == 1) == whole
        assert len(sizes(laid)) == (2 if whole else 1)
        assert (flow.laid_flow(laid) is not None) == whole


def parts(*kinds: str) -> list[SourcePart]:
    return [SourcePart(kind, 0, 0, kind.encode(), 0.0, "") for kind in kinds]


GEOMETRY = Geometry(
    100.0, 40.0, 500.0, {("card", "card"): 10.0, ("card", "row"): 5.0, ("row", "row"): 0.0, ("row", "sources"): 2.0}
)


def test_parts_go_over_to_the_next_page_whole_and_rows_of_the_diary_together() -> None:
    sizes = [Size(300.0, 300.0), Size(200.0, 200.0), Size(150.0, 150.0), Size(150.0, 150.0)]
    assert flow.flow(parts("card", "card", "row", "row"), sizes, GEOMETRY) == [
        [(0, 100.0)],
        [(1, 40.0)],
        [(2, 40.0), (3, 190.0)],
    ]


def test_a_part_without_room_goes_over_whatever_its_distance() -> None:
    """Two cards on a page each tell no distance between cards."""
    sizes = [Size(390.0, 390.0), Size(100.0, 100.0)]
    assert flow.flow(parts("card", "how to"), sizes, GEOMETRY) == [[(0, 100.0)], [(1, 40.0)]]


@pytest.mark.parametrize(
    ("kinds", "heights"),
    [
        (("card", "how to"), (10.0, 10.0)),  # a distance that no layout told
        (("card", "how to"), (390.0, 10.0)),  # it decides whether there is room
        (("card", "row", "sources"), (380.0, 10.0, 30.0)),  # lines of the sources may stay on the page
        (("card",), (480.0,)),  # higher than its page
        (("card", "contact"), (10.0, 10.0)),
    ],
)
def test_what_only_a_layout_tells_has_no_place(kinds: tuple[str, ...], heights: tuple[float, ...]) -> None:
    known = {**GEOMETRY.apart, ("card", "contact"): 1.0}
    geometry = Geometry(100.0, 40.0, 500.0, known)
    assert flow.flow(parts(*kinds), [Size(height, height) for height in heights], geometry) is None


FONT: Any = type(
    "Font", (), {"hash": "ABCDEF", "to_unicode": {1: "1", 2: "2", 5: "x"}, "widths": {1: 500, 2: 500, 5: 400}}
)()


def number(code: int) -> Number:
    glyphs = Glyphs(FONT, {code: FONT.to_unicode[code]}, {code: FONT.widths[code]})
    return Number(b"[<%04x>0] TJ" % code, "ABCDEF", glyphs)


def test_a_part_is_drawn_at_another_place_with_other_marks_and_another_number() -> None:
    pieces = (
        b"/P <</MCID ",
        b">> BDC\n/ABCDEF 12 Tf\n[<0001>0] TJ\nEMC\n/P <</MCID ",
        b">> BDC\n[<00010001>0] TJ\nEMC",
    )
    part = Part(
        Size(1, 1), 60.0, pieces, (0, 3), 4, Node("Art"), {}, {}, (), {}, (), (), number(1)
    )  # fmt: skip
    drawn = part.operators(10, 33.5, number(2))
    assert drawn.startswith(b"q\n1 0 0 1 60 33.5 cm\n") and drawn.endswith(b"EMC\nQ")
    assert b"MCID 10>>" in drawn and b"MCID 13>>" in drawn
    assert drawn.count(b"[<0002>0] TJ") == 1 and b"[<00010001>0] TJ" in drawn


def test_a_number_is_replaced_by_one_as_wide_in_the_same_font_alone() -> None:
    wide = Number(b"", "ABCDEF", Glyphs(FONT, {2: "2"}, {2: 501}))
    assert number(2).may_replace(number(1))
    assert not wide.may_replace(number(1)) and not number(2).may_replace(None)
    assert not number(2)._replace(font="GHIJKL").may_replace(number(1))


def test_glyphs_are_those_that_the_operators_show() -> None:
    shown = glyphs_of(b"/ABCDEF 12 Tf\n[<00010005>-3<0001>0] TJ", {"key": FONT})
    assert shown["ABCDEF"].letters == {1: "1", 5: "x"} and shown["ABCDEF"].widths == {1: 500, 5: 400}


def test_what_is_left_of_a_sum_does_not_decide_how_a_number_is_written() -> None:
    write = own_corner.rounded_number(lambda item: str(item).encode())
    assert write(0.1 + 0.2 - 0.3) == b"0.0" and write(2) == b"2"
    stream = pydyf.Stream()
    stream.set_matrix(1, 0, 0, 1, 20.0000000001, -1e-12)
    assert stream.stream[0] == b"1 0 0 1 20 0 cm"


def test_a_mark_is_counted_on_from_those_of_its_page() -> None:
    node = Node("P", kids=[Mark(0, 2)], bounds=[1.0, 2.0, 3.0, 4.0])
    other = placed(node, 3, 40, 100.0)
    assert other.kids == [Mark(3, 42)] and other.bounds == [1.0, 102.0, 3.0, 104.0]
    assert node.kids == [Mark(0, 2)]
