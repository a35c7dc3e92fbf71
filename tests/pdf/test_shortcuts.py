"""The shorter ways through the engine give what its own functions give."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from tinyhtml5 import inputstream
from weasyprint import CSS, HTML, layout
from weasyprint import css as engine_css
from weasyprint.css import InitialStyle
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.css.targets import TargetCollector
from weasyprint.layout import absolute, background, block, column, grid, inline, page, percent, table
from weasyprint.layout import float as float_
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, pango
from weasyprint.text.fonts import FontConfiguration

from handouts.pdf import engine, shortcuts
from handouts.pdf.fetcher import ImageLoader

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
    for replacement in (_engine(usual), usual):
        background.layout_box_backgrounds = replacement
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


def test_boxes_have_the_lengths_that_the_engine_gives_them() -> None:
    rules = """
        body { width: 50% } p { margin: 1mm auto; padding: 2% 1px; min-width: 2cm } i { width: calc(50% - 1mm) }
        b { box-sizing: border-box; width: 90px; height: 9px; padding: 8px; border: 1px solid; max-height: 4px }
        ul { height: 50%; display: inline-block } li { box-sizing: padding-box; height: 3px; padding: 2px }
        table { border-collapse: collapse } td { border: 2px solid; padding: 1px } @page { margin: 10% 5mm }
    """
    own, found = block.resolve_percentages, []
    modules = [one for one in vars(layout).values() if getattr(one, "resolve_percentages", None) is own]
    assert {absolute, block, column, float_, grid, inline, page, percent, table} <= {*modules}
    for resolve in (_engine(own), own):
        for module in modules:
            module.resolve_percentages = resolve
        try:
            pages = HTML(string=PAGE % rules + "<table><tr><td>f<td>g</table>").render().pages
        finally:
            for module in modules:
                module.resolve_percentages = own
        found.append([(str(box), _lengths(box)) for one in pages for box in one._page_box.descendants()])
    assert found[0] == found[1] and len(found[0]) > 20


def _lengths(box: Any) -> dict[str, Any]:
    ends = "width", "height", "left", "right", "top", "bottom"
    return {name: value for name, value in vars(box).items() if name.endswith(ends)}


def test_a_style_has_the_font_that_the_engine_describes() -> None:
    own, described = line_break.get_font_description, []
    for change in ({}, {"font_size": 8.5}, {"font_weight": 700}, {"font_family": ("A", "B")}, {"font_size": 8.5}):
        style = InitialStyle(None)
        style.update(change)
        described.append(own(style))
        told = [pango.pango_font_description_to_string(one) for one in (described[-1], _engine(own)(style))]
        assert ffi.string(told[0]) == ffi.string(told[1])
    assert described[1] is described[-1] and len({id(one) for one in described}) == len(described) - 1


def test_the_first_line_of_a_text_is_that_of_the_engine() -> None:
    own, fonts = line_break.split_first_line, FontConfiguration()
    words = "Stretch your calf, and hold it. Again"
    changes: tuple[dict[str, Any], ...] = ({}, {"font_size": 9}, {"letter_spacing": 3}, {"white_space": "nowrap"})
    asked = [(words, change, width) for change in changes for width in (40, 90, 900)] * 2 + [(words[9:], {}, 90)]
    lines = []
    for text, change, width in asked:
        styles = InitialStyle(fonts), InitialStyle(fonts)
        for style in styles:
            style.update({"lang": None, **change})
        shown = [split(text, style, None, width, 0) for split, style in zip((own, _engine(own)), styles, strict=True)]
        lines.append((shown[0][0].text, *shown[0][1:]))
        assert lines[-1] == (shown[1][0].text, *shown[1][1:])
    assert lines[:12] == lines[12:24] and len(set(lines)) == 8
    styles, known = fonts.known_lines
    assert len(known) == 13 and len(styles) == len(changes)
    layouts = [own(words, style, None, 90, 0)[0] for style in (InitialStyle(fonts),) * 2]
    assert layouts[0] is not layouts[1]  # a box that is drawn changes its own


def test_only_a_page_with_footnotes_has_styles_for_them() -> None:
    for rule, has in (("b { float: footnote }", True), ("b { float: left }", False)):
        source = f"<html lang=en><title>a</title><style>{rule}</style><p>a<b>note</b></p>"
        page = engine.opened(source, "", ImageLoader([]))
        styles = engine_css.get_all_computed_styles(page, font_config=FontConfiguration())
        [bold] = page.etree_element.iter("b")
        assert (styles(bold, "footnote-call") is not None) is has and styles(bold, "marker") is not None


def test_a_variable_gives_a_rule_the_value_that_it_gives_the_engine() -> None:
    rules = "p { margin: var(--wide) } b { --wide: 2px } i { --wide: 2px 3px }"
    page = HTML(string=f"<style>{rules}</style><b><p>a</p></b><i><p>b</p></i><b><p>c</p></b><p>d</p>")
    styles = engine_css.get_all_computed_styles(page, font_config=FontConfiguration())
    widths = [styles(element)["margin_left"].value for element in page.etree_element.iter("p")]
    assert widths == [2, 3, 2, 0]


def test_a_pattern_reads_to_the_characters_or_over_them() -> None:
    patterns = shortcuts.Patterns()
    until, over = patterns[("&", "<", "\0"), False], patterns[frozenset(" \n"), True]
    assert patterns[("&", "<", "\0"), False] is until and len(patterns) == 2
    for text, end in (("a]-^b<c", 5), ("<a", None), ("a&", 1)):
        assert (found.end() if (found := until.match(text)) else None) == end
    assert over.match(" \n x").end() == 3  # type: ignore[union-attr]
