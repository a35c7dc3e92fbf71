"""The operators of a page, read in part without pikepdf: the same as pikepdf reads all of them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pikepdf
import pytest

from handouts.pdf import operators


def file_of(*contents: bytes) -> pikepdf.Pdf:
    file = pikepdf.new()
    file.add_blank_page().obj.Contents = pikepdf.Array([file.make_stream(one) for one in contents])
    return file


def plain(operands: Iterable[object]) -> list[object]:
    return [
        float(one) if isinstance(one, float | int | Decimal) else repr(one).partition(" at 0x")[0] for one in operands
    ]


CONTENTS = {
    "drawing": (b"q\n1 0 0 1 3 4.5 cm\n/a1.0 gs\n0.5 .25 -1 rg\n1 2 m\n3 4 l\n-5 6.25 7 8 9 10 c\nh\nf*\nQ",),
    "text": (b"/P\n<</MCID 3>>\nBDC\nBT\n1 0 0 1 5 6 Tm\n/F1 12 Tf\n[<0001> -20 <0002>] TJ\nET\nEMC\n",),
    "artifact": (b"/Artifact\nBMC\nq\n0 0 10 20 re\nW\nn\n[] 0 d\nQ\nEMC\n",),
    "two streams": (b"q\n1 0 0 1 0 0 cm", b"1 2 m\n3 4 l\nS\nQ\n"),
    "words that look like operators": (b"BT\n(a line\n1 2 m\n3 4 l\n) Tj\nET\n",),
    "picture that looks like operators": (b"BI\n/W 1 /H 1 /BPC 8 /CS /G\nID \n1 2 m\nEI\nQ\n",),
    "one line": (b"q 1 0 0 1 0 0 cm 1 2 m 3 4 l S Q",),
    "operands on lines of their own": (b"1 0 0\nrg\n0.5\n1 1 rg\n0 0\n10 10 re\nf\n",),
    "string over several lines": (b"BT\n<41\n1 F\n42> Tj\n1 2 m\nET\n",),
    "numbers that are none": (b"q\n1-2 0 m\n1.2.3 4 m\n- 0 l\nQ\n",),
    "signs of its own": (b"/handouts_run MP\n1 2 m\n3 4 l\nS\n",),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_operators_are_those_that_pikepdf_reads(name: str) -> None:
    file = file_of(*CONTENTS[name])
    expected = [(str(one.operator), plain(one.operands)) for one in pikepdf.parse_content_stream(file.pages[0])]
    read = [(operator, plain(operands)) for operator, operands in operators.instructions(file.pages[0])]
    assert read == expected
