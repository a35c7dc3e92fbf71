"""Shorter ways through functions of the engine that run some ten thousand times for a leaflet, with the same results.

Each takes what the engine has and returns its replacement, which `engine` puts in its place; docs/upstream says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

#: Values that depend on other properties of their element, or are found in a way of their own.
_OF_THEIR_OWN = frozenset(("float", "display", "position", "page"))
_INHERITED = object()


def computed_value(engine: Callable[[Any, str], Any], css: Any) -> Callable[[Any, str], Any]:
    """A replacement for `ComputedStyle.__missing__`: what no rule sets is inherited or initial, mostly.

    Args: `css` is the engine's module of that class, with its tables of properties.
    """
    values = {name: _INHERITED if name in css.INHERITED else value for name, value in css.INITIAL_VALUES.items()}
    own = {name for name in values if name in _OF_THEIR_OWN or name.startswith("text_decoration_")}
    own |= {name for name in css.INITIAL_NOT_COMPUTED if name not in css.INHERITED}
    directions = [{"block": "ttb", "inline": inline} for inline in ("ltr", "rtl")]
    logical = {name: tuple(of(**way) for way in directions) for name, of in css.PHYSICAL_FUNCTIONS.items()}
    ways = {name: (value, logical.get(name, ())) for name, value in values.items() if name not in own}
    custom = _INHERITED, ()

    def missing(style: Any, key: str) -> Any:
        cascaded = style.cascaded
        way = ways.get(key) or (custom if key[:2] == "__" else None)
        if way is None or key in cascaded or any(name in cascaded for name in way[1]):
            return engine(style, key)
        value = way[0]
        if value is _INHERITED:
            if style.parent_style is None:
                return engine(style, key)
            value = style.parent_style[key]
        style[key] = value
        return value

    return missing


def box_background(engine: Callable[..., None], resolve_radii: Callable[[Any], None]) -> Callable[..., None]:
    """A replacement for `layout_box_backgrounds`: a style without one gives none to all its boxes."""

    def layout(page: Any, box: Any, picture: Any, layout_children: bool = True, style: Any = None) -> None:
        own = box.style
        if style is not None or box is page or not getattr(own, "is_bare", False):
            engine(page, box, picture, layout_children, style)
            if box.background is None and own["border_image_source"][0] == own["mask_border_source"][0] == "none":
                own.is_bare = True
            return
        resolve_radii(box)
        if layout_children:
            for child in box.all_children():
                layout(page, child, picture)
        box.background = None

    return layout


def used_length(engine: Callable[[Any, str, Any], None]) -> Callable[[Any, str, Any], None]:
    """A replacement for `resolve_one_percentage`: most lengths are pixels."""

    def resolve(box: Any, name: str, refer_to: Any) -> None:
        value = box.style[name]
        if getattr(value, "unit", None) == "px":
            setattr(box, name, value.value)
        else:
            engine(box, name, refer_to)

    return resolve


class Patterns(dict[tuple[Any, bool], re.Pattern[str]]):
    """The patterns of characters that the HTML parser reads on to, each made once.

    The parser means to keep them, but keeps each under itself.
    """

    def __missing__(self, key: tuple[Iterable[str], bool]) -> re.Pattern[str]:
        characters, opposite = key
        codes = "".join(f"\\x{ord(character):02x}" for character in characters)
        pattern = self[key] = re.compile(f"[{'' if opposite else '^'}{codes}]+")
        return pattern
