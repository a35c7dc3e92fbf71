"""The words of content: its placeholders and its tiny inline markup.

Content text is plain text with `**emphasis**` and `[links](https://…)`, nothing else, and with placeholders in braces
(`{hold}`, `{doctor}`) that are filled from data, so that prose never carries a number or a word of one country.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
USUAL_VALUE = "7 weeks"
SENTENCE_END = re.compile(r"(?<=[.!?]) +")
LINK_SCHEMES = ("https:", "tel:", "mailto:")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words set alike: plain, strong, or a link."""

    text: str
    strong: bool = False
    href: str | None = None


Prose = tuple[Run, ...]


def plain_text(prose: Prose) -> str:
    """The text of all runs, without emphasis and links."""
    return "".join(run.text for run in prose)


class MarkupError(ValueError):
    """Markup that content does not use: the guilty words, and what to do instead."""

    def __init__(self, words: str, message: str, advice: str) -> None:
        super().__init__(message)
        self.words, self.message, self.advice = words, message, advice


@cache
def _parser() -> MarkdownIt:
    # "zero" knows no markup at all; just these two rules are switched on, so HTML stays harmless text.
    parser = MarkdownIt("zero").enable(["emphasis", "link"])
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # judged below, so that it is reported
    return parser


def runs(text: str) -> Prose:
    """The text as runs. Raises MarkupError for a link that is not https, tel or mailto."""
    found: list[Run] = []
    depth, href = 0, None
    for token in _inline_tokens(text):
        match token.type:
            case "strong_open" | "em_open":
                depth += 1
            case "strong_close" | "em_close":
                depth -= 1
            case "link_open":
                href = _safe_link(str(token.attrs.get("href", "")), text)
            case "link_close":
                href = None
            case _:
                _append(found, Run(" " if token.type == "softbreak" else token.content, depth > 0, href))
    return tuple(found)


def _inline_tokens(text: str) -> list[Token]:
    return [child for block in _parser().parseInline(text) for child in block.children or []]


def _append(found: list[Run], run: Run) -> None:
    """Neighbours of one kind become one run."""
    if not run.text:
        return
    if found and (found[-1].strong, found[-1].href) == (run.strong, run.href):
        run = Run(found.pop().text + run.text, run.strong, run.href)
    found.append(run)


def _safe_link(href: str, text: str) -> str:
    if href.lower().startswith(LINK_SCHEMES):
        return href
    words = href if href in text else text
    raise MarkupError(words, f"a link to `{href}` cannot be printed", "link to an https:, tel: or mailto: address")


def sentences(words: Prose) -> list[Prose]:
    """The sentences of plain words; words with markup stay together."""
    if len(words) != 1 or words[0] != Run(words[0].text):
        return [words]
    return [(Run(text),) for text in SENTENCE_END.split(words[0].text)]


def joined(found: Sequence[Prose]) -> Prose:
    """Sentences as one paragraph."""
    apart = [run for words in found for run in (Run(" "), *words)]
    together: list[Run] = []
    for run in apart[1:]:
        _append(together, run)
    return tuple(together)


def plain(text: str) -> str:
    """The words alone, without markup."""
    return "".join(run.text for run in runs(text))


def printed_length(text: str) -> int:
    """About how many letters a text prints: markup not counted, a placeholder as the usual value."""
    return len(PLACEHOLDER.sub(USUAL_VALUE, plain(text)))


def placeholders(text: str) -> list[str]:
    """The names in braces, in order of appearance."""
    return PLACEHOLDER.findall(text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every placeholder replaced; a value may itself hold placeholders, one level deep.

    Raises KeyError for a name without value: content is checked when it is read, so that is a fault of this program.
    """
    once = PLACEHOLDER.sub(lambda m: values[m[1]], text)
    return PLACEHOLDER.sub(lambda m: values[m[1]], once)
