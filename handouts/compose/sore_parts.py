"""The regions of the body that a leaflet is about, and the words for what is sore."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from handouts.compose.context import ComposeContext
from handouts.model import Condition, prose


def regions(chosen: Iterable[Condition]) -> tuple[str, ...]:
    """The ids of the regions of the body that the conditions are about, in the order of the request."""
    return tuple(dict.fromkeys(region for condition in chosen for region in condition.regions))


def sore_parts(context: ComposeContext, chosen: Iterable[Condition], field: Literal["part", "pain"]) -> list[str]:
    """What is sore, each once: `your heel` (part), or `heel pain` (pain)."""
    words = list[str]()
    for condition in chosen:
        for region in condition.regions:
            kind, id_, sore = "regions", region, context.library.regions[region].sore
            if condition.sore is not None and region == condition.region:
                kind, id_, sore = "conditions", condition.id, condition.sore
            words.append(prose.plain_text(context.words(kind, id_)(f"sore.{field}", getattr(sore, field))))
    return list(dict.fromkeys(words))


def placeholders(context: ComposeContext, chosen: Sequence[Condition]) -> dict[str, str]:
    """The words for `{sore_part}` (`your heel and your back`) and `{any_sore_part}` (`your heel or your back`)."""
    parts = sore_parts(context, chosen, "part")
    listed = context.wording.listed(parts, commas=False)
    return {"sore_part": listed, "any_sore_part": context.wording.either(parts)}


def capitalized(words: str) -> str:
    return words[:1].upper() + words[1:]
