"""The text of content: its placeholders and its small inline markup.

Content text is plain text with `**emphasis**` and `[links](https://…)`, nothing else, and with placeholders in braces
(`{hold}`, `{doctor}`) that are filled from data, so that prose never carries a number or a word of one country.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
USUAL_VALUE = "7 weeks"
SENTENCE_END = re.compile(r"(?<=[.!?]) +")
LINK_SCHEMES = ("https:", "tel:", "mailto:")

#: Characters at which the parser of the markup may do anything but copy.
_MAY_BE_MARKUP = re.compile(r"[*_\[\]\\&<`\r\n\0]")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that is set alike: plain, strong, or a link."""

    text: str
    strong: bool = False
    href: str | None = None


Prose = tuple[Run, ...]


#: Short forms with the words that a voice says for each: `("A&E", "A and E")`.
Spoken = tuple[tuple[str, str], ...]


def plain_text(prose: Prose) -> str:
    """The words of the runs, without emphasis and links."""
    return "".join(run.text for run in prose)


class MarkupError(ValueError):
    """Markup that content must not use: the text that has it, and what to do instead."""

    def __init__(self, words: str, message: str, advice: str) -> None:
        super().__init__(message)
        self.words, self.message, self.advice = words, message, advice


@cache
def _parser() -> MarkdownIt:
    # "zero" knows no markup at all; just these two rules are switched on, so HTML stays harmless text.
    parser = MarkdownIt("zero").enable(["emphasis", "link"])
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # `_safe_link` checks it and reports
    return parser


@lru_cache(2**14)
def runs(text: str) -> Prose:
    """The text as runs. Raises MarkupError for a link that is not https, tel or mailto."""
    if not _MAY_BE_MARKUP.search(text):
        return (Run(text),) if text else ()  # nearly every text: the parser would take a tenth of reading the library
    parsed: list[Run] = []
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
                _append(parsed, Run(" " if token.type == "softbreak" else token.content, depth > 0, href))
    return tuple(parsed)


def _inline_tokens(text: str) -> list[Token]:
    return [child for block in _parser().parseInline(text) for child in block.children or []]


def _append(runs_: list[Run], run: Run) -> None:
    """Appends a run; neighbours that are set alike become one."""
    if not run.text:
        return
    if runs_ and (runs_[-1].strong, runs_[-1].href) == (run.strong, run.href):
        run = Run(runs_.pop().text + run.text, run.strong, run.href)
    runs_.append(run)


def _safe_link(href: str, text: str) -> str:
    if href.lower().startswith(LINK_SCHEMES):
        return href
    words = href if href in text else text
    raise MarkupError(words, f"a link to `{href}` cannot be printed", "link to an https:, tel: or mailto: address")


def with_addresses(prose: Prose) -> Prose:
    """The runs with the address of every link behind its words, for those who read it on paper."""
    return tuple(
        Run(f"{run.text} ({address})", run.strong, run.href)
        if run.href and (address := _address(run.href)) not in run.text
        else run
        for run in prose
    )


def _address(href: str) -> str:
    """`https://example.org/film/` → `example.org/film`: what a reader types or dials."""
    return re.sub(r"^(?:https:(?://)?|tel:|mailto:)", "", href, flags=re.IGNORECASE).rstrip("/")


def sentences(prose: Prose) -> list[Prose]:
    """The sentences of plain prose; prose with markup is not split."""
    if len(prose) != 1 or prose[0] != Run(prose[0].text):
        return [prose]
    return [(Run(text),) for text in SENTENCE_END.split(prose[0].text)]


def joined(parts: Sequence[Prose]) -> Prose:
    """Sentences as one paragraph."""
    spaced = [run for part in parts for run in (Run(" "), *part)]
    paragraph: list[Run] = []
    for run in spaced[1:]:
        _append(paragraph, run)
    return tuple(paragraph)


def spoken_pieces(text: str, spoken: Spoken) -> Iterator[tuple[str, str]]:
    """The pieces of a text in order: each as it is shown, and as a voice says it.

    A short form is a word of its own. Blanks and points beside it belong to its piece: the engine does not draw blanks
    alone, and sets a point near to its word.
    """
    (pattern, said), at = _short_forms(spoken), 0
    for match in pattern.finditer(text) if said else ():
        if between := text[at : match.start()]:
            yield between, between
        yield match[0], match[0].replace(match[1], said[match[1]])
        at = match.end()
    if rest := text[at:]:
        yield rest, rest


@lru_cache(maxsize=64)
def _short_forms(spoken: Spoken) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """The pattern that finds the short forms, and what is said for each."""
    longest_first = "|".join(re.escape(short) for short, _ in sorted(spoken, key=lambda one: -len(one[0])))
    return re.compile(rf" ?(?<![\w&])({longest_first})(?![\w&])[.,;:!?)]* ?"), dict(spoken)


def plain(text: str) -> str:
    """A text of the content without its markup."""
    return plain_text(runs(text))


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
