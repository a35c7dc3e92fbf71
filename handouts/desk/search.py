"""The search of the page: words, or the code of a paper with its version, → leaflets, plans and exercises."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from handouts.desk import choice, codes, shelf
from handouts.desk.choice import DeskChoice, Picked
from handouts.desk.codes import Code
from handouts.desk.state import Desk

LONGEST_WORDS = 200  # letters of a search


async def find(desk: Desk, request: Request) -> Response:
    """What the words of a search find (`shelf.found`)."""
    words = choice.fields_of(await request.body()).get("words")
    if not isinstance(words, str) or len(words) > LONGEST_WORDS:
        raise choice.UnreadableError(f"`words` is no text of at most {LONGEST_WORDS} letters")
    desk.asked.set()
    library = desk.workspace.library
    leaflets, exercises = desk.indexes()
    answer = shelf.found(leaflets, words, library, desk.wording, exercises)
    if code := codes.read(words, library):
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
