"""The shorter ways through the engine give what its own functions give."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from typing import Any

from tinyhtml5 import inputstream
from weasyprint import CSS, HTML
from weasyprint import css as engine_css
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.css.targets import TargetCollector
from weasyprint.layout import background, percent
from weasyprint.text.fonts import FontConfiguration

from handouts.pdf import shortcuts

import_module("handouts.pdf.engine")

RULES = """
html { --gap: 3mm; font-size: 12pt; direction: rtl }
p { margin-inline-start: 2mm; margin: 1mm; padding-inline: calc(1mm + 2px); width: calc(50% - 1mm); float: left }
b { display: block; position: absolute; text-decoration: underline; border-block-start: 1px solid red }
i { margin-top: var(--gap); border-inline-end-width: var(--none); max-inline-size: 3cm; page: wide }
"""
PAGE = '<html lang="en"><style>%s</style><p>a<b>b <i style="width: 3px">c</i></b><i>d</i></p><ul><li>e</li></ul>'


def _values(missing: Any) -> list[tuple[str, str, str]]:
    """All computed values of all elements, in the order of the names of properties."""
    usual = engine_css.ComputedStyle.__missing__
    engine_css.ComputedStyle.__missing__ = missing
    try:
        page, fonts = HTML(string=PAGE % RULES), FontConfiguration()
        styles = engine_css.StyleFor(page, [(CSS(string=RULES), "author", None)], False, fonts, TargetCollector())
        found = [(element, styles(element, None)) for element in page.etree_element.iter()]
        return [(str(element.tag), name, repr(style[name])) for element, style in found for name in INITIAL_VALUES]
    finally:
        engine_css.ComputedStyle.__missing__ = usual


def _engine(replacement: Any) -> Any:
    """The engine's function behind its replacement."""
    names = replacement.__code__.co_freevars
    return replacement.__closure__[names.index("engine")].cell_contents


def test_the_computed_values_are_those_of_the_engine() -> None:
    own = engine_css.ComputedStyle.__missing__
    expected = _values(_engine(own))
    assert len(expected) > 2000 and _values(own) == expected


def test_the_engine_has_them() -> None:
    assert isinstance(inputstream.characters_until_regex, shortcuts.Patterns)
    assert (
        percent.resolve_one_percentage.__module__
        == engine_css.ComputedStyle.__missing__.__module__
        == shortcuts.__name__
    )


def test_boxes_have_the_backgrounds_that_the_engine_gives_them() -> None:
    rules = """
        body { background: #eee } p { background: red; border-radius: 2px } i { visibility: hidden; background: red }
        ul { box-shadow: 1px 1px red } li { border-radius: 1px 0 } b { border-image: linear-gradient(red, blue) 1 }
    """
    usual, found = background.layout_box_backgrounds, []
    for layout in (_engine(usual), usual):
        background.layout_box_backgrounds = layout
        try:
            page = HTML(string=PAGE % rules + "<p>f</p>" * 90).render().pages[1]._page_box
        finally:
            background.layout_box_backgrounds = usual
        corners = [name for name in INITIAL_VALUES if name.endswith("_radius")]
        boxes = [(box, [getattr(box, name, None) for name in corners]) for box in page.descendants()]
        found.append([(str(box), str(box.background and box.background[:2]), radii) for box, radii in boxes])
    assert found[0] == found[1] and {one[1] == "None" for one in found[0]} == {True, False}


def test_lengths_are_used_as_the_engine_uses_them() -> None:
    px, share = SimpleNamespace(value=4, unit="px"), SimpleNamespace(value=50, unit="%")
    for name, value in (("width", px), ("min_width", "auto"), ("max_width", share), ("top", None), ("left", "auto")):
        boxes = [SimpleNamespace(style={name: value}) for _ in range(2)]
        percent.resolve_one_percentage(boxes[0], name, 80)
        _engine(percent.resolve_one_percentage)(boxes[1], name, 80)
        assert boxes[0] == boxes[1]


def test_a_pattern_reads_to_the_characters_or_over_them() -> None:
    patterns = shortcuts.Patterns()
    until, over = patterns[("&", "<", "\0"), False], patterns[frozenset(" \n"), True]
    assert patterns[("&", "<", "\0"), False] is until and len(patterns) == 2
    for text, end in (("a]-^b<c", 5), ("<a", None), ("a&", 1)):
        assert (found.end() if (found := until.match(text)) else None) == end
    assert over.match(" \n x").end() == 3  # type: ignore[union-attr]
