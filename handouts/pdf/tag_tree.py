"""Builds the tag tree from the laid-out boxes: reading order, structure types and attributes such as Scope and Lang.

A screen reader reads a leaflet by this tree (ISO 32000-2, 14.7 and 14.8).

WeasyPrint 70.0 builds one itself, but splits an element at every page end, leaves running headers and footers
outside of the tree without marking them as decoration, and forgets the language of inner elements and the scope
of header cells. This tree is built instead, from the same boxes and marks:

- one structure element for each HTML element, however many lines and pages it spans
- `lang` on inner elements, Scope on header cells, the kind of numbering on lists
- pictures with their description and their bounding box in points of the page
- running headers and footers, repeated table heads, decorative pictures and what is `aria-hidden` are artifacts
  (14.8.2.2); a line of a footer with `data-heard-in="part"` is a paragraph at the end of that part, on the page where
  it begins
- the words of a `heard` element, which is not printed, as replacement text of the element around it (14.9.4)
- paragraphs around text that is directly in a section or a `div`

Written for the engine's version in `engine.TRIED`; another version is reported (HND506).
"""

from __future__ import annotations

from typing import Any

import pydyf

from handouts.diagnostics import Diagnostic
from handouts.pdf.box_kinds import (
    is_block,
    is_decorative,
    is_described,
    is_hidden,
    is_paragraph,
    is_picture,
    sets_apart,
)
from handouts.pdf.engine import boxes
from handouts.pdf.form_fields import entry_of
from handouts.pdf.readable_text import has_rtl
from handouts.pdf.spoken_words import description, heard, heard_in, link_text
from handouts.pdf.tag_nodes import GROUPING, INLINE, FieldReference, Mark, Node, Reference, role_of

#: CSS pixels to points.
PT_PER_PX = 0.75

#: The engine's list styles and their ListNumbering (14.8.5.5); others become Decimal in `ol`, else None.
NUMBERING = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "upper-roman": "UpperRoman",
    "lower-roman": "LowerRoman",
    "upper-alpha": "UpperAlpha",
    "lower-alpha": "LowerAlpha",
}

SCOPES = {"row": "Row", "rowgroup": "Row", "col": "Column", "colgroup": "Column"}


class TagTree:
    """The tag tree of one document, built page by page."""

    def __init__(self, document: Any) -> None:
        self.root = Node("Document")
        self.findings: list[Diagnostic] = []
        #: For each page, the MCIDs of decoration with the properties of their artifacts.
        self.artifacts: list[dict[int, dict[str, Any]]] = []
        #: Link annotations inside artifacts: PDF/UA-1 (7.18) requires every link in a tag, so these are removed.
        self.dropped_links: list[Any] = []
        self._heights = [page.height for page in document.pages]
        self._nodes: dict[tuple[int, str], Node] = {}
        self._first_page: dict[int, int] = {}
        self._begun: dict[str, tuple[int, Node]] = {}  # page and node of each element that has an id
        self._marks: dict[Any, dict[str, Any]] = {}
        self._page = 0

    def add_page(self, page_box: Any, marks: dict[Any, dict[str, Any]]) -> None:
        """Adds one page.

        Args:
            page_box: the laid-out box of the page.
            marks: the engine's marks of its boxes; emptied.
        """
        self._page, self._marks = len(self.artifacts), marks
        self.artifacts.append({})
        self._children(page_box, self.root)
        lost = [mark["mcid"] for mark in marks.values()]
        if lost:
            # Content without a tag must be an artifact (14.8.2.2): PDF/UA-1 (7.1) allows nothing in between, and a
            # reader may read such content at any place. The finding says that a part of the page is not read out.
            self.findings.append(_complaint(f"{len(lost)} pieces of page {self._page + 1} are in no tag"))
            self.artifacts[self._page].update((mcid, {}) for mcid in lost)
        marks.clear()

    # Boxes to nodes.

    def _visit(self, box: Any, node: Node) -> None:
        box = getattr(box, "_box", box)  # an absolutely positioned box is wrapped in a placeholder
        kind = None if node.is_replaced() else self._decoration(box)
        if kind is not None:
            self._decorate(box, kind)
        elif isinstance(box, boxes.TextBox) or (node.role == "Figure" and isinstance(box, boxes.ReplacedBox)):
            self._mark(box, node)
        elif box.element is None or box.element_tag in ("html", "body"):
            self._children(box, node)
        else:
            self._element(box, node)

    def _element(self, box: Any, parent: Node) -> None:
        node = self._node(box, parent)
        link = box.link_annotation
        if link and node.is_inside("Link"):  # the ::before of a link repeats its annotation
            self.dropped_links.append(link)
            link = None
        if link and node.role != "Link":
            node = node.add(Node("Link", node.element))
        if isinstance(box, boxes.ReplacedBox):
            self._mark(box, node)
        else:
            self._children(box, node)
        if entry := entry_of(box, self._heights[self._page]):
            node.add(Node("Form")).kids.append(FieldReference(self._page, entry))
        if link:
            link["Contents"] = pydyf.String(link_text(box))
            node.kids.append(Reference(self._page, link))

    def _children(self, box: Any, node: Node) -> None:
        """Visits the children of a box, and adds paragraphs around lines directly in a grouping element."""
        bare = node.role in GROUPING
        holder = None if bare else node
        for child in box.children:
            for inner in child.children if isinstance(child, boxes.LineBox) else ():
                if bare and is_block(inner):
                    holder = None
                elif holder is None and not is_picture(inner):
                    if isinstance(inner, boxes.TextBox) and not inner.text.strip():
                        self._decorate(inner, {})
                        continue
                    holder = node.add(Node("P"))
                self._visit(inner, holder or node)
            if not isinstance(child, boxes.LineBox):
                self._visit(child, node)

    def _mark(self, box: Any, node: Node) -> None:
        mark = self._marks.pop(box, None)
        if mark is None:
            return
        if isinstance(box, boxes.TextBox) and has_rtl(box.text):
            node = node.add(Node("Span", actual=box.text))  # on the page it reads from right to left (14.9.4)
        node.kids.append(Mark(self._page, mark["mcid"]))

    # Decoration.

    def _decoration(self, box: Any) -> dict[str, Any] | None:
        """The properties of the artifact that a box is (14.8.2.2.2), or None for content."""
        if isinstance(box, boxes.MarginBox):
            edge = box.at_keyword.split("-")[0].lstrip("@").capitalize()
            subtype = {"Top": "Header", "Bottom": "Footer"}.get(edge)
            kind: dict[str, Any] = {"Type": "/Pagination", "Attached": pydyf.Array([f"/{edge}"])}
            return kind | ({"Subtype": f"/{subtype}"} if subtype else {})
        if isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer):
            first = self._first_page.setdefault(id(box.element), self._page)
            if first != self._page:
                return {"Type": "/Pagination"}
        if is_hidden(box) or (isinstance(box, boxes.ReplacedBox) and is_decorative(box)):
            return {}
        return None

    def _decorate(self, box: Any, kind: dict[str, Any]) -> None:
        """Makes a box and everything in it artifacts, except a line that is heard in a part of this page."""
        page, part = self._begun.get(heard_in(box), (-1, self.root))
        if page == self._page:
            paragraph = part.add(Node("P"))
            for text in box.descendants():
                if isinstance(text, boxes.TextBox):
                    self._mark(text, paragraph)
            return
        mark = self._marks.pop(box, None)
        if mark is not None:
            self.artifacts[self._page][mark["mcid"]] = kind
        if box.link_annotation:
            self.dropped_links.append(box.link_annotation)
        for child in box.children:
            self._decorate(getattr(child, "_box", child), kind)

    # Nodes.

    def _node(self, box: Any, parent: Node) -> Node:
        """The single node of an element or its pseudo-element, made at its first box.

        An element has a box for each line and page that it spans; the element, not the box, is the key.
        """
        key = (id(box.element), box.element_tag)
        if key not in self._nodes:
            self._nodes[key] = self._new_node(box, parent)
        return self._nodes[key]

    def _new_node(self, box: Any, parent: Node) -> Node:
        role = "Figure" if is_described(box) else role_of(box.element_tag, parent.role)
        if role == "Div" and is_paragraph(box):
            role = "P" if parent.role in GROUPING else "Span"
        elif role == "P" and sets_apart(box):
            role = "Div"
        if role in INLINE and parent.role in GROUPING:
            if role == "Span":
                role = "P"
            else:
                parent = parent.add(Node("P"))
        node = Node(role, None if "::" in box.element_tag else box.element)
        if node.element is not None:
            node.lang, node.actual = node.element.get("lang"), heard(node.element)
        if role in ("LI", "Lbl", "LBody"):
            return _list_part(node, parent)
        self._describe(node, box)
        if node.element is not None and (name := node.element.get("id")):
            self._begun[name] = self._page, node
        return parent.add(node)

    def _describe(self, node: Node, box: Any) -> None:
        """Sets the attributes that a role requires (14.8.5)."""
        if node.role == "Figure":
            node.bounds = self._bounds(box)
            node.alt = description(box.element)
            if not node.alt:
                self.findings.append(_no_description(box.element))
        elif node.role == "L":
            style = "" if box.element_tag == "dl" else box.style["list_style_type"]
            usual = "Decimal" if box.element_tag == "ol" else "None"  # the style writes the numbers itself
            node.attributes = {"O": "/List", "ListNumbering": f"/{NUMBERING.get(style, usual)}"}
        elif node.role in ("TH", "TD"):
            node.attributes = _cell(node, box)
        elif box.element_tag == "abbr" and box.element.get("title"):
            node.expansion = box.element.get("title")

    def _bounds(self, box: Any) -> list[float]:
        """The content box of a picture: left, bottom, right, top in points from the lower left corner of its page."""
        height = self._heights[self._page]
        left, top = box.content_box_x(), box.content_box_y()
        corners = (left, height - top - box.height, left + box.width, height - top)
        return [px * PT_PER_PX for px in corners]


def _list_part(node: Node, parent: Node) -> Node:
    """Adds a list item with its body, or a label or term before it; returns the node for the content (14.8.4.8)."""
    if node.role == "LI":
        if parent.role != "L":
            node.role = "Div"
            return parent.add(node)
        return parent.add(node).add(Node("LBody"))
    if node.element is None:  # ::marker, or ::before of an item
        item = parent.parent if parent.role == "LBody" and parent.parent else parent
        node.role = "Lbl" if item.role == "LI" else "Span"
        item.kids.insert(0, node)
        node.parent = item
        return node
    # A term of a definition list opens an item, its definitions go into the open item.
    if parent.role == "L":
        opens = node.role == "Lbl" or not parent.kids or not isinstance(parent.kids[-1], Node)
        parent = parent.add(Node("LI")) if opens else parent.last_node()
    return parent.add(node)


def _cell(node: Node, box: Any) -> dict[str, Any]:
    attributes: dict[str, Any] = {"O": "/Table"}
    if box.colspan != 1:
        attributes["ColSpan"] = box.colspan
    if box.rowspan != 1:
        attributes["RowSpan"] = box.rowspan
    if node.role == "TH":
        attributes["Scope"] = f"/{SCOPES.get(node.element.get('scope', ''), 'Column')}"
    return attributes


def _complaint(message: str) -> Diagnostic:
    return Diagnostic("HND504", message, "this is a fault of the program: please report it with the page that shows it")


def _no_description(element: Any) -> Diagnostic:
    name = element.get("src") or element.get("id") or element.get("class") or "a drawing"
    return Diagnostic(
        "HND511",
        f"the picture `{name[:60]}` has no description for those who cannot see it",
        'give the drawing a <title> or the image an alt text; mark mere decoration with aria-hidden="true"',
    )
