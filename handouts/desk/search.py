"""The search of the page: words, or the code of a paper with its version, → leaflets, plans and exercises.

A paper has its code as `NP`, as `PF+HS-en`, or in its foot with the version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from handouts.desk import choice, shelf
from handouts.desk.choice import DeskChoice, Picked
from handouts.desk.state import Desk
from handouts.model import Library

LONGEST_WORDS = 200  # letters of a search
_VERSION = re.compile(r"(?:\d+(?:\.\d+)+/)*\d+(?:\.\d+)+-[0-9a-f]{6,}")  # `0.1.0/0.2.0-13695233` of two versions
_LANGUAGE = re.compile(r"-[a-z]{2,3}$")


@dataclass(frozen=True, slots=True)
class Code:
    """The conditions that a paper names, in order, and the version that it has; empty where none was typed."""

    conditions: tuple[str, ...]
    version: str = ""


def read_code(text: str, library: Library) -> Code | None:
    """The code in a text that is one, or that has one beside a version; else None."""
    known = {one.reference.casefold(): one.id for one in library.conditions.values()}
    words, version = [word.strip(",.;") for word in text.casefold().split()], _VERSION.search(text)
    for word in words if version else words[:1] if len(words) == 1 else ():
        parts = _LANGUAGE.sub("", word).split("+")
        if all(part in known for part in parts):
            return Code(tuple(dict.fromkeys(known[part] for part in parts)), version[0] if version else "")
    return None


async def find(desk: Desk, request: Request) -> Response:
    """What the words of a search find (`shelf.found`)."""
    words = choice.fields_of(await request.body()).get("words")
    if not isinstance(words, str) or len(words) > LONGEST_WORDS:
        raise choice.UnreadableError(f"`words` is no text of at most {LONGEST_WORDS} letters")
    desk.asked.set()
    library = desk.workspace.library
    leaflets, exercises = desk.indexes()
    answer = shelf.found(leaflets, words, library, desk.wording, exercises)
    if code := read_code(words, library):
        # `NP` may begin a word too; `NP-en`, `PF+HS` and the foot of a paper do not.
        others = [id_ for id_ in answer["hits"] if id_ not in code.conditions and words.strip().isalpha()]
        now = await to_thread.run_sync(_version, desk, code) if code.version else ""
        answer |= {
            "hits": [*code.conditions, *others],
            "near": [],
            "unknown": [],
            "plans": [],
            "exercises": [],
            "version": code.version,
            "now": now,
        }
    return JSONResponse(answer)


def _version(desk: Desk, code: Code) -> str:
    """The version that these conditions print today; nothing where they print none."""
    picked = DeskChoice(tuple(Picked(id_, None) for id_ in code.conditions))
    leaflet = desk.composer.composed(picked, desk.today()).result.leaflet
    return leaflet.imprint.version if leaflet else ""
