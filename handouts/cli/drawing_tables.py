"""The values of a drawing's checks as tables, each beside its limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from handouts.cli.tables import Row, table

Card = Mapping[str, Any]

NONE = "–"


def limits() -> dict[str, str]:
    """The limit of each value, by the beginning of its name."""
    from handouts.figures import style
    from handouts.figures.checks import body, paper, sameness, visibility
    from handouts.figures.checks import joints as joint_checks
    from handouts.figures.render import ghost

    ranges = {name: f"{low} to {high}" for name, (low, high) in joint_checks.LIMITS_DEG.items()}
    joints = {joint: ranges[joint] for joint in ranges if " " not in joint}
    joints["ankle"] += "".join(f" ({name[6:]}: {ranges[name]})" for name in ranges if name.startswith("ankle "))
    return {
        "reach_mm": f"at most {body.REACH_MM:g}",
        "contact_mm": f"at most {body.CONTACT_MM:g}",
        "asked_and_got_deg": f"within {joint_checks.REQUESTED_DEG:g} (straight: {joint_checks.STRAIGHT_DEG:g})",
        "through_mm": f"at most {body.THROUGH_MM:g} (pressed: {body.PRESSED_MM:g})",
        "limb_in_limb_mm": f"at most {body.THROUGH_LIMB_MM:g}",
        "margin_mm": f"at least {paper.MARGIN_MM:g}",
        "thinnest_line_mm": f"at least {style.THINNEST_MM:g}",
        "contrast line": f"at least {paper.LINE_CONTRAST:g}",
        "contrast far": f"at least {paper.FAR_CONTRAST:g}",
        "contrast highlight_edge": f"at least {paper.EDGE_CONTRAST:g}",
        "highlight_mm2": f"at least {paper.HIGHLIGHT_MM2:g} (whole figure: {paper.WHOLE_MM2:g})",
        "highlight_seen": f"at least {paper.HIGHLIGHT_SHARE:g}",
        "bend_on_paper_deg": f"at least {visibility.SEEN_BENT_DEG:g}",
        "moved_share": f"at least {ghost.MOVED_SHARE:g}, or an outline of the start",
        "limb_moved_share": f"at least {sameness.LIMB_SHARE:g}, or the share above",
        "toes_seen": f"at least {visibility.FEWEST_TOES}",
        "touching_seen": f"at least {visibility.TOUCHING_SHARE:g}",
        "sore_mm2": f"at least {paper.HIGHLIGHT_MM2:g}",
        "arrow_clear_mm": f"at least {style.ARROW_CLEAR_MM:g}",
        "bytes": f"at most {paper.SIZE_BYTES}",
        **{f"angles_deg {side} {joint}": limit for side in ("right", "left") for joint, limit in joints.items()},
        **{f"angles_deg {name}": limit for name, limit in ranges.items() if name.startswith("neck ")},
    }


# ---------------------------------------------------------------- one figure, every value


def details(cards: Sequence[Card], width: int | None = None) -> str:
    """A table for each figure: every value of every frame."""
    return "\n\n".join(_details(card, width) for card in cards)


def _details(card: Card, width: int | None) -> str:
    known = limits()
    frames = {name: dict(_flat(values)) for name, values in _frames(card).items()}
    names = list(dict.fromkeys(name for values in frames.values() for name in values))
    rows: list[Row] = [
        {
            card["exercise"]: name.replace("_mm2", " mm²")
            .replace("_mm", " mm")
            .replace("_deg", " °")
            .replace("_", " "),
            **{frame: values.get(name, NONE) for frame, values in frames.items()},
            "limit": next((limit for begin, limit in known.items() if name.startswith(begin)), ""),
        }
        for name in names
    ]
    return table(rows, width)


def _frames(card: Card) -> Mapping[str, Mapping[str, Any]]:
    """The values of each frame, in the order of the frames."""
    values = card["checks"]
    return {frame["name"]: values[frame["name"]] for frame in card["frames"] if frame["name"] in values}


def _flat(values: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """`contact_mm: {right foot on floor: 0.1}` as `contact_mm right foot on floor`, `0.1`."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name} ")
        elif name == "size_mm":
            yield before + name, " × ".join(f"{side:g}" for side in value)
        elif isinstance(value, list):
            yield before + name, " → ".join(f"{one:g}" for one in value)
        else:
            yield before + name, NONE if value is None else f"{value:g}" if isinstance(value, float) else str(value)


# ---------------------------------------------------------------- many figures, the worst of each


def _most(values: Sequence[Any]) -> float:
    return float(
        max(max(map(abs, value.values()), default=0) if isinstance(value, Mapping) else value for value in values)
    )


def _least(values: Sequence[Any]) -> float:
    return float(min(min(value.values()) if isinstance(value, Mapping) else value for value in values))


def _off(values: Sequence[Any]) -> float:
    return max((abs(requested - got) for value in values for requested, got in value.values()), default=0.0)


#: Heading, value, which of all frames is the worst.
WORST: tuple[tuple[str, str, Callable[[Sequence[Any]], float]], ...] = (
    ("reach", "reach_mm", _most),
    ("contact", "contact_mm", _most),
    ("angles", "asked_and_got_deg", _off),
    ("through", "through_mm", _most),
    ("limbs", "limb_in_limb_mm", _most),
    ("balance", "balance_mm", _most),
    ("margin", "margin_mm", _least),
    ("line", "thinnest_line_mm", _least),
    ("marked", "highlight_mm2", _least),
    ("sore", "sore_mm2", _least),
    ("seen", "highlight_seen", _least),
    ("touch", "touching_seen", _least),
    ("arrow", "arrow_clear_mm", _least),
    ("bytes", "bytes", _most),
)


def overview(cards: Sequence[Card], width: int | None = None) -> str:
    """One row for each figure, the worst value of its frames; the limits first."""
    known = limits()
    short = {name: limit.split(" (")[0].replace("at most", "≤").replace("at least", "≥").replace("within", "≤")
             for name, limit in known.items()}  # fmt: skip
    first: Row = {"figure": "(limit)", **{heading: short.get(name, "") for heading, name, _ in WORST}}
    return table([first, *(_row(card) for card in cards)], width)


def _row(card: Card) -> Row:
    row: Row = {"figure": card["exercise"]}
    for heading, name, worst in WORST:
        values = [frame[name] for frame in _frames(card).values() if frame.get(name) is not None]
        values = [value for value in values if value != {} or worst is not _least]
        row[heading] = f"{round(worst(values), 2):g}" if values else NONE
    return row
