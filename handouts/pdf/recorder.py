"""Watches the engine write, and tells every line of text that it wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from handouts.pdf.engine import boxes, font_features
from handouts.pdf.fonts import FACES, Face
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
    """Watches the engine write: which item of which stream shows which piece of text."""

    def __init__(self) -> None:
        self._items: dict[int, tuple[Any, int]] = {}  # of a text box, by its id: stream and item
        self._boxes: list[Any] = []  # kept alive, so that no id is given twice
        self._streams: Sequence[Any] = ()

    def watch(self, draw: Any) -> Any:
        """The engine's `draw_text`, watched."""

        def draw_text(stream: Any, box: Any, *rest: Any) -> None:
            before = len(stream.stream)
            draw(stream, box, *rest)
            # The engine may take its last item back to go on in the same text object.
            shown = [at for at in range(max(before - 1, 0), len(stream.stream)) if _shows(stream.stream[at])]
            if len(shown) == 1:
                self._boxes.append(box)
                self._items[id(box)] = stream, shown[0]

        return draw_text

    def pages(self, streams: Sequence[Any]) -> None:
        """The content streams of the pages, once they are whole."""
        self._streams = streams

    def written(self, document: Any, tree: Any) -> RecordedText:
        """What was written of a laid document, whose page was parsed to this tree."""
        numbers = {id(stream): number for number, stream in enumerate(self._streams)}
        texts = tuple(_texts(tree))
        found = _found_boxes(document)
        lines = []
        for number, box, place in _matched(texts, found):
            stream, item = self._items.get(id(box), (None, 0))
            page = numbers.get(id(stream))
            if page is not None and (line := _line(number, box, place, page, item)):
                lines.append(line)
        return RecordedText(
            tuple(tuple(_bytes(item) for item in stream.stream) for stream in self._streams),
            tuple(" ".join(text.words.split()) for text in texts),
            tuple(lines),
        )


def _shows(item: Any) -> bool:
    return isinstance(item, bytes) and item.endswith(b"] TJ")


def _bytes(item: Any) -> bytes:
    return item if isinstance(item, bytes) else item.data if hasattr(item, "data") else str(item).encode("ascii")


@dataclass(frozen=True, slots=True)
class _Text:
    owner: int  # the id of the element whose boxes show it
    words: str


def _texts(tree: Any) -> Iterator[_Text]:
    """The texts of the body that are not blank, in the order of the document."""
    body = next(element for element in tree.iter() if element.tag == "body")
    return (text for text in _within(body) if text.words.strip())


def _within(element: Any) -> Iterator[_Text]:
    yield _Text(id(element), element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            yield from _within(child)
        yield _Text(id(element), child.tail or "")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a piece of text stands on its line."""

    block: Any
    is_last: bool
    from_start: bool


def _found_boxes(document: Any) -> dict[int, list[tuple[Any, _Place]]]:
    """The pieces of text of each element in the order of the document, by the element's id."""
    found: dict[int, list[tuple[Any, _Place]]] = {}
    for page in document.pages:
        for box, place in _walk(page._page_box, None):
            if box.element is not None and "::" not in (box.element_tag or ""):
                found.setdefault(id(box.element), []).append((box, place))
    return found


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
    """The text and the boxes of a line, from its start; blanks at its end do not count."""
    for child in box.children:
        child = getattr(child, "_box", child)
        if isinstance(child, boxes.InlineBox):
            yield from _leaves(child)
        elif not (isinstance(child, boxes.TextBox) and not child.text.strip()):
            yield child


def _matched(texts: Sequence[_Text], found: dict[int, list[tuple[Any, _Place]]]) -> Iterator[tuple[int, Any, _Place]]:
    """Each text with its pieces. An element whose pieces do not spell its texts (a running foot) has none."""
    by_owner: dict[int, list[tuple[int, str]]] = {}
    for number, text in enumerate(texts):
        by_owner.setdefault(text.owner, []).append((number, "".join(text.words.split())))
    for owner, spelled in by_owner.items():
        pieces = found.get(owner, [])
        if "".join(words for _, words in spelled) != "".join("".join(box.text.split()) for box, _ in pieces):
            continue
        left = iter(spelled)
        number, words = next(left)
        for box, place in pieces:
            piece = "".join(box.text.split())
            if not words:
                number, words = next(left)
            if not words.startswith(piece):
                break  # a piece that shows parts of two texts
            words = words[len(piece) :]
            yield number, box, place


def _line(number: int, box: Any, place: _Place, page: int, item: int) -> Line | None:
    face = _face(box.style)
    if face is None or place.block is None:
        return None
    left, width = place.block.content_box_x(), place.block.width
    return Line(
        text=number,
        words=box.text,
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
    """The bundled face that the engine takes for a style."""
    if style["font_style"] != "normal" or style["font_stretch"] != "normal" or style["text_transform"] != "none":
        return None
    families = style["font_family"]
    return next((face for face in FACES if face.family in families and face.weight == style["font_weight"]), None)
