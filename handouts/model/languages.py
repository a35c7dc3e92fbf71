"""What a search knows of a language."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from handouts.model.record import Few, Id, Record

Words = Annotated[str, Field(min_length=1, max_length=4000)]  #: parted by spaces
Ending = Annotated[str, Field(min_length=1, max_length=12)]


class PostureWords(Record):
    """What people call the postures of exercises, each as words parted by spaces."""

    stand: Words = Field(description="words for standing: stand standing upright")
    sit: Words = Field(description="words for sitting: sit sitting seated")
    kneel: Words = Field(description="words for kneeling: kneel kneeling hands and knees")
    lie: Words = Field(description="words for lying: lie lying")


class Language(Record):
    """What a search knows of a language: words that say nothing, and endings that make no other word."""

    id: Id
    uncounted: Words | None = Field(
        None, description="words that say nothing of which leaflet is meant: those of function, and what each is about"
    )
    endings: Few[Ending] = Field((), description="endings of words that count as the same, in order")
    no_endings: Few[Ending] = Field((), description="ends of words that keep what looks like an ending: [ss]")
    doubled: Annotated[str, Field(max_length=30)] = Field(
        "", description="letters that stay doubled before an ending; others become single: sitting, sit"
    )
    postures: PostureWords | None = Field(None, description="what people call the postures of exercises")

    def words_for(self, posture: str) -> str:
        """The words for a posture of the model, with its own."""
        return f"{posture} {getattr(self.postures, posture, '')}".strip()
