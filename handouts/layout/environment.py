"""The environment that templates run in: the sandbox, and the functions and filters that it offers them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from handouts.compose.wording import Catalogue
from handouts.layout.sandbox import Sandbox
from handouts.model.prose import Prose

#: An e-mail or web address in the words of a clinic; a full stop or bracket behind it belongs to the sentence.
_ADDRESS = re.compile(r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?:https://|www\.)[^\s<>\u2069]*[\w/=#~-]")

LTR_ISOLATE, END_OF_ISOLATE = "\u2066", "\u2069"


@lru_cache(maxsize=4)
def environment(templates: tuple[Path, ...], catalogue: Catalogue) -> Sandbox:
    """The sandbox for these folders of templates, kept: compiling takes ten times as long as rendering.

    The sandbox reads a template again when its file changes.
    """
    functions: dict[str, Callable[..., Any]] = {"prose": _prose, "counter": _counter, "page_of": _page_of}
    return Sandbox(templates, catalogue, functions, {"ltr": _kept_ltr, "linked": _linked})


def _prose(words: Prose) -> Markup:
    """Runs as HTML: strong and links, nothing else."""
    return Markup("").join(_run(run.text, run.strong, run.href) for run in words)


def _run(text: str, strong: bool, href: str | None) -> Markup:
    inner = Markup("<strong>{}</strong>").format(text) if strong else Markup.escape(text)
    return Markup('<a href="{}">{}</a>').format(href, inner) if href else inner


def _counter(name: str) -> Markup:
    """A page number: the engine counts."""
    return Markup('<span class="counter-{}"></span>').format(name)


def _page_of(target: str) -> Markup:
    """The page that a part begins on: the engine knows. It is no link: the words before it are one."""
    return Markup('<span class="counter-target" data-target="{}"></span>').format(target)


def _kept_ltr(words: str, rtl: bool) -> str:
    """Clinic data in a right-to-left page: numbers and addresses keep their own direction."""
    return f"{LTR_ISOLATE}{words}{END_OF_ISOLATE}" if rtl and words else words


def _linked(words: str) -> Markup:
    """Words of a clinic with their e-mail and web addresses as links; the address is what is shown."""
    pieces, at = [Markup()], 0
    for found in _ADDRESS.finditer(words):
        target = f"mailto:{found[0]}" if found["mail"] else f"https://{found[0].removeprefix('https://')}"
        pieces += [Markup.escape(words[at : found.start()]), Markup('<a href="{}">{}</a>').format(target, found[0])]
        at = found.end()
    return Markup().join([*pieces, Markup.escape(words[at:])])
