"""The leaflet with reportlab: flowables that set the blocks of `page_blocks.py`. Its PDF has no tags.

Flowables are made once and keep their lines; only texts with words of a person are made again for each.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import svg_paths
from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph

BLANK = 0.265  # of the size, its width
ALIGN = {"left": 0, "center": 1, "right": 2}
FOOT = 5  # below the text
UNBOUND = 10_000
Block = Mapping[str, Any]

rl_config.useA85 = False  # a fifth less time


def set_fonts(files: Mapping[int, str]) -> None:
    """Args: `files` are the font files by weight."""
    for weight, file in files.items():
        pdfmetrics.registerFont(TTFont(f"Fira-{weight}", file))


class Framed(Flowable):
    """A block: its frame, and what its kind puts inside."""

    def __init__(self, block: Block, words: Mapping[str, str]) -> None:
        super().__init__()
        self.block, self.words = block, words
        self.margin = block.get("margin", [0, 0, 0, 0])
        self.edges = block.get("border", [None] * 4)
        borders = [edge["width"] if edge else 0 for edge in self.edges]
        self.room = [sum(pair) for pair in zip(borders, block.get("padding", [0, 0, 0, 0]), strict=True)]
        self.over = [(one["x"], one["y"], one["width"], flowable(one, words)) for one in block.get("over", ())]
        self.spaceBefore, self.spaceAfter = self.margin[0], self.margin[2]
        self.keepWithNext = block.get("with_next", False)
        self.spare = 0.0  # of a cell in a higher row

    def wrap(self, width: float, _: float = UNBOUND) -> tuple[float, float]:
        top, right, bottom, left = self.room
        self.width = width - self.margin[1] - self.margin[3]
        self.height = top + self.measured(self.width - left - right) + bottom
        for _, _, wide, one in self.over:
            one.wrap(wide)
        return width, self.height

    def measured(self, width: float) -> float:
        """The height of the content."""
        return self.block.get("height", 0)

    def draw(self) -> None:
        """Draws down from the top left corner, which is where the content begins for all that is inside."""
        page, (top, _, _, left) = self.canv, self.room
        page.saveState()
        page.translate(self.margin[3], self.height)
        self.paint_frame()
        page.saveState()
        page.translate(left, -top - (self.spare / 2 if self.block.get("middle") else 0))
        self.paint()
        page.restoreState()
        for x, y, _, one in self.over:
            one.drawOn(page, x, -y - one.height)
        page.restoreState()

    def paint(self) -> None:
        pass

    def paint_frame(self) -> None:
        page, width, height = self.canv, self.width, self.height
        if "fill" in self.block:
            page.setFillColor(HexColor(self.block["fill"]))
            radius = min(self.block.get("radius", 0), width / 2, height / 2)
            page.roundRect(0, -height, width, height, radius, stroke=0, fill=1)
        corners = (0, 0), (width, 0), (width, -height), (0, -height), (0, 0)
        for edge, start, end in zip(self.edges, corners, corners[1:], strict=False):
            if edge:
                page.setStrokeColor(HexColor(edge["colour"]))
                page.setLineWidth(edge["width"])
                page.setDash([3, 2] if edge["style"] == "dashed" else [])
                page.line(*start, *end)


class Stack(Framed):
    """Blocks below each other; the larger of two margins is between them."""

    def __init__(self, block: Block, words: Mapping[str, str]) -> None:
        super().__init__(block, words)
        self.children = [flowable(one, words) for one in block["children"]]

    def measured(self, width: float) -> float:
        y = before = 0.0
        self.tops = []
        for one in self.children:
            y += max(before, one.margin[0]) if self.tops or one.margin[0] > 0 else 0
            self.tops.append(y)
            y += one.wrap(width)[1]
            before = one.margin[2]
        return max(y + before, self.block.get("height", 0))

    def paint(self) -> None:
        for top, one in zip(self.tops, self.children, strict=True):
            one.drawOn(self.canv, 0, -top - one.height)


class Row(Stack):
    """Blocks beside each other, all as high as the highest."""

    def measured(self, _: float) -> float:
        for one, width in zip(self.children, self.block["widths"], strict=True):
            one.margin = [0, 0, 0, 0]
            one.wrap(width)
        height = max(one.height for one in self.children)
        for one in self.children:
            one.spare, one.height = height - one.height, height
        return height

    def paint(self) -> None:
        x = 0.0
        for one, gap, width in zip(self.children, self.block["gaps"], self.block["widths"], strict=True):
            one.drawOn(self.canv, x + gap, -one.height)
            x += gap + width


class Picture(Framed):
    def measured(self, _: float) -> float:
        return self.block["height"]

    def paint(self) -> None:
        svg_paths.draw(self.canv, self.block["svg"], self.block["width"])


class Text(Framed):
    def __init__(self, block: Block, words: Mapping[str, str]) -> None:
        super().__init__(block, words)
        self.personal = any("place" in run for run in block["runs"])
        self.style = ParagraphStyle("", fontName="Fira-500", fontSize=block["size"], leading=block["line"])
        self.style.alignment = ALIGN[block["align"]]
        self.set_for = -1.0

    def measured(self, width: float) -> float:
        if self.personal or self.set_for != width:
            self.paragraph = Paragraph("".join(map(self.markup, self.block["runs"])), self.style)
            self.paragraph.wrap(width, UNBOUND)
            self.set_for = width
        return self.paragraph.height

    def markup(self, run: Block) -> str:
        words = escape(self.words.get(run.get("place"), run["words"])).replace("\n", "<br/>")
        look = f'name="Fira-{run["weight"]}" size="{run["size"]}" color="{run["colour"]}"'
        blanks = round((run.get("width", 0) / BLANK / run["size"] - 2 * len(words)) / 2)
        words = "\xa0" * blanks + words + "\xa0" * blanks
        if "fill" in run:
            words = words if blanks > 0 else f"\xa0{words}\xa0".replace(" ", "\xa0")
            look += f' backColor="{run["fill"]}"'
        elif "width" in run:
            words = f"<u>{words}</u>"
        words = f"<font {look}>{words}</font>"
        return f'<a href="{escape(run["link"])}">{words}</a>' if "link" in run else words

    def paint(self) -> None:
        ascent, _ = pdfmetrics.getAscentDescent("Fira-500", max(run["size"] for run in self.block["runs"]))
        self.paragraph.drawOn(self.canv, 0, ascent - self.block["baseline"] - self.paragraph.height)


KINDS = {"stack": Stack, "row": Row, "picture": Picture, "text": Text}


def flowable(block: Block, words: Mapping[str, str]) -> Framed:
    return KINDS[block["kind"]](block, words)


class Leaflet:
    """A leaflet to be made for many people.

    Args:
        leaf: the blocks of the page.
        pages: their number, which spares a second run.
    """

    def __init__(self, leaf: Mapping[str, Any], pages: int) -> None:
        self.leaf = leaf
        self.words = {"pages": str(pages)}
        self.body = list(self._flow(leaf["body"]))
        self.foot = Stack({"children": leaf["foot"]}, self.words)

    def _flow(self, blocks: Sequence[Block]) -> Iterator[Flowable]:
        """Lists without a frame go over to the next page between items."""
        for block in blocks:
            if block.get("new_page"):
                yield PageBreak()
            if block.get("tag") in ("ul", "ol") and "padding" not in block:
                yield from self._flow(block["children"])
            else:
                yield flowable(block, self.words)

    def made(self, words: Mapping[str, str]) -> bytes:
        top, right, bottom, left = self.leaf["margin"]
        width = A4[0] - left - right

        def set_foot(page: Any, document: Any) -> None:
            self.words["page"] = str(document.page)
            self.foot.wrap(width)
            self.foot.drawOn(page, left, bottom - FOOT - self.foot.height)

        self.words.update(words)
        file = io.BytesIO()
        named = {"title": self.leaf["title"], "author": self.leaf["author"], "lang": self.leaf["language"]}
        document = BaseDocTemplate(file, pagesize=A4, pageCompression=1, **named)
        frame = Frame(left, bottom, width, A4[1] - top - bottom, 0, 0, 0, 0)
        document.addPageTemplates(PageTemplate("all", [frame], onPage=set_foot))
        for one in self.body:
            vars(one).pop("_postponed", None)  # that it went over to the next page, which must not happen twice
        document.build(list(self.body))
        return file.getvalue()
