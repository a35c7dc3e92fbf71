"""One file to make: the request of a leaflet, its edition and format, and the name of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handouts.files.digest import short_digest
from handouts.formats import FORMATS
from handouts.model.choices import Choice, Sheet
from handouts.model.request import DEFAULT_CONDITIONS_LIMIT, DEFAULT_EXERCISES, Request

LONGEST_STEM = 150  # bytes; file systems end at 255


def unlimited(conditions: tuple[str, ...], clinic: str, **chosen: Any) -> Request:
    """A request that may have more conditions than usual: a set asks for them, or a file has them already."""
    limit = max(DEFAULT_CONDITIONS_LIMIT, len(conditions))
    return Request(conditions, clinic, conditions_limit=limit, **chosen)


@dataclass(frozen=True, slots=True)
class Target:
    """A leaflet of no person as a file. The edition is None for a format that has no pages."""

    request: Request
    edition: str | None
    format: str

    @classmethod
    def of_plain(cls, entry: Mapping[str, Any], edition: str | None, format_: str) -> Target:
        """The target whose request `plain` wrote."""
        request = unlimited(
            tuple(entry["conditions"]), entry["clinic"], side=entry["side"], exercises=entry["exercises"],
            settings=dict(entry["settings"]), choice=Choice.of_plain(entry), sheet=Sheet.of_plain(entry),
            plan=entry.get("plan", ""),
        )  # fmt: skip
        return cls(request, edition, format_)

    @property
    def is_plan(self) -> bool:
        """Whether it is the sheet of a plan as it is."""
        return bool(self.request.plan) and not self.request.conditions

    @property
    def name(self) -> str:
        """`example/plantar-fasciitis+heel-spur_left_a4.pdf`: the same whatever else is in the folder.

        Parts are joined by underscores, which no id has, so that two leaflets never share a name.
        """
        request = self.request
        parts = ["+".join(request.conditions) or request.plan]
        if request.side:
            parts.append(request.side if request.side != "both" else "both-sides")
        if request.exercises != DEFAULT_EXERCISES:
            parts.append(f"{request.exercises}-exercises")
        for chosen in (request.settings, request.choice.plain() | request.sheet.plain()):
            if chosen and not self.is_plan:
                parts.append(short_digest(repr(sorted(chosen.items())), 8))
        if self.edition:
            parts.append(self.edition)
        stem = "_".join(parts)
        if len(stem) > LONGEST_STEM:
            stem = f"{stem[:LONGEST_STEM]}_{short_digest(stem, 8)}"
        return f"{request.clinic}/{stem}{FORMATS[self.format].suffix}"

    def plain(self) -> dict[str, Any]:
        """Its request as the manifest keeps it."""
        request = self.request
        return {
            "conditions": list(request.conditions),
            "clinic": request.clinic,
            "side": request.side,
            "exercises": request.exercises,
            "settings": dict(sorted(request.settings.items())),
            **request.choice.plain(),
            **request.sheet.plain(),
            **({"plan": request.plan} if request.plan else {}),
        }
