"""The environment that templates run in: the sandbox, and the functions and filters that it offers them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from handouts.compose.wording import Catalogue
from handouts.layout.sandbox import Sandbox
from handouts.model.prose import Prose

LTR_ISOLATE, END_OF_ISOLATE = "\u2066", "\u2069"


@lru_cache(maxsize=4)
def environment(templates: tuple[Path, ...], catalogue: Catalogue) -> Sandbox:
    """The sandbox for these folders of templates, kept: compiling takes ten times as long as rendering.

    The sandbox reads a template again when its file changes.
    """
    functions: dict[str, Callable[..., Any]] = {"prose": _prose, "counter": _counter, "page_of": _page_of}
    return Sandbox(templates, catalogue, functions, {"ltr": _kept_ltr})


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
    """The page that a part begins on: the engine knows."""
    return Markup('<a class="counter-target" href="{}"></a>').format(target)


def _kept_ltr(words: str, rtl: bool) -> str:
    """Clinic data in a right-to-left page: numbers and addresses keep their own direction."""
    return f"{LTR_ISOLATE}{words}{END_OF_ISOLATE}" if rtl and words else words
