"""What a check looks at, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from handouts.diagnostics import Diagnostic, Span
from handouts.figures.language import keys, pointing
from handouts.figures.postures.solved import Solved
from handouts.figures.render import arrows, ghost, leaders, marks
from handouts.figures.render.arrow_shapes import ArrowMark
from handouts.figures.render.scene import Rendering


@dataclass(frozen=True, eq=False)
class DrawnFrame:
    """Everything about one finished frame that a check looks at."""

    solved: Solved
    rendering: Rendering
    svg: str
    anchors: dict[str, tuple[float, float]]
    area: marks.Highlight | None
    stretch: pointing.Area | None
    arrow: ArrowMark | None
    change: ghost.Change | None = None
    movement: arrows.Seen | None = None  # that the arrow shows
    floor_mm: float | None = None  # of the floor line from the top of the picture
    leaders: leaders.Leaders | None = None  # of its labels

    @property
    def name(self) -> str:
        return self.solved.frame.name

    def span(self, span_of: keys.SpanOf, *named: str) -> Span | None:
        """The place in the pose of the first of these keys that the author wrote, else of the frame."""
        for key in named:
            for path in ((self.name, key), (key,)):
                if (span := span_of(path)) is not None:
                    return span
        return span_of((self.name,)) or span_of(())


CheckResult = tuple[dict[str, Any], list[Diagnostic]]
Check = Callable[[DrawnFrame, keys.SpanOf], CheckResult]


def rounded_mm(value: float) -> float:
    """Two decimals, and no negative zero."""
    return round(float(value), 2) + 0.0
