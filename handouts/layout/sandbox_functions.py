"""What templates may call: filters, arithmetic, ranges and the words of a language, their work counted."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import islice
from typing import Any

from jinja2 import Undefined, pass_context
from jinja2.exceptions import TemplateRuntimeError
from jinja2.filters import do_default
from jinja2.runtime import Context
from markupsafe import Markup, escape

from handouts.compose.wording import Catalogue

MOST_STEPS = 100_000  # loop items, calls and includes of one page; a merge of seven conditions takes 1,000
MOST_LETTERS = 10_000_000  # put together for one page; the same merge takes 250,000
LONGEST_RANGE = 1_000
LOOP_ITEMS, JOINED = "items of a loop", "joined texts"  # filters that no template can name
_PLACEHOLDER = re.compile(r"%(?:\((\w+)\)s|%)")


@dataclass(slots=True)
class Work:
    """What the page that is being set has taken so far."""

    steps: int = 0
    letters: int = 0

    def step(self, count: int = 1) -> None:
        self.steps += count
        if self.steps > MOST_STEPS:
            raise TemplateRuntimeError(f"the templates of a page may take {MOST_STEPS} repetitions and calls, not more")

    def write(self, letters: int) -> None:
        self.letters += letters
        if self.letters > MOST_LETTERS:
            raise TemplateRuntimeError(f"the templates of a page may write {MOST_LETTERS} letters, not more")


WORK: ContextVar[Work] = ContextVar("work of a page")


def printable(value: Any) -> Any:
    """A list or an object has no words of its own: it would print its inner names, or grow with every nesting."""
    if isinstance(value, str | int | float | Undefined):
        return value
    raise TemplateRuntimeError(f"a value of the kind `{type(value).__name__}` cannot be printed")


def short_range(*bounds: int) -> range:
    """Of no more numbers than a page can have."""
    numbers = range(*bounds)
    if len(numbers) > LONGEST_RANGE:
        raise TemplateRuntimeError(f"a range may have {LONGEST_RANGE} numbers, not more")
    return numbers


@pass_context
def _loop_items(context: Context, values: Iterable[Any]) -> list[Any]:
    work = WORK.get()
    items = list(islice(values, MOST_STEPS + 1))
    work.step(len(items))
    return items


@pass_context
def _joined(context: Context, values: Iterable[Any], between: str = "") -> Markup:
    """Texts in a row; those that are not markup yet are escaped."""
    texts = [escape(printable(value)) for value in _loop_items(context, values)]
    inner = escape(printable(between))
    WORK.get().write(sum(map(len, texts)) + len(inner) * len(texts))
    return inner.join(texts)


def _of_text(change: Callable[[str], str]) -> Callable[[Any], str]:
    """A filter that makes a text no longer. Of anything but a text it would be exponential in nested lists."""

    def changed(value: Any) -> str:
        return change(value if isinstance(value, str) else str(printable(value)))

    return changed


#: Of Jinja's own functions, those that a page needs and that cannot make much of little.
ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "%": operator.mod,
}  # fmt: skip
FILTERS: Mapping[str, Callable[..., Any]] = {
    LOOP_ITEMS: _loop_items,
    JOINED: _joined,
    "capitalize": _of_text(lambda text: text.capitalize()),
    "count": len,
    "d": do_default,
    "default": do_default,
    "e": escape,
    "escape": escape,
    "join": _joined,
    "length": len,
    "lower": _of_text(lambda text: text.lower()),
    "trim": _of_text(lambda text: text.strip()),
    "upper": _of_text(lambda text: text.upper()),
}


def translation(catalogue: Catalogue) -> dict[str, Callable[..., Markup]]:
    """`_`, `gettext` and `ngettext`. Placeholders are names alone: `%(x)9999999s` would be a billion spaces."""

    def gettext(text: str, **values: Any) -> Markup:
        return _worded(catalogue.gettext(text), values)

    def ngettext(one: str, many: str, number: int, **values: Any) -> Markup:
        return _worded(catalogue.ngettext(one, many, number), {"num": number, **values})

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


def _worded(text: str, values: Mapping[str, Any]) -> Markup:
    def word(found: re.Match[str]) -> str:
        return escape(printable(values[found[1]])) if found[1] else "%"

    return Markup(_PLACEHOLDER.sub(word, text))
