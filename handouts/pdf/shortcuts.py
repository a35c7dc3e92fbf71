"""Shorter ways through functions of the engine that run some ten thousand times for a leaflet, with the same results.

Each takes what the engine has and returns its replacement, which `install` puts in its place; docs/upstream says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from copy import copy
from types import SimpleNamespace
from typing import Any

from handouts.pdf import own_corner

#: Values that depend on other properties of their element, or are found in a way of their own.
_OF_THEIR_OWN = frozenset(("float", "display", "position", "page"))
_INHERITED = object()

MOST_KEPT, MOST_VALUES = 1000, 100  # of all pages, and of a rule
MOST_LINES = 10_000  # of all pages in some faces: a leaflet has a tenth

#: What `resolve_percentages` reads: lengths, and what may change them.
_LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    *(f"{bound}{axis}" for bound in ("", "min_", "max_") for axis in ("width", "height")),
)

_BORDERS = tuple(f"border_{side}_width" for side in ("left", "right", "top", "bottom"))
_OF_LENGTHS = *_LENGTHS, *_BORDERS, "box_sizing", "border_collapse"

#: What `get_font_description` reads, but for the family.
_OF_A_FONT = (
    "font_style", "font_stretch", "font_weight", "font_size", "font_variant_caps", "font_variation_settings",
)  # fmt: skip

#: What breaks a text into lines, but for its font and its decoration.
_OF_A_LINE = (
    "direction", "lang", "font_language_override", "white_space", "overflow_wrap", "word_break", "word_spacing",
    "letter_spacing", "tab_size", "hyphens", "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone",
    "font_kerning", "font_feature_settings",
    *(f"font_variant_{kind}" for kind in ("ligatures", "position", "numeric", "alternates", "east_asian")),
)  # fmt: skip


def install(engine: Any, parser: Any) -> None:
    """Puts all replacements in place.

    Args:
        engine: the package of the engine.
        parser: the module of the HTML parser with its patterns.
    """
    css, layout, line_break = engine.css, engine.layout, engine.text.line_break
    css.ComputedStyle.__missing__ = computed_value(css.ComputedStyle.__missing__, css)
    layout.percent.resolve_one_percentage = used_length(layout.percent.resolve_one_percentage)
    layout.background.layout_box_backgrounds = box_background(
        layout.background.layout_box_backgrounds, layout.percent.resolve_radii_percentages
    )
    lengths, line = used_lengths(layout.percent.resolve_percentages), first_line(line_break.split_first_line)
    for name in ("percent", "absolute", "block", "column", "float", "grid", "inline", "page", "table"):
        getattr(layout, name).resolve_percentages = lengths
    for module in (line_break, layout.inline, layout.preferred):
        module.split_first_line = line
    css.tokens.Pending.solve = solved_value(css.tokens.Pending.solve)
    line_break.get_font_description = described_font(line_break.get_font_description)
    parser.characters_until_regex = Patterns()
    own_corner.install(engine.draw, engine.pdf.pydyf)


def computed_value(engine: Callable[[Any, str], Any], css: Any) -> Callable[[Any, str], Any]:
    """A replacement for `ComputedStyle.__missing__`: what no rule sets is inherited or initial, mostly.

    Args: `css` is the engine's module of that class, with its tables of properties.
    """
    values = {name: _INHERITED if name in css.INHERITED else value for name, value in css.INITIAL_VALUES.items()}
    own = {name for name in values if name in _OF_THEIR_OWN or name.startswith("text_decoration_")}
    own |= {name for name in css.INITIAL_NOT_COMPUTED if name not in css.INHERITED}
    directions = [{"block": "ttb", "inline": inline} for inline in ("ltr", "rtl")]
    logical = {name: [of(**way) for way in directions] for name, of in css.PHYSICAL_FUNCTIONS.items()}
    ways = {name: (value, *logical.get(name, (name, name))) for name, value in values.items() if name not in own}

    def missing(style: Any, key: str) -> Any:
        cascaded = style.cascaded
        way = ways.get(key) or ((_INHERITED, key, key) if key[:2] == "__" else None)
        if way is None or key in cascaded or way[1] in cascaded or way[2] in cascaded:
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


def used_lengths(engine: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """A replacement for `resolve_percentages`: a style without percentages gives the same lengths to all its boxes.

    Its functions are worked out by the engine for each box, as its collapsed borders are.
    """

    known: dict[tuple[Any, ...], dict[str, Any] | bool] = {}

    def resolve(box: Any, containing_block: Any) -> None:
        style = box.style
        lengths = getattr(style, "used_lengths", None)
        if lengths is None:
            values = tuple([style[name] for name in _OF_LENGTHS])
            if values not in known:
                if len(known) == MOST_KEPT:
                    known.clear()
                known[values] = _are_fixed(values) and _lengths(engine, style)
            lengths = style.used_lengths = known[values]
        if lengths:
            box.__dict__.update(lengths)
        else:
            engine(box, containing_block)

    return resolve


def _are_fixed(values: tuple[Any, ...]) -> bool:
    """Whether nothing around a box decides its lengths. Args: `values` are those of `_OF_LENGTHS`."""
    lengths = values[: len(_LENGTHS)]
    return "collapse" not in values and all(one == "auto" or getattr(one, "unit", None) == "px" for one in lengths)


def _lengths(engine: Callable[[Any, Any], None], style: Any) -> dict[str, Any]:
    """The lengths that the engine gives to a box of a style in a block of any size."""
    box = SimpleNamespace(style=style)
    engine(box, (0, 0))
    del box.style
    return vars(box)


def described_font(engine: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A replacement for `get_font_description`: a leaflet has some ten fonts, and asks a thousand times for them."""
    known: dict[tuple[Any, ...], Any] = {}

    def describe(style: Any) -> Any:
        key = ",".join(style["font_family"]), *[style[name] for name in _OF_A_FONT]
        if key not in known:
            if len(known) == MOST_KEPT:
                known.clear()
            known[key] = engine(style)
        return known[key]

    return describe


def first_line(engine: Callable[..., Any]) -> Callable[..., Any]:
    """A replacement for `split_first_line`: the same text in the same faces and width has the same first line.

    Tables try their cells in several widths, and a sheet that is measured has the lines of the whole leaflet. What is
    kept goes with the font configuration of its faces.
    """

    def split(
        text: str, style: Any, context: Any, max_width: float | None, spacing: float,
        is_line_start: bool = True, minimum: bool = False,
    ) -> Any:  # fmt: skip
        styles, lines = vars(style.font_config).setdefault("known_lines", ({}, {}))
        of_style = getattr(style, "of_a_line", None)
        if of_style is None:
            texts = (",".join(style[name]) for name in ("font_family", "text_decoration_line"))
            values = *texts, *[style[name] for name in (*_OF_A_FONT, *_OF_A_LINE)]
            of_style = style.of_a_line = styles.setdefault(values, len(styles))
        key = text, of_style, max_width, spacing, is_line_start, minimum
        if key not in lines:
            if len(lines) == MOST_LINES:
                lines.clear()
            lines[key] = engine(text, style, context, max_width, spacing, is_line_start, minimum)
        layout, *rest = lines[key]
        return copy(layout), *rest  # the engine sets a layout up again to draw it

    return split


def solved_value(engine: Callable[..., Any]) -> Callable[..., Any]:
    """A replacement for `Pending.solve`: a rule with variables has few values, and each is validated once."""

    def solve(rule: Any, tokens: Any, wanted_key: str, base_url: str) -> Any:
        known = vars(rule).setdefault("known_values", {})
        key = wanted_key, base_url, "".join([token.serialize() for token in tokens])
        if key not in known:
            if len(known) == MOST_VALUES:
                known.clear()
            known[key] = engine(rule, tokens, wanted_key, base_url)
        return known[key]

    return solve


class Patterns(dict[tuple[Any, bool], re.Pattern[str]]):
    """The patterns of characters that the HTML parser reads on to, each made once.

    The parser means to keep them, but keeps each under itself.
    """

    def __missing__(self, key: tuple[Iterable[str], bool]) -> re.Pattern[str]:
        characters, opposite = key
        codes = "".join(f"\\x{ord(character):02x}" for character in characters)
        pattern = self[key] = re.compile(f"[{'' if opposite else '^'}{codes}]+")
        return pattern
