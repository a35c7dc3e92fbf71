"""The only module that imports the engine, WeasyPrint: fonts, images, log, and replaced functions.

Importing it imports WeasyPrint (most of a second), so only the functions that print do it.
"""

from __future__ import annotations

import logging
import re
import threading
import warnings
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from copy import copy
from functools import lru_cache
from pathlib import Path
from typing import Any

from handouts.diagnostics import Diagnostic
from handouts.pdf import fonts, plain_paths, shortcuts
from handouts.pdf.fetcher import ImageLoader
from handouts.pdf.postponed import postponed

#: What the engine imports for fonts without HarfBuzz, and for variable fonts: a quarter of the time of its import.
UNUSED = ("fontTools.subset", "fontTools.varLib.instancer")

with warnings.catch_warnings(), fonts.machine_fonts_hidden(), postponed(*UNUSED):
    # The engine warns when the machine has no fonts. Here that is the intention.
    warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
    import weasyprint as weasyprint
    from tinyhtml5 import inputstream
    from weasyprint import css as engine_css
    from weasyprint import draw as engine_draw
    from weasyprint import pdf as engine_pdf
    from weasyprint import svg as engine_svg
    from weasyprint.formatting_structure import boxes as boxes
    from weasyprint.logger import LOGGER
    from weasyprint.text.ffi import ffi
    from weasyprint.text.fonts import FontConfiguration, fontconfig
    from weasyprint.text.fonts import font_features as font_features
    from weasyprint.text.line_break import get_log_attrs as get_log_attrs
    from weasyprint.urls import FatalURLFetchingError as FatalURLFetchingError
    from weasyprint.urls import URLFetcher, URLFetcherResponse

#: The version whose internals the tagging was written for and tested with.
TRIED = "70.0"

MAX_CACHED_SHEETS = 32  # a list has one for each edition, colour and step that it is set at

#: Rules that belong to a document and not to a stylesheet alone: fonts, counters, colours, layers, other sheets.
_OF_A_DOCUMENT = re.compile(r"@(font-face|counter-style|color-profile|layer|import|namespace)", re.IGNORECASE)

#: What a footnote has besides its text; the engine's own stylesheet gives each of them to every element of a page.
_OF_NOTES = frozenset(("footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"))
_NOTE = re.compile(r"footnote|note\(")

#: One document at a time: the engine's log and the replaced functions are global to the process.
LOCK = threading.RLock()


class _ImageFetcher(URLFetcher):  # type: ignore[misc]
    """Gives the engine images from an ImageLoader. It opens nothing itself: no network, no redirect, no file."""

    def __init__(self, images: ImageLoader) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=False)
        self._images = images

    def fetch(self, url: str, headers: object = None) -> Any:
        picture = self._images.take(url)
        return URLFetcherResponse("picture:", picture.data, {"Content-Type": picture.kind})


class _FaceFetcher(URLFetcher):  # type: ignore[misc]
    """Gives the engine the bundled faces and nothing else."""

    def fetch(self, url: str, headers: object = None) -> Any:
        return URLFetcherResponse(url, fonts.face_data(url), {"Content-Type": "font/ttf"})


class _Packaged:
    """A font file of a package, in place of the copy that the engine would write into a folder of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __truediv__(self, name: str) -> _Packaged:
        return self

    def exists(self) -> bool:
        return False

    def write_bytes(self, data: bytes) -> None:
        pass

    def as_posix(self) -> str:
        return self._path.as_posix()


class _Fonts(FontConfiguration):  # type: ignore[misc]
    """Reads bundled faces where they are: a copy for each document takes time, and one of a killed process stays."""

    _folder: Any

    def add_font_face(self, descriptors: Any, fetcher: Any) -> None:
        packaged = [path for _, url in descriptors["src"] if (path := fonts.packaged(url))]
        folder = self._folder
        if packaged:
            self._folder = _Packaged(packaged[0])
        try:
            super().add_font_face(descriptors, fetcher)
        finally:
            if packaged:
                self._folder = folder


def opened(html: str, base: str, images: ImageLoader) -> Any:
    """Parses a page.

    Args:
        html: the source of the page.
        base: its base URL.
        images: the only source of its images.
    """
    page = weasyprint.HTML if _NOTE.search(html) else _WithoutNotes
    return page(string=html, base_url=base, url_fetcher=_ImageFetcher(images))


class _WithoutNotes(weasyprint.HTML):  # type: ignore[misc]
    """A page without footnotes: its elements have no styles for the parts of one."""

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [_without_notes(sheet) for sheet in super()._ua_stylesheets(forms)]


@lru_cache(maxsize=2)
def _without_notes(sheet: Any) -> Any:
    lean = copy(sheet)
    lean.matcher = copy(sheet.matcher)
    lean.matcher.other_selectors = [one for one in sheet.matcher.other_selectors if one[3] not in _OF_NOTES]
    return lean


def bundled_fonts(text: str) -> tuple[Any, Any, tuple[Diagnostic, ...]]:
    """The font configuration for a document; documents that need the same faces share it.

    A document with @font-face rules of its own has a new one, since the configuration keeps them.

    Args: `text` is the source of the page, to find the faces that it needs.

    Returns: the engine's font configuration, its style sheet, and findings (HND502).
    """
    rules = fonts.face_rules(text)
    font_set, sheet = _font_set.__wrapped__(rules) if "@font-face" in text.lower() else _font_set(rules)
    return font_set, sheet, _isolation(font_set)


@lru_cache(maxsize=8)
def _font_set(rules: str) -> tuple[Any, Any]:
    with fonts.machine_fonts_hidden():
        font_set = _Fonts()
    return font_set, weasyprint.CSS(string=rules, font_config=font_set, url_fetcher=_FaceFetcher())


def _isolation(font_set: Any) -> tuple[Diagnostic, ...]:
    """HND502 when fontconfig offers system fonts to this document."""
    count = fontconfig.FcConfigGetFonts(font_set._config, fontconfig.FcSetSystem).nfont
    if count == 0:
        return ()
    return (
        Diagnostic(
            "HND502",
            f"{count} fonts of this machine are available to the engine, so the print could differ elsewhere",
            "start the program without a FONTCONFIG_SYSROOT or a changed fontconfig library",
        ),
    )


def font_runs(box: Any) -> list[tuple[str, bool]]:
    """The pieces of a line of text that are set in one font each, from left to right.

    Returns:
        The characters of each, in logical order where it runs from left to right, and whether it does.
    """
    layout, runs = box.pango_layout, list[tuple[str, bool]]()
    layout.reactivate(box.style)
    line, _ = layout.get_first_line()
    data, node, before = layout.text.encode(), line.runs[0], None
    while node != ffi.NULL:
        item, node = node.data.item, node.next
        text = data[item.offset : item.offset + item.length].decode()
        is_ltr = item.analysis.level % 2 == 0
        if item.analysis.font == before:
            runs[-1] = runs[-1][0] + text, runs[-1][1] and is_ltr
        else:
            runs.append((text, is_ltr))
        before = item.analysis.font
    layout.deactivate()
    return runs


def version_findings() -> tuple[Diagnostic, ...]:
    """HND506 when the engine is not the version that the tagging was tested with."""
    if weasyprint.__version__ == TRIED:
        return ()
    return (
        Diagnostic(
            "HND506",
            f"the engine is WeasyPrint {weasyprint.__version__}; tagging and layout were tried with {TRIED}",
            f"install weasyprint=={TRIED}, or run the tests in tests/pdf and look at every page",
        ),
    )


engine_svg.TAGS["path"] = plain_paths.cached(engine_svg.TAGS["path"])

_SHEETS: MutableMapping[tuple[str, str], Any] = {}  #: parsed stylesheets, by their text and base URL


def forget() -> None:
    """Forgets stylesheets, fonts and lines: the engine complained, and shall of the next document too."""
    _SHEETS.clear()
    _font_set.cache_clear()


def _parsed_once(parse: Any) -> Any:
    """Reads the stylesheet of a page once in a process, where nothing in it belongs to one document alone.

    Reading it takes a fifteenth of the time of a print. A rule complains at its first use alone, so `rendering` lets
    all be forgotten where the engine complains.
    """

    def sheet(string: str | None = None, base_url: str = "", **rest: Any) -> Any:
        if string is None or _OF_A_DOCUMENT.search(string):
            return parse(string=string, base_url=base_url, **rest)
        key = string, base_url
        if key not in _SHEETS:
            if len(_SHEETS) == MAX_CACHED_SHEETS:
                _SHEETS.clear()
            _SHEETS[key] = parse(string=string, base_url=base_url, **{**rest, "page_rules": [], "layers": []})
        return _SHEETS[key]

    return sheet


engine_css.CSS = _parsed_once(engine_css.CSS)

shortcuts.install(weasyprint, inputstream)


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.records.append(record)


@contextmanager
def listening() -> Iterator[list[logging.LogRecord]]:
    """Collects the engine's log records of this thread, which go nowhere else."""
    listener = _Listener()
    level, before = LOGGER.level, (LOGGER.propagate, LOGGER.disabled)
    LOGGER.addHandler(listener)
    LOGGER.setLevel(logging.WARNING)
    LOGGER.propagate, LOGGER.disabled = False, False
    try:
        yield listener.records
    finally:
        LOGGER.removeHandler(listener)
        LOGGER.setLevel(level)
        LOGGER.propagate, LOGGER.disabled = before


@contextmanager
def own_tagging(add_tags: Any) -> Iterator[None]:
    """Replaces the engine's `add_tags` inside this block. Hold `LOCK` around it."""
    original = engine_pdf.add_tags
    engine_pdf.add_tags = add_tags
    try:
        yield
    finally:
        engine_pdf.add_tags = original


@contextmanager
def own_text(draw_text: Any) -> Iterator[None]:
    """Wraps the engine's `draw_text` inside this block. Hold `LOCK` around it.

    Args:
        draw_text: takes the engine's function and returns its replacement.
    """
    original = engine_draw.draw_text
    engine_draw.draw_text = draw_text(original)
    try:
        yield
    finally:
        engine_draw.draw_text = original
