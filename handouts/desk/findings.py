"""Findings in the words of the page: what is wrong, what to do, and beside which control it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from handouts.compose.wording import Wording
from handouts.diagnostics import CODES, Diagnostic, as_text
from handouts.model import Library, prose


class Plain(NamedTuple):
    """Title and sentence of a finding, and what settles it: a control such as `exercises`, or `again` to try again."""

    title: str
    text: str
    at: str = ""


#: Codes that a clinician or a receptionist can settle. The words pass through the catalogue.
PLAIN: Mapping[str, Plain] = {
    "HND001": Plain("Not found", "Something chosen is not in the folder any more. Start again.", "conditions"),
    "HND401": Plain("Left out", "Not for all of these conditions.", "exercises"),
    "HND402": Plain("Two doses", "The conditions differ. The gentler dose is printed.", "exercises"),
    "HND403": Plain("One to settle", "A dose is too high or too low for its exercise.", "exercises"),
    "HND404": Plain("No exercise left", "Keep at least one exercise.", "exercises"),
    "HND408": Plain("Another person", "Some exercises are not drawn with this person.", "person"),
    "HND409": Plain("Left out", "These do not go together. One is left out.", "exercises"),
    "HND410": Plain("One to settle", "Each sore part needs an exercise. Keep one more.", "exercises"),
    "HND411": Plain("Too many", "Three is the most for one leaflet. Take one off.", "conditions"),
    "HND412": Plain(
        "A line is left out", "A line asks for an exercise that is left out. So the line is too.", "exercises"
    ),
    "HND413": Plain("One to settle", "These exercises cannot be on one leaflet.", "exercises"),
    "HND414": Plain("Shown first", "A clinician shows one exercise first. Tick it if that is done.", "exercises"),
    "HND407": Plain("To look at", "One tip says do, another says do not. Ask a clinician which holds.", "conditions"),
    "HND415": Plain("Few exercises", "Only few are left for these conditions.", "exercises"),
    "HND416": Plain("Left out", "Not in these weeks.", "exercises"),
    "HND501": Plain("One to settle", "A letter of the name or note cannot be printed.", "name"),
    "HND504": Plain("Drawing stopped", "This leaflet could not be set. Your choices are kept.", "again"),
    "HND505": Plain("Many pages", "A leaflet of fewer conditions is shorter. Fewer exercises help less.", "conditions"),
    "HND507": Plain("A page is nearly empty", "It prints as it is shown.", ""),
    "HND512": Plain("Full page", "Some small print is left out to fit.", "exercises"),
    "HND910": Plain("One to settle", "A letter of the name or note cannot be printed.", "name"),
    "HND911": Plain("One to settle", "The name or note is too long.", "name"),
    "HND945": Plain("Drawing stopped", "It took too long. Your choices are kept.", "again"),
    "HND946": Plain("Drawing stopped", "Your choices are kept.", "again"),
    "HND947": Plain("Drawing stopped", "The leaflet needs too much memory. Leave something out.", "exercises"),
    "HND948": Plain("Drawing stopped", "Your choices are kept. Try again, or ask for help.", "again"),
    "HND949": Plain("Drawing stopped", "It could not be started. Your choices are kept.", "again"),
}
#: Codes of a child that ended: the next one may well draw the same leaflet.
PASSING = ("HND946", "HND948", "HND949")
#: What is said of all other codes, after what is wrong (the title of its rule).
OTHER = Plain("The leaflet has a fault", "Its file needs a look before it prints.")
OTHER_WARNING = Plain("To look at", "Tell who looks after the leaflets.")
TOO_LONG = {"name": "The name is too long for the page. Shorten it, or part it with a space or hyphen.",
            "note": "The note is too long for the page. Shorten it, or part long words."}  # fmt: skip
LETTER = {"name": "The name has a letter that cannot be printed: {letter}. Leave it out.",
          "note": "The note has a letter that cannot be printed: {letter}. Leave it out."}  # fmt: skip
_FIELD = re.compile(r"^`(name|notes)`")
_IDS = re.compile(r"`([a-z0-9-]+)`")
_QUOTED = re.compile(r"“(.+?)…?”")
_LINE_LEFT_OUT = re.compile(r'"(.+)" is left out: ')
_CODE_POINT = re.compile(r"U\+([0-9A-F]{4,6})")


def plain(
    found: Iterable[Diagnostic],
    library: Library,
    wording: Wording,
    edit: bool = False,
    personal: Mapping[str, str] = MappingProxyType({}),
) -> list[dict[str, Any]]:
    """Findings as the page shows them, errors first, each sentence once with the exercises that it is about.

    Args:
        edit: adds message, place, line with caret and help, for those who write the content.
        personal: the texts of `name` and `note`, to know which of them is too long for the page.
    """  # fmt: skip
    entries: dict[tuple[str, ...], dict[str, Any]] = {}
    names: dict[tuple[str, ...], dict[str, None]] = {}
    for finding in sorted(found, key=lambda one: not one.is_error):
        words = _personal(finding, personal, wording) or _opposite(finding, library, wording)
        title, text, at = words or _words(finding, wording)
        entry: dict[str, Any] = {
            "kind": "stop" if finding.is_error else "look",
            "title": title,
            "text": text,
            "at": at,
            "code": finding.code,
            "passes": finding.code in PASSING,
        }
        if edit:
            entry["excerpt"] = as_text(finding)
        key = entry["title"], entry["text"], entry.get("excerpt", "")
        entries.setdefault(key, entry)
        names.setdefault(key, {}).update(dict.fromkeys(_named(finding, library)))
    for name, entry in entries.items():
        if names[name]:
            entry["text"] = f"{', '.join(names[name])}. {entry['text']}"
    return list(entries.values())


#: Codes of exercises that the program leaves out, whatever a person keeps.
_LEFT_OUT = ("HND401", "HND409", "HND416")


def left_out(found: Iterable[Diagnostic], library: Library) -> list[str]:
    """The ids of the exercises that these findings are about."""
    named = (id_ for one in found if one.code in _LEFT_OUT for id_ in _IDS.findall(one.message))
    return [id_ for id_ in dict.fromkeys(named) if id_ in library.exercises]


def _words(finding: Diagnostic, wording: Wording) -> Plain:
    """The words of its code; of a code without words, what is wrong and to whom to report it."""
    if words := PLAIN.get(finding.code):
        return Plain(wording.say(words.title), wording.say(words.text), words.at)
    other, wrong = OTHER if finding.is_error else OTHER_WARNING, wording.say(CODES[finding.code].title)
    return Plain(wording.say(other.title), f"{wrong[:1].upper()}{wrong[1:]}. {wording.say(other.text)}")


def _personal(finding: Diagnostic, personal: Mapping[str, str], wording: Wording) -> Plain | None:
    """What is wrong with name or note, at its box: too long, or which letter; None where it is something else."""
    title = wording.say(PLAIN["HND911"].title)
    if finding.code == "HND503" and (quoted := _QUOTED.search(finding.message)):
        at = next((field for field, text in personal.items() if quoted[1] in " ".join(text.split())), "")
        return Plain(title, wording.say(TOO_LONG[at]), at) if at else None
    if not (field := _FIELD.match(finding.message)):
        return None
    at = "note" if field[1] == "notes" else "name"
    if finding.code == "HND911":
        return Plain(title, wording.say(TOO_LONG[at]), at)
    if point := _CODE_POINT.search(finding.message):
        letter = chr(int(point[1], 16))
        return Plain(title, wording.say(LETTER[at], letter=f"“{letter}”" if letter.isprintable() else point[0]), at)
    return None


def _opposite(finding: Diagnostic, library: Library, wording: Wording) -> Plain | None:
    """Which lines or tips of two conditions say the opposite (HND407); None of another finding."""
    if finding.code != "HND407":
        return None
    if line := _LINE_LEFT_OUT.match(finding.message):
        words = wording.say("“{line}” Another condition is more careful.", line=line[1])
        return Plain(wording.say("A line is left out"), words)
    tips = [prose.plain(library.advice[id_].lead) for id_ in _IDS.findall(finding.message) if id_ in library.advice]
    if len(tips) < 2:
        return None
    words = wording.say("“{tip}” and “{other}” Ask a clinician which holds.", tip=tips[0], other=tips[1])
    return Plain(wording.say("Two tips differ"), words, "conditions")


def _named(finding: Diagnostic, library: Library) -> list[str]:
    """The names of the exercises that the finding is about."""
    return [library.exercises[id_].name for id_ in _IDS.findall(finding.message) if id_ in library.exercises]
