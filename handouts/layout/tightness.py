"""How tight a leaflet is set: the steps by which each of its sheets gives way, and what is known of its pages."""

from __future__ import annotations

from dataclasses import dataclass

from handouts.layout.spare import NO_SPARE, Spare

#: How far each sheet gives way when it is too full: a step adds its class to the body, in this order.
READING_GIVES_WAY = (
    "reading-gaps", "reading-pictures", "reading-lines", "reading-sources", "reading-close", "reading-flow",
    "reading-contact", "reading-run-in",
)  # fmt: skip
SOURCES_MOVE, CONTACT_MOVES = "reading-sources", "reading-contact"  # to the end of sheet two
DOING_GIVES_WAY = (
    "doing-gaps", "doing-pictures", "doing-lines", "doing-small", "doing-smallest", "doing-closest",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tightness:
    """How many steps sheet one (for reading) and sheet two (for doing) have given way."""

    reading: int = 0
    doing: int = 0
    sources_stay: bool = False  #: whether sheet one keeps the sources at every step, since sheet two has no room
    reading_pages: int = 2  #: that sheet one has: three and a page for notes, or four, where two do not hold its words
    hurts_page: bool = False  #: whether the second of four pages begins with what hurts
    contact_moves: bool = False  #: whether contact and sources end sheet two at every step
    contact_early: bool = False  #: whether a contact that has moved is before the exercises, not at their end
    contact_first: bool = False  #: whether the contact ends page one, since the page of help has no room
    contact_stays: bool = False  #: whether it ends the page of help at every step
    more_tips: int = 0  #: how many tips it has besides those of every such leaflet, since its pages have room
    notes_page: bool = False  #: whether a page for notes ends sheet one, so that sheet two begins on an odd page
    spare: Spare = NO_SPARE  #: what the pages have left free, and their parts grow into
    references: tuple[
        tuple[str, int], ...
    ] = ()  #: parts that the text refers to, with their pages, where these are known

    @property
    def contact_moved(self) -> bool:
        """Whether the contact is on sheet two."""
        may = self.reading > READING_GIVES_WAY.index(CONTACT_MOVES) and not (self.contact_first or self.contact_stays)
        return may or self.contact_moves

    @property
    def classes(self) -> tuple[str, ...]:
        reading = [one for one in READING_GIVES_WAY[: self.reading] if one != SOURCES_MOVE or not self.sources_stay]
        moved = (SOURCES_MOVE, CONTACT_MOVES) if self.contact_moves else ()
        reading += [one for one in moved if one not in reading]
        own = {
            "more-pages": self.reading_pages > 2,
            "four-pages": self.reading_pages > 3,
            "hurts-page": self.hurts_page,
            "contact-moved": self.contact_moved,
            "contact-early": self.contact_early,
            "contact-first": self.contact_first,
            "notes-page": self.notes_page,
            "whole-tips": self.spare.tips_stay == 0,
        }
        pages = [name for name, has in own.items() if has]
        return (*reading, *DOING_GIVES_WAY[: self.doing], *pages)


ROOMY = Tightness()
TIGHTEST = Tightness(len(READING_GIVES_WAY), len(DOING_GIVES_WAY))
