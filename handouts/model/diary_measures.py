"""What patients write down in the diary each day."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from handouts.model.record import Record, extensible
from handouts.model.text import Fits, Text

#: The measures that every library has; `blank` is a row whose name is written by hand.
MEASURES = ("pain", "tingling", "stiffness", "reach", "steps", "grip", "sleep", "blank")
USUAL = "pain"  #: the first row of every diary
MOST_MEASURES = 3

#: A name of `MEASURES`, or of `measures.yaml`.
Measure = Annotated[str, extensible(MEASURES)]


class OwnMeasure(Record):
    """A number a day that a clinic adds, in `measures.yaml`. Two digits have room in a cell of the diary."""

    head: Annotated[Text, Fits(28)] = Field(description="the head of its row, such as Mouth opening, fingers")
    name: Annotated[Text, Fits(40)] = Field(
        description="its name behind that of a day, such as mouth opening in fingers"
    )
