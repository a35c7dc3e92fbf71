"""The page of a leaflet as plain blocks: words, drawings and their look, for tools that do not read HTML.

The blocks are the boxes of the engine before its layout: what the page shows is in them, whatever its templates and
classes are called. A block is a dict, all lengths in pt:

    kind       "stack" (blocks below each other), "row" (beside each other), "text" or "picture"
    tag        h1 to h6, ul, ol, li or table
    margin, padding, border (top, right, bottom, left), fill, radius, height, middle
    keep, with_next, new_page      where pages may break
    children   of a stack or row; a row also has their `widths`, and the `gaps` before each
    over       blocks that lie over this one, at `x` and `y` from its corner
    runs       of a text: words with size, weight, colour, fill, link; `place` names words of a person or of the page
    size, line, baseline, align    of a text: the height of its lines, and how far below their top the letters begin
    svg, alt   of a picture; its alternative text is empty where it is a mark

The engine lays the page out once, so that no other tool needs to compute widths of columns and positions of labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from weasyprint.css.counters import CounterStyle
from weasyprint.document import DEFAULT_OPTIONS, Document
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.build import build_formatting_structure, create_anonymous_boxes
from weasyprint.layout import layout_document
from weasyprint.text.line_break import strut

from handouts.pdf import engine
from handouts.pdf.fetcher import PAGE_BASE, ImageLoader

SVG = "{http://www.w3.org/2000/svg}"
TAGS = {"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table"}
SIDES = ("top", "right", "bottom", "left")
ALIGN = {"end": "right", "right": "right", "center": "center"}
AVOID = {"avoid", "avoid-page"}
NEW_PAGE = {"always", "page", "left", "right", "recto", "verso"}
PT = 0.75  # of a CSS pixel
SPARE = 2  # more width for a cell as wide as its words: other tools may set them a little wider
NO_EDGES = [0, 0, 0, 0]

Block = dict[str, Any]
ElementTree.register_namespace("", SVG.strip("{}"))


@dataclass(frozen=True)
class Page:
    """A page that the engine has read: its source, its styles, and its boxes."""

    html: Any
    context: Any
    root: Any
    roots: Sequence[Path]


def open_page(html: str, roots: Sequence[Path]) -> Page:
    """Reads a page. Args: `roots` are the folders of its pictures."""
    font_set, faces, _ = engine.bundled_fonts(html)
    page, counters = engine.opened(html, PAGE_BASE, ImageLoader(roots)), CounterStyle()
    options = {**DEFAULT_OPTIONS, "stylesheets": [faces]}
    context = Document._build_layout_context(page, font_set, counters, {}, options)
    root = build_formatting_structure(
        page.etree_element, context.style_for, context.get_image_from_uri, page.base_url, context.target_collector,
        counters, context.footnotes,
    )  # fmt: skip
    for number, box in enumerate(root.descendants()):
        box.number = number  # the copies of the layout keep it
    return Page(page, context, root, roots)


def page_blocks(page: Page, places: Mapping[str, str] = {}, *, laid_out: bool = True) -> Block:
    """The blocks of a page.

    Args:
        page: a page that was opened, once for each call.
        places: words on the page that those of a person will replace, with the names of these places.
        laid_out: whether widths and positions are needed too; else no layout is made.

    Returns:
        `language`, `title`, `author`, `margin`, and the blocks of `body` and `foot`.
    """
    element, reader = page.html.etree_element, _Reader(page.roots, places)
    blocks = {
        "language": element.get("lang"),
        "title": element.findtext("head/title"),
        "author": element.find("head/meta[@name='author']").get("content"),
        "body": list(_top(reader.block(page.root))),
        "foot": reader.foot,
    }
    if laid_out:
        pages = list(layout_document(page.html, page.root, page.context))
        blocks["margin"] = [_pt(getattr(pages[0], f"margin_{side}")) for side in SIDES]
        positions = _positions(pages)
        for block in (*blocks["body"], *blocks["foot"]):
            _place(block, positions)
    return blocks


def blocks_in(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks and all blocks in them."""
    for block in blocks:
        yield block
        yield from blocks_in((*block.get("children", ()), *block.get("over", ())))


@dataclass
class _Reader:
    roots: Sequence[Path]
    places: Mapping[str, str]
    foot: list[Block] = field(default_factory=list)

    def block(self, box: Any, outer: Any = None) -> Block:
        """A box with all that it holds."""
        framed = outer if isinstance(box, boxes.TableRowBox) else box  # the gap before its first cell is of the table
        block = {"number": getattr(framed, "number", None), **_look(box, outer)}
        if isinstance(box, boxes.ReplacedBox):
            return block | self._picture(box.element, outer)
        flow, over, floats = self._sorted(box)
        if lying := [*(self.block(one, box) for one in over), *_marks(box.style)]:
            block["over"] = lying
        content = self._content(flow, box)
        if floats:
            content = {"kind": "row", "children": [content, *(self.block(one, box) for one in floats)]}
        if not content.get("children") and not content.get("runs") and (height := _pt(box.style["height"])):
            block["height"] = height
        if {*block} == {"number"} and content["kind"] == "stack" and len(content["children"]) == 1:
            return content["children"][0] | block  # a box around one that adds nothing
        return block | content

    def _sorted(self, box: Any) -> tuple[list[Any], list[Any], list[Any]]:
        """What is in the flow of a box, what lies over it, and what floats. A running element becomes the foot."""
        flow, over, floats = [], [], []
        for child in _children(box):
            apart = [one for one, _ in _inline(child) if not one.is_in_normal_flow()] if _is_line(child) else []
            if child.is_running():
                self.foot += self.block(_as_block(child))["children"]
            elif child.is_in_normal_flow():
                flow.append(child)
            else:
                apart = [child]
            over += [one for one in apart if one.is_absolutely_positioned()]
            floats += [one for one in apart if one.is_floated()]
        return flow, over, floats

    def _content(self, flow: Sequence[Any], box: Any) -> Block:
        """What is in the flow of a box: a text; a row of what is beside each other, on a line too; or a stack."""
        is_row = isinstance(box, (boxes.FlexBox, boxes.TableRowBox))
        if len(flow) == 1 and _is_line(flow[0]):
            inside = [(one, around) for one, around in _inline(flow[0]) if one.is_in_normal_flow()]
            if any(isinstance(one, boxes.TextBox) and one.text.strip() for one, _ in inside):
                return self._text(inside, box)
            flow = [one for one, _ in inside if not isinstance(one, boxes.TextBox)]
            is_row = bool(flow)
        return {"kind": "row" if is_row else "stack", "children": [self.block(one, box) for one in flow]}

    def _text(self, inside: Sequence[tuple[Any, Mapping[str, Any]]], box: Any) -> Block:
        line, baseline = map(_pt, strut(box.style))
        return {
            "kind": "text",
            "runs": [run for one, around in inside for run in self._runs(one, around)],
            "size": _pt(box.style["font_size"]),
            "line": line,
            "baseline": baseline,
            "align": ALIGN.get(box.style["text_align_all"], "left"),
        }

    def _runs(self, box: Any, around: Mapping[str, Any]) -> Iterator[Block]:
        """A text, cut where words of a person are; or a box on the line with its words."""
        style = box.style
        run = {
            "size": _pt(style["font_size"]),
            "weight": style["font_weight"],
            "colour": _colour(style, "color"),
            **around,
        }
        if not isinstance(box, boxes.TextBox):
            words = " ".join(inner.text for inner in box.descendants() if isinstance(inner, boxes.TextBox))
            yield run | _frame(style) | {"number": box.number, "words": words.strip()}
            return
        cuts = "|".join(map(re.escape, self.places))
        for words in re.split(f"({cuts})", box.text) if cuts else [box.text]:
            if words:
                yield run | {"words": words} | ({"place": self.places[words]} if words in self.places else {})

    def _picture(self, element: Any, outer: Any) -> Block:
        if element.tag == f"{SVG}svg":
            alt = element.findtext(f"{SVG}title") or outer.element.get("aria-label")
            svg = re.sub("<title>.*?</title>", "", ElementTree.tostring(element, encoding="unicode"), flags=re.DOTALL)
        else:
            alt = element.get("alt")
            svg = next(file for root in self.roots if (file := root / element.get("src")).exists()).read_text("utf-8")
        return {"kind": "picture", "svg": svg, "alt": alt}


def _is_line(box: Any) -> bool:
    return isinstance(box, boxes.LineBox)


def _children(box: Any) -> list[Any]:
    """The children of a box; the rows of a table without their groups; nothing that only takes room."""
    found = [one for one in getattr(box, "children", ()) if one.style["visibility"] == "visible"]
    return [row for group in found for row in group.children] if isinstance(box, boxes.TableBox) else found


def _as_block(running: Any) -> Any:
    """A running element as the layout makes it for each page."""
    box = running.deepcopy()
    box.style = running.style.copy()
    box.style["position"] = "static"
    return create_anonymous_boxes(box)


def _inline(box: Any, around: Mapping[str, Any] = {}) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """The texts and the boxes on a line, each with what is around it: fill, link, place."""
    for one in _children(box):
        if not isinstance(one, boxes.InlineBox):
            yield one, around
            continue
        own, content, link = {**around, **_frame(one.style)}, one.style["content"], one.element.get("href", "#")
        if content[0][0] == "counter()" and content[0][1][0] in ("page", "pages"):
            own["place"] = content[0][1][0]
        if not link.startswith("#"):
            own["link"] = link
        yield from _inline(one, own)


def _look(box: Any, outer: Any) -> Block:
    """What a block looks like, and what it is."""
    style = box.style
    look = _frame(style) | {
        "margin": [_pt(style[f"margin_{side}"]) for side in SIDES],
        "keep": style["break_inside"] in AVOID,
        "with_next": style["break_after"] in AVOID,
        "new_page": style["break_before"] in NEW_PAGE,
        "middle": style["vertical_align"] == "middle"
        or (isinstance(outer, boxes.FlexBox) and outer.style["align_items"][0] == "center"),
        # an anonymous box has the element of the outer one
        "tag": box.element_tag in TAGS and (not outer or box.element is not outer.element) and box.element_tag,
    }
    return {key: value for key, value in look.items() if value and value != NO_EDGES}


def _frame(style: Any) -> Block:
    """Padding, border and fill of a box."""
    edges = [
        {"width": width, "colour": _colour(style, f"border_{side}_color"), "style": style[f"border_{side}_style"]}
        if (width := _pt(style[f"border_{side}_width"]))
        else None
        for side in SIDES
    ]
    frame = {
        "padding": [_pt(style[f"padding_{side}"]) for side in SIDES],
        "border": any(edges) and edges,
        "fill": _colour(style, "background_color"),
        "radius": _pt(style["border_top_left_radius"][0]),
    }
    return {key: value for key, value in frame.items() if value and value != NO_EDGES}


def _marks(style: Any) -> Iterator[Block]:
    """The mark of an item, where a style gives it as a small picture."""
    kind, url = style["background_image"][0]
    if kind == "url" and url.startswith("data:image/svg+xml,"):
        (width, height), (_, x, _, y) = style["background_size"][0], style["background_position"][0]
        lengths = {"x": x, "y": y, "width": width, "height": height}
        svg = unquote(url.partition(",")[2])
        yield {"kind": "picture", "svg": svg, "alt": ""} | {key: _pt(length) for key, length in lengths.items()}


def _top(block: Block) -> Iterator[Block]:
    """The blocks between which pages may break: those of a stack without a frame, its gaps added to theirs."""
    margin, padding = (block.get(key, NO_EDGES) for key in ("margin", "padding"))
    framed = {"keep", "border", "fill", "over", "tag"} & {*block} or any((*margin[1::2], *padding[1::2]))
    if block["kind"] != "stack" or not block["children"] or framed:
        yield block
        return
    inner = [one for child in block["children"] for one in _top(child)]
    for one, at in ((inner[0], 0), (inner[-1], 2)):
        gaps = one.setdefault("margin", [*NO_EDGES])
        gaps[at] = max(gaps[at], margin[at]) + padding[at]
    inner[0] |= {"new_page": True} if "new_page" in block else {}
    yield from inner


def _pt(length: Any) -> float:
    value = length.value if getattr(length, "unit", None) == "px" else length
    return round(value * PT, 2) if isinstance(value, (int, float)) else 0


def _colour(style: Any, key: str) -> str | None:
    colour = style["color"] if style[key] == "currentcolor" else style[key]
    srgb = colour.to("srgb")
    return "#" + "".join(f"{round(part * 255):02x}" for part in srgb.coordinates) if srgb.alpha else None


# ---------------------------------------------------------------- widths and positions of the layout


def _positions(pages: Sequence[Any]) -> dict[int, Any]:
    """The first box of each number."""
    found: dict[int, Any] = {}
    for page in pages:
        for box in page.descendants(placeholders=True):
            if hasattr(box, "number"):
                found.setdefault(box.number, box)
    return found


def _place(block: Block, positions: Mapping[int, Any]) -> None:
    """Writes widths of rows, sizes of pictures and positions of what lies over a block into it."""
    box = positions.get(block.pop("number", None))
    for run in block.get("runs", ()):
        if "number" in run:
            run["width"] = _pt(positions[run.pop("number")].width)
    if block["kind"] == "picture" and box:
        block |= {"width": _pt(box.width), "height": _pt(box.height)}
    for one in block.get("over", ()):
        if "number" in one:
            its = positions[one["number"]]
            x, y = its.border_box_x() - box.border_box_x(), its.border_box_y() - box.border_box_y()
            one |= {"x": _pt(x), "y": _pt(y), "width": _pt(its.border_width())}
    if block["kind"] == "row":
        _place_row(block, box, positions)
    for one in (*block.get("children", ()), *block.get("over", ())):
        _place(one, positions)


def _place_row(block: Block, box: Any, positions: Mapping[int, Any]) -> None:
    children = block["children"]
    cells = [positions.get(one.get("number")) for one in children]
    if cells[0] is None:  # beside what floats
        block["widths"] = [_pt(box.width - sum(cell.margin_width() for cell in cells[1:]))]
        block["widths"] += [_pt(cell.border_width()) for cell in cells[1:]]
        block["gaps"] = [0, *(_pt(cell.margin_left) for cell in cells[1:])]
        return
    starts = [cell.border_box_x() for cell in cells]
    for at in range(1, len(cells)):
        if starts[at] <= starts[at - 1]:  # on the next line
            rows = [{"kind": "row", "children": part} for part in (children[:at], children[at:])]
            block |= {"kind": "stack", "children": rows}
            for row in rows:
                _place_row(row, box, positions)
            return
    ends = [(box or cells[0]).content_box_x(), *(cell.border_box_x() + cell.border_width() for cell in cells)]
    block["widths"] = [_pt(cell.border_width()) for cell in cells]
    block["gaps"] = [_pt(start - end) for start, end in zip(starts, ends, strict=False)]
    for at, gap in enumerate(block["gaps"][1:]):
        if gap > SPARE:
            block["widths"][at] += SPARE
            block["gaps"][at + 1] -= SPARE
    padding = children[-1].get("padding", [*NO_EDGES])
    padding[1] = max(padding[1] - SPARE, 0)
