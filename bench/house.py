"""How large the code is: files and lines of code, comments and docstrings, by room.

    python bench/house.py [CHECKOUT ...]

Give two checkouts to compare them. A line counts as code when it has code, with or without a comment behind it; a line
of a docstring counts as docstring; a line with a comment alone counts as comment. Blank lines count nowhere. The share
is that of lines with a comment, alone or behind code, among code and comment lines. Directives (`# fmt`, `# noqa`,
`# type`) are no comments.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIRECTIVES = ("# fmt:", "# noqa", "# type:")
NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Count:
    """Files and lines of some modules."""

    files: int = 0
    code: int = 0
    comment: int = 0
    behind: int = 0  # lines of code with a comment behind it
    docstring: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Count)))

    @property
    def share(self) -> float:
        """Lines with a comment in a hundred lines of code and comments."""
        return 100 * (self.comment + self.behind) / max(1, self.code + self.comment)


def docstring_lines(tree: ast.AST) -> set[int]:
    """The numbers of all lines of docstrings."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            text = node.body[0]
            found.update(range(text.lineno, (text.end_lineno or text.lineno) + 1))
    return found


def count(text: str) -> Count:
    """The lines of one module."""
    docstrings = docstring_lines(ast.parse(text))
    code: set[int] = set()
    comment: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            if not token.string.startswith(DIRECTIVES):
                comment.add(token.start[0])
        elif token.type not in NO_CODE:
            code.update(range(token.start[0], token.end[0] + 1))
    return Count(1, len(code - docstrings), len(comment - code), len(comment & code), len(docstrings))


def total(paths: Iterable[Path]) -> Count:
    return sum((count(path.read_text("utf-8")) for path in paths), Count())


def rooms(checkout: Path) -> dict[str, Count]:
    """The count of each room of the package, of the package, and of the tests."""
    package = checkout / "handouts"
    modules: dict[str, list[Path]] = {}
    for path in sorted(package.rglob("*.py")):
        modules.setdefault(path.relative_to(package).parts[0].removesuffix(".py"), []).append(path)
    counts = {room: total(paths) for room, paths in sorted(modules.items())}
    return {**counts, "handouts": sum(counts.values(), Count()), "tests": total((checkout / "tests").rglob("*.py"))}


def table(counts: dict[str, Count]) -> str:
    lines = [
        "| room | files | code | comment | behind code | docstring | comments, % |",
        "| ---- | ----: | ---: | ------: | ----------: | --------: | ----------: |",
    ]
    for room, one in counts.items():
        cells = (
            room,
            one.files,
            *(f"{n:,}" for n in (one.code, one.comment, one.behind, one.docstring)),
            f"{one.share:.1f}",
        )
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def main() -> None:
    for checkout in [Path(word) for word in sys.argv[1:]] or [ROOT]:
        counts = rooms(checkout)
        top = set(counts) - {"__init__", "__main__", "handouts", "tests"}
        print(f"{checkout.resolve().name}: {len(top)} rooms\n\n{table(counts)}\n")


if __name__ == "__main__":
    main()
