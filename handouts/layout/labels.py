"""Words beside a drawing: a column on the side the figure does not face, and leader lines to the anchors.

The words are at print size in the page; only the leaders are lines in the picture. All lengths are millimetres of the
printed page, except where hundredths are named.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, permutations
from math import hypot, inf

from handouts.layout.placed_drawing import Placed, written
from handouts.model.cards import Picture

PT_MM = 25.4 / 72
WIDEST_MM = 25.0  # of a column of labels at 12 pt: two short words
LINE = 1.17  # of the type size: 14 pt on 12
LETTER = 0.52  # mean width of Fira Sans Medium letters, of the type size
AIR_MM = 1.5  # for a line of wide letters
WORDS_A_LINE = 2
GAP_MM = 1.5  # between two labels
LEADER_GAP_MM = 1.0  # between a word and its line
LEADERS_APART_MM = 1.8  # two lines nearer than that run together in a photocopy, in large print as well
REACH_MM = 3.0  # white between the column and the drawing


Point = tuple[int, int]
Leader = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Label:
    """The lines of a label and their box."""

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
    placed: Placed | None
    labels: tuple[Label, ...]
    leaders: tuple[tuple[Point, Point], ...]
    file: str = ""  # of a picture that is no drawing

    @property
    def drawing(self) -> str:
        """Written when it is asked for: most scales that a card tries are not printed."""
        return written(self.placed) if self.placed else ""


def place(picture: Picture, mirrored: bool, scale: float, label_pt: float) -> Labelled:
    """The frame at its printed size, mirrored if requested, with its labels in a column where it does not look."""
    frame = picture.frame
    width, height = frame.width_mm * scale, frame.height_mm * scale
    if frame.file:  # a photograph keeps its side: there may be words in it
        return Labelled(frame.name, width, height, 0.0, None, (), (), frame.file)
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
    drawing = Placed(frame.svg, left, width, scale, mirrored)
    return Labelled(frame.name, width + room, height, left, drawing, labels, leaders)


def _width_mm(line: str, label_pt: float) -> float:
    return len(line) * label_pt * PT_MM * LETTER + AIR_MM


def _lines(words: str, label_pt: float, widest_mm: float = WIDEST_MM) -> tuple[str, ...]:
    """Broken where the column ends, and after two words at the latest."""
    lines: list[str] = []
    for word in words.split():
        last = lines[-1] if lines else ""
        if (
            last
            and last.count(" ") + 1 < WORDS_A_LINE
            and _width_mm(f"{last} {word}", label_pt) <= widest_mm * label_pt / 12
        ):
            lines[-1] = f"{last} {word}"
        else:
            lines.append(word)
    return tuple(lines)


def _by_height(wanted: list[tuple[float, int]]) -> tuple[int, ...]:
    """The labels in the order of their anchors, so that mostly no leaders cross."""
    return tuple(sorted(range(len(wanted)), key=lambda i: wanted[i][0]))


def _spread(
    wanted: list[tuple[float, int]], height_mm: float, label_pt: float, order: tuple[int, ...] | None = None
) -> list[float]:
    """Tops of the labels: each as near to its anchor as it can be, in an order: by default that of the anchors."""
    line_mm = label_pt * PT_MM * LINE
    order = order or _by_height(wanted)
    heights = [wanted[i][1] * line_mm for i in order]
    tops = _apart([wanted[i][0] - tall / 2 for i, tall in zip(order, heights, strict=True)], heights, height_mm)
    return [tops[order.index(i)] for i in range(len(wanted))]


def _apart(starts: list[float], lengths: list[float], room: float) -> list[float]:
    """Starts in their order, moved on so that none overlaps the one before, then back so that all are in the room."""
    starts, floor, ceiling = list(starts), 0.0, room
    for at, length in enumerate(lengths):
        starts[at] = max(starts[at], floor)
        floor = starts[at] + length + GAP_MM
    for at in reversed(range(len(starts))):
        starts[at] = min(starts[at], ceiling - lengths[at])
        ceiling = starts[at] - GAP_MM
    return starts


def _hundredths(x_mm: float, y_mm: float) -> Point:
    return round(x_mm * 100), round(y_mm * 100)


# ---------------------------------------------------------------- a picture beside a text

PLATE_MM = 86.0  # of drawing and column together, at 12 pt
ROW_GAP_MM = 1.2  # between the drawing and a row of labels over or under it
BEFORE_MM = 12.0  # of a column where the locator is, at 12 pt: one short word


def place_round(picture: Picture, mirrored: bool, scale: float, label_pt: float) -> Labelled:
    """The frame with its labels on the sides that it names: columns beside and before it, rows above and below."""
    frame = picture.frame
    width, height = frame.width_mm * scale, frame.height_mm * scale
    if frame.file:
        return Labelled(frame.name, width, height, 0.0, None, (), (), frame.file)
    faces_right = (frame.faces == "right") != mirrored
    line_mm = label_pt * PT_MM * LINE
    sides = {name: frame.sides.get(name, "beside") for name, _ in picture.labels}
    lift = ROW_GAP_MM + line_mm if "above" in sides.values() else 0.0
    across = {name: width - x * scale if mirrored else x * scale for name, (x, _) in frame.anchors.items()}
    points = {name: (across[name], y * scale + lift) for name, (_, y) in frame.anchors.items()}
    above, below, far, near = (
        [(points[name], words) for name, words in picture.labels if sides[name] == side]
        for side in ("above", "below", "beside", "before")
    )
    beside = _broken(far, label_pt, max(WIDEST_MM, PLATE_MM - REACH_MM - width))
    before = _broken(near, label_pt, BEFORE_MM)
    row_mm = max(_row_mm([words for _, words in row], label_pt) for row in (above, below))
    rooms = [max(_room(beside, label_pt), row_mm - width - _room(before, label_pt)), _room(before, label_pt)]
    left, right = rooms if faces_right else reversed(rooms)
    span = (left, width, left + width + right)
    drawn, listed = lift + height, max(_listed_mm(beside, label_pt), _listed_mm(before, label_pt))
    # A row that is wider than the drawing runs under the column as well, and so begins under both.
    wide = bool(below) and _row_mm([words for _, words in below], label_pt) > width
    row_top = (max(drawn, listed) if wide else drawn) + ROW_GAP_MM
    tall = max(row_top + line_mm if below else drawn, listed)
    high = row_top if wide else tall
    columns = [
        _column(column, (left, width, high), _widest(column, label_pt), on_left, label_pt)
        for column, on_left in ((beside, faces_right), (before, not faces_right))
    ]
    rows = [_row(below, span, row_top, label_pt), _row(above, span, 0.0, label_pt, line_mm)]
    drawing = Placed(frame.svg, left, width, scale, mirrored, lift)
    words = tuple(label for labels, _ in (*columns, *rows) for label in labels)
    leaders = tuple(leader for _, found in (*columns, *rows) for leader in found)
    return Labelled(frame.name, span[2], tall, left, drawing, words, leaders)


Broken = list[tuple[tuple[float, float], tuple[str, ...]]]


def _broken(labels: list[tuple[tuple[float, float], str]], label_pt: float, widest_mm: float) -> Broken:
    """Labels of a column in lines."""
    return [(point, _lines(words, label_pt, widest_mm)) for point, words in labels]


def _widest(column: Broken, label_pt: float) -> float:
    return max((_width_mm(line, label_pt) for _, lines in column for line in lines), default=0.0)


def _room(column: Broken, label_pt: float) -> float:
    """How wide a column is, with the white between it and the drawing."""
    return _widest(column, label_pt) + REACH_MM if column else 0.0


def _listed_mm(column: Broken, label_pt: float) -> float:
    """How high a column is."""
    return sum(len(lines) * label_pt * PT_MM * LINE + GAP_MM for _, lines in column) - GAP_MM


def _row_mm(row: list[str], label_pt: float) -> float:
    """How wide a row of labels is."""
    return sum(_width_mm(words, label_pt) + GAP_MM for words in row) - GAP_MM


def _column(
    beside: Broken,
    place_: tuple[float, float, float],
    column: float,
    on_left: bool,
    label_pt: float,
) -> tuple[list[Label], list[Leader]]:
    """Labels one below the other, each as near to its anchor as it can be.

    They are in the order of their anchors. Where the leader to a far anchor would run along a nearer one, they are in
    the order that keeps the leaders furthest apart.
    """
    left, width, height = place_
    box_left = left - REACH_MM - column if on_left else left + width + REACH_MM
    align = "right" if on_left else "left"
    edge = box_left + column + LEADER_GAP_MM if on_left else box_left - LEADER_GAP_MM
    line_mm = label_pt * PT_MM * LINE
    wanted = [(point[1], len(lines)) for point, lines in beside]
    clearest: tuple[float, list[float], list[Leader]] = (-inf, [], [])
    for order in permutations(_by_height(wanted)):
        tops = _spread(wanted, height, label_pt, order)
        leaders = [
            (_hundredths(edge, top + len(lines) * line_mm / 2), _hundredths(point[0] + left, point[1]))
            for (point, lines), top in zip(beside, tops, strict=True)
        ]
        apart = min((_between(one, other) for one, other in combinations(leaders, 2)), default=inf)
        clearest = max(clearest, (apart, tops, leaders), key=lambda found: found[0])
        if apart > LEADERS_APART_MM * 100:
            break
    _, tops, leaders = clearest
    labels = [Label(lines, box_left, top, column, align) for (_, lines), top in zip(beside, tops, strict=True)]
    return labels, leaders


def _between(one: Leader, other: Leader) -> float:
    """How far two leaders are apart, in hundredths of a millimetre; nothing where they cross."""
    if _turn(*one, other[0]) != _turn(*one, other[1]) and _turn(*other, one[0]) != _turn(*other, one[1]):
        return 0.0
    return min(*(_off(end, one) for end in other), *(_off(end, other) for end in one))


def _turn(start: Point, end: Point, to: Point) -> bool:
    """Whether a point is on the left of a line, seen from its start."""
    return (end[0] - start[0]) * (to[1] - start[1]) > (end[1] - start[1]) * (to[0] - start[0])


def _off(point: Point, leader: Leader) -> float:
    """The distance of a point from the nearest place of a leader."""
    (x, y), (to_x, to_y) = leader
    along_x, along_y = to_x - x, to_y - y
    share = ((point[0] - x) * along_x + (point[1] - y) * along_y) / ((along_x**2 + along_y**2) or 1)
    share = min(max(share, 0.0), 1.0)
    return hypot(point[0] - x - share * along_x, point[1] - y - share * along_y)


def _row(
    wanted: list[tuple[tuple[float, float], str]],
    place_: tuple[float, float, float],
    top_mm: float,
    label_pt: float,
    leader_mm: float = 0.0,
) -> tuple[list[Label], list[tuple[Point, Point]]]:
    """Labels of one line in the order of their anchors, each as near to its anchor as it can be.

    They are within the drawing, or where they are wider within the whole picture. Leaders begin `leader_mm` under the
    top of the row; `place_` is where the drawing begins, its width, and that of the whole picture.
    """
    left_mm, width_mm, whole_mm = place_
    wider = _row_mm([words for _, words in wanted], label_pt) > width_mm
    span = (0.0, whole_mm) if wider else (left_mm, left_mm + width_mm)
    order = sorted(wanted, key=lambda item: item[0][0])
    wide = [_width_mm(words, label_pt) for _, words in order]
    starts = [left_mm - span[0] + point[0] - w / 2 for (point, _), w in zip(order, wide, strict=True)]
    lefts = [span[0] + x for x in _apart(starts, wide, span[1] - span[0])]
    labels = [Label((words,), x, top_mm, w, "center") for (_, words), x, w in zip(order, lefts, wide, strict=True)]
    leaders = []
    for (point, _), x, w in zip(order, lefts, wide, strict=True):
        start = min(max(left_mm + point[0], x + w / 4), x + 3 * w / 4)
        leaders.append((_hundredths(start, top_mm + leader_mm), _hundredths(left_mm + point[0], point[1])))
    return labels, leaders
