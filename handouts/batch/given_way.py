"""The lines of cards that gave way for room: what `--why` says beside the decisions of merging.

Pages are filled after composing, so only the finished file shows which lines they have room for.
"""

from __future__ import annotations

from handouts.model.leaflet import Decision, Leaflet
from handouts.model.prose import plain_text
from handouts.pdf.reader import BrokenFileError, PdfReader


def lines_left_out(leaflet: Leaflet, data: bytes) -> tuple[Decision, ...]:
    """A decision for each "You feel" and "Watch for" of a card that the finished PDF does not have.

    None where the file cannot be read back, which the preflight reports (HND890).
    """
    try:
        with PdfReader(data) as pdf:
            printed = _letters(pdf.text())
    except BrokenFileError:
        return ()
    found = []
    for card, words in zip(leaflet.cards, _words_of_cards(leaflet, printed), strict=True):
        for label, lines in (("You feel:", [card.feel] if card.feel else []), ("Watch for", card.watch_for)):
            if gone := [line for line in map(plain_text, lines) if _letters(line) not in words]:
                said = " or ".join(filter(None, (", ".join(gone[:-1]), gone[-1])))
                found.append(Decision(card.id, f'left out, no room: "{label} {said}"'))
    return tuple(found)


def _words_of_cards(leaflet: Leaflet, printed: str) -> list[str]:
    """What is printed from the head of each card to that of the next: cards may share a line.

    A head has the dose behind the name; a list of the exercises, which may stand before the cards, has none.
    """
    at, begins = 0, list[int]()
    for card in leaflet.cards:
        name = f"{card.number}{_letters(plain_text(card.name))}"
        dose = "".join(_letters(f"{tile.number}{tile.unit}") for tile in card.tiles[:1])
        found = printed.find(f"{name}{dose}", at)
        begins.append(at := max(at, printed.find(name, at) if found < 0 else found))
    return [printed[first:end] for first, end in zip(begins, [*begins[1:], len(printed)], strict=True)]


def _letters(text: str) -> str:
    """A text without spaces and hyphens, which differ where a line ends."""
    return "".join(character for character in text if character.isalnum())
