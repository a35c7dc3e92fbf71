"""The page of a leaflet as plain blocks: words, drawings and their look, for tools that do not read HTML.

The blocks are the boxes of the engine before its layout: what the page shows is in them, whatever its templates and
classes are called. A block is a dict, all lengths in pt:

    kind       "stack" (blocks below each other), "row" (beside each other), "text" or "picture"
    tag        h1 to h6, ul, ol, li or table
    margin, padding, border, fill, radius, height, align, middle
    keep, with_next, new_page      where pages may break
    children   of a stack or row; a row also has `widths`, and the `gaps` before each
    over       blocks that lie over this one, at `x` and `y` from its corner
    runs       of a text: words with size, weight, colour, fill, link; `place` in a run names the words of a person
    svg, alt   of a picture

The engine lays the page out once, so that widths of columns and positions of labels need not be computed by each tool.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from weasyprint.css.counters import CounterStyle
from weasyprint.document import DEFAULT_OPTIONS, Document
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.build import build_formatting_structure, create_anonymous_boxes
from weasyprint.layout import layout_document

from handouts.pdf import engine
from handouts.pdf.fetcher import PAGE_BASE, ImageLoader

SVG = "{http://www.w3.org/2000/svg}"
TAGS = {"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table"}
SIDES = ("top", "right", "bottom", "left")
ALIGN = {"start": "left", "end": "right", "center": "center", "left": "left", "right": "right"}
NEW_PAGE = {"always", "page", "left", "right", "recto", "verso"}
SPARE = 2
PT = 0.75  # of a CSS pixel

Block = dict[str, Any]
ElementTree.register_namespace("", SVG.strip("{}"))


def page_blocks(html: str, roots: Sequence[Path], places: Mapping[str, str] = {}, *, laid_out: bool = True) -> Block:
    """The blocks of a page.

    Args:
        html: the source of the page.
        roots: folders of its pictures.
        places: words on the page in the place of which those of a person will be, with the names of these places.
        laid_out: whether widths and positions are needed too; else no layout is made.

    Returns:
        `language`, `title`, `author`, `margin`, and the blocks of `body` and `foot`.
    """
    font_set, faces, _ = engine.bundled_fonts(html)
    page = engine.opened(html, PAGE_BASE, ImageLoader(roots))
    counters = CounterStyle()
    context = Document._build_layout_context(
        page, font_set, counters, {}, {**DEFAULT_OPTIONS, "stylesheets": [faces]}
    )
    root = build_formatting_structure(
        page.etree_element, context.style_for, context.get_image_from_uri, page.base_url, context.target_collector,
        counters, context.footnotes,
    )  # fmt: skip
    reader = _Reader(roots, places)
    body = reader.block(root)
    if laid_out:
        pages = list(layout_document(page, root, context))
        where = dict(_positions(pages))
    found = {
        "language": page.etree_element.get("lang"),
        "title": page.etree_element.findtext("head/title"),
        "author": next((meta.get("content") for meta in page.etree_element.iter("meta") if meta.get("name") == "author"), ""),
        "body": list(_top(body)),
        "foot": reader.foot,
    }
    if laid_out:
        for block in (*found["body"], *reader.foot):
            _place(block, where)
        found["margin"] = [_pt(getattr(pages[0], f"margin_{side}")) for side in SIDES]
    return found


def blocks_in(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks and all blocks in them, in reading order."""
    for block in blocks:
        yield block
        yield from blocks_in((*block.get("children", ()), *block.get("over", ())))


def words_in(blocks: Iterable[Block]) -> str:
    """Their words, with a blank between texts."""
    return " ".join("".join(run["words"] for run in one["runs"]) for one in blocks_in(blocks) if "runs" in one)


@dataclass
class _Reader:
    roots: Sequence[Path]
    places: Mapping[str, str]
    foot: list[Block] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def block(self, box: Any, outer: Any = None) -> Block:
        """A box with all that it holds. Copies of it that the layout makes keep its number."""
        box.number = getattr(box, "number", None) or next(self.numbers)
        block = {"number": box.number, **_look(box, outer)}
        if isinstance(box, boxes.ReplacedBox):
            return block | self._picture(box, outer)
        flow, over, floats = self._sorted(box)
        if over or (mark := _background(box)):
            block["over"] = [self.block(one, box) for one in over] or [mark]
        if len(flow) == 1 and isinstance(flow[0], boxes.LineBox):
            block |= self._line(flow[0], box)
        else:
            row = isinstance(box, (boxes.FlexBox, boxes.TableRowBox))
            block |= {"kind": "row" if row else "stack", "children": [self.block(one, box) for one in flow]}
        if floats:
            inner = {key: block.pop(key) for key in ("kind", "children", "runs", "line", "align") if key in block}
            block |= {"kind": "row", "children": [inner, *(self.block(one, box) for one in floats)]}
        if not block.get("children") and not block.get("runs") and (height := _pt(box.style["height"])):
            block["height"] = height
        return _plain(block)

    def _sorted(self, box: Any) -> tuple[list[Any], list[Any], list[Any]]:
        """What is in the flow of a box, what lies over it, and what floats. A running element becomes the foot."""
        flow, over, floats = [], [], []
        for one in _children(box):
            if one.is_running():
                self.foot += self.block(self._running(one))["children"]
            else:
                (over if one.is_absolutely_positioned() else floats if one.is_floated() else flow).append(one)
            if isinstance(one, boxes.LineBox):
                apart = [inner for inner in _inline(one) if not inner.is_in_normal_flow()]
                over += [inner for inner in apart if inner.is_absolutely_positioned()]
                floats += [inner for inner in apart if inner.is_floated()]
        return [one for one in flow if not isinstance(one, boxes.LineBox) or any(_inline(one))], over, floats

    def _running(self, box: Any) -> Any:
        """A running element as the layout makes it for each page: from a copy."""
        for one in box.descendants():
            one.number = next(self.numbers)
        copy = box.deepcopy()
        copy.style = box.style.copy()
        copy.style["position"] = "static"
        return create_anonymous_boxes(copy)

    def _line(self, line: Any, box: Any) -> Block:
        """A text; or a row, where nothing but boxes is in it."""
        inside = [one for one in _inline(line) if one.is_in_normal_flow()]
        atoms = [one for one in inside if not isinstance(one, boxes.TextBox)]
        if atoms and not any(one.text.strip() for one in inside if isinstance(one, boxes.TextBox)):
            return {"kind": "row", "children": [self.block(one, box) for one in atoms]}
        runs = [run for one in _inline(line, {}) for run in self._runs(one)]
        return {
            "kind": "text",
            "runs": runs,
            "size": _pt(box.style["font_size"]),
            "line": _line_height(box.style),
            "align": ALIGN.get(box.style["text_align_all"], "left"),
        }

    def _runs(self, box: Any) -> Iterator[Block]:
        style = box.style
        run = {
            "size": _pt(style["font_size"]),
            "weight": style["font_weight"],
            "colour": _colour(style["color"]),
            **box.around,
        }
        if isinstance(box, boxes.TextBox):
            for part in re.split(f"({'|'.join(map(re.escape, self.places)) or '$^'})", box.text):
                if part:
                    place = self.places.get(part) or box.around.get("place")
                    yield {**run, "words": part} | ({"place": place} if place else {})
        elif box.is_in_normal_flow():
            box.number = next(self.numbers)
            words = " ".join(inner.text for inner in box.descendants() if isinstance(inner, boxes.TextBox)).strip()
            yield {**run, **_frame(style), "number": box.number, "words": words}

    def _picture(self, box: Any, outer: Any) -> Block:
        element = box.element
        if element.tag == f"{SVG}svg":
            alt = element.findtext(f"{SVG}title") or outer.element.get("aria-label")
            svg = re.sub("<title>.*?</title>", "", ElementTree.tostring(element, encoding="unicode"), flags=re.DOTALL)
        else:
            alt = element.get("alt")
            svg = next(file for root in self.roots if (file := root / element.get("src")).exists()).read_text("utf-8")
        return {"kind": "picture", "svg": svg, "alt": alt}


def _children(box: Any) -> list[Any]:
    """The children of a box; the rows of a table without their groups; nothing that only takes room."""
    found = [one for one in getattr(box, "children", ()) if one.style["visibility"] == "visible"]
    if isinstance(box, boxes.TableBox):
        return [row for group in found for row in group.children]
    return found


def _inline(box: Any, around: Mapping[str, Any] | None = None) -> Iterator[Any]:
    """The texts, inline blocks and boxes out of the flow of a line, each with what is `around` it: fill, link, place."""
    for one in _children(box):
        if isinstance(one, (boxes.InlineBox, boxes.TextBox)):
            own = dict(around or {})
            content = one.style["content"]
            if one.element_tag.endswith("::before") and content[0][0] == "counter()":
                own["place"] = content[0][1][0]  # page or pages
            if one.element.tag == "a" and not one.element.get("href").startswith("#"):
                own["link"] = one.element.get("href")
            if isinstance(one, boxes.TextBox):
                one.around = dict(around or {})
                yield one
                continue
            yield from _inline(one, own | _frame(one.style))
        else:
            one.around = dict(around or {})
            yield one


def _look(box: Any, outer: Any) -> Block:
    """What a block looks like, and what it is."""
    style, look = box.style, _frame(box.style)
    look["margin"] = [_pt(style[f"margin_{side}"]) for side in SIDES]
    look["keep"] = style["break_inside"] in ("avoid", "avoid-page")
    look["with_next"] = style["break_after"] in ("avoid", "avoid-page")
    look["new_page"] = style["break_before"] in NEW_PAGE
    look["middle"] = style["vertical_align"] == "middle" or (
        outer is not None and isinstance(outer, boxes.FlexBox) and outer.style["align_items"][0] == "center"
    )
    if outer is None or box.element is not outer.element:  # anonymous boxes have the element of the outer one
        look["tag"] = box.element_tag if box.element_tag in TAGS else None
    return {key: value for key, value in look.items() if value and value != [0, 0, 0, 0]}


def _frame(style: Any) -> Block:
    """Padding, border and fill of a box."""
    edges = [
        {"width": _pt(style[f"border_{side}_width"]), "colour": _colour(style[f"border_{side}_color"], style), "style": kind}
        if (kind := style[f"border_{side}_style"]) != "none" and style[f"border_{side}_width"]
        else None
        for side in SIDES
    ]  # fmt: skip
    frame = {
        "padding": [_pt(style[f"padding_{side}"]) for side in SIDES],
        "border": edges if any(edges) else None,
        "fill": _colour(style["background_color"]),
        "radius": _pt(style["border_top_left_radius"][0]),
    }
    return {key: value for key, value in frame.items() if value and value != [0, 0, 0, 0]}


def _background(box: Any) -> Block | None:
    """The mark of an item, where a style gives it as a small picture."""
    kind, url = box.style["background_image"][0]
    if kind != "url" or not url.startswith("data:image/svg+xml,"):
        return None
    (width, height), (_, x, _, y) = box.style["background_size"][0], box.style["background_position"][0]
    places = {"x": _pt(x), "y": _pt(y), "width": _pt(width), "height": _pt(height)}
    return {"kind": "picture", "svg": unquote(url.partition(",")[2]), "alt": "", **places}


def _plain(block: Block) -> Block:
    """The block; or the only one in it, where it adds nothing."""
    if block["kind"] == "stack" and {*block} == {"kind", "children", "number"} and len(block["children"]) == 1:
        return block["children"][0] | {"number": block["number"]}
    return block


def _top(block: Block) -> Iterator[Block]:
    """The blocks between which pages may break: those of a stack without a frame, its gaps added to theirs."""
    margin, padding = (block.get(key, [0, 0, 0, 0]) for key in ("margin", "padding"))
    framed = {"keep", "border", "fill", "over", "tag"} & {*block} or any((*margin[1::2], *padding[1::2]))
    if block["kind"] != "stack" or not block["children"] or framed:
        yield block
        return
    inner = [one for child in block["children"] for one in _top(child)]
    for one, at in ((inner[0], 0), (inner[-1], 2)):
        gaps = one.setdefault("margin", [0, 0, 0, 0])
        gaps[at] = max(gaps[at], margin[at]) + padding[at]
    if "new_page" in block:
        inner[0]["new_page"] = True
    yield from inner


def _pt(length: Any) -> float:
    value = length.value if getattr(length, "unit", None) == "px" else length
    return round(value * PT, 2) if isinstance(value, (int, float)) else 0


def _line_height(style: Any) -> float:
    height = style["line_height"]
    if height == "normal":
        height = 1.2
    return _pt(height) if hasattr(height, "unit") else _pt(height * style["font_size"])


def _colour(colour: Any, style: Any = None) -> str | None:
    if colour == "currentcolor":
        colour = style["color"]
    srgb = colour.to("srgb")
    return "#" + "".join(f"{round(part * 255):02x}" for part in srgb.coordinates) if srgb.alpha else None


# ---------------------------------------------------------------- what the layout found


def _positions(pages: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    """The first box of each number."""
    seen = set()
    for page in pages:
        for box in (page, *page.descendants(placeholders=True)):
            number = getattr(box, "number", None)
            if number is not None and number not in seen:
                seen.add(number)
                yield number, box


def _place(block: Block, where: Mapping[int, Any]) -> None:
    """Writes widths of rows, sizes of pictures and positions of what lies over a block into it."""
    box = where.get(block.pop("number", 0))
    for run in block.get("runs", ()):
        if "number" in run:
            run["width"] = _pt(where[run.pop("number")].width)
    if block["kind"] == "picture" and box:
        block |= {"width": _pt(box.width), "height": _pt(box.height)}
    for one in block.get("over", ()):
        if "number" in one:
            its = where[one["number"]]
            one |= {"x": _pt(its.border_box_x() - box.border_box_x()), "y": _pt(its.border_box_y() - box.border_box_y())}
            one["width"] = _pt(its.border_width())
    if block["kind"] == "row":
        _place_row(block, box, where)
    for one in (*block.get("children", ()), *block.get("over", ())):
        _place(one, where)


def _place_row(block: Block, box: Any, where: Mapping[int, Any]) -> None:
    cells = [where.get(one.get("number", 0)) for one in block["children"]]
    if cells[0] is None:  # beside what floats
        aside = sum(cell.margin_width() for cell in cells[1:])
        block["widths"] = [_pt(box.width - aside), *(_pt(cell.border_width()) for cell in cells[1:])]
        block["gaps"] = [0, *(_pt(cell.margin_left) for cell in cells[1:])]
        return
    ends = [(box or cells[0]).content_box_x(), *(cell.border_box_x() + cell.border_width() for cell in cells)]
    block["widths"] = [_pt(cell.border_width()) for cell in cells]
    block["gaps"] = [_pt(cell.border_box_x() - end) for cell, end in zip(cells, ends, strict=False)]
    for at, gap in enumerate(block["gaps"][1:]):
        if gap > SPARE:  # as wide as its words, which other tools may set a little wider
            block["widths"][at] += SPARE
            block["gaps"][at + 1] -= SPARE
    padding = block["children"][-1].get("padding", [0] * 4)
    padding[1] = max(padding[1] - SPARE, 0)
