"""A defect, and the ways into a file by which defects are planted."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, String

Instruction = tuple[list[Any], str]  #: operands and operator
Planter = Callable[[pikepdf.Pdf], None]


@dataclass(frozen=True)
class Defect:
    """One change to a finished file, and the code that must be among the findings."""

    code: str
    plant: Planter

    @property
    def name(self) -> str:
        return self.plant.__name__

    def planted(self, data: bytes) -> bytes:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            self.plant(pdf)
            out = io.BytesIO()
            pdf.save(out, encryption=ENCRYPTION if self.name == "encrypted" else False)
        return out.getvalue()


ENCRYPTION = pikepdf.Encryption(owner="owner", user="")
DEFECTS: list[Defect] = []


def found_as(code: str) -> Callable[[Planter], Planter]:
    def keep(plant: Planter) -> Planter:
        DEFECTS.append(Defect(code, plant))
        return plant

    return keep


def kids(element: Any) -> list[Any]:
    found = element.get("/K")
    return list(found) if isinstance(found, Array) else [] if found is None else [found]


def elements(pdf: pikepdf.Pdf, role: str = "") -> list[Any]:
    """The structure elements of a role, in reading order."""

    def below(element: Any) -> Iterator[Any]:
        yield element
        for kid in kids(element):
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield from below(kid)

    found = [one for one in below(pdf.Root.StructTreeRoot.K[0]) if role in ("", str(one.S)[1:])]
    assert found, role
    return found


def marked(pdf: pikepdf.Pdf, role: str, at: int = 0) -> tuple[Any, int]:
    """An element of a role that has one mark and nothing else, and the number of its mark."""
    found = [one for one in elements(pdf, role) if len(kids(one)) == 1 and isinstance(kids(one)[0], int)]
    return found[at], int(kids(found[at])[0])


def rewrite(pdf: pikepdf.Pdf, page: Any, change: Callable[[list[Instruction]], list[Instruction]]) -> None:
    read = [(list(one.operands), str(one.operator)) for one in pikepdf.parse_content_stream(page)]
    changed = change(read)
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream([(a, Operator(b)) for a, b in changed]))


def inside(read: list[Instruction], mark: int) -> range:
    """The places of the instructions of a mark, its begin and end left out."""
    begin = next(at for at, (operands, operator) in enumerate(read)
                 if operator == "BDC" and operands[1].get("/MCID") == mark)  # fmt: skip
    depth, end = 1, begin + 1
    while depth:
        depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(read[end][1], 0)
        end += 1
    return range(begin + 1, end - 1)


def change_mark(
    pdf: pikepdf.Pdf, element: Any, mark: int, change: Callable[[list[Instruction]], list[Instruction]]
) -> None:
    """The content of one mark changed."""

    def changed(read: list[Instruction]) -> list[Instruction]:
        place = inside(read, mark)
        before = read[place.start : place.stop]
        after = change(before)
        assert after != before
        return [*read[: place.start], *after, *read[place.stop :]]

    rewrite(pdf, element.Pg, changed)


def change_text(pdf: pikepdf.Pdf, change: Callable[[bytes], bytes], role: str = "H1") -> None:
    """The character codes of a short text changed."""
    element, mark = marked(pdf, role)

    def changed(read: list[Instruction]) -> list[Instruction]:
        codes = b"".join(bytes(part) for operands, operator in read if operator == "TJ"
                         for part in operands[0] if isinstance(part, String))  # fmt: skip
        return [([Array([String(change(codes))])], operator) if operator == "TJ" else (operands, operator)
                for operands, operator in read]  # fmt: skip

    change_mark(pdf, element, mark, changed)


def around(before: list[Instruction], after: list[Instruction]) -> Callable[[list[Instruction]], list[Instruction]]:
    return lambda read: [*before, *read, *after]


def add(pdf: pikepdf.Pdf, content: bytes) -> None:
    pdf.pages[0].contents_add(b"/Artifact BMC q " + content + b" Q EMC")


def links(pdf: pikepdf.Pdf) -> list[Any]:
    return [note for page in pdf.pages for note in page.obj.get("/Annots", ()) if note.Subtype == Name.Link]
