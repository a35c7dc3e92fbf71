"""Contrast and mixture of two colours."""

from __future__ import annotations


def contrast(one: str, other: str) -> float:
    """Contrast of two `#rrggbb` colours, 1 to 21, as WCAG 2 defines it; it is the same in colour and in grey."""
    return _ratio(_luminance(one), _luminance(other))


def grey_contrast(one: float, other: float) -> float:
    """The contrast of two greys of 0 to 255."""
    return _ratio(_linear(one), _linear(other))


def _ratio(*luminances: float) -> float:
    dark, light = sorted(luminances)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(level: float) -> float:
    """The light of a channel of 0 to 255, from 0 to 1."""
    share = level / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def mix(one: str, other: str, share: float) -> str:
    """Mixes two `#rrggbb` colours; `share` (0 to 1) is the part of the first."""
    pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)
