"""SVG: an allow-list of what logos and drawings need, with values in range; all else is removed or refused by name.

Removed without a word is what changes nothing in print: namespaces of drawing programs (such as Inkscape),
metadata, a plain DOCTYPE, attributes and CSS properties that the engine does not know. Refused is what would be drawn
otherwise than it looks (filters, masks, patterns, markers), what runs, and what takes something from elsewhere.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterator, Mapping
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from handouts.files.pictures import PictureError, cost, css
from handouts.files.pictures.svg_attributes import (
    ATTRIBUTES,
    ELEMENTS,
    NO_TEXT_INSIDE,
    OF_TEXT,
    PROPERTIES,
    REFUSED,
    REMEDIES,
    remedy_of,
)

SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

MAX_IMAGES = 4
MAX_ELEMENTS = 10_000
#: Marks on one letter. Text of real languages has up to three.
MAX_MARKS = 4

_PLAIN = "save it as plain SVG, of shapes and paths alone"


def safe(data: bytes, limit: int, strict: bool = False) -> bytes:
    """The picture itself when nothing had to be removed, else the same picture written anew.

    Args:
        data: the bytes of the file, UTF-8.
        limit: the most bytes.
        strict: refuse styles and images too, as in a kept drawing: it becomes a part of the page, where attributes
            cannot reach other elements.

    Raises:
        PictureError: the picture is not printed.
    """
    if len(data) > limit:
        raise PictureError(f"the SVG picture is larger than {limit // 1024} kB", "make the drawing simpler")
    root, plain = _parsed(data)
    rebuild = _Rebuild(strict, plain)
    for element in root.iter():
        if _local(element) == "style":
            rebuild.sheet.read("".join(element.itertext()))
    rebuilt = rebuild.element(root, 0)
    cost.Cost(rebuilt).check()
    if rebuild.unchanged:
        return data
    if not strict:
        rebuilt.set("xmlns", SVG)
    return ElementTree.tostring(rebuilt)


def _parsed(data: bytes) -> tuple[Element, bool]:
    """The root, and whether the text has nothing before it that must be removed."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise PictureError("the picture is UTF-16 text", "save it as UTF-8")
    if data[:2] == b"\x1f\x8b":
        raise PictureError("the picture is compressed (.svgz)", "save it as plain .svg")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise PictureError("the picture is not UTF-8 text", "save it as UTF-8") from None
    if "<!ENTITY" in text or re.search(r"<!DOCTYPE[^>]{0,500}\[", text):
        remedy = "save it without them (Illustrator: without `Preserve Illustrator Editing Capabilities`)"
        raise PictureError("the picture has a DOCTYPE with entities", remedy)
    if "<?xml-stylesheet" in text:
        raise PictureError("the picture takes something from elsewhere: `<?xml-stylesheet`", "save it with CSS inside")
    encoding = re.match(r"\ufeff?<\?xml[^>]*encoding\s*=\s*['\"]([^'\"]*)", text)
    try:
        root = ElementTree.fromstring(text.removeprefix("\ufeff"))
    except (ElementTree.ParseError, ValueError):
        raise PictureError("the picture is not well-formed SVG", "open it in a drawing program and save it") from None
    if _local(root) != "svg":
        raise PictureError("the picture is not SVG", "give an .svg, .png or .jpg file")
    same = encoding is None or encoding[1].lower() in ("utf-8", "us-ascii")
    return root, same and "<!DOCTYPE" not in text and not text.startswith("\ufeff")


def _local(element: Element) -> str | None:
    """The name of an SVG element, None for one of another namespace. Elements without a namespace are taken as SVG."""
    namespace, brace, name = str(element.tag).rpartition("}")
    return name if not brace or namespace == f"{{{SVG}" else None


def _may_hold(parent: str, child: str) -> bool:
    """Whether an element may be inside another. The engine would draw shapes inside shapes; others do not."""
    if child in ("title", "desc"):
        return parent not in ("title", "desc")
    if parent in ("text", "tspan"):
        return child == "tspan" or child not in ELEMENTS
    if parent in ("linearGradient", "radialGradient"):
        return child == "stop" or child not in ELEMENTS
    return parent in ("svg", "g", "defs", "symbol", "clipPath") and child not in ("stop", "tspan")


class _Rebuild:
    """Builds the safe picture. `unchanged` is True while it is the picture as it was."""

    def __init__(self, strict: bool, plain: bool) -> None:
        self.strict, self.unchanged = strict, plain
        self.sheet = css.Sheet()
        self._images = self._elements = 0

    def element(self, old: Element, depth: int) -> Element:
        """The safe form of an allowed element and all inside."""
        tag = _local(old) or ""
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise PictureError(f"the picture has more than {MAX_ELEMENTS:,} elements", cost.SIMPLER)
        if depth > cost.MAX_DEPTH:
            raise PictureError(f"the picture is nested more than {cost.MAX_DEPTH} deep", "take groups apart (ungroup)")
        if tag not in ELEMENTS or (depth and tag == "svg") or (self.strict and tag in ("style", "image")):
            raise PictureError(f"the picture holds a <{tag}>", REMEDIES.get(tag, _PLAIN))
        if not self.strict and not str(old.tag).startswith("{"):
            self.unchanged = False
        new = Element(tag, dict(self._attributes(tag, old)))
        if tag == "image" and "href" not in new.attrib:
            raise PictureError("the picture holds an <image> without an image", _PLAIN)
        new.text, new.tail = self._text(old.text), self._text(old.tail)
        for child in old:
            name = _local(child)
            if name is None or self._removed(name, child):
                self.unchanged = False
                if child.tail and child.tail.strip():
                    raise PictureError("the picture has text between elements of a drawing program", _PLAIN)
            elif not _may_hold(tag, name):
                raise PictureError(f"the picture has a <{name}> inside a <{tag}>", REMEDIES.get(name, _PLAIN))
            else:
                new.append(self.element(child, depth + 1))
        return new

    def _removed(self, name: str, element: Element) -> bool:
        """Whether nothing of an element is drawn. (The engine stops at a polygon without corners.)"""
        if name in ("polygon", "polyline"):
            return not element.get("points", "").strip()
        return name == "metadata" or (name == "style" and not self.strict)

    def _text(self, text: str | None) -> str | None:
        if text and re.search(rf"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{{{MAX_MARKS + 1}}}", text):
            raise PictureError(f"the picture has a letter with more than {MAX_MARKS} marks", "turn the text into paths")
        return text

    def _attributes(self, tag: str, old: Element) -> Iterator[tuple[str, str]]:
        """The allowed attributes, with the properties of CSS over them."""
        found: dict[str, str] = {}
        for name, value in old.attrib.items():
            name = "href" if name == _XLINK else name
            if _local_name(name).lower().startswith("on"):
                raise PictureError(f"the picture holds a script (`{_local_name(name)}`)", _PLAIN)
            if name in OF_TEXT and tag in NO_TEXT_INSIDE:
                self.unchanged = False
            elif name == _SPACE:
                yield name, "preserve" if value == "preserve" else "default"
            elif name == "href":
                yield name, self._reference(tag, value)
            elif name in ATTRIBUTES:
                found[name] = value
            elif name == "style" and self.strict:
                raise PictureError("the picture holds a style", _PLAIN)
            elif name in REFUSED:
                self._refuse(name, value)
            elif name != "class":
                self.unchanged = False
        styled = {**self.sheet.of(tag, old.attrib), **dict(css.declarations(old.get("style", "")))}
        if styled or "style" in old.attrib:
            self.unchanged = False
        for name, value in styled.items():
            if name in OF_TEXT and tag in NO_TEXT_INSIDE:
                continue
            if name in PROPERTIES:
                found[name] = value
            elif name in REFUSED:
                self._refuse(name, value)
            elif "url(" in value:
                raise _elsewhere(value)
        yield from self._checked(tag, found)

    def _checked(self, tag: str, found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        for name, value in found.items():
            if value == "inherit" and name in PROPERTIES:
                yield name, value
                continue
            if not value.strip():
                self.unchanged = False
                continue
            try:
                self._check(tag, name, value)
            except PictureError:
                raise
            except ValueError:
                if "url(" in value:
                    raise _elsewhere(value) from None
                raise PictureError(f"`{name}` of a <{tag}> has the value `{_short(value)}`", remedy_of(name)) from None
            yield name, value

    def _check(self, tag: str, name: str, value: str) -> None:
        if tag in ("text", "tspan") and name in ("x", "y", "dx", "dy") and len(value.split()) > 1:
            raise PictureError("the picture has text that is placed letter by letter", "turn the text into paths")
        ATTRIBUTES[name](value)

    def _refuse(self, name: str, value: str) -> None:
        if value.strip() not in ("none", ""):
            remedy = REMEDIES.get(name.partition("-")[0], "turn the text into paths, or give the logo as PNG")
            raise PictureError(f"the picture uses `{name}`", remedy)
        self.unchanged = False

    def _reference(self, tag: str, value: str) -> str:
        """An id of this picture, or a raster image written into it, which is judged as any other."""
        if re.fullmatch(r"#[\w:.-]{1,200}", value):
            return value
        match = re.fullmatch(r"data:(image/png|image/jpe?g)(?:;charset=[\w-]+)?;base64,(.*)", value, re.DOTALL)
        if tag != "image" or not match:
            raise _elsewhere(value)
        from handouts.files.pictures import raster  # Pillow is imported only for a raster picture

        self._images += 1
        if self._images > MAX_IMAGES:
            raise PictureError(f"the picture holds more than {MAX_IMAGES} raster images", "give the logo as PNG")
        kind = match[1].replace("jpg", "jpeg")
        try:
            image = raster.safe(kind, b64decode("".join(unquote(match[2]).split()), validate=True))
        except Base64Error:
            raise PictureError("a raster image inside the picture is damaged", "save the picture again") from None
        self.unchanged = False
        return f"data:{kind};base64,{b64encode(image).decode('ascii')}"


def _local_name(name: str) -> str:
    return name.rpartition("}")[2]


def _short(value: str) -> str:
    value = " ".join(value.split())
    return value if len(value) <= 40 else f"{value[:37]}..."


def _elsewhere(value: str) -> PictureError:
    return PictureError(f"the picture takes something from elsewhere: `{_short(value)}`", "save it with all inside")
