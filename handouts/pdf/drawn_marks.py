"""Measures the drawing of marked content (ISO 32000-2, 14.6): how often it is painted, and where its paths are.

The start points of its paths give place and size of a drawing, in a third of the time of reading all points. Of its
first paths all end points count, since a drawing of one path, such as a round logo, has only one start.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from handouts.pdf.graphics import Painted, Point

_FEW_PATHS = 8

Box = tuple[float, float, float, float]  #: left, bottom, right, top in points


@dataclass
class Drawing:
    """The painting of one mark. `points` are start points and corners of the painted paths, in points on the page, and
    the end points of the lines and curves of the first of these paths."""

    painted: int = 0
    paths: int = 0
    points: list[Point] = field(default_factory=list)

    @property
    def box(self) -> Box | None:
        """The bounding box of these points; None for a drawing without a path or image."""
        if not self.points:
            return None
        xs, ys = zip(*self.points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def add(self, one: Painted, is_image: bool) -> None:
        self.painted += 1
        if is_image:  # it fills the unit square
            self.points += (one.state.at(x, y) for x in (0, 1) for y in (0, 1))
            return
        for operator, operands in one.path:
            if operator == "re":
                x, y, width, height = map(float, operands)
                self.points += (one.state.at(x, y), one.state.at(x + width, y + height))
                continue
            self.paths += operator == "m"
            if operator == "m" or self.paths <= _FEW_PATHS:
                x, y = map(float, operands[-2:])
                self.points.append(one.state.at(x, y))


def drawings(painted: Iterable[Painted], marks: Container[int], images: Container[str]) -> dict[int, Drawing]:
    """The drawings of these marks of a page.

    Args:
        painted: all that is painted on the page.
        marks: MCIDs.
        images: resource names of the image XObjects of the page.
    """
    found: dict[int, Drawing] = {}
    for one in painted:
        if one.mark is not None and one.mark in marks:
            is_image = one.operator == "INLINE IMAGE" or one.name in images
            found.setdefault(one.mark, Drawing()).add(one, is_image)
    return found
