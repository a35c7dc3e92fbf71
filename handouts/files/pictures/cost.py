"""What a picture costs to print, counted as the engine draws it: every `use` and clipping path unfolded.

The walk follows the references and stops as soon as a limit is passed, so that a picture of 2^30 shapes takes no longer
to refuse than one that is just too large.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from handouts.files.pictures import PictureError, values

#: Nesting of the elements as they are drawn. The engine calls three functions per level; 300 levels end its stack.
MAX_DEPTH = 40

#: What each thing costs, in microseconds of the engine on one core, rounded up.
PER_ELEMENT = 150
PER_UNDRAWN = 10
PER_PATH_LETTER = 5
PER_LETTER = 300
PER_STOP = 150
PER_LOOKUP = 1
PER_BOX = 12
#: All of them together. A picture at this limit was measured for each kind; see `docs/diagnostics.md`, HND307.
MAX_COST = 900_000

#: Families that text may name: the bundled one, and the one that leaves the choice. Another would look different.
FAMILIES = frozenset(("fira sans", "sans-serif"))

#: Elements that are drawn only where something names them.
UNDRAWN = frozenset((
    "defs", "clipPath", "symbol", "title", "desc", "linearGradient", "radialGradient", "stop",
))  # fmt: skip
#: Without these attributes a shape has no extent.
EXTENT = {
    "rect": ("width", "height"), "circle": ("r",), "ellipse": ("rx", "ry"),
    "path": ("d",), "polygon": ("points",), "polyline": ("points",),
}  # fmt: skip
SHAPES = frozenset(("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"))
SIMPLER = "make the drawing simpler: join shapes, turn text into paths, or give it as PNG"


@dataclass(frozen=True, slots=True)
class _Context:
    """What an element takes from those around it."""

    fill: str = "black"
    stroke: str = "none"
    font: str = "sans-serif"
    hidden: bool = False
    matrix: values.Matrix = values.UNMOVED
    around: tuple[str, ...] = ()  # ids that are being unfolded
    depth: int = 0
    clipping: bool = False
    boxes: int = 0  # groups around it whose extent the engine measures, element by element


@dataclass(slots=True)
class Cost:
    """Adds up a picture. `check` raises PictureError."""

    root: Element
    total: int = 0
    elements: int = 0
    letters: int = 0
    seen: bool = False  # whether something leaves a trace on white paper
    _size: int = 0  # elements in the file
    _by_id: dict[str, Element] = field(default_factory=dict)
    _looked_up: set[str] = field(default_factory=set)

    def check(self) -> None:
        """Counts everything that is drawn."""
        for element in self.root.iter():
            self._size += 1
            self._add(PER_UNDRAWN)
            if id_ := element.get("id"):
                self._by_id.setdefault(id_, element)
        try:
            self._walk(self.root, _Context())
        except ValueError as error:
            if isinstance(error, PictureError):
                raise
            raise PictureError("the picture has transforms that move or scale too far", "draw it at its size") from None
        if not self.seen:
            raise PictureError("nothing of the picture can be seen on white paper", "use the version for white paper")

    def _add(self, cost: int) -> None:
        self.total += cost
        if self.total > MAX_COST:
            counted = f"{self.elements:,} elements" + (f" and {self.letters:,} letters" if self.letters else "")
            raise PictureError(f"the picture takes too long to print, with {counted} or more", SIMPLER)

    def _walk(self, element: Element, around: _Context) -> None:
        if around.depth > MAX_DEPTH:
            raise PictureError(f"the picture is nested more than {MAX_DEPTH} deep", "take groups apart (ungroup)")
        self.elements += 1
        self._add(PER_ELEMENT + PER_BOX * around.boxes)
        here = _inside(element, around)
        if clip := values.reference(element.get("clip-path", "")):
            self._follow(clip, replace(here, clipping=True))
        tag = element.tag
        if tag == "use":
            self._follow(element.get("href", "").removeprefix("#"), here)
        elif tag in SHAPES:
            self._shape(element, here)
        elif tag == "image":
            self.seen = self.seen or not here.hidden
        for child in element:
            if child.tag not in UNDRAWN:
                self._walk(child, here)

    def _follow(self, id_: str, here: _Context) -> None:
        """Into the element that a reference names; none is nothing to draw."""
        if id_ in here.around:
            raise PictureError(f"the picture repeats `#{id_[:40]}` inside itself", "take this reference out")
        self._look_up(id_)
        if (target := self._by_id.get(id_)) is not None:
            self._walk(target, replace(here, around=(*here.around, id_)))

    def _look_up(self, id_: str) -> None:
        """The engine searches the picture once for every id."""
        if id_ not in self._looked_up:
            self._looked_up.add(id_)
            self._add(PER_LOOKUP * self._size)

    def _shape(self, element: Element, here: _Context) -> None:
        drawn = len(element.get("d", "")) + len(element.get("points", ""))
        self._add(drawn * PER_PATH_LETTER * (1 + here.boxes))
        if element.tag in ("text", "tspan"):
            letters = len(element.text or "") + sum(len(child.tail or "") for child in element)
            self.letters += letters
            self._add(letters * PER_LETTER)
            if letters and not FAMILIES & {one.strip(" \"'").lower() for one in here.font.split(",")}:
                why = f"the picture has text in the font `{here.font[:40]}`, which leaflets do not have"
                raise PictureError(why, "turn the text into paths")
        if here.clipping or any(element.get(name, "0").strip() == "0" for name in EXTENT.get(element.tag, ())):
            return
        for paint in (here.fill, here.stroke):
            if gradient := values.reference(paint):
                self._gradient(gradient, here)
            elif not here.hidden and not values.is_white(paint):
                self.seen = True

    def _gradient(self, id_: str, here: _Context) -> None:
        """The colour stops of a gradient, which may be those of another one that it names."""
        followed = 0
        self._look_up(id_)
        gradient = self._by_id.get(id_)
        while gradient is not None and gradient.tag in ("linearGradient", "radialGradient"):
            stops = [child for child in gradient if child.tag == "stop"]
            self._add(PER_STOP * len(stops))
            if any(not values.is_white(stop.get("stop-color", "black")) for stop in stops) and not here.hidden:
                self.seen = True
            followed += 1
            if stops or not gradient.get("href"):
                return
            if followed > MAX_DEPTH:
                raise PictureError("the picture has colour gradients that name one another in a circle", SIMPLER)
            gradient = self._by_id.get(gradient.get("href", "").removeprefix("#"))


def _inside(element: Element, around: _Context) -> _Context:
    """The context of an element's children."""
    invisible = (
        element.get("display") == "none" or element.get("visibility") == "hidden" or _opacity(element, "opacity") == 0
    )
    transform = element.get("transform")
    return _Context(
        _paint(element, "fill", around.fill),
        _paint(element, "stroke", around.stroke),
        element.get("font-family", around.font),
        around.hidden or invisible,
        values.times(around.matrix, values.transform(transform)) if transform else around.matrix,
        around.around,
        around.depth + 1,
        around.clipping,
        around.boxes + (element.tag == "symbol" or _opacity(element, "opacity") < 1),
    )


def _paint(element: Element, name: str, before: str) -> str:
    paint = element.get(name, before)
    paint = before if paint == "inherit" else paint
    return "none" if _opacity(element, f"{name}-opacity") == 0 else paint


def _opacity(element: Element, name: str) -> float:
    text = element.get(name, "1").strip()
    return 1.0 if text == "inherit" else float(text.removesuffix("%"))
