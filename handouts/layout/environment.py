"""The environment that templates run in: the sandbox, and the functions and filters that it offers them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from handouts.compose.spoken import DIALLED
from handouts.compose.wording import Catalogue
from handouts.layout.sandbox import Sandbox
from handouts.model.prose import Prose, Run, Spoken, spoken_pieces

#: An e-mail or web address in the words of a clinic; a full stop or bracket behind it belongs to the sentence.
_ADDRESS = re.compile(r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?:https://|www\.)[^\s<>\u2069]*[\w/=#~-]")

LTR_ISOLATE, END_OF_ISOLATE = "\u2066", "\u2069"
FIGURE_SPACE = "\u2007"  #: as wide as a digit
NO_BREAK = "\u00a0"
END_LETTERS = 14  #: of the last words of a text that are kept together: a column of a table has room for them
#: The last two words where the last is short; three, where two are: that never costs a line. A longer word may stand
#: alone, or its line before would end early. Not names and short forms, which a voice spells.
_END = re.compile(r"(?<=[\w,] )(?:(?:[a-z’']{1,4} )?[a-z’']{1,3} [a-z’']{1,3}|[a-z’']+ [a-z’']{1,4})[.?!:]?$")
_VARIABLE = re.compile(r"[\d\ue000-\uf8ff]")  # numbers of a dose, and the marks in their place


@lru_cache(maxsize=4)
def environment(templates: tuple[Path, ...], catalogue: Catalogue) -> Sandbox:
    """The sandbox for these folders of templates, kept: compiling takes ten times as long as rendering.

    The sandbox reads a template again when its file changes.
    """
    functions: dict[str, Callable[..., Any]] = {
        "prose": _prose,
        "heard": _heard,
        "counter": _counter,
        "page_of": _page_of,
    }
    return Sandbox(templates, catalogue, functions, {"ltr": _kept_ltr, "linked": _linked})


@pass_context
def _prose(
    context: Context, words: Prose | str, ends: bool = False, variable: bool = False, most: int = END_LETTERS
) -> Markup:
    """Runs as HTML: strong, links, and short forms of the leaflet as a voice says them; nothing else.

    Args:
        words: the text.
        ends: whether it ends a paragraph, whose last line is then to have more than one short word.
        variable: whether its numbers are a dose: another one must be the same text in other words.
        most: letters that its last words have at most, where its column is narrow.
    """
    runs = words if isinstance(words, str) else tuple(words)  # a list in a clinic's template has no hash
    return _set_prose(runs, context["leaflet"].spoken if "leaflet" in context else (), ends, variable, most)


@lru_cache(maxsize=4096, typed=True)  # a leaflet is set more than once, and markup is not escaped as plain words are
def _set_prose(words: Prose | str, spoken: Spoken, ends: bool, variable: bool, most: int) -> Markup:
    runs = (Run(words),) if isinstance(words, str) else words
    if ends and runs and not (variable and _VARIABLE.search(runs[-1].text)):
        runs = (*runs[:-1], replace(runs[-1], text=kept_together(runs[-1].text, most)))
    return Markup("".join(_run(_said(run.text, spoken), run.strong, run.href) for run in runs))


def kept_together(text: str, most: int = END_LETTERS) -> str:
    """A text that keeps its last words on one line, where they have so many letters at most."""
    return _END.sub(lambda end: end[0].replace(" ", NO_BREAK) if len(end[0]) <= most else end[0], text)


def _run(inner: Markup, strong: bool, href: str | None) -> Markup:
    inner = Markup("<strong>{}</strong>").format(inner) if strong else inner
    return Markup('<a href="{}">{}</a>').format(href, inner) if href else inner


def _said(text: str, spoken: Spoken) -> Markup:
    pieces = spoken_pieces(text, spoken)
    return Markup("".join(escape(shown) if said == shown else _heard(said, _whole(shown)) for shown, said in pieces))


def _whole(shown: str) -> str:
    """A number to dial or another short form, with the blanks and points beside it, that no line breaks."""
    return shown.replace(form := shown.strip(), form.replace(" ", NO_BREAK))


def _heard(said: str, shown: str) -> Markup:
    """Words that screen readers say in place of those that are shown."""
    return Markup('<span><span class="heard">{}</span><span aria-hidden="true">{}</span></span>').format(said, shown)


def _counter(name: str) -> Markup:
    """A page number: the engine counts."""
    return Markup('<span class="counter-{}"></span>').format(name)


@pass_context
def _page_of(context: Context, target: str) -> Markup:
    """The page that a part begins on, where it is known; else the engine finds it, which lays all pages out again.

    It is no link: the words before it are one.
    """
    known = context["references"].get(target.removeprefix("#"))
    if known is None:
        return Markup('<span class="counter-target" data-target="{}"></span>').format(target)
    return Markup('<span class="counter-target" data-target="{}" data-page="{}"></span>').format(target, known)


def _kept_ltr(words: str, rtl: bool) -> str:
    """Clinic data in a right-to-left page: numbers and addresses keep their own direction."""
    return f"{LTR_ISOLATE}{words}{END_OF_ISOLATE}" if rtl and words else words


def _linked(words: str) -> Markup:
    """Words of a clinic with their e-mail and web addresses as links, the address shown, and whole numbers to dial."""
    if not isinstance(words, Markup):  # prose has whole numbers
        words = DIALLED.sub(lambda number: _whole(number[0]), words)
    pieces, at = [Markup()], 0
    for found in _ADDRESS.finditer(words):
        target = f"mailto:{found[0]}" if found["mail"] else f"https://{found[0].removeprefix('https://')}"
        pieces += [Markup.escape(words[at : found.start()]), Markup('<a href="{}">{}</a>').format(target, found[0])]
        at = found.end()
    return Markup().join([*pieces, Markup.escape(words[at:])])
