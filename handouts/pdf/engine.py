"""The engine, WeasyPrint: the one place that starts it, gives it fonts and folders, and listens to its log.

Importing this module imports WeasyPrint (most of a second), so only the functions that print do it.
"""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from handouts.diagnostics import Diagnostic
from handouts.pdf import fonts
from handouts.pdf.fetcher import ImageLoader

with warnings.catch_warnings(), fonts.machine_fonts_hidden():
    # The engine warns when the machine has no fonts. Here that is the intention.
    warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
    import weasyprint as weasyprint
    from weasyprint import draw as engine_draw
    from weasyprint import pdf as engine_pdf
    from weasyprint import svg as engine_svg
    from weasyprint.formatting_structure import boxes as boxes
    from weasyprint.logger import LOGGER
    from weasyprint.text.fonts import FontConfiguration, fontconfig
    from weasyprint.text.fonts import font_features as font_features
    from weasyprint.text.line_break import get_log_attrs as get_log_attrs
    from weasyprint.urls import FatalURLFetchingError as FatalURLFetchingError
    from weasyprint.urls import URLFetcher, URLFetcherResponse

#: The version whose inner workings the tagging was written for and tried with.
TRIED = "70.0"

PATHS_KEPT = 4000  # lines of drawings: a leaflet has some hundred, and a drawing stands in many leaflets

#: One document at a time: the engine's log and its tagging are one per process.
LOCK = threading.RLock()


class _ImageFetcher(URLFetcher):  # type: ignore[misc]
    """The engine's way to a shelf. It opens nothing itself: no network, no redirect, no file."""

    def __init__(self, images: ImageLoader) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=False)
        self._shelf = images

    def fetch(self, url: str, headers: object = None) -> Any:
        picture = self._shelf.take(url)
        return URLFetcherResponse("picture:", picture.data, {"Content-Type": picture.kind})


class _FaceFetcher(URLFetcher):  # type: ignore[misc]
    """The engine's way to the bundled faces, and to nothing else."""

    def fetch(self, url: str, headers: object = None) -> Any:
        face = fonts.FACES[int(url.removeprefix("face:"))]
        return URLFetcherResponse(url, face.path.read_bytes(), {"Content-Type": "font/ttf"})


def opened(html: str, base: str, images: ImageLoader) -> Any:
    """The page, parsed by the engine, with its pictures taken from the shelf alone."""
    return weasyprint.HTML(string=html, base_url=base, url_fetcher=_ImageFetcher(images))


def bundled_fonts() -> tuple[Any, Any, tuple[Diagnostic, ...]]:
    """A fresh set of fonts for one document: engine's font set, its style sheet, findings (HND502).

    Fresh each time (7 ms): a set that is used again would remember what other documents brought along.
    """
    with fonts.machine_fonts_hidden():
        font_set = FontConfiguration()
    sheet = weasyprint.CSS(string=fonts.face_rules(), font_config=font_set, url_fetcher=_FaceFetcher())
    return font_set, sheet, _isolation(font_set)


def _isolation(font_set: Any) -> tuple[Diagnostic, ...]:
    """Fontconfig counts the machine's fonts that this document could reach: there must be none."""
    count = fontconfig.FcConfigGetFonts(font_set._config, fontconfig.FcSetSystem).nfont
    if count == 0:
        return ()
    return (
        Diagnostic(
            "HND502",
            f"{count} fonts of this machine are in reach of the press, so the print could differ elsewhere",
            "start the program without a FONTCONFIG_SYSROOT or a changed fontconfig library",
        ),
    )


def version_findings() -> tuple[Diagnostic, ...]:
    """HND506 when the engine is not the one that the tagging was tried with."""
    if weasyprint.__version__ == TRIED:
        return ()
    return (
        Diagnostic(
            "HND506",
            f"the engine is WeasyPrint {weasyprint.__version__}; tagging and layout were tried with {TRIED}",
            f"install weasyprint=={TRIED}, or run the tests of the press and look at every page",
        ),
    )


def _remembered(path: Any) -> Any:
    """The engine's way to write a line of a drawing, which takes a third of a print, asked once for each line."""
    known: dict[str, tuple[list[Any], list[Any]]] = {}

    def write(svg: Any, node: Any, font_size: float) -> None:
        line, items = node.get("d", ""), svg.stream.stream
        if line not in known:
            before = len(items)
            path(svg, node, font_size)
            if len(known) < PATHS_KEPT:
                known[line] = items[before:], list(node.vertices)
            return
        written, vertices = known[line]
        items += written
        node.vertices.extend(vertices)

    return write


engine_svg.TAGS["path"] = _remembered(engine_svg.TAGS["path"])


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[logging.LogRecord] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.heard.append(record)


@contextmanager
def listening() -> Iterator[list[logging.LogRecord]]:
    """All that the engine says inside this block, and it says it to nobody else."""
    listener = _Listener()
    level, before = LOGGER.level, (LOGGER.propagate, LOGGER.disabled)
    LOGGER.addHandler(listener)
    LOGGER.setLevel(logging.WARNING)
    LOGGER.propagate, LOGGER.disabled = False, False
    try:
        yield listener.heard
    finally:
        LOGGER.removeHandler(listener)
        LOGGER.setLevel(level)
        LOGGER.propagate, LOGGER.disabled = before


@contextmanager
def own_tagging(add_tags: Any) -> Iterator[None]:
    """Inside this block the engine builds its tag tree with `add_tags`. Hold `LOCK` around it."""
    engines_own = engine_pdf.add_tags
    engine_pdf.add_tags = add_tags
    try:
        yield
    finally:
        engine_pdf.add_tags = engines_own


@contextmanager
def own_text(draw_text: Any) -> Iterator[None]:
    """Inside this block the engine writes its text with what `draw_text` makes of its own. Hold `LOCK` around it."""
    engines_own = engine_draw.draw_text
    engine_draw.draw_text = draw_text(engines_own)
    try:
        yield
    finally:
        engine_draw.draw_text = engines_own
