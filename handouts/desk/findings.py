"""Findings in the words of the page: what is wrong, what to do, and beside which control it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from handouts.compose.wording import Wording
from handouts.diagnostics import Diagnostic, as_text
from handouts.model import Library

Kind = Literal["stop", "look", "know"]


class Plain(NamedTuple):
    """Title and sentence of a finding, and the control that settles it: `exercises`, `name`, `note`, `conditions`."""

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
    "HND501": Plain("One to settle", "A letter of the name or note cannot be printed.", "name"),
    "HND504": Plain("Drawing stopped", "Your choices are kept. The disk may be full. Try again.", ""),
    "HND505": Plain("Many pages", "Fewer exercises make it shorter.", "exercises"),
    "HND512": Plain("Full page", "Some small print is left out to fit.", "exercises"),
    "HND910": Plain("One to settle", "A letter of the name or note cannot be printed.", "name"),
    "HND911": Plain("One to settle", "The name or note is too long.", "name"),
    "HND945": Plain("Drawing stopped", "It took too long. Your choices are kept. Try again.", ""),
    "HND946": Plain("Drawing stopped", "Your choices are kept. Try again.", ""),
    "HND947": Plain("Drawing stopped", "The leaflet needs too much memory. Leave something out.", "exercises"),
    "HND948": Plain("Drawing stopped", "Your choices are kept. Start again, or ask for help.", ""),
    "HND949": Plain("Drawing stopped", "It could not be started. Your choices are kept. Try again.", ""),
}
OTHER = Plain("The leaflet has a fault", "Its file needs a look before it prints.")
OTHER_WARNING = Plain("To look at", "Who looks after the leaflets should see it.")
_FIELD = re.compile(r"^`(name|notes)`")
_IDS = re.compile(r"`([a-z0-9-]+)`")


def plain(found: Iterable[Diagnostic], library: Library, wording: Wording, edit: bool = False) -> list[dict[str, Any]]:
    """Findings as the page shows them, errors first, each sentence once with the exercises that it is about.

    Args: `edit` adds message, place, line with caret and help, for those who write the content.
    """
    entries: dict[tuple[str, ...], dict[str, Any]] = {}
    names: dict[tuple[str, ...], dict[str, None]] = {}
    for finding in sorted(found, key=lambda one: not one.is_error):
        words = PLAIN.get(finding.code, OTHER if finding.is_error else OTHER_WARNING)
        entry: dict[str, Any] = {
            "kind": "stop" if finding.is_error else "look",
            "title": wording.say(words.title),
            "text": wording.say(words.text),
            "at": "note" if _FIELD.match(finding.message) and "notes" in finding.message else words.at,
            "code": finding.code,
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


def _named(finding: Diagnostic, library: Library) -> list[str]:
    """The names of the exercises that the finding is about."""
    return [library.exercises[id_].name for id_ in _IDS.findall(finding.message) if id_ in library.exercises]
