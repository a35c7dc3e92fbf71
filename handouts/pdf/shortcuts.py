"""Shorter ways through functions of the engine that run some ten thousand times for a leaflet, with the same results.

Each takes what the engine has and returns its replacement, which `engine` puts in its place; docs/upstream says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

#: Values that depend on other properties of their element, or are found in a way of their own.
_OF_THEIR_OWN = frozenset(("float", "display", "position", "page"))


def computed_value(engine: Callable[[Any, str], Any], css: Any) -> Callable[[Any, str], Any]:
    """A replacement for `ComputedStyle.__missing__`: what no rule sets is inherited or initial, mostly.

    Args: `css` is the engine's module of that class, with its tables of properties.
    """
    inherited, initial, not_computed = css.INHERITED, css.INITIAL_VALUES, css.INITIAL_NOT_COMPUTED
    logical = {
        name: frozenset(of(block="ttb", inline=inline) for inline in ("ltr", "rtl"))
        for name, of in css.PHYSICAL_FUNCTIONS.items()
    }
    nothing: frozenset[str] = frozenset()

    def missing(style: Any, key: str) -> Any:
        cascaded = style.cascaded
        if (
            key in cascaded
            or key in _OF_THEIR_OWN
            or key.startswith("text_decoration_")
            or not logical.get(key, nothing).isdisjoint(cascaded)
        ):
            return engine(style, key)
        if key in inherited or key.startswith("__"):
            if style.parent_style is None:
                return engine(style, key)
            value = style[key] = style.parent_style[key]
            return value
        if key in not_computed:
            return engine(style, key)
        value = style[key] = initial[key]
        return value

    return missing


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
