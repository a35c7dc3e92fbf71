"""The print file: every leaflet unchanged, each on a new sheet, in one tagged file."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import page as rules
import pikepdf
import pytest

from handouts.pdf import combine, long_file
from handouts.pdf.combine import Combined, combine_leaflets
from handouts.pdf.reader import PdfReader

from .making import FIRST, MERGED, made
from .test_fill import filled, streams, with_fields

NAMES = ("Ann Example", "Zoë Ångström", "Νίκος Παπαδόπουλος")


@cache
def leaflets() -> tuple[bytes, ...]:
    """Three of one template, one of other conditions and page size, one of nine pages, one without a name."""
    people = [filled(with_fields(patient=name)) for name in NAMES]
    assert all(isinstance(data, bytes) for data in people)
    return (
        *(data for data in people if isinstance(data, bytes)),
        made(MERGED, "letter").printed.data,
        made(FIRST, "large-print").printed.data,
        made(FIRST, "a4").printed.data,
    )


def together(some: tuple[bytes, ...]) -> tuple[bytes, Combined]:
    file = combine_leaflets((str(number), data) for number, data in enumerate(some, 1))
    return b"".join(file.parts), file.statistics


@cache
def whole() -> tuple[bytes, Combined]:
    return together(leaflets())


def pages(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


@pytest.mark.slow  # an independent reader reads a whole print file
def test_it_is_sound_and_pdf_ua_1_and_the_same_each_time() -> None:
    data, _ = whole()
    result = rules.validate_pdf_bytes(data, profile="ua1")
    assert result.is_compliant, result.failures
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
    assert together(leaflets())[0] == data


def test_each_leaflet_begins_on_a_new_sheet_and_shows_what_it_shows_by_itself() -> None:
    data, statistics = whole()
    counts = [pages(data) for data in leaflets()]
    assert any(count % 2 for count in counts) and any(count % 2 == 0 for count in counts)
    assert (statistics.leaflets, statistics.pages, statistics.blank) == (
        len(counts),
        sum(counts),
        sum(count % 2 for count in counts),
    )
    with pikepdf.open(io.BytesIO(data)) as pdf:
        boxes = [[float(edge) for edge in page.mediabox] for page in pdf.pages]
        shown = [b"\n".join(part.read_bytes() for part in _row(page.obj.get("/Contents", []))) for page in pdf.pages]
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
    at = 0
    for data, count in zip(leaflets(), counts, strict=True):
        assert at % 2 == 0
        assert shown[at : at + count] == streams(data)
        at += count
        if count % 2:
            assert shown[at] == b"" and boxes[at] == boxes[at - 1]
            at += 1
    assert at == len(shown)


def _row(contents: Any) -> list[Any]:
    return list(contents) if isinstance(contents, pikepdf.Array | list) else [contents]


def test_what_is_heard_is_every_leaflet_after_the_other() -> None:
    with PdfReader(whole()[0]) as back:
        tags = [(tag.role, tag.text, tag.alt, tag.bounds, tag.scope) for tag in back.tags()]
        depths = [tag.depth for tag in back.tags()]
        assert back.orphans() == set() and back.unmarked() == 0
        facts = back.facts()
        links = [(link.target, link.name, link.printed) for link in back.links() if not link.target.startswith("#")]
    expected, led = [], []
    for data in leaflets():
        with PdfReader(data) as alone:
            own = [(tag.role, tag.text, tag.alt, tag.bounds, tag.scope) for tag in alone.tags()]
            led += [(link.target, link.name, link.printed) for link in alone.links() if link.target[0] != "#"]
        expected += [("Part", *own[0][1:]), *own[1:]]
    assert tags[0][0] == "Document" and tags[1:] == expected
    assert depths[:2] == [0, 1]
    assert links == led
    assert facts["Lang"] == "en-GB" and facts["Title"] == combine.TITLE


def test_pages_and_links_find_their_tags_and_links_their_places() -> None:
    data, _ = whole()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        keys = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        uses = Counter[int]()
        starts, at = [], 0
        for data in leaflets():
            starts.append(at)
            at += pages(data) + pages(data) % 2
        for number, page in enumerate(pdf.pages):
            if "/StructParents" in page.obj:
                key = int(page.obj.StructParents)
                uses[key] += 1
                owners: Any = keys[key]
                for mark, tag in enumerate(owners):
                    assert tag is None or (page.obj.objgen, mark) in set(_marks(tag))
            for note in page.obj.get("/Annots", ()):
                uses[int(note.StructParent)] += 1
                tag = keys[int(note.StructParent)]
                assert any("/Obj" in kid and kid.Obj.objgen == note.objgen for kid in tag.K if not isinstance(kid, int))
                if "/Dest" in note:  # a link inside of a leaflet stays in it
                    start = max(begin for begin in starts if begin <= number)
                    end = min([begin for begin in starts if begin > number], default=len(numbers))
                    assert start <= numbers[note.Dest[0].objgen] < end
        assert sorted(uses) == sorted(keys) and set(uses.values()) == {1}
        assert int(pdf.Root.StructTreeRoot.ParentTreeNextKey) > max(uses)


def _marks(tag: Any) -> Iterator[tuple[tuple[int, int], int]]:
    """The pages and marks that a tag has itself."""
    for kid in tag.K:
        if isinstance(kid, int):
            yield tag.Pg.objgen, kid
        elif "/MCID" in kid:
            yield kid.get("/Pg", tag.get("/Pg")).objgen, int(kid.MCID)


def test_bookmarks_are_the_rows_and_lead_to_the_leaflets() -> None:
    with pikepdf.open(io.BytesIO(whole()[0])) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["1", "2", "3", "4", "5", "6"]
        assert not any(item.children for item in outline.root)
        led = [pdf.pages.index(pikepdf.Page(item.destination[0])) for item in outline.root]
    counts = [pages(data) + pages(data) % 2 for data in leaflets()]
    assert led == [sum(counts[:at]) for at in range(len(counts))]


def test_no_name_is_beside_the_pages() -> None:
    with pikepdf.open(io.BytesIO(whole()[0])) as pdf:
        source = b"".join(
            value.read_bytes()
            if isinstance(value, pikepdf.Stream) and value.get("/Type") == "/Metadata"
            else value.unparse()
            for value in pdf.objects
            if isinstance(value, pikepdf.Dictionary | pikepdf.Stream)
        )
    for name in NAMES:
        for way in ("utf-8", "utf-16-be"):
            assert name.encode(way) not in source
            assert name.encode(way).hex().encode() not in source


def test_what_leaflets_share_is_in_the_file_once() -> None:
    same = leaflets()[:2]
    one, many = len(together(same)[0]), len(together(same * 10)[0])
    assert (many - one) / 18 < len(same[0]) / 5
    with pikepdf.open(io.BytesIO(together(same * 10)[0])) as pdf:
        fonts = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing]
        seals = Counter(font.FontFile2.read_raw_bytes() for font in fonts)
    assert seals and set(seals.values()) == {1}


def test_nothing_of_a_leaflet_is_held_back_until_the_end() -> None:
    parts = list(combine_leaflets(("1", data) for data in leaflets()[:1] * 5).parts)
    assert len(parts) == 6
    assert all(len(part) < len(parts[0]) / 4 for part in parts[1:])


def test_more_than_readers_take_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_file, "MOST_OBJECTS", 1500)
    file = combine_leaflets(("1", data) for data in leaflets()[:1] * 5)
    with pytest.raises(long_file.TooLargeError):
        list(file.parts)
    assert file.statistics.leaflets == 3


def test_words_that_look_like_references_are_left_alone() -> None:
    with pikepdf.open(io.BytesIO(leaflets()[0])) as pdf:
        tag = pdf.Root.StructTreeRoot.K[0].K[0].K[0]
        tag.Alt = pikepdf.String("see (12 0 R), 5 0 R \\ and (")
        out = io.BytesIO()
        pdf.save(out)
    with PdfReader(together((out.getvalue(),))[0]) as back:
        assert back.tags()[3].alt == "see (12 0 R), 5 0 R \\ and ("
