"""Finished leaflets damaged in ways that readers of PDF fail on: none may end in a traceback or hang."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

KINDS: list[Callable[[bytes], bytes]] = []


def kind(damage: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    KINDS.append(damage)
    return damage


def changed(data: bytes, change: Callable[[pikepdf.Pdf], object], **saving: Any) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, **saving)
    return out.getvalue()


def one_page(content: bytes, entries: bytes = b"") -> bytes:
    """A file of one page, written by hand, its content stream packed."""
    packed = zlib.compress(content, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<<%b/Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (entries, len(packed), packed),
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n%btrailer<</Size 5/Root 1 0 R>>\n" % table
    return out + b"startxref\n%d\n%%%%EOF\n" % start


@kind
def empty(data: bytes) -> bytes:
    return b""


@kind
def no_pdf(data: bytes) -> bytes:
    return b"name,condition\nx,heel-spur\n" * 100


@kind
def header_alone(data: bytes) -> bytes:
    return b"%PDF-1.7\n"


@kind
def cut_in_the_middle(data: bytes) -> bytes:
    return data[: len(data) // 2]


@kind
def cut_before_its_end(data: bytes) -> bytes:
    return data[:-200]


@kind
def zeros_in_the_middle(data: bytes) -> bytes:
    half = len(data) // 2
    return data[:half] + bytes(4000) + data[half + 4000 :]


@kind
def start_beyond_the_end(data: bytes) -> bytes:
    return re.sub(rb"startxref\n\d+", b"startxref\n99999999", data)


@kind
def encrypted_with_a_password(data: bytes) -> bytes:
    return changed(data, lambda pdf: None, encryption=pikepdf.Encryption(owner="a", user="b"))


@kind
def page_tree_that_leads_to_itself(data: bytes) -> bytes:
    return changed(data, lambda pdf: pdf.Root.Pages.Kids.append(pdf.Root.Pages))


@kind
def tag_tree_that_leads_to_itself(data: bytes) -> bytes:
    def loop(pdf: pikepdf.Pdf) -> None:
        root = pdf.Root.StructTreeRoot.K[0]
        root.K[0].K = Array([root])

    return changed(data, loop)


@kind
def tag_tree_shared_a_billion_times(data: bytes) -> bytes:
    def share(pdf: pikepdf.Pdf) -> None:
        below = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P))
        for _ in range(40):
            below = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Div, K=Array([below, below])))
        pdf.Root.StructTreeRoot.K[0].K.append(below)

    return changed(data, share)


@kind
def tag_tree_thousands_deep(data: bytes) -> bytes:
    def deepen(pdf: pikepdf.Pdf) -> None:
        below = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P))
        for _ in range(3000):
            below = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Div, K=Array([below])))
        pdf.Root.StructTreeRoot.K[0].K.append(below)

    return changed(data, deepen)


@kind
def tag_tree_of_numbers(data: bytes) -> bytes:
    return changed(data, lambda pdf: setattr(pdf.Root.StructTreeRoot, "K", Array([1, 2, 3])))


@kind
def bookmarks_that_lead_to_themselves(data: bytes) -> bytes:
    def loop(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Outlines.First.Next = pdf.Root.Outlines.First

    return changed(data, loop)


@kind
def page_without_content(data: bytes) -> bytes:
    return changed(data, lambda pdf: delattr(pdf.pages[0].obj, "Contents"))


@kind
def page_without_fonts(data: bytes) -> bytes:
    return changed(data, lambda pdf: delattr(pdf.pages[0].obj.Resources, "Font"))


@kind
def content_out_of_balance(data: bytes) -> bytes:
    return changed(data, lambda pdf: pdf.pages[0].contents_add(b"Q Q Q Q EMC EMC"))


@kind
def content_with_wrong_operands(data: bytes) -> bytes:
    return changed(data, lambda pdf: pdf.pages[0].contents_add(b"(x) cm /F Tf [ ] Tm BDC", prepend=True))


@kind
def content_of_another_kind(data: bytes) -> bytes:
    return changed(data, lambda pdf: setattr(pdf.pages[0].obj, "Contents", String("none")))


@kind
def page_of_infinite_size(data: bytes) -> bytes:
    return changed(data, lambda pdf: setattr(pdf.pages[0].obj, "MediaBox", Array([0, 0, String("x"), 1])))


@kind
def metadata_that_multiply(data: bytes) -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    return changed(data, lambda pdf: pdf.Root.Metadata.write(bomb))


@kind
def metadata_that_are_not_xml(data: bytes) -> bytes:
    return changed(data, lambda pdf: pdf.Root.Metadata.write(b"<x><y></x>"))


@kind
def stream_that_unpacks_to_a_gigabyte(data: bytes) -> bytes:
    packer = zlib.compressobj(9)
    first, block = (packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    packed = first + block * 1023  # a block after a full flush refers to nothing before it
    return changed(data, lambda pdf: None).replace(b"%%EOF", b"\nstream\n" + packed + b"\nendstream\n%%EOF")


@kind
def content_of_ten_megabytes(data: bytes) -> bytes:
    return one_page(b"q Q " * 2_500_000)


@kind
def stream_packed_twice(data: bytes) -> bytes:
    return one_page(b"q Q").replace(b"/Filter/FlateDecode", b"/Filter[/FlateDecode/FlateDecode]")


@kind
def arrays_thousands_deep(data: bytes) -> bytes:
    return one_page(b"[" * 100_000 + b"]" * 100_000 + b" TJ")


@kind
def length_of_a_stream_that_lies(data: bytes) -> bytes:
    return re.sub(rb"/Length \d+", b"/Length 99999999", one_page(b"q Q"))
