"""CSS that drawing programs write into an SVG, such as `.a, #b, rect.c { fill: #123456 }`, resolved for each element.

A selector has at most a tag, classes and an id. Rules that begin with `@` and `!important` are refused: drawing
programs write neither into a logo. The properties become attributes, so the engine matches no selectors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from handouts.files.pictures import PictureError

MAX_RULES = 500
#: Comparisons of a rule with an element in one picture; about 0.3 microseconds each.
MAX_COMPARISONS = 500_000

_SELECTOR = re.compile(r"([a-zA-Z]+|\*)?((?:[.#][\w-]+){0,3})")
_SPACES = re.compile(r"\s+")

_REMEDY = "save it with presentation attributes in place of CSS"

Rank = tuple[int, int, int, int]  # ids, classes, tags, order


class Sheet:
    """The rules of all `<style>` elements."""

    def __init__(self) -> None:
        self._count = self._comparisons = 0
        #: The rules by one part of their selector, which an element must have: few rules are compared with it.
        self._by_part: dict[str, list[tuple[Rank, frozenset[str], dict[str, str]]]] = {}

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
        parts = re.findall(r"[.#][\w-]+", match[2])
        ids = sum(one[0] == "#" for one in parts)
        tag = match[1] if match[1] not in (None, "*") else ""
        rank = (ids, len(parts) - ids, bool(tag), self._count)
        needed = frozenset((*parts, *([tag] if tag else [])))
        part = parts[0] if parts else tag or "*"
        self._by_part.setdefault(part, []).append((rank, needed, declared))

    def of(self, tag: str, attributes: Mapping[str, str]) -> dict[str, str]:
        """The properties that the rules give to an element."""
        if not self._count:
            return {}
        own = {tag, *(f".{one}" for one in attributes.get("class", "").split()[:20])}
        if id_ := attributes.get("id"):
            own.add(f"#{id_}")
        near = [rule for part in (*own, "*") for rule in self._by_part.get(part, ())]
        self._comparisons += len(near)
        if self._comparisons > MAX_COMPARISONS:
            raise PictureError("the picture has too many CSS rules for its elements", _REMEDY)
        found = sorted((rule for rule in near if rule[1] <= own), key=lambda rule: rule[0])
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
