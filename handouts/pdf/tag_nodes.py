"""The nodes of a tag tree before they become PDF objects, and the structure type of each HTML element.

ISO 32000-2: structure elements 14.7.2, standard structure types 14.8.4, role map 14.7.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

#: HTML elements and their structure types (14.8.4). Elements that are missing here become Span in a line, else Div.
ROLES: dict[str, str] = {
    "article": "Art",
    "section": "Sect",
    "nav": "Sect",
    "aside": "Aside",
    "main": "Part",
    "blockquote": "BlockQuote",
    "p": "P",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "li": "LI",
    "dt": "Lbl",
    "dd": "LBody",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "caption": "Caption",
    "figcaption": "Caption",
    "img": "Figure",
    "{http://www.w3.org/2000/svg}svg": "Figure",
    "a": "Link",
    "strong": "Strong",
    "em": "Em",
    "code": "Code",
    "q": "Quote",
    **dict.fromkeys(
        ("span", "b", "i", "small", "sup", "sub", "abbr", "time", "cite", "mark", "dfn", "label", "br", "wbr", "bdi"),
        "Span",
    ),
}

#: Types of PDF 2.0 and the type of PDF 1.7 for each: PDF/UA-1 builds on 1.7 and requires the mapping.
ROLE_MAP = {"Strong": "Span", "Em": "Span", "Aside": "Sect"}

#: The request that a leaflet answers: the name of its `meta` in the HTML, and its key in the document information.
REQUEST_META, REQUEST_KEY = "handouts-request", "HandoutsRequest"

#: Types that contain paragraphs, not text (14.8.4.4).
GROUPING = frozenset(("Document", "Part", "Art", "Sect", "Div", "Aside", "BlockQuote"))

#: Types inside a paragraph (14.8.4.7).
INLINE = frozenset(("Span", "Strong", "Em", "Link", "Code", "Quote"))

#: Types that are kept when empty: a table row needs all its cells.
KEPT_EMPTY = frozenset(("TD", "TH"))


def role_of(tag: str, parent: str) -> str:
    """The structure type of an HTML element (or of its `::before`) inside a parent of a given type."""
    name, _, pseudo = tag.partition("::")
    if pseudo:
        return "Lbl" if pseudo == "marker" or (name == "li" and pseudo == "before") else "Span"
    if name == "div" and parent == "L":  # a group of a definition list
        return "LI"
    return ROLES.get(name, "Div")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked-content sequence (14.6): page from 0, and MCID."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A link annotation on a page (14.7.5.3); page from 0."""

    page: int
    annotation: Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A form field: kind and name from the HTML, size of type and rectangle (left, bottom, right, top) in points."""

    kind: str
    name: str
    size: float
    rect: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class FieldReference:
    """A form field on a page (14.7.5.3); page from 0. Its widget is made when the tags are written."""

    page: int
    entry: Entry


@dataclass(slots=True, eq=False)
class Node:
    """One structure element: its type, its properties, and its content in reading order."""

    role: str
    element: Any = None
    lang: str | None = None
    alt: str = ""
    actual: str = ""
    expansion: str = ""
    bounds: list[float] | None = None
    attributes: dict[str, Any] | None = None
    kids: list[Node | Mark | Reference | FieldReference] = field(default_factory=list)
    parent: Node | None = None

    def add(self, node: Node) -> Node:
        """Adds a node as the last kid and returns it."""
        node.parent = self
        self.kids.append(node)
        return node

    def last_node(self) -> Node:
        """The last kid that is a node, or this node when there is none."""
        nodes = [kid for kid in self.kids if isinstance(kid, Node)]
        return nodes[-1] if nodes else self

    def is_inside(self, role: str) -> bool:
        """Whether a node of this role is above this one."""
        above = self.parent
        while above and above.role != role:
            above = above.parent
        return above is not None

    def is_replaced(self) -> bool:
        """Whether screen readers say other words for all that is in this node: a description, or replacement text."""
        return self.role == "Figure" or bool(self.actual) or (self.parent is not None and self.parent.is_replaced())

    def descendants(self) -> Iterator[Node]:
        """This node and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.descendants()

    def prune(self) -> bool:
        """Drops nodes without content; returns whether this one has content."""
        self.kids = [kid for kid in self.kids if not isinstance(kid, Node) or kid.prune()]
        if self.role == "TR":
            self._join_empty_cells()
        return bool(self.kids) or self.role in KEPT_EMPTY

    def _join_empty_cells(self) -> None:
        """Joins neighbouring cells without content in this row: a reader says `blank` once, and not fourteen times."""
        joined: list[Node | Mark | Reference | FieldReference] = []
        before: dict[str, Any] | None = None  # attributes of the cell before, if it is empty
        for kid in self.kids:
            own = _attributes_of_empty_cell(kid)
            if before is not None and own is not None:
                before["ColSpan"] = before.get("ColSpan", 1) + own.get("ColSpan", 1)
            else:
                joined.append(kid)
                before = own
        self.kids = joined


def _attributes_of_empty_cell(kid: object) -> dict[str, Any] | None:
    """The attributes of a data cell of one row without content; None for anything else."""
    if not isinstance(kid, Node) or kid.role != "TD" or kid.kids or kid.attributes is None:
        return None
    return None if "RowSpan" in kid.attributes else kid.attributes
