"""The page for a screen: one file that needs no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handouts.formats.html import write as write_html

from . import sample


def codes(body: str, **more: str) -> list[str]:
    return [found.code for found in write_html(sample.document(body, **more), []).diagnostics]


def test_a_good_page_stays_as_it_is() -> None:
    html = sample.leaflet()
    printed = write_html(html, [])
    assert (printed.data.decode(), printed.pages, printed.diagnostics) == (html, 0, ())


def test_pictures_are_written_into_the_page(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(sample.FOOT)
    html = sample.document(
        '<p>ä</p>\n<p>x</p><img class="logo" src="logo.svg" alt="North &amp; &quot;Clinic&quot;"><p>Words</p>'
    )
    printed = write_html(html, [tmp_path])
    assert printed.diagnostics == ()
    made = printed.data.decode()
    [tag] = re.findall(r"<img[^>]*>", made)
    assert tag.startswith('<img class="logo" src="data:image/svg+xml;base64,')
    assert tag.endswith('alt="North &amp; &quot;Clinic&quot;">')
    assert made.replace(tag, "") == re.sub(r"<img[^>]*>", "", html)
    assert str(tmp_path) not in made


def test_a_lost_picture_is_reported() -> None:
    assert codes('<img src="logo.svg" alt="Logo">') == ["HND502"]
    assert codes('<img src="https://example.org/logo.svg" alt="Logo">') == ["HND502"]


@pytest.mark.parametrize(
    "part",
    [
        "<script>alert(1)</script>",
        '<iframe title="x"></iframe>',
        '<p onclick="alert(1)">x</p>',
        '<input type="file">',
        '<input type="hidden" type="text">',
        '<input type="checkbox" formaction="https://example.org">',
        '<meta http-equiv="refresh" content="0">',
        '<svg><image href="https://example.org/a.png"/></svg>',
        '<img src="data:image/svg+xml,%3Csvg%3E%3Ccircle r=%229%22/%3E%3C/svg%3E" srcset="b.png 2x" alt="x">',
    ],
)
def test_what_runs_or_loads_is_reported(part: str) -> None:
    assert codes(part) == ["HND504"]


@pytest.mark.parametrize(
    "part",
    [
        "<!--><script>alert(1)</script>-->",
        "<!-- a comment -->",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<title><style></title><img src=x onerror=alert(1)></style>",
        "<textarea></textarea><img/src=x/onerror=alert(1)>",
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
        '<svg><a><animate attributeName="href" values="javascript:alert(1)"/></a></svg>',
        "<![CDATA[<script>alert(1)</script>]]>",
        '<?xml-stylesheet href="a.css"?>',
        "<p x=1 onclick=alert(1)>x</p>",
        '<p ONCLICK="alert(1)">x</p>',
        '<a href="https://example.org" ping="https://example.org/">x</a>',
        '<link rel="attachment" href="file:///etc/passwd">',
    ],
)
def test_what_a_browser_may_read_otherwise_is_refused(part: str) -> None:
    assert "HND504" in codes(part)


def test_of_two_attributes_the_one_that_browsers_take_counts() -> None:
    assert codes('<a href="javascript:alert(1)" href="https://example.org">x</a>') == ["HND508"]


def test_a_style_that_loads_something_is_reported() -> None:
    assert codes("<p>x</p>", style="p { background: url(https://example.org/a.png) }") == ["HND502"]
    assert codes("<p>x</p>", style='@import "a.css";') == ["HND502"]
    assert codes('<p style="background: url(a.png)">x</p>') == ["HND502"]
    assert codes("<p>x</p>", style='p { background: url( "/a.png") }') == ["HND502"]
    for loads in (r"\75rl(//a.example)", r"@\69 mport 'a';", "u/**/rl(a) url(a)", "image-set('a.png' 1x)"):
        assert codes("<p>x</p>", style=f"p {{ background: {loads} }}") == ["HND502"]
    for inside in (
        "url(data:image/png;base64,AA==)",
        "url( 'data:image/svg+xml,%3Csvg%3E%3Ccircle r=%229%22/%3E%3C/svg%3E' )",
        'url("#hatch")',
    ):
        assert codes("<p>x</p>", style=f"p {{ background: {inside} }}") == []


def test_a_field_that_only_its_reader_reads_is_allowed() -> None:
    assert codes('<input type="checkbox" aria-label="Day 1"><input type="text" aria-label="Pain">') == []


def test_the_list_of_contents_has_the_headings_behind_it() -> None:
    parts = '<h2>Before</h2><ul data-contents></ul><h2 class="big">A &amp; <b>B</b></h2><h2 id="own">C</h2>'
    printed = write_html(sample.document(parts), [])
    assert printed.diagnostics == ()
    listed = '<ul data-contents><li><a href="#part-1">A &amp; B</a></li>\n<li><a href="#own">C</a></li></ul>'
    headings = '<h2 class="big" id="part-1">A &amp; <b>B</b></h2><h2 id="own">C</h2>'
    assert f"<h2>Before</h2>{listed}{headings}" in printed.data.decode()


def test_links_are_held_to_the_same_rule_as_on_paper() -> None:
    assert codes('<a href="javascript:alert(1)">x</a>') == ["HND508"]
    assert codes('<a href="#part">x</a><a href="https://example.org">y</a>') == []


def test_a_picture_without_description_is_reported() -> None:
    assert codes('<img src="data:image/svg+xml,%3Csvg%3E%3Ccircle r=%229%22/%3E%3C/svg%3E">') == ["HND511"]
