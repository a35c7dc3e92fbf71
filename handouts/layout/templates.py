"""(Leaflet, Edition) → HTML: templates place what was decided; here is only what depends on the size of the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from markupsafe import Markup

from handouts.compose.wording import Catalogue
from handouts.layout import boxes, colours, drawings, exercise_cards, page_cards, plates, spare
from handouts.layout.assets import TemplateSet
from handouts.layout.environment import environment
from handouts.layout.page_cards import PAGE_EDGES_MM
from handouts.layout.qr_code import qr_code
from handouts.layout.sandbox import BrokenTemplateError, Sandbox
from handouts.layout.tightness import ROOMY, Tightness
from handouts.model import Edition
from handouts.model.cards import DiaryRow
from handouts.model.choices import SHORT_CARDS
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request

__all__ = ["BrokenTemplateError", "TemplateSet", "html", "page"]

LONG_TITLE = 24  # letters that fit one line of the large title
SCREEN_LABEL_PT = 13.5  # the letters have 12: room for readers who set them wider apart
SITE_SHEETS = ("site.css",)
BROWSER_SHEETS = ("parts.css", "screen screen.css", "print beside.css", "browser.css")  # with the medium of each

PLATE_MM = (92.0, 44.0)  # width and height of a picture of what hurts
CLOSE_PLATE_MM = (80.0, 34.0)  # beside closer lines, while page one is its own
#: At each step of sheet one, the last at all later ones.
PLATES_MM = (PLATE_MM, PLATE_MM, *4 * (CLOSE_PLATE_MM,), (70.0, 28.0))
SHARED_MM = (
    38.0,
    38.0,
    35.0,
    33.0,
    33.0,
    33.0,
    31.0,
    30.0,
    26.0,
)  # height of several: the small figure that says where is 15 mm then
STACKED_PLATE = 0.5, 0.27  # of the width of the page: a picture under its text
STACKED_PLATES_TALL_MM = 46.0, 34.0  # at most; where lines stand closer
SCREEN_ROW_MM = 150.0, 26.0  # that several pictures share on a screen
NOTE_LINE_MM, NOTES_EDGES_MM = 15.0, 40.0  # of a page for notes: each line; margins of the page and heading
SOME_REFERENCES = {"help": 2, "exercises": 3}  # of a sheet to measure: as wide as any


def html(
    leaflet: Leaflet,
    edition: Edition,
    templates: TemplateSet,
    tightness: Tightness = ROOMY,
    sheet: str = "",
    only: str = "",
) -> str:
    """The document for one edition, as tight as requested, with its style inside: whole, or one `sheet` to measure, or
    one alone (`only`) as it is in the whole document."""
    leaflet = replace(leaflet, tips=(*leaflet.tips, *leaflet.more_tips[: tightness.more_tips]))
    many = ["many-conditions"] if len(leaflet.conditions) > 1 else []
    short = ["short-cards"] if leaflet.request.sheet.cards == SHORT_CARDS else []
    chosen = ["chosen"] if leaflet.request.choice.named and not edition.fillable else []
    identified = ["identified"] if leaflet.personal.born or leaflet.personal.reference else []
    foot = ["narrow-foot"] if edition.stacked else []
    page = _for_page(leaflet, edition, tightness)
    classes = " ".join([f"edition-{edition.id}", *foot, *many, *short, *chosen, *identified, *tightness.classes])
    sheets = ["parts.css", *([] if edition.stacked else ["beside.css"]), f"{edition.id}.css"]
    sheets += ["exercise-sheet.css"] if leaflet.is_sheet else []
    request = "" if sheet else request_entry(leaflet.request, edition.key)
    places = {"on_screen": False, "site": None, "fillable": edition.fillable, "request": request, "sheet": sheet}
    places["only"] = only
    page["references"] = SOME_REFERENCES if sheet else dict(tightness.references)
    return _document(leaflet, templates, classes, sheets, places | page)


def request_entry(request: Request, edition: str) -> str:
    """What a file says of the request that it answers, so that its leaflet can be composed again: JSON, no person."""
    fields = {name: getattr(request, name) for name in ("conditions", "clinic", "side", "exercises", "settings")}
    fields |= request.choice.plain() | request.sheet.plain()
    fields |= {"plan": request.plan} if request.plan else {}
    return json.dumps({"edition": edition, **fields}, ensure_ascii=True, separators=(",", ":"), sort_keys=True)


def page(leaflet: Leaflet, templates: TemplateSet, site: Mapping[str, Any] | None = None) -> str:
    """The same leaflet as one page for a screen: responsive, with the same words.

    Args: `site` are the values of `site/leaflet.html`, the head and the box of a page of a site.
    """
    places = {
        "site": site,
        "sheet": "",
        "only": "",
        "spread": "",
        "on_screen": True,
        "request": "",
        "references": {},
        "fillable": False,
        "cards": [exercise_cards.exercise_card(card, 1.0, SCREEN_LABEL_PT) for card in leaflet.cards],
        "plates": plates.beside_texts(leaflet, PLATE_MM, SCREEN_ROW_MM, SCREEN_LABEL_PT),
        "plate_alone": None,
        "pair": False,
        "tips_before": None,
        "do_percent": None,
        "joined": "",
        "joined_paragraphs": 0,
        "tip_plates": plates.beside_tips(leaflet, 1.0, SCREEN_LABEL_PT, small=False),
        "diary": _weeks(leaflet.diary, 7),
        "diary_in_cards": False,
        "timeline_table": True,
    }
    sheets = BROWSER_SHEETS if site is None else (*BROWSER_SHEETS, *SITE_SHEETS)
    return _document(leaflet, templates, "screen" if site is None else "screen on-site", sheets, places)


def site_page(name: str, values: Mapping[str, Any], accent: str, templates: TemplateSet) -> str:
    """A page of a site that is no leaflet: `index`, `verify` or `about`, with the values of its template."""
    sandbox = _sandbox(templates)
    styles = [
        colours.on_paper(accent),
        colours.on_dark_screen(accent),
        *(_sheet(templates.styles, one) for one in SITE_SHEETS),
    ]
    return sandbox.render(f"site/{name}.html", {**values, "styles": Markup("\n".join(styles))})


def prepare(templates: TemplateSet) -> None:
    """Compiles the templates of leaflets: that takes ten times as long as rendering one."""
    _sandbox(templates).prepare()


def _sandbox(templates: TemplateSet) -> Sandbox:
    return environment(tuple(folder.absolute() for folder in templates.templates), templates.catalogue)


def _document(
    leaflet: Leaflet, templates: TemplateSet, classes: str, sheets: Sequence[str], places: Mapping[str, Any]
) -> str:
    sandbox = _sandbox(templates)
    accent = leaflet.masthead.accent
    schemes = [colours.on_paper(accent), *([colours.on_dark_screen(accent)] if places["on_screen"] else [])]
    styles = "\n".join([*schemes, *(_sheet(templates.styles, name) for name in sheets)])
    values = {
        "leaflet": leaflet,
        "body_class": classes,
        "styles": Markup(styles),
        "logo": leaflet.masthead.logo or "",
        "marks": drawings.marks(leaflet.cards),
        "long_title": len(leaflet.title) > LONG_TITLE,
        "qr": qr_code(leaflet.online, templates.catalogue),
        "phone_href": _phone_href(leaflet.masthead.phone),
        "web_words": web_words(leaflet.online),
        "web_href": _web_href(leaflet.online or ""),
        "pain_ok": str(leaflet.pain[1].numbers[-1]) if leaflet.pain else "",
    }
    films = {film: _film(film, templates.catalogue) for film in _films(leaflet)}
    return sandbox.render("leaflet.html", {**values, **places, "films": films})


def _films(leaflet: Leaflet) -> Iterator[str]:
    yield from (film for section in leaflet.sections for film in section.films)
    yield from (card.film for card in leaflet.cards if card.film)


def _film(address: str, catalogue: Catalogue) -> dict[str, Any]:
    """A film by its address: the words to type, the link, and the QR code."""
    words = address.removeprefix("https://").rstrip("/")
    return {"words": words, "href": address, "qr": qr_code(address, catalogue)}


def _sheet(folder: Path, name: str) -> str:
    """A stylesheet by its name, with the medium that it is for where there is one: `print beside.css`."""
    medium, _, file = name.rpartition(" ")
    rules = (folder / file).read_text("utf-8")
    return f"@media {medium} {{\n{rules}}}" if medium else rules


def _phone_href(phone: str) -> str:
    """The number as a link: on a phone, a touch calls it."""
    return "tel:" + re.sub(r"[^\d+]", "", phone)


def web_words(web: str | None) -> str:
    """An address without its scheme and its values, as people write it."""
    return (web or "").split("//")[-1].partition("#")[0].rstrip("/")


def _web_href(web: str) -> str:
    """The address as a link; nothing for one that no leaflet may link to (HND508)."""
    return web if web.startswith("https://") else ""


def _for_page(leaflet: Leaflet, edition: Edition, tightness: Tightness) -> dict[str, Any]:
    wide, tall = (edition.page_mm[0] * share for share in STACKED_PLATE)
    stacked_mm = wide, min(tall, STACKED_PLATES_TALL_MM["reading-lines" in tightness.classes])
    plate_mm = stacked_mm if edition.stacked else PLATES_MM[min(tightness.reading, len(PLATES_MM) - 1)]
    row_mm = (
        edition.page_mm[0] - PAGE_EDGES_MM,
        SHARED_MM[0 if edition.stacked else min(tightness.reading, len(SHARED_MM) - 1)],
    )
    grown = plates.beside_texts(
        leaflet, plate_mm, row_mm, edition.label_pt, tightness.spare.know, not edition.stacked, not edition.stacked
    )
    taken_mm = max((plate["grown_mm"] for plate in grown.values()), default=0.0)
    # Before this step the pictures of tips cost page two of a single condition a line or two that it has.
    no_tip_plates = "reading-flow" in tightness.classes and not edition.stacked
    return {
        "tips_before": tightness.spare.tips_stay or None,
        "spread": spare.properties(leaflet, tightness.spare, taken_mm),
        "cards": page_cards.cards(leaflet, edition, tightness),
        "plates": grown,
        "plate_alone": _alone(grown),
        "pair": any(one["column"] for one in grown.values()),
        "joined": "".join(one["joined"] for one in grown.values()),
        "joined_paragraphs": sum(one.get("joined_paragraphs", 0) for one in grown.values()),
        "do_percent": None if edition.stacked else boxes.do_percent(leaflet, row_mm[0], edition.body_pt),
        "note_lines": int((edition.page_mm[1] - NOTES_EDGES_MM) / NOTE_LINE_MM),
        "timeline_table": not edition.stacked,
        "tip_plates": {}
        if no_tip_plates
        else plates.beside_tips(leaflet, min(edition.figure_scale, 1.0), edition.label_pt, small=not edition.stacked),
        "diary": _weeks(leaflet.diary, edition.diary_days_a_row),
        "diary_in_cards": edition.diary_in_cards,
    }


def _alone(shown: Mapping[str, dict[str, Any]]) -> dict[str, Any] | None:
    return next(iter(shown.values())) if len(shown) == 1 else None


def _weeks(rows: Sequence[DiaryRow], days_a_row: int) -> list[dict[str, Any]]:
    """The diary as one table of fourteen days, or two of seven."""
    weeks = []
    for begin in range(0, 14, days_a_row):
        span = range(begin, begin + days_a_row)
        weeks.append(
            {
                "days": [{"number": day + 1, "new_week": day == begin + 7 and days_a_row == 14} for day in span],
                "rows": rows,
            }
        )
    return weeks
