"""Records every line of text that the engine writes: its characters, its item in the content stream, its box.

Text-showing operators: ISO 32000-2, 9.4.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from handouts.pdf.engine import boxes, font_features
from handouts.pdf.font_files import Face
from handouts.pdf.fonts import FACES
from handouts.pdf.lines import Line, RecordedText

FEATURES = (
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)


class Recorder:
    """Wraps the engine's `draw_text` and records which item of which stream shows which text box."""

    def __init__(self) -> None:
        self._items: dict[int, tuple[Any, int]] = {}  # of a text box, by its id: stream and item
        self._boxes: list[Any] = []  # kept alive, so that no id is given twice
        self._streams: Sequence[Any] = ()

    def watch(self, draw: Any) -> Any:
        """Wraps the engine's `draw_text`."""

        def draw_text(stream: Any, box: Any, *rest: Any) -> None:
            before = len(stream.stream)
            draw(stream, box, *rest)
            # The engine may remove its last item (ET) to continue the same text object, so the search starts one back.
            # A box with other than one TJ (a change of font inside it) is not recorded: it could not be replaced.
            items = [at for at in range(max(before - 1, 0), len(stream.stream)) if _shows(stream.stream[at])]
            if len(items) == 1:
                self._boxes.append(box)
                self._items[id(box)] = stream, items[0]

        return draw_text

    def pages(self, streams: Sequence[Any]) -> None:
        """Takes the content streams of the pages, once they are complete."""
        self._streams = streams

    def written(self, document: Any, tree: Any) -> RecordedText:
        """The recorded lines of a laid-out document.

        Args:
            document: the document as the engine laid it out.
            tree: the root element of the HTML that it was laid out from.
        """
        numbers = {id(stream): number for number, stream in enumerate(self._streams)}
        texts = tuple(_texts(tree))
        boxes_of = _boxes_by_element(document)
        lines = []
        for number, box, place in _matched(texts, boxes_of):
            stream, item = self._items.get(id(box), (None, 0))
            page = numbers.get(id(stream))
            if page is not None and (line := _line(number, box, place, page, item)):
                lines.append(line)
        return RecordedText(
            tuple(tuple(_bytes(item) for item in stream.stream) for stream in self._streams),
            tuple(" ".join(text.content.split()) for text in texts),
            tuple(lines),
        )


def _shows(item: Any) -> bool:
    return isinstance(item, bytes) and item.endswith(b"] TJ")


def _bytes(item: Any) -> bytes:
    return item if isinstance(item, bytes) else item.data if hasattr(item, "data") else str(item).encode("ascii")


@dataclass(frozen=True, slots=True)
class _Text:
    owner: int  # the id of the element whose boxes show it
    content: str


def _texts(tree: Any) -> Iterator[_Text]:
    """The texts of the body that are not blank, in the order of the document."""
    body = next(element for element in tree.iter() if element.tag == "body")
    return (text for text in _within(body) if text.content.strip())


def _within(element: Any) -> Iterator[_Text]:
    yield _Text(id(element), element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            yield from _within(child)
        yield _Text(id(element), child.tail or "")


@dataclass(frozen=True, slots=True)
class _Place:
    """The position of a text box: its block, whether it ends its line, whether the line starts at the left edge."""

    block: Any
    is_last: bool
    from_start: bool


def _boxes_by_element(document: Any) -> dict[int, list[tuple[Any, _Place]]]:
    """The text boxes of each element in document order, by the id of the element."""
    by_element: dict[int, list[tuple[Any, _Place]]] = {}
    for page in document.pages:
        for box, place in _walk(page._page_box, None):
            if box.element is not None and "::" not in (box.element_tag or ""):
                by_element.setdefault(id(box.element), []).append((box, place))
    return by_element


def _walk(box: Any, block: Any) -> Iterator[tuple[Any, _Place]]:
    box = getattr(box, "_box", box)
    if isinstance(box, boxes.LineBox):
        leaves = list(_leaves(box))
        for number, leaf in enumerate(leaves):
            if isinstance(leaf, boxes.TextBox):
                start = box.style["text_align_all"] in ("start", "left") and box.style["direction"] == "ltr"
                yield leaf, _Place(block, number == len(leaves) - 1, start)
            else:
                yield from _walk(leaf, block)
    elif not isinstance(box, boxes.TextBox):
        for child in getattr(box, "children", ()):
            yield from _walk(child, box)


def _leaves(box: Any) -> Iterator[Any]:
    """The text boxes and other boxes of a line, from its start; blank text boxes are left out."""
    for child in box.children:
        child = getattr(child, "_box", child)
        if isinstance(child, boxes.InlineBox):
            yield from _leaves(child)
        elif not (isinstance(child, boxes.TextBox) and not child.text.strip()):
            yield child


def _matched(
    texts: Sequence[_Text], boxes_of: dict[int, list[tuple[Any, _Place]]]
) -> Iterator[tuple[int, Any, _Place]]:
    """Each text box with the number of its text.

    Boxes do not say which text of their element they show, so both are compared without spaces, in order. Elements
    whose boxes show anything else (running footers are drawn once per page) are left out.
    """
    by_owner: dict[int, list[tuple[int, str]]] = {}
    for number, text in enumerate(texts):
        by_owner.setdefault(text.owner, []).append((number, "".join(text.content.split())))
    for owner, owned in by_owner.items():
        pieces = boxes_of.get(owner, [])
        if "".join(content for _, content in owned) != "".join("".join(box.text.split()) for box, _ in pieces):
            continue
        remaining = iter(owned)
        number, content = next(remaining)
        for box, place in pieces:
            piece = "".join(box.text.split())
            if not content:
                number, content = next(remaining)
            if not content.startswith(piece):
                break  # a box that shows parts of two texts
            content = content[len(piece) :]
            yield number, box, place


def _line(number: int, box: Any, place: _Place, page: int, item: int) -> Line | None:
    face = _face(box.style)
    if face is None or place.block is None:
        return None
    left, width = place.block.content_box_x(), place.block.width
    return Line(
        number=number,
        text=box.text,
        page=page,
        item=item,
        face=face,
        size_px=box.style["font_size"],
        features=tuple(sorted(font_features(*(box.style[name] for name in FEATURES)).items())),
        language=box.style["lang"] or "",
        room_px=left + width - box.position_x,
        block_px=width,
        is_last=place.is_last,
        from_start=place.from_start,
    )


def _face(style: Any) -> Face | None:
    """The bundled face that the engine selects for a style, or None where it transforms or slants the text."""
    if style["font_style"] != "normal" or style["font_stretch"] != "normal" or style["text_transform"] != "none":
        return None
    families = style["font_family"]
    return next((face for face in FACES if face.family in families and face.weight == style["font_weight"]), None)
