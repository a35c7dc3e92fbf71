"""What patients write down in the diary each day."""

from __future__ import annotations

from typing import Literal

#: `blank` is a row whose name is written by hand.
Measure = Literal["pain", "tingling", "stiffness", "reach", "steps", "grip", "sleep", "blank"]
USUAL: Measure = "pain"  #: the first row of every diary
MOST_MEASURES = 3
