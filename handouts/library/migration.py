"""Content of an earlier version, rewritten in the names of this one: comments, order and everything else stay.

`RULES` is the table of what changed. A rule reads a file and gives the edits of its text; a new name is one line of the
table. `former` rules find what this version cannot read, so the reader of content reports it (HND314); the others fill
in what an earlier version could leave out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from handouts.diagnostics import Span
from handouts.library.source import Path, Source

#: The names of regions in earlier versions. Exercises and advice without one suited any part of the body.
REGIONS: Mapping[str, str] = {"heel": "foot-ankle", "back": "low-back"}
NO_REGION = "whole-body"
#: What an exercise could load in earlier versions, as movements. They had no levels: an exercise gets the middle one,
#: and a rule of a condition holds from the first, as it did.
MOVEMENTS: Mapping[str, str] = {
    "ankle-up": "ankle-up-loaded", "toes-up": "toe-bend-loaded", "nerve-tension": "leg-nerve",
    "calf-load": "calf-loaded", "heel-impact": "impact", "kneeling": "kneel", "back-bend": "spine-bend",
    "back-arch": "spine-back", "loaded-bend": "spine-bend-loaded", "overhead": "arm-high",
}  # fmt: skip
OF_AN_EXERCISE, OF_A_RULE = 2, 1  # levels
#: What texts of an earlier version called the sore part of the foot.
OF_THE_HEEL = "sore: {part: your heel, pain: heel pain}"


@dataclass(frozen=True, slots=True)
class Edit:
    """Letters to replace on one line, from a column on; lines and columns count from 1."""

    line: int
    column: int
    length: int
    text: str


@dataclass(frozen=True, slots=True)
class Former:
    """A file as it was written. `regions` has the region of every exercise that is known."""

    source: Source
    lines: list[str]
    regions: Mapping[str, str]

    @property
    def value(self) -> Mapping[str, object]:
        return self.source.value if isinstance(self.source.value, dict) else {}


@dataclass(frozen=True, slots=True)
class Rule:
    """What changed. Args: `former` says whether this version cannot read what the rule rewrites."""

    edits: Callable[[Former], Iterator[Edit]]
    former: bool = True


def renamed_key(path: Path, name: str, former: bool = True) -> Rule:
    """A key that has another name."""

    def edits(file: Former) -> Iterator[Edit]:
        # With both names somebody has begun by hand, and a new name would make the key a double one.
        if path in file.source.keys and (*path[:-1], name) not in file.source.keys:
            yield _instead(file.source.keys[path], name)

    return Rule(edits, former)


def renamed_in_each(former: str, name: str) -> Rule:
    """A key of every record of a file with many."""

    def edits(file: Former) -> Iterator[Edit]:
        yield from (_instead(key, name) for path, key in file.source.keys.items() if path[1:] == (former,))

    return Rule(edits)


def renamed_values(path: Path, names: Mapping[str, str]) -> Rule:
    """Words of a closed list that have other names."""

    def edits(file: Former) -> Iterator[Edit]:
        value = _value_at(file.value, path)
        if isinstance(value, str) and value in names:
            yield _instead(file.source.place(path), names[value])

    return Rule(edits)


def _spreads(file: Former) -> Iterator[Edit]:
    """`reaches_back`, a list, becomes the text of `spreads`, under the heading that it was printed with."""
    key = file.source.keys.get(("reaches_back",))
    if key is None:
        return
    yield Edit(key.line, key.column, key.length, "spreads:\n  title: Your back\n  text")
    # The items stay as they are, with their comments, two columns further in.
    for number in range(key.line, len(file.lines)):
        line = file.lines[number]
        if line.strip() and not line.startswith((" ", "-")):
            return
        if line.strip():
            yield Edit(number + 1, 1, 0, "  ")


def _cited_as(former: str, name: str, at: str) -> Rule:
    """A field that sources support and that acceptances name."""

    def edits(file: Former) -> Iterator[Edit]:
        for path, span in file.source.places.items():
            value = _value_at(file.value, path)
            if path[:2] == ("governance", "sources") and value == former:
                yield _instead(span, name)
            elif path[:1] == ("accepted",) and path[-1] == "at" and isinstance(value, str) and value.startswith(former):
                yield _instead(span, at + value.removeprefix(former))

    return Rule(edits)


def _levels(file: Former) -> Iterator[Edit]:
    """`loads`, a list of words, becomes movements with their levels."""
    words = file.value.get("loads")
    key = file.source.keys.get(("loads",))
    if key is None or not isinstance(words, list):
        return
    end = key
    for index, word in enumerate(words):
        end = span = file.source.place(("loads", index))
        text = f"{MOVEMENTS.get(str(word), word)}: {OF_AN_EXERCISE}"
        # A list of hyphens becomes a mapping: each item keeps its line and its comment.
        is_block = (span.text or "")[: span.column - 1].strip() == "-"
        if is_block:  # without its hyphen
            yield Edit(span.line, 1, span.column - 1 + span.length, f"  {text}")
        else:
            yield _instead(span, text)
    line = key.text or ""
    # A list in brackets becomes a mapping in braces, whose end may be on a later line.
    if (opened := line.find("[", key.column + key.length - 1)) >= 0:
        yield Edit(key.line, opened + 1, 1, "{")
        after = end.column + end.length - 1 if end is not key else opened
        last = (end.text or "").find("]", after)
        if last >= 0:
            yield Edit(end.line, last + 1, 1, "}")
        elif end.line < len(file.lines):
            yield Edit(end.line + 1, file.lines[end.line].index("]") + 1, 1, "}")


def _rules_by_movement(file: Former) -> Iterator[Edit]:
    """What a condition forbids or delays by `load`."""
    for path, key in file.source.keys.items():
        if len(path) == 3 and path[0] in ("forbids", "delays") and path[2] == "load":
            word = _value_at(file.value, path)
            is_flow = "{" in (key.text or "")[: key.column - 1]
            between = ", " if is_flow else "\n" + " " * (key.column - 1)
            yield _instead(key, "movement")
            yield _instead(file.source.place(path), f"{MOVEMENTS.get(str(word), str(word))}{between}from: {OF_A_RULE}")


def _region_that_was_left_out(file: Former) -> Iterator[Edit]:
    if file.value and "region" not in file.value:
        yield _first(file, [f"region: {NO_REGION}"])


def _regions_of_exercises(file: Former) -> Iterator[Edit]:
    """A condition was about the regions of its exercises."""
    if not file.value or "region" in file.value:
        return
    listed = file.value.get("exercises")
    named = [one.get("id") for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    found = (file.regions.get(str(id_), NO_REGION) for id_ in named)
    own, *others = dict.fromkeys(region for region in found if region != NO_REGION) or [NO_REGION]
    lines = [f"region: {own}"]
    lines += [f"other_regions: [{', '.join(others)}]"] if others else []
    lines += [OF_THE_HEEL] if own == REGIONS["heel"] else []
    yield _first(file, lines)


#: What changed, by kind of record, in the order of the changes.
RULES: Mapping[str, tuple[Rule, ...]] = {
    "clinic": (renamed_key(("region",), "country"),),
    "country": (renamed_key(("paper",), "edition", former=False),),
    "danger-sign": (renamed_in_each("tells", "patterns"),),
    "exercise": (
        renamed_values(("region",), REGIONS),
        renamed_key(("dose", "legs"), "sides"),
        Rule(_levels),
        Rule(_region_that_was_left_out, former=False),
    ),
    "advice": (Rule(_region_that_was_left_out, former=False),),
    "condition": (
        Rule(_spreads),
        Rule(_rules_by_movement),
        _cited_as("reaches_back", "spreads", "spreads.text"),
        Rule(_regions_of_exercises, former=False),
    ),
}


def is_former_country(folder: str, value: object) -> bool:
    """Whether a file of `regions/` is that of a country, as in earlier versions."""
    return folder == "regions" and isinstance(value, dict) and "emergency_number" in value


def first_former(kind: str, source: Source) -> Span | None:
    """The place of the first name in a file that this version cannot read."""
    file = Former(source, [], {})
    places = (edit for rule in RULES.get(kind, ()) if rule.former for edit in rule.edits(file))
    edit = next(places, None)
    # An edit has no span of its own: the key or value at its place has.
    spans = (*source.keys.values(), *source.places.values())
    return next((span for span in spans if edit and (span.line, span.column) == (edit.line, edit.column)), None)


def rewritten(kind: str, text: str, source: Source, regions: Mapping[str, str]) -> str:
    """The text of a file in the names of this version. Args: `text` is what `source` was read from."""
    # Byte order mark and line ends are those of the author's editor, and stay.
    mark, ending = "\ufeff" * text.startswith("\ufeff"), "\r\n" if "\r\n" in text else "\n"
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    file = Former(source, lines, regions)
    edits = [edit for rule in RULES.get(kind, ()) for edit in rule.edits(file)]
    # From the last edit to the first, since an edit moves the columns behind it.
    for edit in sorted(edits, key=lambda one: (one.line, one.column), reverse=True):
        line = lines[edit.line - 1]
        lines[edit.line - 1] = line[: edit.column - 1] + edit.text + line[edit.column - 1 + edit.length :]
    if kind == "country":
        lines[0] = lines[0].replace("schema/region.json", "schema/country.json")
    return mark + "\n".join(lines).replace("\n", ending)


def _instead(span: Span, text: str) -> Edit:
    """Another word in the place of one, in the quotes that it had."""
    quote = span.text[span.column - 1] if span.text else ""
    return Edit(span.line, span.column, span.length, f"{quote}{text}{quote}" if quote in ("'", '"') else text)


def _first(file: Former, lines: Iterable[str]) -> Edit:
    """Lines before the first key of the file."""
    key = min(file.source.keys.values(), key=lambda span: (span.line, span.column))
    is_flow = "{" in (key.text or "")[: key.column - 1]
    return Edit(key.line, key.column, 0, "".join(f"{line}, " if is_flow else f"{line}\n" for line in lines))


def _value_at(value: object, path: Path) -> object:
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value
