"""Millimetres to SVG text: hundredths of a millimetre, relative commands, presentation attributes, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handouts.figures.geometry.arrays import Floats
from handouts.figures.style import UNITS_PER_MM


def units(mm: float) -> int:
    return round(mm * UNITS_PER_MM)


class Path:
    """Path data in the making; points come in print millimetres."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._at: tuple[int, int] = (0, 0)
        self._begin: tuple[int, int] = (0, 0)

    def __bool__(self) -> bool:
        return bool(self._text)

    @property
    def data(self) -> str:
        return "".join(self._text)

    def move(self, point: Sequence[float] | Floats) -> Path:
        goal = _whole(point)
        self._put("m" if self._text else "M", [goal])
        self._begin = goal
        return self

    def line(self, point: Sequence[float] | Floats) -> Path:
        if _whole(point) != self._at:
            self._put("l", [_whole(point)])
        return self

    def curve(self, cubic: Floats) -> Path:
        """A cubic that begins where the path is."""
        goals = [_whole(p) for p in cubic[1:]]
        if any(goal != self._at for goal in goals):
            self._put("c", goals)
        return self

    def close(self) -> Path:
        self._text.append("z")
        self._at = self._begin
        return self

    def ring(self, points: Iterable[Sequence[float]] | Floats) -> Path:
        """A closed ring of straight lines."""
        first, *others = list(points)
        self.move(first)
        for point in others:
            self.line(point)
        return self.close()

    def _put(self, command: str, goals: list[tuple[int, int]]) -> None:
        numbers = [n for x, y in goals for n in (x - self._at[0], y - self._at[1])]
        text = ""
        for n in numbers:
            text += f" {n}" if text and n >= 0 else str(n)
        self._text.append(command + text)
        self._at = goals[-1]


def _whole(point: Sequence[float] | Floats) -> tuple[int, int]:
    return units(float(point[0])), units(float(point[1]))


def shape(path: Path, **attributes: str | float) -> str:
    """One `<path>`; widths in print millimetres."""
    if not path:
        return ""
    words = []
    for name, value in attributes.items():
        shown = str(units(value)) if isinstance(value, float) else str(value)
        words.append(f'{name.replace("_", "-")}="{shown}"')
    return f'<path d="{path.data}" {" ".join(words)}/>'


def ellipse(centre: Sequence[float] | Floats, rx_mm: float, ry_mm: float, fill: str) -> str:
    x, y = _whole(centre)
    return f'<ellipse cx="{x}" cy="{y}" rx="{units(rx_mm)}" ry="{units(ry_mm)}" fill="{fill}"/>'


def document(width_mm: float, height_mm: float, parts: Iterable[str]) -> str:
    """A whole drawing; the template that shows it adds its title."""
    body = "\n".join(part for part in parts if part)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {units(width_mm)} {units(height_mm)}"'
        f' width="{width_mm:g}mm" height="{height_mm:g}mm">\n'
        f'<g stroke-linejoin="round" stroke-linecap="round">\n{body}\n</g>\n</svg>\n'
    )
