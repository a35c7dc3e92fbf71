"""Pictures on sheet one: of where it hurts, or of what to do."""

from __future__ import annotations

from handouts.compose.context import ComposeContext
from handouts.model import Advice, Condition, prose
from handouts.model.leaflet import Picture, Plate


def plate(context: ComposeContext, folder: str, of: Condition | Advice) -> Plate | None:
    """The picture of a condition or an advice block; None where the record has no drawing."""
    picture = of.picture
    frames = context.figure(of.id) if picture else ()
    if picture is None or not frames:
        return None
    values, side = context.house_words(), context.request.side
    words = {
        anchor: prose.plain(context.worded(folder, of.id, f"picture.labels.{anchor}", text, values))
        for anchor, text in picture.labels.items()
    }
    values |= context.wording.drawn_side_words(side)
    alt = context.worded(folder, of.id, "picture.alt", picture.alt, values)
    labels = tuple((anchor, words[anchor]) for anchor in frames[0].anchors if anchor in words)
    return Plate(alt, Picture(frames[0], labels), mirrored=side == "left")
