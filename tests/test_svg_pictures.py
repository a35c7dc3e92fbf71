"""SVG that others made: what is printed of it, what is refused and why, and what it costs at the most."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
import speed
from pictures import SHAPE, png, svg, why
from PIL import Image

from handouts.files.pictures import PictureError, cost, safe_drawing, safe_picture
from handouts.pdf import fonts, rendering

ROOT = Path(__file__).parent.parent


def safe(data: bytes) -> str:
    return safe_picture("image/svg+xml", data).data.decode()


def attributes(text: str, tag: str) -> dict[str, str]:
    (element,) = ElementTree.fromstring(text).iter(f"{{http://www.w3.org/2000/svg}}{tag}")
    return dict(element.attrib)


# ---------------------------------------------------------------- SVG that is printed


def test_what_ships_passes_unchanged() -> None:
    figures = sorted((ROOT / "content" / "figures").glob("*.svg"))
    assert len(figures) > 50
    for path in figures:
        assert safe_drawing(path.read_bytes()) == path.read_text("utf-8"), path
    for path in (ROOT / "content" / "clinics").glob("*.svg"):
        assert safe_picture("image/svg+xml", path.read_bytes()).data == path.read_bytes()


def test_a_logo_as_saved_from_inkscape_keeps_its_shapes_and_loses_the_rest() -> None:
    saved = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<svg width="60mm" height="20mm" viewBox="0 0 60 20" version="1.1" id="svg5" inkscape:version="1.3" sodipodi:docname="a"
  xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns="http://www.w3.org/2000/svg"
  xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd">
<sodipodi:namedview id="nv" pagecolor="#ffffff"><inkscape:grid id="g1"/></sodipodi:namedview>
<metadata><x>private words</x></metadata><defs id="defs2"><inkscape:path-effect id="pe"/></defs>
<g inkscape:label="Layer 1" inkscape:groupmode="layer" id="layer1">
<path style="font-size:medium;font-family:Nowhere;fill:#005eb8;stroke:none;filter:none;-inkscape-stroke:none;opacity:1"
  d="M 0,0 H 60 V 20 z" id="p1" sodipodi:nodetypes="ccc" inkscape:connector-curvature="0"/></g></svg>"""
    text = safe(saved.encode())
    for gone in ("inkscape", "sodipodi", "private", "style", "Nowhere", "font-size"):
        assert gone not in text
    assert attributes(text, "path") == {
        "fill": "#005eb8", "stroke": "none", "opacity": "1", "d": "M 0,0 H 60 V 20 z", "id": "p1"
    }  # fmt: skip
    assert safe(text.encode()) == text, "what was written anew is a picture as it should be"


def test_a_logo_as_saved_from_illustrator_has_its_rules_resolved() -> None:
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    text = safe(
        b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?><!-- Generator -->' + doctype.encode() + svg(
            '<style type="text/css"><![CDATA[ rect{fill:red;stroke:green} .st0 , #x{fill:#005EB8;clip-path:url(#c)}'
            " /* .st0{fill:pink} */ .st0{stroke:navy} ]]></style>"
            '<defs><clipPath id="c"><use xlink:href="#r" style="overflow:visible;"/></clipPath>'
            '<path id="r" d="M0 0h9v9z"/></defs>'
            '<rect class="st0 other" style="stroke-width:2" fill="gray" width="9" height="9"/>'
        )
    )  # fmt: skip
    assert "DOCTYPE" not in text and "style" not in text
    assert attributes(text, "rect") == {
        "fill": "#005EB8", "stroke": "navy", "stroke-width": "2", "clip-path": "url(#c)", "width": "9", "height": "9"
    }  # fmt: skip


def test_a_logo_as_exported_from_figma_passes_unchanged() -> None:
    data = svg(
        '<g clip-path="url(#clip0_1_2)" fill="none"><path d="M1.5.5-2-3a1 1 0 01.5.5Z" fill="url(#p0)"/></g><defs>'
        '<linearGradient id="p0" x1="0" y1="0" x2="9" y2="9" gradientUnits="userSpaceOnUse"><stop stop-color="#F00"/>'
        '<stop offset="1" stop-color="#00F"/></linearGradient>'
        '<clipPath id="clip0_1_2"><rect width="9" height="9" fill="white"/></clipPath></defs>'
    )
    assert safe_picture("image/svg+xml", data).data == data


def test_an_image_inside_is_encoded_anew() -> None:
    coded = b64encode(png(Image.new("RGB", (3, 3), "red"), text="private")).decode()
    text = safe(svg(f'<image width="9" height="9" xlink:href="data:image/png;base64,{coded}"/>'))
    assert "data:image/png;base64," in text and coded not in text
    assert "damaged" in why(svg(f'<image href="data:image/png;base64,{coded[:40]}"/>'))


@pytest.mark.parametrize("family", ["sans-serif", "Arial, sans-serif", "'Fira Sans'"])
def test_text_is_printed_in_a_font_that_leaflets_have(family: str) -> None:
    assert safe(svg(f'<text y="9" font-family="{family}">Clinic<tspan x="3">2</tspan></text>'))


def test_the_families_are_those_of_the_engine() -> None:
    assert {family.lower() for family in fonts.FAMILIES} == cost.FAMILIES - {"sans-serif"}


def test_a_polygon_without_corners_is_taken_out() -> None:
    assert "polygon" not in safe(svg(SHAPE + '<polygon fill="url(#a)"/>'))


# ---------------------------------------------------------------- SVG that is refused

ELSEWHERE = "the picture takes something from elsewhere"


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ('<filter id="f"/>', "holds a <filter>"),
        ('<mask id="m"/>', "holds a <mask>"),
        ('<pattern id="p"/>', "holds a <pattern>"),
        ('<marker id="m"/>', "holds a <marker>"),
        ("<animate/>", "holds a <animate>"),
        ("<set/>", "holds a <set>"),
        ("<script>1</script>", "holds a <script>"),
        ("<foreignObject/>", "holds a <foreignObject>"),
        ("<switch/>", "holds a <switch>"),
        ("<svg/>", "holds a <svg>"),
        ('<text><textPath href="#a">x</textPath></text>', "holds a <textPath>"),
        ('<circle r="3"><rect width="9" height="9"/></circle>', "a <rect> inside a <circle>"),
        ("<image/>", "<image> without an image"),
        ('<rect width="9" height="9" filter="url(#f)"/>', "uses `filter`"),
        ('<rect width="9" height="9" style="mask:url(#m)"/>', "uses `mask`"),
        ('<style>path{marker-end:url(#m)}</style><path d="M0 0h9"/>', "uses `marker-end`"),
        ('<path d="M0 0h9" onclick="x"/>', "holds a script (`onclick`)"),
        ('<image href="logo.png"/>', ELSEWHERE),
        ('<use href="other.svg#a"/>', ELSEWHERE),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', ELSEWHERE),
        ('<path d="M0 0h9" fill="url(http://x/#a)"/>', ELSEWHERE),
        ('<path d="M0 0h9" style="cursor:url(x.png)"/>', ELSEWHERE),
        ("<style>@import 'x.css';</style>", ELSEWHERE),
        ("<style>@media print{a{fill:red}}</style>", "CSS other than plain rules"),
        ("<style>a{fill:red", "not well-formed"),
        ("<style>a > b{fill:red}</style>", "CSS rule for `a > b`"),
        ("<style>a[id^=x]{fill:red}</style>", "CSS rule for `a[id^=x]`"),
        ('<linearGradient id="g" spreadMethod="repeat"/>', "`spreadMethod` of a <linearGradient>"),
        ('<text font-family="MyriadPro-Bold" y="9">Clinic</text>', "text in the font `MyriadPro-Bold`"),
    ],
)
def test_what_would_run_load_or_look_different_is_refused_by_name(inside: str, fault: str) -> None:
    assert fault in why(svg(SHAPE + inside))


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (svg(SHAPE).decode().encode("utf-16"), "UTF-16"),
        (b"\x1f\x8b" + svg(SHAPE), "compressed (.svgz)"),
        (b'<!DOCTYPE svg [<!ENTITY ns "x">]>' + svg(SHAPE), "DOCTYPE with entities"),
        (b'<!DOCTYPE svg SYSTEM "a" [<!ATTLIST svg onload CDATA "x">]>' + svg(SHAPE), "DOCTYPE with entities"),
        (b'<?xml-stylesheet href="x.css"?>' + svg(SHAPE), ELSEWHERE),
        (b"<html/>", "the picture is not SVG"),
        (svg("<g>"), "not well-formed"),
    ],
)
def test_a_file_that_is_no_plain_svg_is_refused(data: bytes, fault: str) -> None:
    assert fault in why(data)


@pytest.mark.parametrize(
    "inside",
    [
        '<rect width="1e30" height="9"/>',
        '<rect width="-1" height="9"/>',
        '<circle r="NaN"/>',
        '<circle r="3" stroke-miterlimit="50%"/>',
        '<circle r="inf"/>',
        '<rect width="9em" height="9"/>',
        '<path d="M0 0L1e9 0"/>',
        '<path d="M0 0L12345678 0"/>',
        '<path d="M0 0L1"/>',
        '<path d="L1 1"/>',
        '<polygon points="1 2 3"/>',
        '<g transform="scale(1e7)"/>',
        '<g transform="scale(2"/>',
        '<text font-size="20000">x</text>',
        '<text font-size="2em">x</text>',
        '<path d="M0 0h9" stroke-dasharray="0.0001"/>',
        f'<path d="M0 0h9" stroke-dasharray="{"1 " * 21}"/>',
        '<symbol viewBox="0 0 1000 1"/>',
        '<symbol viewBox="0 0 0 0"/>',
        '<rect width="9" height="9" fill="rgb(1"/>',
        f'<rect width="{"1" * 100_000}x" height="9"/>',
    ],
)
def test_a_value_out_of_range_is_named(inside: str) -> None:
    assert "has the value" in why(svg(SHAPE + inside))


def test_scales_in_one_another_are_limited_as_one() -> None:
    assert "scale too far" in why(svg('<g transform="scale(9e5)">' * 3 + SHAPE + "</g>" * 3))


@pytest.mark.parametrize(
    "inside",
    [
        "",
        '<rect width="9" height="9" fill="#fff"/>',
        "<style>.a{fill:white}</style>" + '<rect class="a" width="9" height="9"/>',
        '<g fill="rgb(250, 250, 250)"><circle r="3"/></g>',
        '<g opacity="0"><circle r="3"/></g>',
        '<circle r="3" display="none"/>',
        '<circle r="0"/>',
        '<defs><circle r="3"/></defs>',
        '<linearGradient id="g"><stop stop-color="#fff"/></linearGradient><circle r="3" fill="url(#g)"/>',
    ],
)
def test_a_drawing_of_which_nothing_can_be_seen_on_paper_is_refused(inside: str) -> None:
    assert "nothing of the picture can be seen" in why(svg(inside))


# ---------------------------------------------------------------- what an SVG costs


def doubled(levels: int, inner: str = SHAPE, attribute: str = "") -> str:
    """Groups of which each uses the one before twice."""
    groups = [f'<g id="a0">{inner}</g>']
    groups += [
        f'<g id="a{n}" {attribute}>{f"<use href={chr(34)}#a{n - 1}{chr(34)}/>" * 2}</g>' for n in range(1, levels)
    ]
    return f'<defs>{"".join(groups)}</defs><use href="#a{levels - 1}"/>'


CIRCLE = '<circle r="3"/>'
STOPS = '<stop offset="1" stop-color="red"/>'
BOMBS: dict[str, tuple[str, str]] = {
    "use nested to 2^30": (doubled(31), "nested more than 40 deep"),
    "use nested to 2^15": (doubled(16), "too long"),
    "use in a circle": ('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>', "inside itself"),
    "use of itself": (SHAPE + '<use id="a" href="#a"/>', "inside itself"),
    "a clipping path in itself": (
        SHAPE + '<clipPath id="c"><g clip-path="url(#c)"/></clipPath><g clip-path="url(#c)"/>',
        "inside itself",
    ),
    "clipping paths of many shapes": (
        f'<clipPath id="c">{SHAPE * 100}</clipPath>' + '<circle r="3" clip-path="url(#c)"/>' * 100,
        "too long",
    ),
    "10,000 colour stops": (
        f'<linearGradient id="g">{STOPS * 9_000}</linearGradient><rect fill="url(#g)" width="9" height="9"/>',
        "too long",
    ),
    "colour stops times shapes": (
        f'<linearGradient id="g">{STOPS * 90}</linearGradient><g fill="url(#g)">{CIRCLE * 90}</g>',
        "too long",
    ),
    "gradients in a circle": (
        '<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/><circle r="3" fill="url(#a)"/>',
        "in a circle",
    ),
    "one endless word": (f"<text>{'a' * 5_000}</text>", "5,000 letters"),
    "many short texts": ("<text>ab</text>" * 3_000, "letters"),
    "a word used many times": (doubled(12, f"<text>{'a' * 9}</text>"), "letters"),
    "combining marks": (f"<text>a{chr(0x301) * 5}</text>", "more than 4 marks"),
    "20,000 combining marks": (f"<text>a{chr(0x20E3) * 20_000}</text>", "more than 4 marks"),
    "letters placed one by one": ('<text x="1 2 3 4" y="9">abcd</text>', "letter by letter"),
    "50,000 shapes": ("<path/>" * 50_000, "more than 10,000 elements"),
    "9,000 shapes": (CIRCLE * 9_000, "too long"),
    "300 deep": ("<g>" * 300 + SHAPE + "</g>" * 300, "nested more than 40 deep"),
    "30,000 deep": ("<g>" * 30_000 + SHAPE + "</g>" * 30_000, "nested more than 40 deep"),
    "an endless path": (f'<path d="M0 0l{"1 1 " * 100_000}"/>', "too long"),
    "an endless polygon": (f'<polygon points="{"1 1 " * 100_000}"/>', "too long"),
    "extents of groups in groups": ('<g opacity=".9">' * 30 + CIRCLE * 5_000 + "</g>" * 30, "too long"),
    "references to everywhere": (
        "".join(f'<circle id="a{n}"/><use href="#a{n}"/>' for n in range(2_000)),
        "too long",
    ),
    "selectors times elements": (
        f"<style>{'*{fill:red}' * 400}</style>{'<g/>' * 9_000}",
        "too many CSS rules",
    ),
    "50,000 rules": (f"<style>{'.a{fill:red}' * 50_000}</style>", "more than 500 CSS rules"),
    "comments that do not end": (f"<style>{'/*' * 100_000}</style>", "nothing of the picture"),
    "five images": ('<image href="data:image/png;base64,{DOT}"/>' * 5, "more than 4 raster images"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_costs_too_much_is_refused_at_once(name: str) -> None:
    inside, fault = BOMBS[name]
    data = svg(inside.replace("{DOT}", b64encode(png(Image.new("L", (1, 1)))).decode()))
    with speed.measured() as cost:
        assert fault in why(data)
    assert cost.units < 300


@pytest.mark.slow  # thousands of shapes are printed
@pytest.mark.parametrize(
    "make",
    [
        lambda n: CIRCLE * n,
        lambda n: '<g opacity=".5"><circle r="3" opacity=".5"/></g>' * n,
        lambda n: f'<path d="M0 0a{"1 1 0 011 1" * n}"/>',
        lambda n: f"<text>{'ab ' * n}</text>",
    ],
    ids=["shapes", "groups", "arcs", "letters"],
)
def test_a_logo_at_the_limit_is_printed_soon(make: Callable[[int], str], tmp_path: Path) -> None:
    low, high = 500, 20_000
    while high - low > low // 20:  # nearly the largest that is accepted
        middle = (low + high) // 2
        try:
            safe_picture("image/svg+xml", svg(make(middle)))
            low = middle
        except PictureError:
            high = middle
    assert low > 500
    (tmp_path / "logo.svg").write_bytes(svg(make(low)))
    page = '<!DOCTYPE html><html lang="en"><title>T</title><style>* {font-family: "Fira Sans"}</style><h1>T</h1>'
    with speed.measured() as cost:
        printed = rendering.render(
            page + '<img src="logo.svg" alt="Logo" style="width: 13mm; height: 13mm">', [tmp_path]
        )
    assert cost.units < 400
    assert "HND502" not in {found.code for found in printed.diagnostics}
