"""Writes signatures into a content file. All other lines, with comments and order, stay as they are.

The edited text is parsed again before it is returned, so that a signature never breaks a file. The caller gives the
signer and the day.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from handouts.library import schema, source
from handouts.model import Condition

#: What a file must look like for a signature to be written: `governance:` at the margin, its fields indented below.
_HEAD = re.compile(r"^governance:\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs what on which day: name and role as that person typed them, and the hash of what is signed."""

    name: str
    role: str
    date: datetime.date
    hash: str = ""

    def fields(self, *names: str) -> list[str]:
        values = {"name": self.name, "role": self.role, "date": self.date.isoformat(), "hash": self.hash}
        return [f"{name}: {json.dumps(values[name], ensure_ascii=False)}" for name in names]


class SigningError(ValueError):
    """The form of the file does not allow a signature; the message says what to do."""


def reviewed(text: str, by: Signature) -> str:
    """The file with one more reviewer, its status raised from draft to reviewed."""
    block = _Block.of(text)
    block.append("reviewers", by.fields("name", "role", "date"))
    # A review of an approved leaflet does not take the approval back.
    if block.value("status") == "draft":
        block.put("status", ["reviewed"])
    return _checked(block.text())


def approved(text: str, by: Signature) -> str:
    """The file with its approval, bound to a hash."""
    block = _Block.of(text)
    block.put("status", ["approved"])
    block.put("approval", by.fields("name", "role", "date", "hash"))
    return _checked(block.text())


def attested(text: str, item: str, by: Signature) -> str:
    """The file with a person's judgement of one point of a checklist; an older one of the same point goes."""
    block = _Block.of(text)
    # One judgement a point: the checklist would otherwise have two answers.
    block.drop_item("attestations", item)
    block.append("attestations", [f"item: {item}", *by.fields("name", "role", "date", "hash")])
    return _checked(block.text())


def _checked(text: str) -> str:
    # The file is read again as it will be, since a signature in a broken file would be lost.
    read = source.read(text.encode("utf-8"), "signed")
    record, findings = schema.check(Condition, read.value, read, {"id": "signed"})
    faults = [finding.message for finding in (*read.diagnostics, *findings) if finding.is_error]
    if record is None or faults:
        raise SigningError("; ".join(faults) or "the file cannot be read")
    return text


@dataclass(slots=True)
class _Block:
    """The lines of a file, and where its `governance:` lies."""

    lines: list[str]
    start: int
    indent: str

    @classmethod
    def of(cls, text: str) -> _Block:
        # Lines are edited as text: a writer of YAML would lose the comments and the order of the author.
        lines = text.split("\n")
        start = next((number for number, line in enumerate(lines) if _HEAD.match(line)), None)
        if start is None:
            raise SigningError("write `governance:` on a line of its own, and its fields indented below")
        first = next((line for line in lines[start + 1 :] if line.strip() and not line.lstrip().startswith("#")), "")
        indent = first[: len(first) - len(first.lstrip())]
        if not indent:
            raise SigningError("indent the fields of `governance:`")
        return cls(lines, start, indent)

    def text(self) -> str:
        return "\n".join(self.lines)

    def _end(self) -> int:
        """The line behind the block; empty lines and comments at its end do not belong to it."""
        end = self.start + 1
        for number in range(self.start + 1, len(self.lines)):
            line = self.lines[number]
            if line.startswith(self.indent) and line.strip():
                end = number + 1
            # A comment at the margin may be in the middle of the block; any other text there ends it.
            elif line.strip() and not line.startswith("#"):
                break
        return end

    def _field(self, name: str) -> tuple[int, int] | None:
        """First line of a field, and the line behind it."""
        end = self._end()
        head = re.compile(rf"{self.indent}{name}:(?:\s|$)")
        at = next((number for number in range(self.start + 1, end) if head.match(self.lines[number])), None)
        if at is None:
            return None
        after = at + 1
        deeper = (f"{self.indent} ", f"{self.indent}-")
        while after < end and self.lines[after].startswith(deeper):
            after += 1
        return at, after

    def value(self, name: str) -> str:
        at = self._field(name)
        return self.lines[at[0]].split(":", 1)[1].split("#")[0].strip() if at else ""

    def put(self, name: str, values: Sequence[str]) -> None:
        """A field with one value, or with fields below it."""
        whole = len(values) == 1
        body = [f"{self.indent}{name}: {values[0]}"] if whole else [f"{self.indent}{name}:", *self._deep(values)]
        at = self._field(name) or (self._end(), self._end())
        self.lines[at[0] : at[1]] = body

    def append(self, name: str, values: Sequence[str]) -> None:
        """One more item of a list."""
        item = [f"{self.indent}  - {values[0]}", *(f"{self.indent}    {value}" for value in values[1:])]
        at = self._field(name)
        if at is None or self.value(name) in ("[]", ""):
            kept = self.lines[at[0] + 1 : at[1]] if at else []
            at = at or (self._end(), self._end())
            self.lines[at[0] : at[1]] = [f"{self.indent}{name}:", *kept, *item]
        else:
            raise SigningError(f"write the items of `{name}` on lines of their own, each with a dash")

    def drop_item(self, name: str, item: str) -> None:
        """Takes the item of a list out that begins with `item: NAME`."""
        if (at := self._field(name)) is None:
            return
        first = next((n for n in range(*at) if re.search(rf"-\s+item:\s+{item}\s*$", self.lines[n])), None)
        if first is None:
            return
        after = first + 1
        while after < at[1] and not self.lines[after].lstrip().startswith("- "):
            after += 1
        del self.lines[first:after]
        if at[1] - at[0] - (after - first) == 1:
            del self.lines[at[0]]

    def _deep(self, values: Sequence[str]) -> list[str]:
        return [f"{self.indent}  {value}" for value in values]
