"""The same page for a screen: one file that needs no other, with its pictures written into it.

Nothing is loaded when it is opened: no script, no address. Its fonts are inside too (`web_fonts.py`).

Templates of a clinic may have written the page, so it must be HTML that every parser reads alike: a browser must not
find a script where this reader sees a comment or a style.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Collection, Iterator, Sequence
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.diagnostics import Diagnostic
from handouts.pdf.fetcher import ImageLoader, RefusedError, bad_link
from handouts.pdf.printed import Printed

if TYPE_CHECKING:
    from handouts.layout.assets import PrintAssets
    from handouts.model import Edition
    from handouts.model.leaflet import Leaflet

#: Elements that run, load or send something, or whose inside parsers read in ways of their own.
REFUSED = frozenset(
    (
        "script", "iframe", "object", "embed", "form", "base", "link", "applet", "audio", "video", "frame", "portal",
        "button", "select", "textarea", "animate", "animatemotion", "animatetransform", "set",
        "template", "noscript", "noembed", "noframes", "xmp", "plaintext", "listing", "math", "foreignobject",
    )
)  # fmt: skip

#: Kinds of fields that a reader fills in: without form and script nothing sends them.
FIELDS = frozenset(("checkbox", "text"))

#: Attributes by which a page asks for something else. A reference into the page itself (`#part`) is harmless.
LOADING = frozenset(("src", "srcset", "href", "xlink:href", "poster", "data", "background", "action", "formaction",
                     "ping", "srcdoc", "manifest"))  # fmt: skip

#: A style that loads something.
STYLE_LOADS = re.compile(r"@import|image-set\(|src\(|url\((?!\s*['\"]?\s*(?:#|data:))", re.IGNORECASE)

#: A letter of a style by its number: `\75rl(` is `url(`.
STYLE_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

#: A start tag as every parser reads it.
PLAIN_TAG = re.compile(r"""<[a-z][a-z0-9]*(?:\s+[a-z][-a-z0-9:]*(?:=(?:"[^"]*"|'[^']*'))?)*\s*/?>""", re.IGNORECASE)


def render(leaflet: Leaflet, edition: Edition, assets: PrintAssets) -> Printed:
    """The leaflet as one page for a screen, of no edition. Reports what `write` does, and HND504 for its template."""
    from handouts.formats import web_fonts
    from handouts.layout import templates

    try:
        page = templates.page(leaflet, assets.templates)
    except templates.BrokenTemplateError as fault:
        return Printed(b"", 0, (fault.diagnostic,))
    return write(web_fonts.with_fonts(page), assets.pictures)


def write(html: str, roots: Sequence[Path], neighbours: Collection[str] = ()) -> Printed:
    """A page of HTML with all that it needs inside.

    Args: `neighbours` are relative addresses that it may link to besides those of any leaflet, and pictures that it may
    show without having them inside: files of the same site.

    Reports HND502 (a picture that did not load, a style that loads something), HND504 (a part that runs or sends
    something), HND508 (a link that leads nowhere) and HND511 (a picture without a description).
    """
    page = _Page(html, ImageLoader(roots), neighbours)
    return Printed(page.text().encode(), 0, tuple(dict.fromkeys((*page.found, *page.images.diagnostics()))))


class _Page(HTMLParser):
    """Reads a page once: notes what must not be in it, and notes its edits, which leave all else alone.

    Edited are the tags of pictures and, where an element has `data-contents`, the headings behind it: each gets an id,
    and the element becomes the list of links to them.
    """

    def __init__(self, html: str, images: ImageLoader, neighbours: Collection[str] = ()) -> None:
        super().__init__(convert_charrefs=False)
        self.images = images
        self._neighbours = neighbours
        self.found: list[Diagnostic] = []
        self._html = html
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", html))]
        self._edits: list[tuple[int, int, str]] = []
        self._contents_at: int | None = None
        self._headings: list[tuple[str, list[str]]] = []
        self._in_heading = False
        self._in_heard = False  # words for the ear alone
        self._in_style = False
        self._has_drawing = False
        self.feed(html)
        self.close()

    def text(self) -> str:
        """The page with its pictures and its list of contents inside."""
        # Edits are put in at the end: letters outside of them stay exactly as the template wrote them.
        done, at = [], 0
        for start, end, tag in sorted((*self._edits, *self._list_of_contents())):
            done += [self._html[at:start], tag]
            at = end
        return "".join((*done, self._html[at:]))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        self._in_heard = ("class", "heard") in attrs
        self._has_drawing |= tag == "svg"
        if not PLAIN_TAG.fullmatch(self.get_starttag_text() or ""):
            self._refuse(f"a tag <{tag}> that is not written in the plain way")
        values = {name: value or "" for name, value in attrs}
        if tag == "style" and self._has_drawing:  # inside a drawing a browser reads elements in it
            self._refuse("<style> behind a drawing")
        if tag in REFUSED or (tag == "meta" and "http-equiv" in values):
            self._refuse(f"<{tag}>")
        if tag == "input" and next((value for name, value in attrs if name == "type"), "") not in FIELDS:
            self._refuse("a field that is neither text nor checkbox")
        for name, value in attrs:  # of two with one name, browsers take the first
            value = value or ""
            if name.startswith("on"):
                self._refuse(f"{name}= on <{tag}>")
            elif name == "style":
                self._style(value)
            elif name in LOADING:
                self._reference(tag, name, value)
        if tag == "img":
            self._picture(values)
        if "data-contents" in values:
            self._contents_at = self._place()[1]
        elif tag == "h2" and self._contents_at is not None:
            self._heading(values)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._in_style = False

    def handle_endtag(self, tag: str) -> None:
        self._in_style = self._in_heard = False
        self._in_heading &= tag != "h2"

    def handle_entityref(self, name: str) -> None:
        self._words(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._words(f"&#{name};")

    def handle_data(self, data: str) -> None:
        self._words(data)
        if "<" in data:
            self._refuse("a bare `<`")
        if self._in_style:
            self._style(data)

    def handle_comment(self, data: str) -> None:
        self._refuse("an HTML comment")

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html":
            self._refuse(f"<!{decl[:20]}>")

    def unknown_decl(self, data: str) -> None:
        self._refuse(f"<![{data[:20]}]>")

    def handle_pi(self, data: str) -> None:
        self._refuse(f"<?{data[:20]}>")

    def _refuse(self, what: str) -> None:
        self.found.append(
            Diagnostic("HND504", f"{what} has no place in a leaflet: nothing in it may run or load", "take it out")
        )

    def _style(self, css: str) -> None:
        if STYLE_LOADS.search(STYLE_COMMENT.sub("", STYLE_ESCAPE.sub(_unescaped, css))):
            message = "the style of the page loads something from outside"
            self.found.append(Diagnostic("HND502", message, "write it into the style, or leave it out"))

    def _reference(self, tag: str, name: str, value: str) -> None:
        if value.startswith("#") or (tag == "img" and name == "src") or (tag == "a" and value in self._neighbours):
            return
        if tag == "a" and name == "href":
            if bad := bad_link(value):
                self.found.append(bad)
        elif tag not in REFUSED:
            self._refuse(f"{name}= on <{tag}>")

    def _picture(self, values: dict[str, str]) -> None:
        """A picture's tag with the picture inside; what cannot be loaded stays as it was and is reported."""
        if "alt" not in values:
            message = f"the picture `{values.get('src', '')[:60]}` has no description for those who cannot see it"
            self.found.append(
                Diagnostic("HND511", message, 'give it an alt text, or alt="" when it is mere decoration')
            )
        if values.get("src") in self._neighbours:
            return
        try:
            picture = self.images.take(values.get("src", ""))
        except RefusedError:
            return
        values["src"] = f"data:{picture.kind};base64,{b64encode(picture.data).decode('ascii')}"
        self._rewrite("img", values)

    def _heading(self, values: dict[str, str]) -> None:
        self._in_heading = True
        if "id" not in values:
            values["id"] = f"part-{len(self._headings) + 1}"
            self._rewrite("h2", values)
        self._headings.append((values["id"], []))

    def _words(self, source: str) -> None:
        if self._in_heading and not self._in_heard:
            self._headings[-1][1].append(source)

    def _list_of_contents(self) -> Iterator[tuple[int, int, str]]:
        if self._contents_at is not None:
            links = (f'<li><a href="#{escape(id_)}">{"".join(words)}</a></li>' for id_, words in self._headings)
            yield self._contents_at, self._contents_at, "\n".join(links)

    def _rewrite(self, tag: str, values: dict[str, str]) -> None:
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in values.items())
        self._edits.append((*self._place(), f"<{tag}{attributes}>"))

    def _place(self) -> tuple[int, int]:
        """Where the start tag that is being read begins and ends in the page."""
        line, column = self.getpos()
        start = self._line_starts[line - 1] + column
        return start, start + len(self.get_starttag_text() or "")


def _unescaped(escape_: re.Match[str]) -> str:
    number = int(escape_[1] or "0", 16)
    return escape_[2] or (chr(number) if 0 < number < 0x110000 else "")
