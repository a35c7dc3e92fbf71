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
    for card in leaflet.cards:
        for label, lines in (("You feel:", [card.feel] if card.feel else []), ("Watch for", card.watch_for)):
            if gone := [words for line in lines if _letters(words := plain_text(line)) not in printed]:
                found.append(Decision(card.id, f'left out, no room: "{label} {", ".join(gone)}"'))
    return tuple(found)


def _letters(text: str) -> str:
    """A text without spaces and hyphens, which differ where a line ends."""
    return "".join(character for character in text if character.isalnum())
