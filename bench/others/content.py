"""The leaflet as plain data: every word and drawing of the page, for tools that do not read HTML.

Taken from the page that the press is given, so that all tools have equal words and drawings. Page numbers that the
page refers to are given, which spares the other tools a second run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import cssselect2
import tinyhtml5

PAGES = {"#help": "2", "#exercises": "3"}  # where these parts begin on paper
HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
STRONG = ("strong", "h1", "h2", "h3")

Runs = list[list[Any]]


def of(html: str, logo: Path) -> dict[str, Any]:
    """All that stands on the page. Words are runs: [words, whether they are strong]."""
    page = cssselect2.ElementWrapper.from_html_root(tinyhtml5.parse(html))

    def all_(selector: str, inside: Any = page) -> list[Any]:
        return list(inside.query_all(selector))

    def one(selector: str, inside: Any = page) -> str:
        return plain(runs(next(iter(all_(selector, inside))).etree_element))

    def each(selector: str, inside: Any = page) -> list[Runs]:
        return [runs(found.etree_element) for found in all_(selector, inside)]

    return {
        "language": page.etree_element.get("lang"),
        "clinic": one(".clinic"),
        "clinic_line": each(".clinic-line")[0],
        "draft": one(".draft-box"),
        "logo": logo.read_text("utf-8"),
        "logo_alt": all_(".logo")[0].etree_element.get("alt"),
        "title": one("h1"),
        "deck": one(".deck"),
        "who": each(".who")[0],
        "blanks": [one(".blank-label", blank) for blank in all_(".blank")],
        "in_short": {"head": one(".in-short h2"), "items": each(".in-short li")},
        "facts": {
            "head": one(".key-facts h2"),
            "facts": [
                [plain([run for run in fact if run[1] is strong]) for strong in (True, False)] for fact in each(".fact")
            ],
        },
        "sections": [
            {"head": one("h2", part), "paragraphs": each(".side-text p", part), "plate": pictures(part, ".plate")}
            for part in all_("section.side:not(.tips)")
        ],
        "tips": {
            "head": one(".tips h2"),
            "items": [{"words": runs(tip.etree_element), "plate": pictures(tip, ".plate")} for tip in all_(".tips li")],
        },
        "boxes": [{"head": one("h2", box), "items": each("li", box)} for box in all_(".box")],
        "help": {
            "head": one(".help > h2"),
            "rows": [
                {
                    "when": one(".when", row),
                    "who": one(".who-to-call", row),
                    "signs": [plain(sign) for sign in each("li", row)],
                }
                for row in all_(".urgency")
            ],
        },
        "contact": {"head": one(".contact h2"), "lines": each(".contact-text p"), "qr": pictures(page, ".qr")[0]},
        "sources": each(".sources")[0],
        "exercises": {"head": one("h2.big"), "how_to": one(".how-to"), "pain": one(".pain h3")},
        "zones": [
            {"numbers": one(".numbers", zone).split(), "words": each(".zone-words", zone)[0]} for zone in all_(".zone")
        ],
        "always": each(".always"),
        "cards": [
            {
                "name": re.sub(r"^\d+ ", "", one("h3", card)),
                "tiles": [
                    [one("strong", tile), plain(runs(tile.etree_element)).split(" ", 1)[1]]
                    for tile in all_(".tile", card)
                ],
                "captions": [one(".caption", frame) for frame in all_(".frame", card)],
                "pictures": pictures(card, ".pic"),
                "why": one(".why", card),
                "steps": [plain(step) for step in each(".steps li", card)],
                "watch": each(".watch p", card),
                "stop": each(".stop p", card),
            }
            for card in all_(".card")
        ],
        "diary": {
            "head": one(".diary h2"),
            "words": one(".diary-head p"),
            "days": list(map(plain, each(".diary thead th"))),
            "rows": [
                {
                    "name": re.sub(r"^\d+ ", "", one("th", row)).removesuffix(one(".rhythm", row)).strip(),
                    "rhythm": one(".rhythm", row),
                    "boxes": [len(all_(".tick", cell)) for cell in all_("td", row)],
                }
                for row in all_(".diary tbody tr:not(.worst)")
            ],
            "worst": one(".worst th"),
        },
        "notes": one(".notes-words"),
        "foot": [one(".foot-title"), plain(each(".running .foot-line")[-1])],
    }


def plain(words: Runs) -> str:
    return "".join(text for text, _ in words).strip()


def runs(element: Any, strong: bool = False) -> Runs:
    """The words of an element as they stand on paper."""
    found: Runs = []
    if "counter-target" in element.get("class", ""):
        found.append([PAGES[element.get("data-target")], strong])
    if element.tag == f"{SVG}svg":  # what it shows is told beside it
        return []
    strong = strong or element.tag.removeprefix(HTML) in STRONG
    found.append([element.text or "", strong])
    for child in element:
        found += [*runs(child, strong), [child.tail or "", strong]]
    return _joined(found)


def _joined(words: Sequence[list[Any]]) -> Runs:
    """Runs of one kind as one, and blanks collapsed as a page shows them."""
    joined: Runs = []
    for text, strong in words:
        text = re.sub(r"\s+", " ", text)
        if joined and (joined[-1][1] == strong or not text.strip()):
            joined[-1][0] = re.sub(r"\s+", " ", joined[-1][0] + text)
        elif text:
            joined.append([text, strong])
    return [[text, strong] for text, strong in joined if text]


def pictures(inside: Any, selector: str) -> list[dict[str, Any]]:
    """Drawings, each with the labels that stand around it."""
    found = []
    for picture in inside.query_all(selector):
        drawing = next(picture.query_all("svg")).etree_element
        style = _lengths(picture.etree_element.get("style", "width: 31mm; height: 31mm"))
        labels = [
            {
                "lines": _lines(label.etree_element),
                "align": re.search("text-align: (\\w+)", label.etree_element.get("style"))[1],
                **_lengths(label.etree_element.get("style")),
            }
            for label in picture.query_all(".label")
        ]
        alt = drawing.findtext(f"{SVG}title")
        found.append({"alt": alt, "svg": _svg(drawing), "labels": labels, **style})
    return found


def _lines(label: Any) -> list[str]:
    return [line for line in (label.text, *(br.tail for br in label)) if line and line.strip()]


def _lengths(style: str) -> dict[str, float]:
    return {key: float(value) for key, value in re.findall(r"([a-z]+): ([\d.]+)mm", style)}


def _svg(drawing: Any) -> str:
    ElementTree.register_namespace("", SVG.strip("{}"))
    return re.sub("<title>.*?</title>", "", ElementTree.tostring(drawing, encoding="unicode"), flags=re.DOTALL)
