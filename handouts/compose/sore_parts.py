"""The regions of the body that a leaflet is about, and the words for what is sore."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal

from handouts.compose.context import ComposeContext
from handouts.compose.wording import Wording
from handouts.model import Advice, Condition, Library, SorePart, prose
from handouts.model.regions import SORE_WORDS


def regions(conditions: Iterable[Condition]) -> tuple[str, ...]:
    """The ids of the regions of the body that the conditions are about, in the order of the request."""
    return tuple(dict.fromkeys(region for condition in conditions for region in condition.regions))


def names(
    library: Library, conditions: Iterable[Condition], without: Collection[str] = ()
) -> Iterator[tuple[str, str, SorePart]]:
    """How texts name what is sore, by region of each condition: folder and id of the file that says it, and the words.

    Args: `without` are regions to leave out.
    """
    for condition in conditions:
        for region in condition.regions:
            if region in without:
                continue
            # Its own words are finer: "your tendon" says more than the "your foot" of its region.
            if condition.sore is not None and region == condition.region:
                yield "conditions", condition.id, condition.sore
            else:
                yield "regions", region, library.regions[region].sore


def sore_parts(
    context: ComposeContext,
    conditions: Iterable[Condition],
    field: Literal["part", "pain"],
    without: Collection[str] = (),
) -> list[str]:
    """What is sore, each once: `your heel` (part), or `heel pain` (pain)."""
    words = (
        prose.plain_text(context.words(folder, id_)(f"sore.{field}", getattr(sore, field)))
        for folder, id_, sore in names(context.library, conditions, without)
    )
    return list(dict.fromkeys(words))


def advice_words(context: ComposeContext, block: Advice) -> dict[str, str]:
    """The words for `{sore_part}` and `{any_sore_part}` in a block, for the conditions that have it."""
    asking = [condition for condition in context.conditions if block.id in condition.advice]
    return placeholders(context.wording, sore_parts(context, asking, "part", block.not_on))


def placeholders(wording: Wording, parts: Sequence[str]) -> dict[str, str]:
    """`{sore_part}` is `your heel and your back`, `{any_sore_part}` is `your heel or your back`."""
    return dict(zip(SORE_WORDS, (wording.listed(parts, commas=False), wording.either(parts)), strict=True))


def capitalized(words: str) -> str:
    return words[:1].upper() + words[1:]
