"""How a file is bent: its values, its text, its bytes, or what lies at its place.

Every function takes a random generator of its own and nothing else that changes, so that a seed names a mutant.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

Where = tuple[str | int, ...]

#: Words that stand in a text field: broken placeholders and markup, strange letters, too long, too much.
WORDS = (
    "{mistyped}", "{", "}", "{}", "{{", "{{hold}}", "{hold", "{Hold}", "{hold.real}", "{0}", "{side}", "{pain_ok}",
    "{clinic}", "{doctor}", "{minutes}", "{" + "x" * 500 + "}", "{a b}", "{hold!r}", "{hold:>99999999}",
    "**bold", "**", "[a](b", "[a](javascript:b)", "[a](https://example.org)", "[](https:)", "<b>bold</b>", "&amp;",
    "{{ 7 * 7 }}", "{% for i in x %}", "{# note #}", "%s %(x)s", "\\", "`", "'", '"', "", " ", "\t", "\n", "a\n\n\nb",
    "\x00", "\x07", "\x1b[31mred", "\u202eright\u202c", "\u2066a\u2069", "\ufeff", "\u2028", "\ud800", "\udfff",
    "\ue000", "\u0301", "e" + "\u0301" * 40, "\u200d", "👩🏽‍⚕️", "𝄞", "שלום", "مرحبا", "漢字", "ﬁ", "İ", "ß",
    "x" * 90, "x" * 3_000, "word " * 800, "A. " * 300, "9" * 400, "1e999", "nan", "-1", "null", "true", "012", "½",
    "no-such-thing", "../../etc/passwd", "/dev/zero", "sore-heel", "calf-stretch-wall", "ice", "example", "uk",
    "2026-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "https://[", "tel:", "#000000", "#ffffff", "zz_ZZ", "en",
)  # fmt: skip

NUMBERS: tuple[Any, ...] = (
    0, -1, 1, 2, 7, 99, 10**6, 10**9, 2**63, -(2**63), 10**30, 10**400, 0.5, -0.0, 1e-300, 1e30, 1e308,
    float("inf"), float("-inf"), float("nan"), True, False, "3", "03",
)  # fmt: skip

#: Lines for a template.
JINJA = (
    "{{ leaflet.nothing }}", "{{ leaflet.title.x.y }}", "{% if %}", "{% for %}", "{% include 'nowhere.html' %}",
    "{% include 'leaflet.html' %}", "{{ 1 / 0 }}", "{{ [1][9] }}", "{{ 'a' + 1 }}", "{% extends 'leaflet.html' %}",
    "{{ ''.__class__.__mro__ }}", "{{ x", "{% raw %}", "{% macro a() %}", "{{ range(10) | list }}", "{{ self }}",
    "{% import 'macros.html' as m %}{{ m.nothing() }}", "<p>", "</body>", "<svg>", "<style>*{", "{% do x %}", "\x00",
    "{{ '%d' % 'x' }}", "{{ 'x' * 100000 }}", "{% set a = a %}", "{{ namespace }}", "{{ leaflet }}", "<img src='x'>",
    "<img src='../../etc/passwd'>", "<a href='#nowhere'>x</a>", "<table><tr><td rowspan='-1'>", "{{ none.x }}",
)  # fmt: skip

#: Pieces of SVG.
SVG = (
    "<g>", "</g>", "</svg>", "<script>1</script>", "<image href='x.png'/>", "<use href='#a'/>", "<path d='M0 0L'/>",
    "<path d='M1e30 1e30L-1e30 9'/>", "<rect width='-1' height='nan'/>", "<text>x</text>", "<style>*{}</style>",
    "<foreignObject/>", "<linearGradient/>", "<!DOCTYPE x>", "<!-- ", "<![CDATA[", "&x;", "<?x?>", "<a href='b'>",
    "<g transform='matrix(1)'/>", "<path d=''/>", "<circle r='1e9'/>", "<g><g><g>", "xmlns='x'", "<g " * 9,
)  # fmt: skip


def value(rng: random.Random, old: Any) -> Any:
    """Something else in place of a value."""
    match rng.randrange(8):
        case 0 if isinstance(old, str):
            at = rng.randint(0, len(old))
            return old[:at] + rng.choice(WORDS) + old[at:]
        case 1 if isinstance(old, str):
            return f"{old} {{{rng.choice(('mistyped', 'hold', 'clinics', 'minuts'))}}}"
        case 2:
            return [old, old]
        case 3:
            return {"a": old}
        case 4:
            return rng.choice((None, [], {}, [None], {"": ""}, [[]], nested(rng.choice((5, 60, 150)))))
        case 5:
            return rng.choice(NUMBERS)
        case _ if isinstance(old, int | float) and not isinstance(old, bool):
            return rng.choice((old + 1, -old, old * 1000, *NUMBERS))
        case _:
            return rng.choice(WORDS)


def nested(depth: int) -> Any:
    found: Any = "x"
    for _ in range(depth):
        found = [found]
    return found


def paths(tree: Any, at: Where = ()) -> Iterator[Where]:
    """The place of every value, the tree itself left out."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, inner in items:
        yield (*at, step)
        yield from paths(inner, (*at, step))


def bend_tree(rng: random.Random, tree: Any) -> str:
    """Changes one place of a tree of values; what was done, in words."""
    places = list(paths(tree))
    if not places:
        return "nothing"
    place = rng.choice(places)
    holder = tree
    for step in place[:-1]:
        holder = holder[step]
    last = place[-1]
    name = ".".join(map(str, place))
    match rng.randrange(7):
        case 0:
            del holder[last]
            return f"{name} deleted"
        case 1 if isinstance(holder, dict):
            holder[f"{last}x"] = holder.pop(last)
            return f"{name} renamed"
        case 2 if isinstance(holder, dict):
            holder[rng.choice(WORDS)] = holder[last]
            return f"{name} under a strange key"
        case 3 if isinstance(holder, list):
            holder.extend([holder[last]] * rng.choice((1, 2, 70)))  # type: ignore[index]
            return f"{name} repeated"
        case _:
            holder[last] = value(rng, holder[last])
            return f"{name} = {_shown(holder[last])}"


def _shown(changed: Any) -> str:
    try:
        return repr(changed)[:60]
    except RecursionError:
        return "a deep list"


def dumped(rng: random.Random, tree: Any, suffix: str) -> bytes:
    if suffix == ".json":
        return json.dumps(tree, indent=1, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
    try:
        return yaml.safe_dump(tree, sort_keys=False, allow_unicode=False).encode("utf-8", "surrogatepass")
    except RecursionError:
        return b"- " * 3000


def bend_values(rng: random.Random, path: Path) -> str:
    """One or two values of a YAML or JSON file."""
    try:
        text = path.read_text("utf-8")
        tree = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except (ValueError, RecursionError, yaml.YAMLError):
        return bend_bytes(rng, path)
    notes = [bend_tree(rng, tree) for _ in range(rng.choice((1, 1, 1, 2)))]
    try:
        path.write_bytes(dumped(rng, tree, path.suffix))
    except (RecursionError, ValueError):
        return bend_bytes(rng, path)
    return "; ".join(notes)


def bend_text(rng: random.Random, path: Path) -> str:
    """Lines and pieces of a text file."""
    lines = path.read_bytes().decode("utf-8", "replace").split("\n")
    at = rng.randrange(len(lines))
    pieces = JINJA if path.suffix == ".html" else SVG if path.suffix == ".svg" else WORDS
    match rng.randrange(6):
        case 0:
            lines.insert(rng.randrange(len(lines)), lines[at])
            note = f"line {at + 1} twice"
        case 1:
            del lines[at]
            note = f"line {at + 1} gone"
        case 2:
            numbers = list(re.finditer(r"\d+(?:\.\d+)?", lines[at]))
            if numbers:
                one = rng.choice(numbers)
                lines[at] = lines[at][: one.start()] + str(rng.choice(NUMBERS)) + lines[at][one.end() :]
            note = f"a number of line {at + 1}"
        case 3:
            lines[at] = " " * rng.choice((1, 2, 40)) + lines[at]
            note = f"line {at + 1} indented"
        case _:
            piece, column = rng.choice(pieces), rng.randint(0, len(lines[at]))
            lines[at] = lines[at][:column] + piece + lines[at][column:]
            note = f"{piece[:40]!r} at {at + 1}:{column + 1}"
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    return note


def bend_bytes(rng: random.Random, path: Path) -> str:
    """Bytes flipped, cut off or put in between."""
    data = bytearray(path.read_bytes())
    if not data:
        data += b"x"
    match rng.randrange(4):
        case 0:
            del data[rng.randrange(len(data)) :]
            note = f"cut to {len(data)} bytes"
        case 1:
            at = rng.randrange(len(data))
            data[at:at] = rng.randbytes(rng.randint(1, 8))
            note = f"bytes put in at {at}"
        case 2:
            at = rng.randrange(len(data))
            del data[at : at + rng.randint(1, 30)]
            note = f"bytes gone at {at}"
        case _:
            for _ in range(rng.choice((1, 1, 3, 20))):
                data[rng.randrange(len(data))] = rng.randrange(256)
            note = "bytes flipped"
    path.write_bytes(bytes(data))
    return note


def replace_file(rng: random.Random, path: Path, others: list[Path]) -> str:
    """Something else where the file was."""
    other = rng.choice([one for one in others if one.is_file() and not one.is_symlink()])
    data = other.read_bytes()
    path.unlink()
    match rng.randrange(9):
        case 0:
            return "gone"
        case 1:
            path.write_bytes(data)
            return f"the content of {other.name}"
        case 2:
            path.symlink_to(other)
            return f"a link to {other.name}"
        case 3:
            path.symlink_to(rng.choice(("/etc/hostname", "nowhere", "/dev/zero", path.name, "..")))
            return "a link out"
        case 4:
            os.mkfifo(path)
            return "a pipe"
        case 5:
            path.mkdir()
            return "a folder"
        case 6:
            path.write_bytes(b"")
            return "empty"
        case 7:
            path.write_bytes(rng.choice((b"\xff\xfe", b"\xef\xbb\xbf", b"[" * 5000, b"{" * 5000, b"\x00" * 100)))
            return "rubbish"
        case _:
            path.write_bytes(data)
            path.chmod(0)
            return "not to be read"


def bend(rng: random.Random, path: Path, others: list[Path]) -> str:
    """Bends one file in one of all these ways."""
    texts = path.suffix in (".yaml", ".json", ".jsonl", ".csv", ".svg", ".html", ".css")
    values = path.suffix in (".yaml", ".json")
    ways: list[tuple[int, Callable[[], str]]] = [
        (12 if values else 0, lambda: bend_values(rng, path)),
        (3 if values else 8 if texts else 0, lambda: bend_text(rng, path)),
        (2 if texts else 8, lambda: bend_bytes(rng, path)),
        (1, lambda: replace_file(rng, path, others)),
    ]
    (way,) = rng.choices([way for _, way in ways], [weight for weight, _ in ways])
    return way()


def empty(folder: Path) -> None:
    """Deletes a folder, whatever lies in it."""
    if folder.exists():
        shutil.rmtree(folder)
