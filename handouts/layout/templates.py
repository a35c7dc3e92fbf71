"""(Leaflet, Edition) → HTML: templates place what was decided; here is only what depends on the size of the page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
from markupsafe import Markup

from handouts.compose.wording import ENGLISH, Catalogue
from handouts.layout import drawings, sheet_cards
from handouts.layout.drawings import INK
from handouts.layout.environment import environment
from handouts.layout.sandbox import BrokenTemplateError
from handouts.model import Edition, contrast, mix
from handouts.model.choices import SHORT_CARDS
from handouts.model.leaflet import DiaryRow, Leaflet, Request

__all__ = ["BrokenTemplateError", "TemplateSet", "Tightness", "html", "page"]

ACCENT_CONTRAST = 7.0  # of the accent on white: WCAG AAA for text; below it headings fade in a photocopy
TINT_SHARE = 0.08  # of the accent in white, for the light boxes
TINT_CONTRAST = 12.0  # of ink on the tint
LONG_TITLE = 24  # letters that fit one line of the large title
SCREEN_LABEL_PT = 12.0

#: How far each sheet gives way when it is too full: a step adds its class to the body, in this order.
READING_GIVES_WAY = (
    "reading-gaps", "reading-pictures", "reading-lines", "reading-flow", "reading-contact", "reading-sources"
)  # fmt: skip
DOING_GIVES_WAY = ("doing-gaps", "doing-pictures", "doing-lines", "doing-small", "doing-smallest")
PLATE_MM = (92.0, 44.0)  # width and height of a picture of what hurts
PLATES_MM = (PLATE_MM, PLATE_MM, (70.0, 26.0), (70.0, 26.0), (60.0, 21.0))  # at each step of sheet one
SHARED_MM = (35.0, 35.0, 28.0, 26.0, 17.0, 17.0, 12.0)  # height of several, at each step of sheet one
STACKED_PLATE = 0.5, 0.27  # of the width of the page: a picture under its text
PAGE_EDGES_MM = 2 * 16.0  # margins of the page, both sides
CARD_EDGES_MM = PAGE_EDGES_MM + 2 * 3.5
SCREEN_ROW_MM = 150.0, 26.0  # that several pictures share on a screen
PICTURE_SCALES = (1.0, 1.0, 0.85, 0.74, 0.64, 0.64)  # of the cards, each step of the sheet; 52 mm → 33 mm of a body
FIRST_SCALES = (1.0, 1.0, 0.85, 0.74, 0.74, 0.64)  # of those before the page of the diary, which is the fuller one
SHORT_SCALES = (*PICTURE_SCALES[:-1], 0.5)  # of four cards to a page: 26 mm of a body at the last step
FIRST_CARDS = 2


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
    help_page: bool = False  #: whether help and contact have a page of their own, the third of sheet one
    notes_page: bool = False  #: whether a page for notes ends sheet one, so that sheet two begins on an odd page

    @property
    def classes(self) -> tuple[str, ...]:
        pages = [name for name, own in (("help-page", self.help_page), ("notes-page", self.notes_page)) if own]
        return (*READING_GIVES_WAY[: self.reading], *DOING_GIVES_WAY[: self.doing], *pages)


ROOMY = Tightness()
TIGHTEST = Tightness(len(READING_GIVES_WAY), len(DOING_GIVES_WAY))


def html(leaflet: Leaflet, edition: Edition, templates: TemplateSet, tightness: Tightness = ROOMY) -> str:
    """The whole document for one edition, set as tight as asked, with its style inside."""
    many = ["many-conditions"] if len(leaflet.conditions) > 1 else []
    short = ["short-cards"] if leaflet.request.sheet.cards == SHORT_CARDS else []
    classes = " ".join([f"edition-{edition.id}", *many, *short, *tightness.classes])
    sheets = ["parts.css", *([] if edition.stacked else ["beside.css"]), f"{edition.id}.css"]
    sheets += ["exercise-sheet.css"] if leaflet.is_sheet else []
    places = {"request": request_entry(leaflet.request, edition.id), **_for_page(leaflet, edition, tightness)}
    return _document(leaflet, templates, classes, sheets, places)


def request_entry(request: Request, edition: str) -> str:
    """What a file says of the request that it answers, so that its leaflet can be composed again: JSON, no person."""
    fields = {name: getattr(request, name) for name in ("conditions", "clinic", "side", "exercises", "settings")}
    fields |= request.choice.plain() | request.sheet.plain()
    fields |= {"plan": request.plan} if request.plan else {}
    return json.dumps({"edition": edition, **fields}, ensure_ascii=True, separators=(",", ":"), sort_keys=True)


def page(leaflet: Leaflet, templates: TemplateSet) -> str:
    """The same leaflet as one page for a screen: responsive, with the same words."""
    places = {
        "request": "",
        "cards": [drawings.exercise_card(card, 1.0, SCREEN_LABEL_PT) for card in leaflet.cards],
        "plates": drawings.plates(leaflet, PLATE_MM, SCREEN_ROW_MM, SCREEN_LABEL_PT),
        "tip_plates": drawings.tip_plates(leaflet, 1.0, SCREEN_LABEL_PT, small=False),
        "diary": _weeks(leaflet.diary, 7),
    }
    return _document(leaflet, templates, "screen", ["parts.css", "screen.css"], places)


def _document(
    leaflet: Leaflet, templates: TemplateSet, classes: str, sheets: Sequence[str], places: Mapping[str, Any]
) -> str:
    sandbox = environment(tuple(folder.absolute() for folder in templates.templates), templates.catalogue)
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


def _for_page(leaflet: Leaflet, edition: Edition, tightness: Tightness) -> dict[str, Any]:
    later = SHORT_SCALES if leaflet.request.sheet.cards == SHORT_CARDS else PICTURE_SCALES
    scale = [edition.figure_scale * scales[tightness.doing] for scales in (FIRST_SCALES, later)]
    stacked_mm = edition.page_mm[0] * STACKED_PLATE[0], edition.page_mm[0] * STACKED_PLATE[1]
    plate_mm = stacked_mm if edition.stacked else PLATES_MM[min(tightness.reading, len(PLATES_MM) - 1)]
    row_mm = edition.page_mm[0] - PAGE_EDGES_MM, SHARED_MM[0 if edition.stacked else tightness.reading]
    # A stacked edition has pages to spare, and its preflight requires the pictures of all tips (HND885).
    no_tip_plates = "reading-gaps" in tightness.classes and not edition.stacked
    beside = None if edition.stacked else drawings.WordsBeside(edition.page_mm[0] - CARD_EDGES_MM, edition.body_pt)
    watch_for = "doing-lines" not in tightness.classes
    return {
        "cards": sheet_cards.cards(leaflet, edition, scale[True], beside, edition.page_mm[0] - CARD_EDGES_MM)
        if leaflet.is_sheet
        else [
            drawings.exercise_card(card, scale[card.number > FIRST_CARDS], edition.label_pt, beside, watch_for)
            for card in leaflet.cards
        ],
        "plates": drawings.plates(leaflet, plate_mm, row_mm, edition.label_pt),
        "tip_plates": {}
        if no_tip_plates
        else drawings.tip_plates(leaflet, edition.figure_scale, edition.label_pt, small=not edition.stacked),
        "diary": _weeks(leaflet.diary, edition.diary_days_a_row),
    }


def _weeks(rows: Sequence[DiaryRow], days_a_row: int) -> list[dict[str, Any]]:
    """The diary as one table of fourteen days, or two of seven."""
    weeks = []
    for first in range(0, 14, days_a_row):
        span = range(first, first + days_a_row)
        weeks.append(
            {
                "days": [{"number": day + 1, "new_week": day == 7 and days_a_row == 14} for day in span],
                "rows": rows,
            }
        )
    return weeks
