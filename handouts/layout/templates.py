"""(Leaflet, Edition) → HTML: templates place what was decided; here is only what depends on the size of the page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
from markupsafe import Markup

from handouts.compose.wording import ENGLISH, Catalogue
from handouts.layout.labels import Labelled, place, place_round
from handouts.layout.sandbox import BrokenTemplateError, Sandbox
from handouts.model import Edition, contrast, mix
from handouts.model.leaflet import Card, DiaryRow, Leaflet, Plate, Request
from handouts.model.prose import Prose, plain_text

__all__ = ["BrokenTemplateError", "TemplateSet", "Tightness", "html", "page"]

LTR_ISOLATE, END_OF_ISOLATE = "\u2066", "\u2069"
INK = "#14202B"
ACCENT_CONTRAST = 7.0  # of the accent on white: WCAG AAA for text; below it headings fade in a photocopy
TINT_SHARE = 0.08  # of the accent in white, for the light boxes
TINT_CONTRAST = 12.0  # of ink on the tint
LONG_TITLE = 24  # letters that fit one line of the large title
DOSE_ROW_NAME, DOSE_ROW_STRIP = 24, 38  # letters of name and dose that share the card's head; more and it stacks
BOXES_STACKED = 3  # tick boxes one below the other in the diary; more stand in pairs
FOOT_LETTERS = 58  # of a warning in two lines of half the card
FRAMES_APART_MM = 3.0  # on paper
SCREEN_LABEL_PT = 12.0

#: How far each sheet gives way when it is too full: a step adds its class to the body, in this order.
READING_GIVES_WAY = ("reading-gaps", "reading-tip-pictures", "reading-pictures", "reading-tips", "reading-facts")
DOING_GIVES_WAY = ("doing-notes", "doing-pictures", "doing-gaps", "doing-no-notes")
DOT_MM, SMALL_DOT_MM = 1.9, 1.4  # where a leader ends: on a figure, and on a thing inside a foot
TIP_PLATES = 0.7  # beside a tip, and without labels: its lines are then 0.25 mm thick, which a copier still carries
STACKED_PLATES = 1.35  # under its text a picture has the whole width of the page
SMALLER_PLATES = 0.85  # 28 mm → 24 mm; under that the hatch of a sore place closes up in a photocopy
SMALLER_PICTURES = 0.846  # 52 mm → 44 mm; under that a hand cannot be read


@dataclass(frozen=True, slots=True)
class TemplateSet:
    """Where templates and styles lie, and the language they speak."""

    templates: Sequence[Path]
    styles: Path
    catalogue: Catalogue = ENGLISH


@dataclass(frozen=True, slots=True)
class Tightness:
    """How many steps sheet one (for reading) and sheet two (for doing) have given way."""

    reading: int = 0
    doing: int = 0

    @property
    def classes(self) -> tuple[str, ...]:
        return (*READING_GIVES_WAY[: self.reading], *DOING_GIVES_WAY[: self.doing])


ROOMY = Tightness()
TIGHTEST = Tightness(len(READING_GIVES_WAY), len(DOING_GIVES_WAY))


def html(leaflet: Leaflet, edition: Edition, templates: TemplateSet, tightness: Tightness = ROOMY) -> str:
    """The whole document for one edition, set as tight as asked, with its style inside."""
    classes = " ".join([f"edition-{edition.id}", *tightness.classes])
    sheets = ["parts.css", *([] if edition.stacked else ["beside.css"]), f"{edition.id}.css"]
    places = {"request": request_entry(leaflet.request, edition.id), **_for_page(leaflet, edition, tightness)}
    return _document(leaflet, templates, classes, sheets, places)


def request_entry(request: Request, edition: str) -> str:
    """What a file says of the request that it answers, so that its leaflet can be composed again: JSON, no person."""
    fields = {name: getattr(request, name) for name in ("conditions", "clinic", "side", "exercises", "settings")}
    return json.dumps({"edition": edition, **fields}, ensure_ascii=True, separators=(",", ":"), sort_keys=True)


def page(leaflet: Leaflet, templates: TemplateSet) -> str:
    """The same leaflet as one page for a screen: responsive, with the same words."""
    places = {
        "request": "",
        "cards": [_card(card, 1.0, SCREEN_LABEL_PT) for card in leaflet.cards],
        "plates": _plates(leaflet, 1.0, SCREEN_LABEL_PT),
        "tip_plates": _tip_plates(leaflet, 1.0, SCREEN_LABEL_PT, small=False),
        "diary": _weeks(leaflet.diary, 7),
    }
    return _document(leaflet, templates, "screen", ["parts.css", "screen.css"], places)


def _document(
    leaflet: Leaflet, templates: TemplateSet, classes: str, sheets: Sequence[str], places: Mapping[str, Any]
) -> str:
    sandbox = _sandbox(tuple(folder.absolute() for folder in templates.templates), templates.catalogue)
    styles = "\n".join(
        [_colours(leaflet.masthead.accent), *((templates.styles / name).read_text("utf-8") for name in sheets)]
    )
    values = {
        "leaflet": leaflet,
        "body_class": classes,
        "styles": Markup(styles),
        "logo": leaflet.masthead.logo or "",
        "long_title": len(leaflet.title) > LONG_TITLE,
        "qr": _qr(leaflet.masthead.web, templates.catalogue),
        "phone_href": _phone_href(leaflet.masthead.phone),
        "web_words": (leaflet.masthead.web or "").split("//")[-1].rstrip("/"),
        "pain_ok": str(leaflet.pain[1].numbers[-1]) if leaflet.pain else "",
    }
    return sandbox.render("leaflet.html", {**values, **places})


@lru_cache(maxsize=4)
def _sandbox(templates: tuple[Path, ...], catalogue: Catalogue) -> Sandbox:
    """Templates are read once, and again when their files change: compiling them takes ten times the setting."""
    functions: dict[str, Callable[..., Any]] = {"prose": _prose, "counter": _counter, "page_of": _page_of}
    return Sandbox(templates, catalogue, functions, {"ltr": _kept_ltr})


def _prose(words: Prose) -> Markup:
    """Runs as HTML: strong and links, nothing else."""
    return Markup("").join(_run(run.text, run.strong, run.href) for run in words)


def _run(text: str, strong: bool, href: str | None) -> Markup:
    inner = Markup("<strong>{}</strong>").format(text) if strong else Markup.escape(text)
    return Markup('<a href="{}">{}</a>').format(href, inner) if href else inner


def _counter(name: str) -> Markup:
    """A page number: the engine counts."""
    return Markup('<span class="counter-{}"></span>').format(name)


def _page_of(target: str) -> Markup:
    """The page that a part begins on: the engine knows."""
    return Markup('<a class="counter-target" href="{}"></a>').format(target)


def _colours(accent: str) -> str:
    """The clinic's accent where it is dark enough to read, else ink; the tint is a breath of it."""
    if contrast(accent, "#FFFFFF") < ACCENT_CONTRAST:
        accent = INK
    tint = mix(accent, "#FFFFFF", TINT_SHARE)
    if contrast(INK, tint) < TINT_CONTRAST:
        tint = "#FFFFFF"
    return f":root {{ --ink: {INK}; --accent: {accent}; --tint: {tint}; --mid: #BCC8CC; }}"


@lru_cache(maxsize=64)
def _qr(web: str | None, catalogue: Catalogue) -> Markup | None:
    """The web address as a QR code with its quiet zone of four modules, drawn as one path."""
    if web is None:
        return None
    code = segno.make(web, error="m", micro=False)
    size = code.symbol_size(border=4)[0]
    dark = "".join(
        f"M{x + 4} {y + 4}h1v1h-1z" for y, row in enumerate(code.matrix) for x, module in enumerate(row) if module
    )
    alt = catalogue.gettext("QR code: {address}").format(address=web)
    return Markup('<svg viewBox="0 0 {0} {0}" role="img"><title>{1}</title><path d="{2}" fill="#000"/></svg>').format(
        size, alt, dark
    )


def _phone_href(phone: str) -> str:
    """The number as a link: on a phone, a touch calls it."""
    return "tel:" + re.sub(r"[^\d+]", "", phone)


def _kept_ltr(words: str, rtl: bool) -> str:
    """Clinic data in a right-to-left page: numbers and addresses keep their own direction."""
    return f"{LTR_ISOLATE}{words}{END_OF_ISOLATE}" if rtl and words else words


# ---------------------------------------------------------------- what the size of the page decides


def _for_page(leaflet: Leaflet, edition: Edition, tightness: Tightness) -> dict[str, Any]:
    scale = edition.figure_scale * (SMALLER_PICTURES if "doing-pictures" in tightness.classes else 1.0)
    plate_scale = edition.figure_scale * (SMALLER_PLATES if "reading-pictures" in tightness.classes else 1.0)
    plate_scale *= STACKED_PLATES if edition.stacked else 1.0
    return {
        "cards": [_card(card, scale, edition.label_pt) for card in leaflet.cards],
        "plates": _plates(leaflet, plate_scale, edition.label_pt),
        "tip_plates": {}
        if "reading-tip-pictures" in tightness.classes
        else _tip_plates(leaflet, plate_scale, edition.label_pt, small=not edition.stacked),
        "diary": _weeks(leaflet.diary, edition.diary_days_a_row),
    }


def _plates(leaflet: Leaflet, scale: float, label_pt: float) -> dict[str, dict[str, Any]]:
    """The pictures beside the texts of sheet one, by the field of the text."""
    parts = [part for section in leaflet.sections for part in section.parts]
    return {part.field: _plate(part.plate, scale, label_pt) for part in parts if part.plate}


def _tip_plates(leaflet: Leaflet, scale: float, label_pt: float, small: bool) -> dict[str, dict[str, Any]]:
    """The pictures beside the tips, by the field of the tip. Small ones have no labels: their words are in the tip."""
    shown = [(tip.field, tip.plate) for tip in leaflet.tips if tip.plate]
    if small:
        shown = [(field, replace(plate, picture=replace(plate.picture, labels=()))) for field, plate in shown]
    return {field: _plate(plate, scale * (TIP_PLATES if small else 1.0), label_pt) for field, plate in shown}


def _plate(plate: Plate, scale: float, label_pt: float) -> dict[str, Any]:
    return _frame(place_round(plate.picture, plate.mirrored, scale, label_pt), plate.alt, SMALL_DOT_MM)


def _card(card: Card, scale: float, label_pt: float) -> dict[str, Any]:
    name = plain_text(card.name)
    strip = " ".join(f"{tile.number} {tile.unit}" for tile in card.tiles)
    frames = [place(picture, card.mirrored, scale, label_pt) for picture in card.pictures]
    classes = ["stack"] if len(name) > DOSE_ROW_NAME or len(strip) > DOSE_ROW_STRIP else []
    classes.append(f"frames-{len(frames)}")
    classes.append("foot-columns" if _foot_fits_columns(card) else "foot-rows")
    drawn = [_frame(frame, _alt(frame.name, card)) for frame in frames]
    drawn_mm = sum(frame.width_mm for frame in frames) + FRAMES_APART_MM * (len(frames) - 1)
    return {"words": card, "classes": " ".join(classes), "frames": drawn, "drawn_mm": _mm(drawn_mm)}


def _foot_fits_columns(card: Card) -> bool:
    """Warnings side by side in two lines each; longer or more of them take a row each."""
    watch = ", ".join(plain_text(words) for words in card.watch_for)
    stop = [plain_text(words) for words in card.stop_if]
    return not card.not_for and len(stop) == 1 and max(len(watch), len(stop[0])) <= FOOT_LETTERS


def _frame(drawn: Labelled, alt: str, dot_mm: float = DOT_MM) -> dict[str, Any]:
    return {
        "name": drawn.name,
        "width_mm": _mm(drawn.width_mm),
        "height_mm": _mm(drawn.height_mm),
        "caption_style": Markup(f"padding-inline-start: {_mm(drawn.figure_left_mm)}mm"),
        "svg": _svg(drawn, alt, dot_mm),
        "labels": [
            {
                "lines": label.lines,
                "style": Markup(_label_style(label.left_mm, label.top_mm, label.width_mm, label.align)),
            }
            for label in drawn.labels
        ],
    }


def _label_style(left_mm: float, top_mm: float, width_mm: float, align: str) -> str:
    return f"left: {_mm(left_mm)}mm; top: {_mm(top_mm)}mm; width: {_mm(width_mm)}mm; text-align: {align}"


def _alt(frame: str, card: Card) -> str:
    """What a frame shows, for those who hear the leaflet: at the start, the first step; then the movement."""
    return plain_text(card.steps[0]) if frame == "start" else card.alt


def _svg(drawn: Labelled, alt: str, dot_mm: float) -> Markup:
    """The drawing with its leader lines in one picture; units are hundredths of a millimetre."""
    title = Markup("<title>{}</title>").format(alt)
    lines = "".join(
        f'<path d="M{a[0]} {a[1]}L{b[0]} {b[1]}" stroke="#fff" stroke-width="140"/>'
        f'<path d="M{a[0]} {a[1]}L{b[0]} {b[1]}" stroke="{INK}" stroke-width="50"/>'
        f'<circle cx="{b[0]}" cy="{b[1]}" r="{dot_mm * 50:.0f}" fill="{INK}" stroke="#fff" stroke-width="35"/>'
        for a, b in drawn.leaders
    )
    width, height = round(drawn.width_mm * 100), round(drawn.height_mm * 100)
    return Markup(
        '<svg viewBox="0 0 {w} {h}" width="{wm}mm" height="{hm}mm" role="img">'
        '{title}{drawing}<g fill="none">{lines}</g></svg>'
    ).format(
        w=width,
        h=height,
        wm=_mm(drawn.width_mm),
        hm=_mm(drawn.height_mm),
        title=title,
        drawing=Markup(drawn.drawing),
        lines=Markup(lines),
    )


def _mm(length: float) -> str:
    return f"{length:.2f}".rstrip("0").rstrip(".")


def _weeks(rows: Sequence[DiaryRow], days_a_row: int) -> list[dict[str, Any]]:
    """The diary as one table of fourteen days, or two of seven."""
    weeks = []
    for first in range(0, 14, days_a_row):
        span = range(first, first + days_a_row)
        weeks.append(
            {
                "days": [{"number": day + 1, "new_week": day == 7 and days_a_row == 14} for day in span],
                "rows": [
                    {
                        "number": row.number,
                        "name": row.name,
                        "rhythm": row.rhythm,
                        "cells": [
                            {
                                "boxes": range(row.boxes[day]),
                                "many": row.boxes[day] > BOXES_STACKED,
                                "new_week": day == 7 and days_a_row == 14,
                            }
                            for day in span
                        ],
                    }
                    for row in rows
                ],
            }
        )
    return weeks
