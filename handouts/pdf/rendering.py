"""HTML to a tagged PDF (PDF/UA-1), in two steps: lay out and measure, then write.

A caller that finds a page too full in the first step may set it tighter and lay it out again, without writing it.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handouts.diagnostics import Diagnostic
from handouts.pdf import engine, fonts, overflow
from handouts.pdf.fetcher import PAGE_BASE, ImageLoader, bad_link
from handouts.pdf.overflow import PageFacts
from handouts.pdf.printed import Printed
from handouts.pdf.readable_text import ReadableText
from handouts.pdf.recorder import Recorder
from handouts.pdf.tag_writer import tagger
from handouts.pdf.walk import Piece

#: The engine's words for what did not load, by the head of the message.
LOST = ("Failed to load", "Failed to render SVG", "Font-face", "Unsupported stylesheet type")


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A document laid out and measured, ready to be written. `document` is None when the engine gave up."""

    document: Any
    facts: tuple[PageFacts, ...]
    diagnostics: tuple[Diagnostic, ...]
    pieces: tuple[tuple[Piece, ...], ...] = field(default=(), repr=False)
    tree: Any = field(default=None, repr=False)

    @property
    def pages(self) -> int:
        return len(self.facts)


def render(html: str, roots: Sequence[Path]) -> Printed:
    """Print a page of HTML. Reports HND501 to HND511, see `layout` and `write`."""
    return write(layout(html, roots))


def layout(html: str, roots: Sequence[Path]) -> LaidOut:
    """Lay the page out and measure it, without making a file.

    Reports HND501 (no glyph), HND502 (lost picture or font), HND503 (out of its place), HND504 (the engine
    complained), HND506 (another engine), HND507 (nearly empty page), HND508 (a link that a leaflet must not have),
    HND509 (lonely heading), HND510 (split part).
    """
    images = ImageLoader(roots)
    found: list[Diagnostic] = []
    document, tree, measured = None, None, overflow.Measured((), ())
    with working(found) as heard:
        found += fonts.check_faces()
        font_set, faces, isolation = engine.bundled_fonts(html)
        page = engine.opened(html, PAGE_BASE, images)
        tree = page.etree_element
        document = page.render(font_config=font_set, stylesheets=[faces], pdf_variant="pdf/ua-1")
        measured = overflow.measured(document)
        found += isolation
        found += _measures(document, measured)
    found += images.diagnostics()
    found += _findings([record for record in heard if not _is_of(record, images.refused)])
    return LaidOut(document if measured.facts else None, measured.facts, _once(found), measured.pieces, tree)


def write(laid: LaidOut, recorder: Recorder | None = None) -> Printed:
    """Make the file of a laid document. Reports, beside what layout found, HND501, HND502, HND504 and HND511.

    A recorder learns where each line of text was written.
    """
    if laid.document is None:
        return Printed(b"", 0, laid.diagnostics)
    found = list(laid.diagnostics)
    data = b""
    readable = engine.own_text(ReadableText(engine.font_runs).watch)
    with working(found) as heard, readable, watched(recorder), engine.own_tagging(tagger(found, laid.tree, recorder)):
        data = laid.document.write_pdf(pdf_variant="pdf/ua-1")
    reported = overflow.missing(laid.pieces)
    found += _findings([record for record in heard if _letter(record) not in reported], laid.pieces)
    return Printed(data, laid.pages if data else 0, _once(found))


def watched(recorder: Recorder | None) -> AbstractContextManager[None]:
    return nullcontext() if recorder is None else engine.own_text(recorder.watch)


@contextmanager
def working(found: list[Diagnostic]) -> Iterator[list[logging.LogRecord]]:
    """The engine at work, alone and listened to. Whatever breaks it becomes HND504, never a traceback."""
    with engine.LOCK, engine.listening() as heard, _uncollected():
        try:
            yield heard
        except MemoryError:  # the watchdog reports it as HND947
            raise
        except (Exception, engine.FatalURLFetchingError) as fault:
            found.append(_broken(fault))
        if heard:
            engine.forget()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without garbage collection: a page is thousands of boxes that are all in use, and looking through them again and
    again costs a seventh of its time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _broken(fault: BaseException) -> Diagnostic:
    if isinstance(fault, RecursionError):
        return Diagnostic("HND504", "the page is nested too deep to be laid out", "make the page simpler")
    message = f"the engine failed ({type(fault).__name__}: {str(fault)[:160]})"
    return Diagnostic("HND504", message, "look at what was changed last in the style or the page, or report a fault")


def _measures(document: Any, measured: overflow.Measured) -> list[Diagnostic]:
    found = [*engine.version_findings()]
    found += overflow.glyph_findings(measured.pieces)
    found += overflow.family_findings(measured.pieces)
    found += overflow.overflow_findings(measured.pieces)
    found += overflow.page_findings(measured.facts)
    return found + _links(document)


def _links(document: Any) -> list[Diagnostic]:
    """HND508 for links that paper or screen should not have; the ones that leave the page, each once."""
    targets = dict.fromkeys(target for page in document.pages for kind, target, *_ in page.links if kind != "internal")
    return [bad for target in targets if (bad := bad_link(target))]


def _findings(heard: Sequence[logging.LogRecord], laid: Sequence[Sequence[Piece]] = ()) -> list[Diagnostic]:
    """The engine's log as findings. Nothing that it says is thought to be harmless."""
    return [_finding(record, laid) for record in heard]


def _is_of(record: logging.LogRecord, refused: Collection[str]) -> bool:
    """Whether a record repeats a refusal of the image loader."""
    return isinstance(record.args, tuple) and bool(record.args) and record.args[0] in refused


def _finding(record: logging.LogRecord, laid: Sequence[Sequence[Piece]]) -> Diagnostic:
    said = _in_house_style(record.getMessage())
    if char := _letter(record):
        piece = next((piece for found in laid for piece in found if char in piece.text), None)
        return overflow.no_glyph({char: fonts.name_of(char)}, char, piece)
    if str(record.msg).startswith(LOST):
        return Diagnostic("HND502", said, "put the file into the clinic's folder, or correct its name in the page")
    return Diagnostic("HND504", said, "correct the style or the page at this place")


def _in_house_style(message: str) -> str:
    """A message of the engine in the manner of the house: one line, lower case, no full stop."""
    text = " ".join(message.replace(PAGE_BASE, "").split()).rstrip(".")
    return text[:1].lower() + text[1:240]


def _letter(record: logging.LogRecord) -> str:
    """The character without glyph that a record is about, else nothing."""
    if str(record.msg).startswith(".notdef glyph") and isinstance(record.args, tuple):
        return chr(int(str(record.args[1])))
    return ""


def _once(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(dict.fromkeys(found))
