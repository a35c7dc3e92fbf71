"""CSS as drawing programs write it into an SVG: `.a, #b, rect.c { fill: #123456 }`, resolved element by element.

Simple selectors only (a tag, classes, an id), no rule that begins with `@`, no `!important`: what a logo as saved
needs. Resolved here, it costs one look per class of an element, and the engine matches no selector at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from handouts.files.pictures.fault import PictureError

MAX_RULES = 500
#: Rules that are looked at for elements, all together; about 0.3 microseconds each.
MAX_LOOKS = 500_000

_SELECTOR = re.compile(r"([a-zA-Z]+|\*)?((?:[.#][\w-]+){0,3})")
_SPACES = re.compile(r"\s+")

_REMEDY = "save it with presentation attributes in place of CSS"

Rank = tuple[int, int, int, int]  # ids, classes, tags, order


class Sheet:
    """The rules of all `<style>` elements."""

    def __init__(self) -> None:
        self._count = self._looks = 0
        self._by_hook: dict[str, list[tuple[Rank, frozenset[str], dict[str, str]]]] = {}

    def read(self, text: str) -> None:
        """Adds the rules of a `<style>` element. Raises PictureError."""
        text = _without_comments(text).replace("<!--", " ").replace("-->", " ")
        if "@import" in text:
            why = f"the picture takes something from elsewhere: `{_SPACES.sub(' ', text).strip()[:40]}`"
            raise PictureError(why, "save it with everything inside")
        if "@" in text or "\\" in text:
            raise PictureError("the picture has CSS other than plain rules", _REMEDY)
        *rules, rest = text.split("}")
        if rest.strip():
            raise PictureError("the picture has CSS that does not end", _REMEDY)
        for rule in rules:
            selectors, brace, body = rule.partition("{")
            if not brace or "{" in body:
                raise PictureError("the picture has CSS other than plain rules", _REMEDY)
            declared = dict(declarations(body))
            for selector in selectors.split(","):
                self._add(selector.strip(), declared)

    def _add(self, selector: str, declared: dict[str, str]) -> None:
        self._count += 1
        if self._count > MAX_RULES:
            raise PictureError(f"the picture has more than {MAX_RULES} CSS rules", _REMEDY)
        match = _SELECTOR.fullmatch(selector)
        if not selector or not match:
            raise PictureError(f"the picture has a CSS rule for `{selector[:40]}`", _REMEDY)
        hooks = re.findall(r"[.#][\w-]+", match[2])
        ids = sum(one[0] == "#" for one in hooks)
        tag = match[1] if match[1] not in (None, "*") else ""
        rank = (ids, len(hooks) - ids, bool(tag), self._count)
        needed = frozenset((*hooks, *([tag] if tag else [])))
        hook = hooks[0] if hooks else tag or "*"
        self._by_hook.setdefault(hook, []).append((rank, needed, declared))

    def of(self, tag: str, attributes: Mapping[str, str]) -> dict[str, str]:
        """The properties that the rules give to an element."""
        if not self._count:
            return {}
        hooks = {tag, *(f".{one}" for one in attributes.get("class", "").split()[:20])}
        if id_ := attributes.get("id"):
            hooks.add(f"#{id_}")
        near = [rule for hook in (*hooks, "*") for rule in self._by_hook.get(hook, ())]
        self._looks += len(near)
        if self._looks > MAX_LOOKS:
            raise PictureError("the picture has too many CSS rules for its elements", _REMEDY)
        found = sorted((rule for rule in near if rule[1] <= hooks), key=lambda rule: rule[0])
        return {name: value for _, _, declared in found for name, value in declared.items()}


def declarations(text: str) -> Iterator[tuple[str, str]]:
    """The properties of a rule or of a `style` attribute. Raises PictureError."""
    text = _without_comments(text)
    if "\\" in text or "!" in text:
        raise PictureError("the picture has CSS other than plain rules", _REMEDY)
    for one in text.split(";"):
        name, colon, value = one.partition(":")
        if colon and value.strip():
            yield name.strip().lower(), value.strip()


def _without_comments(text: str) -> str:
    first, *rest = text.split("/*")
    return " ".join((first, *(part.partition("*/")[2] for part in rest)))
