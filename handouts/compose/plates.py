"""Pictures with their labels and alternative texts; on sheet one, those of where it hurts, or of what to do."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from handouts.compose.context import ComposeContext
from handouts.model import Advice, Condition, prose
from handouts.model.cards import Picture
from handouts.model.leaflet import Plate
from handouts.model.pictures import Frame


def picture(context: ComposeContext, frame: Frame, labels: Mapping[str, str], alt: str, caption: str = "") -> Picture:
    """A frame with its labels, by their anchors. A listener hears them with the picture, so its text ends with them."""
    shown = tuple((anchor, labels[anchor]) for anchor in frame.anchors if anchor in labels)
    if shown:
        words = ", ".join(words for _, words in shown)
        alt = f"{alt} {context.wording.say('Labels: {words}.', words=words)}"
    return Picture(frame, shown, alt, caption)


def plate(context: ComposeContext, folder: str, of: Condition | Advice, without: Collection[str] = ()) -> Plate | None:
    """The picture of a condition or of an advice block, on the side that hurts; None where there is no drawing.

    Args: `without` are labels that it leaves out.
    """
    # A clinic's own picture goes before the drawing, which it was made to replace.
    own = of.picture_file if isinstance(of, Condition) else None
    if own and (frames := context.figure(of.id)):
        alt = context.worded(folder, of.id, "picture_file.alt", own.alt, context.house_words)
        return Plate(Picture(frames[0], (), alt), mirrored=False)
    drawn = of.picture
    frames = context.figure(of.id) if drawn else ()
    if drawn is None or not frames:
        return None
    values, side = context.house_words, context.request.side_of(*_concerned(context, of))
    words = {
        anchor: prose.plain(context.worded(folder, of.id, f"picture.labels.{anchor}", text, values))
        for anchor, text in drawn.labels.items()
        if anchor not in without
    }
    values |= context.wording.drawn_side_words(side)
    alt = context.worded(folder, of.id, "picture.alt", drawn.alt, values)
    return Plate(picture(context, frames[0], words, alt), mirrored=side == "left")


def _concerned(context: ComposeContext, of: Condition | Advice) -> list[str]:
    """The conditions of the leaflet that a picture is about."""
    if isinstance(of, Condition):
        return [of.id]
    conditions = context.library.conditions
    return [id_ for id_ in context.request.conditions if id_ in conditions and of.id in conditions[id_].advice]
