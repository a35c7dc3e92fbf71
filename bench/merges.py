"""All pairs and triples of the shipped conditions, measured: what a merge prints twice, loses, or must not print.

    python bench/merges.py [--jobs 2] [--leaflets-only] [--write]

Each merge is composed. Unless `--leaflets-only` is given, all pairs and the triples of one body region are laid out on
A4 too. `--write` writes their table into docs/merges.md. The same content gives the same table.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from handouts import library  # noqa: E402
from handouts.compose import compose  # noqa: E402
from handouts.compose.mentions import Printed, unprinted_mention  # noqa: E402
from handouts.compose.similarity import are_alike  # noqa: E402
from handouts.model import Library, prose  # noqa: E402
from handouts.model.leaflet import Item, Leaflet  # noqa: E402
from handouts.model.request import Request  # noqa: E402

PAGE = ROOT / "docs" / "merges.md"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
_AMOUNT = re.compile(r"\{\w+\}|\d+(?: to \d+)?(?: (?:minute|hour|day|week|month|year)s?)?")
_LABEL = re.compile(r"^[^.:]+: (?=Do )")  # the part of the body that a line concerns
SIZES = (2, 3)


@dataclass(frozen=True, slots=True)
class Measured:
    """One merge: lists of words that are at fault are empty in a good one."""

    conditions: tuple[str, ...]
    exercises: tuple[str, ...]
    lost_warnings: tuple[str, ...]
    lost_signs: tuple[str, ...]
    forbidden: tuple[str, ...]
    twice: tuple[str, ...]
    without_exercise: tuple[str, ...]
    asked_in_vain: tuple[str, ...]
    acts: int
    leads: int
    longest_row: int
    pages: int = 0
    empty_mm: tuple[int, ...] = ()

    @property
    def faults(self) -> tuple[str, ...]:
        return (*self.lost_warnings, *self.lost_signs, *self.forbidden, *self.twice, *self.without_exercise,
                *self.asked_in_vain)  # fmt: skip


def merges(shipped: Library) -> Iterator[tuple[str, ...]]:
    """Every pair and triple of conditions, in the order of their ids."""
    for size in SIZES:
        yield from combinations(sorted(shipped.conditions), size)


def is_laid_out(shipped: Library, conditions: Sequence[str]) -> bool:
    """Whether the pages of a merge are measured: of triples, those of one body region, which people have at once."""
    regions = [set(shipped.conditions[id_].regions) for id_ in conditions]
    return len(conditions) == SIZES[0] or bool(set.intersection(*regions))


def measured(shipped: Library, conditions: Sequence[str]) -> Measured:
    """The measures of one merge, without its pages."""
    leaflet = _leaflet(shipped, conditions)
    alone = [_leaflet(shipped, (id_,)) for id_ in conditions]
    cards = tuple(card.id for card in leaflet.cards)
    chosen = [shipped.conditions[id_] for id_ in conditions]
    warnings = [line for one in alone for line in one.in_short.warn]
    return Measured(
        tuple(conditions),
        cards,
        tuple(text for text in _lost(warnings, leaflet.in_short.warn) if not _is_told(shipped, text, leaflet, ())),
        tuple(text for text in _lost(_signs(alone), _signs([leaflet])) if not _is_told(shipped, text, leaflet, ())),
        tuple(id_ for id_ in cards if any(r.applies_to(shipped.exercises[id_]) for c in chosen for r in c.forbids)),
        tuple(_twice(leaflet)),
        tuple(region for region in leaflet.regions if region not in {shipped.exercises[id_].region for id_ in cards}),
        tuple(text for text in map(_plain, _lines(leaflet)) if unprinted_mention(shipped, text, Printed(cards))),
        len(leaflet.in_short.act),
        sum(bool(part.lead and part.paragraphs) for section in leaflet.sections for part in section.parts),
        max(len(row.signs) for row in leaflet.help),
    )


def _leaflet(shipped: Library, conditions: Sequence[str]) -> Leaflet:
    leaflet, found = compose(shipped, Request(tuple(conditions)))
    assert leaflet is not None, [finding.message for finding in found]
    return leaflet


def _signs(leaflets: Iterable[Leaflet]) -> list[Item]:
    return [sign for leaflet in leaflets for row in leaflet.help for sign in row.signs]


def _plain(item: Item) -> str:
    return prose.plain_text(item.text)


def _lost(needed: Iterable[Item], printed: Iterable[Item]) -> tuple[str, ...]:
    """The lines that are not printed; of a wait, the shorter covers all, so numbers do not count."""
    said = {_as_written(_plain(item)) for item in printed}
    return tuple(dict.fromkeys(text for text in map(_plain, needed) if _as_written(text) not in said))


def _is_told(shipped: Library, sign: str, leaflet: Leaflet, asked: tuple[str, ...]) -> bool:
    """Whether a sign or warning is printed, or what `danger-signs.yaml` says in its place. `asked` ends a circle."""
    if not _lost([Item("", prose.runs(sign))], [*_signs([leaflet]), *leaflet.in_short.warn]):
        return True
    if _is_told_by_its_part(shipped, sign, leaflet):
        return True
    written = _as_written(sign)
    every = [entry for kind in shipped.danger_signs.values() for entry in kind.together]
    entries = (entry for entry in every if written in map(_as_written, entry.of))
    # A leaflet of one condition about two parts of the body says signs together too.
    united = (entry.of for entry in every if written in map(_as_written, entry.say) and sign not in entry.of)
    if any(all(text not in asked and _is_told(shipped, text, leaflet, (*asked, sign)) for text in of) for of in united):
        return True
    return any(
        all(text not in asked and _is_told(shipped, text, leaflet, (*asked, sign)) for text in one.say)
        for one in entries
        if sign not in one.say and (not one.beside or set(one.beside) & set(leaflet.conditions))
    )


def _is_told_by_its_part(shipped: Library, sign: str, leaflet: Leaflet) -> bool:
    """Whether a sign comes from a part of the body that the leaflet is about, and signs of that part tell all of it."""
    kinds = [kind for kind in shipped.danger_signs.values() if kind.comes_from in leaflet.regions]
    named = [pattern for kind in kinds for pattern in kind.patterns if pattern.is_in(sign)]
    printed = [_plain(item) for item in _signs([leaflet])]
    return bool(named) and all(any(map(pattern.is_in, printed)) for pattern in named)


def _as_written(sign: str) -> str:
    """A sign without its amounts, written as words or as a placeholder."""
    return _AMOUNT.sub("#", sign)


def _lines(leaflet: Leaflet) -> Iterator[Item]:
    """The lines that ask the reader to do something, or say what a condition is."""
    yield from leaflet.in_short.lines
    yield from leaflet.do
    yield from (Item(tip.field, sentence) for tip in leaflet.tips for sentence in tip.sentences)


def _twice(leaflet: Leaflet) -> Iterator[str]:
    """Sentences that another one of the same block says too, in the same words or in others."""
    parts = [part for section in leaflet.sections for part in section.parts]
    blocks = (
        [_plain(item) for item in leaflet.in_short.lines],
        [*map(_plain, leaflet.in_short.what),
         *(sentence for part in parts for text in part.paragraphs for sentence in _sentences(text))],
        [sentence for tip in leaflet.tips for sentence in _sentences(tip.sentences[0])],
        [_LABEL.sub("", _plain(item)) for item in leaflet.do],
        [_LABEL.sub("", _plain(item)) for item in leaflet.do_not],
        [sentence for item in _signs([leaflet]) for sentence in _sentences(item.text)],
    )  # fmt: skip
    for block in blocks:
        yield from (f"{one} | {other}" for one, other in combinations(block, 2) if are_alike(one, other))


def _sentences(text: prose.Prose) -> list[str]:
    return [prose.plain_text(sentence) for sentence in prose.sentences(text)]


# ---------------------------------------------------------------- pages


@cache
def _shipped() -> Library:
    return library.load(library.content_folders(None), library.data_root() / "styles")[0]


def with_pages(conditions: tuple[str, ...]) -> Measured:
    """The measures of one merge with its pages on A4, and the millimetres that each leaves empty."""
    from handouts.pdf import printing

    shipped = _shipped()
    edition = shipped.editions["a4"]
    laid, _ = printing.laid_out(_leaflet(shipped, conditions), edition, printing.assets(None))
    empty = tuple(round(max(0.0, page.height_mm - page.lowest_mm)) for page in laid.facts if not page.blank)
    return replace(measured(shipped, conditions), pages=laid.pages, empty_mm=empty)


def without_pages(conditions: tuple[str, ...]) -> Measured:
    return measured(_shipped(), conditions)


# ---------------------------------------------------------------- table


def table(rows: Sequence[Measured], shipped: Library) -> str:
    """The table of docs/merges.md."""
    lines = [
        '| conditions | pages | empty mm, page by page | exercises | act | "Your …:" | faults |',
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        references = "+".join(shipped.conditions[id_].reference for id_ in row.conditions)
        cells = [references, str(row.pages or "–"), " ".join(map(str, row.empty_mm)) or "–", ", ".join(row.exercises),
                 str(row.acts), str(row.leads), "; ".join(row.faults) or "none"]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def summary(rows: Sequence[Measured]) -> str:
    """The sums below the table."""
    lines = []
    for size, name in zip(SIZES, ("pairs", "triples"), strict=True):
        some = [row for row in rows if len(row.conditions) == size]
        pages = {n: sum(row.pages == n for row in some) for n in sorted({row.pages for row in some} - {0})}
        counts = {
            "lost warnings": sum(len(row.lost_warnings) for row in some),
            "lost signs of danger": sum(len(row.lost_signs) for row in some),
            "forbidden exercises": sum(len(row.forbidden) for row in some),
            "sentences twice": sum(len(row.twice) for row in some),
            "body regions without an exercise": sum(len(row.without_exercise) for row in some),
            "exercises requested and not printed": sum(len(row.asked_in_vain) for row in some),
        }
        if pages:
            of_these = f"{sum(pages.values())} of {len(some)} {name}"
            lines.append(f"- {of_these}: " + ", ".join(f"{n} on {size_} pages" for size_, n in pages.items()) + ".")
        lines.append(f"- {len(some)} {name}: " + ", ".join(f"{what} {n}" for what, n in counts.items()) + ".")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--leaflets-only", action="store_true", help="compose only, no page")
    parser.add_argument("--write", action="store_true", help="write the table into docs/merges.md")
    asked = parser.parse_args()
    shipped = _shipped()
    every = list(merges(shipped))
    laid = [] if asked.leaflets_only else [one for one in every if is_laid_out(shipped, one)]
    with ProcessPoolExecutor(asked.jobs) as pool:
        paged = dict(zip(laid, pool.map(with_pages, laid), strict=True))
        rows = [paged.get(one) or composed for one, composed in zip(every, pool.map(without_pages, every), strict=True)]
    shown = [row for row in rows if row.pages or asked.leaflets_only]
    text = f"{BEGIN}\n\n{summary(rows)}\n\n{table(shown, shipped)}\n\n{END}"
    print(text)
    if asked.write:
        page = PAGE.read_text("utf-8")
        PAGE.write_text(page[: page.index(BEGIN)] + text + page[page.index(END) + len(END) :], "utf-8")


if __name__ == "__main__":
    main()
