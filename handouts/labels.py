"""Words beside a drawing: a column on the side the figure does not face, and leader lines to the anchors.

The words stand at print size in the page; only the leaders are lines in the picture. All lengths are millimetres of the
printed page, except where hundredths are named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from handouts.leaflet import Picture

PT_MM = 25.4 / 72
WIDEST_MM = 25.0  # of a column of labels at 12 pt: two short words
LINE = 1.17  # of the type size: 14 pt on 12
LETTER = 0.52  # mean width of Fira Sans Medium letters, of the type size
AIR_MM = 1.5  # for a line of wide letters
WORDS_A_LINE = 2
GAP_MM = 1.5  # between two labels
LEADER_GAP_MM = 1.0  # between a word and its line
REACH_MM = 3.0  # white between the column and the drawing

_ROOT = re.compile(r"<svg\b([^>]*)>(.*)</svg>\s*$", re.DOTALL)
_KEPT = re.compile(r'\b((?:stroke|fill)[\w-]*)="([^"]*)"')

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Label:
    """One label's lines and the box they stand in."""

    lines: tuple[str, ...]
    left_mm: float
    top_mm: float
    width_mm: float
    align: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A drawing with its words placed. Leaders run from the word to the anchor, in hundredths of a millimetre."""

    name: str
    width_mm: float
    height_mm: float
    figure_left_mm: float
    drawing: str
    labels: tuple[Label, ...]
    leaders: tuple[tuple[Point, Point], ...]


def place(picture: Picture, mirrored: bool, scale: float, label_pt: float) -> Labelled:
    """The frame at its printed size, mirrored if asked, with its labels in a column where it does not look."""
    frame = picture.frame
    width, height = frame.width_mm * scale, frame.height_mm * scale
    faces_right = (frame.faces == "right") != mirrored
    texts = [_lines(words, label_pt) for _, words in picture.labels]
    column = max((_width_mm(line, label_pt) for lines in texts for line in lines), default=0.0)
    room = column + REACH_MM if picture.labels else 0.0
    left = room if faces_right else 0.0
    anchors = {
        name: (left + (width - x * scale if mirrored else x * scale), y * scale)
        for name, (x, y) in frame.anchors.items()
    }
    points = [anchors[anchor] for anchor, _ in picture.labels]
    tops = _spread([(point[1], len(lines)) for point, lines in zip(points, texts, strict=True)], height, label_pt)
    box_left = 0.0 if faces_right else width + REACH_MM
    align = "right" if faces_right else "left"
    labels = tuple(Label(lines, box_left, top, column, align) for lines, top in zip(texts, tops, strict=True))
    edge = column + LEADER_GAP_MM if faces_right else box_left - LEADER_GAP_MM
    line_mm = label_pt * PT_MM * LINE
    leaders = tuple(
        (_hundredths(edge, top + len(lines) * line_mm / 2), _hundredths(*point))
        for point, lines, top in zip(points, texts, tops, strict=True)
    )
    drawing = _placed(frame.svg, left, width, scale, mirrored)
    return Labelled(frame.name, width + room, height, left, drawing, labels, leaders)


def _width_mm(line: str, label_pt: float) -> float:
    return len(line) * label_pt * PT_MM * LETTER + AIR_MM


def _lines(words: str, label_pt: float) -> tuple[str, ...]:
    """Broken where the column ends, and after two words at the latest."""
    lines: list[str] = []
    for word in words.split():
        last = lines[-1] if lines else ""
        if (
            last
            and last.count(" ") + 1 < WORDS_A_LINE
            and _width_mm(f"{last} {word}", label_pt) <= WIDEST_MM * label_pt / 12
        ):
            lines[-1] = f"{last} {word}"
        else:
            lines.append(word)
    return tuple(lines)


def _spread(wanted: list[tuple[float, int]], height_mm: float, label_pt: float) -> list[float]:
    """Tops of the labels: each as near to its anchor as it can be, in the order of the anchors, so no leaders cross."""
    line_mm = label_pt * PT_MM * LINE
    order = sorted(range(len(wanted)), key=lambda i: wanted[i][0])
    heights = [wanted[i][1] * line_mm for i in order]
    tops = [wanted[i][0] - tall / 2 for i, tall in zip(order, heights, strict=True)]
    floor = 0.0
    for place_, tall in enumerate(heights):
        tops[place_] = max(tops[place_], floor)
        floor = tops[place_] + tall + GAP_MM
    ceiling = height_mm
    for place_ in range(len(tops) - 1, -1, -1):
        tops[place_] = min(tops[place_], ceiling - heights[place_])
        ceiling = tops[place_] - GAP_MM
    return [tops[order.index(i)] for i in range(len(wanted))]


def _hundredths(x_mm: float, y_mm: float) -> Point:
    return round(x_mm * 100), round(y_mm * 100)


def _placed(svg: str, left_mm: float, width_mm: float, scale: float, mirrored: bool) -> str:
    """The kept drawing's inside, moved to its place; the root's presentation attributes go along."""
    root = _ROOT.search(svg)
    assert root is not None  # held by the library when it reads the drawing
    kept = " ".join(f'{name}="{value}"' for name, value in _KEPT.findall(root[1]))
    shift = round((left_mm + (width_mm if mirrored else 0)) * 100)
    flip = -scale if mirrored else scale
    return f'<g transform="translate({shift} 0) scale({flip:g} {scale:g})" {kept}>{root[2]}</g>'
