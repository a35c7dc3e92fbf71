"""The files of the page fit together: words, ids and scripts; every word passes through the catalogue."""

from __future__ import annotations

import re
from typing import get_args

from handouts import library
from handouts.compose.wording import ENGLISH, Catalogue
from handouts.desk import assets, doses, findings, shelf
from handouts.diagnostics import CODES
from handouts.layout.environment import environment
from handouts.model import Dose
from handouts.model.doses import Days
from handouts.model.people import NAMES

FOLDER = library.data_root() / "templates" / "desk"
SCRIPTS = {path.stem: path.read_text("utf-8") for path in FOLDER.glob("*.js")}
PAGE = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.html"))
VALUES = {"clinic": "Town Clinic", "language": "en-GB", "rtl": False, "edit": False}


def used(pattern: str) -> set[str]:
    return {found for text in SCRIPTS.values() for found in re.findall(pattern, text)}


def test_every_script_of_the_folder_is_served_and_no_other() -> None:
    assert set(SCRIPTS) == set(assets.SCRIPTS)
    imported = used(r'from "\./(\w+)\.js"')
    assert imported | {"desk"} == set(SCRIPTS)


def test_every_word_of_a_script_is_in_the_page_and_every_word_of_the_page_is_used() -> None:
    words = set(re.findall(r'data-word="([^"]+)"', PAGE))
    doses = {*Dose.ADJUSTABLE, *(f"on {days}" for days in get_args(Days) if days != "every day")}
    assert used(r'say\(\s*"([^"]+)"') | doses <= words
    units = {f"{word}.unit" for word in Dose.ADJUSTABLE}
    assert words - doses - units <= used(r'"([a-z-]+(?:\.[a-z]+)?)"')


def test_every_element_that_a_script_asks_for_is_in_the_page() -> None:
    ids = set(re.findall(r'\bid="([^"]+)"', PAGE))
    assert used(r'by\("([^"]+)"\)') <= ids
    acts = set(re.findall(r'data-act="([^"]+)"', PAGE)) - {"again-top"}
    known = re.search(r"const acts = \{(.*?)\n\};", SCRIPTS["desk"], re.DOTALL)
    assert known is not None and all(re.search(rf'\b"?{act}"?\b', known[1]) for act in acts)


def test_every_icon_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="icon-([a-z-]+)"', PAGE))
    assert set(re.findall(r'icon\("([a-z-]+)"\)', PAGE)) | used(r'icon\("([a-z-]+)"\)') <= drawn
    assert {"stop", "look", "know"} <= drawn


def test_all_words_of_the_page_can_be_translated() -> None:
    class Shouting(Catalogue):
        """A language in which every message is in capitals."""

        def gettext(self, message: str) -> str:
            return message.upper()

    page = assets.page(VALUES, Shouting())
    text = re.sub(r"<(style|script)\b.*?</\1>|<[^>]+>|\{\w+\}|TOWN CLINIC|Town Clinic", " ", page, flags=re.DOTALL)
    assert re.findall(r"[a-z]{2,}", text) == []
    labels = re.findall(r'(?:aria-label|title|alt)="([^"]*[a-z][^"]*)"', page)
    assert [label for label in labels if re.search("[a-z]{2,}", label)] == []


def test_findings_doses_and_people_have_words() -> None:
    assert set(findings.PLAIN) <= set(CODES)
    assert set(doses.WORDS) == set(Dose.ADJUSTABLE)
    assert set(doses.ON_DAYS) == set(get_args(Days))
    assert set(shelf.PEOPLE) == set(NAMES)
    controls = set(re.findall(r'\bid="([^"]+)"', PAGE)) | {"conditions", "exercises", "again", ""}
    assert {plain.at for plain in findings.PLAIN.values()} <= controls


def test_shapes_of_the_body_are_regions_of_the_content() -> None:
    map_ = environment((library.data_root() / "templates",), ENGLISH).render("parts/body_map.html", {})
    shapes = set(re.findall(r'data-shape="([^"]+)"', map_))
    regions = {path.stem for path in (library.data_root() / "content" / "regions").glob("*.yaml")}
    assert shapes == regions - {"whole-body"}


def test_no_script_stores_anything() -> None:
    for word in (
        "localStorage",
        "sessionStorage",
        "indexedDB",
        "document.cookie",
        "pushState",
        "replaceState",
        "caches",
    ):
        assert not any(word in text for text in SCRIPTS.values()), word
    assert not any("innerHTML" in text for text in SCRIPTS.values())  # words of content are text, never markup
