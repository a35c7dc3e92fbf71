"""Leaflets bound into one print file: in the order given, each on a new sheet, with one tag tree.

What leaflets have in common (fonts, pictures, the parts of a page that are the same for everyone) is in the file once.
The file is given in parts, leaflet by leaflet, and nothing of a leaflet is kept but where its objects lie: a print file
of thousands takes no more memory than one of ten.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import md5, sha256
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from handouts.pdf import objects

TITLE = "Patient leaflets"
PRODUCER = "handouts"
MOST_OBJECTS = 8_388_607  # in one file: the limit of readers that ISO 32000-1 names (annex C)
WIDE = 5  # bytes of a place in the table of where the objects lie: four end at 4 GB
ENTRY = WIDE + 3

# The objects that a print file has besides those of its leaflets.
ROOT, INFO, PAGES, DOCUMENT, TREE, PARENTS, OUTLINES, METADATA = range(1, 9)

#: A reference to an object in the text of another; words are passed over, since they may look like one.
_REFERENCE = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9a-fA-F]+>|\b(\d+) 0 R\b", re.DOTALL)

_METADATA = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer="{producer}"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt>\
<rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


class TooLargeError(Exception):
    """The leaflets have more objects than a reader takes in one file."""


@dataclass(slots=True)
class Combined:
    """What a print file holds; filled while it is made."""

    leaflets: int = 0
    pages: int = 0
    blank: int = 0


@dataclass(slots=True)
class _File:
    """A file in the making: what has been written of it, where everything lies, and what may be shared."""

    out: list[bytes] = field(default_factory=list)  # not handed on yet
    at: int = 0
    table: bytearray = field(default_factory=lambda: bytearray(ENTRY * (METADATA + 1)))
    shared: dict[bytes, int] = field(default_factory=dict)  # by what is in them
    packing: list[tuple[int, bytes]] = field(default_factory=list)  # objects that go into the next packed stream
    seal: Any = field(default_factory=partial(md5, usedforsecurity=False))

    def number(self) -> int:
        """A number for a new object."""
        if len(self.table) >= ENTRY * MOST_OBJECTS:
            raise TooLargeError
        self.table += bytes(ENTRY)
        return len(self.table) // ENTRY - 1

    def write(self, data: bytes) -> None:
        self.out.append(data)
        self.seal.update(data)
        self.at += len(data)

    def stream(self, number: int, words: bytes, data: bytes) -> None:
        """An object with data; `words` are what its dictionary says but for the length."""
        self._set(number, objects.ALONE, self.at)
        self.write(objects.stream(number, b"<<%b/Length %d>>" % (words, len(data)), data))

    def pack(self) -> None:
        """The objects without data, together and compressed."""
        number = self.number()
        for place, (own, _) in enumerate(self.packing):
            self._set(own, objects.PACKED, number, place)
        words, data = objects.packed(self.packing)
        self.stream(number, words + b"/Filter/FlateDecode", data)
        self.packing.clear()

    def handed_on(self) -> bytes:
        data = b"".join(self.out)
        self.out.clear()
        return data

    def _set(self, number: int, kind: int, where: int, place: int = 0) -> None:
        self.table[number * ENTRY : (number + 1) * ENTRY] = objects.entry(kind, where, place, WIDE)

    def end(self) -> None:
        self.packing.sort()
        self.pack()
        number, began = self.number(), self.at
        self._set(0, objects.FREE, 0, 0xFFFF)
        self._set(number, objects.ALONE, began)
        words = objects.table_entries(number + 1, ROOT, INFO, self.seal.hexdigest().encode(), WIDE)
        self.stream(number, words + b"/Filter/FlateDecode", zlib.compress(bytes(self.table), 6))
        self.write(objects.TAIL % began)


def combine_leaflets(leaflets: Iterable[tuple[str, bytes]], told: Combined) -> Iterator[bytes]:
    """The print file of leaflets, each with what its bookmark says, in parts; the same leaflets give the same bytes.

    A leaflet with an odd count of pages gets a blank one, so that each begins on a sheet of its own when both sides are
    printed. Raises TooLargeError.
    """
    file, parts, next_key = _File(), list[_Part](), 0
    roles: dict[str, str] = {}
    file.write(objects.HEAD)
    for label, data in leaflets:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            roles = _roles(pdf) | roles
            part = _Leaflet(pdf, file, next_key).bound(label, told)
        parts.append(part)
        next_key = part.next_key
        yield file.handed_on()
    _frame(file, parts, roles, next_key)
    file.end()
    yield file.handed_on()


# ---------------------------------------------------------------- one leaflet


@dataclass(frozen=True, slots=True)
class _Part:
    """Where a leaflet lies: the numbers of its pages, first page, tags, and keys to its tags."""

    label: str
    language: str
    page_count: int
    pages: int
    first: int
    tags: int
    keys: int
    next_key: int


class _Leaflet:
    """A leaflet on its way into a file."""

    def __init__(self, pdf: Any, file: _File, first_key: int) -> None:
        self._pdf, self._file, self._first_key = pdf, file, first_key
        self._numbers: dict[int, int] = {}

    def bound(self, label: str, told: Combined) -> _Part:
        pdf, count = self._pdf, len(self._pdf.pages)
        told.leaflets, told.pages = told.leaflets + 1, told.pages + count
        self._lead_to_places()
        if count % 2:
            told.blank += 1
            last = pdf.pages[-1]
            pdf.pages.append(pikepdf.Page(Dictionary(Type=Name.Page, MediaBox=last.mediabox, Resources=Dictionary())))
        keys = self._renumbered()
        tags = pdf.Root.StructTreeRoot.K[0]
        tags.S, language = Name.Part, str(pdf.Root.get("/Lang", ""))
        if language and "/Lang" not in tags:
            tags.Lang = String(language)
        pages = pdf.Root.Pages
        self._numbers |= {pdf.Root.StructTreeRoot.objgen[0]: TREE}
        for page in pdf.pages:  # what it shows may be in the file already
            for key in ("/Contents", "/Resources"):
                self._share(page.obj.get(key))
        own = objects.reached([pages, tags, keys], self._numbers)
        self._numbers |= {number: self._file.number() for number in own}
        above = {pages.objgen[0]: ("/Parent", PAGES), tags.objgen[0]: ("/P", DOCUMENT)}
        for number in own:
            thing = pdf.get_object(number, 0)
            up, parent = above.get(number, ("", 0))
            if parent:
                thing = Dictionary({key: value for key, value in thing.items() if key != up})
            body = self._worded(thing)
            if parent:
                body = body.rstrip()[:-2] + f"{up} {parent} 0 R >>".encode()
            self._file.packing.append((self._numbers[number], body))
        self._file.pack()
        at = {name: self._numbers[one.objgen[0]] for name, one in
              (("pages", pages), ("tags", tags), ("keys", keys), ("first", pdf.pages[0].obj))}  # fmt: skip
        return _Part(label, language, len(pdf.pages), next_key=self._first_key + self._keys_used, **at)

    def _lead_to_places(self) -> None:
        """Links name their place on paper itself: names of places are the same in every leaflet."""
        names = self._pdf.Root.get("/Names", {}).get("/Dests", {}).get("/Names", [])
        places = {str(names[at]): names[at + 1] for at in range(0, len(names), 2)}
        for note in self._notes():
            if isinstance(note.get("/Dest"), String):
                note.Dest = places[str(note.Dest)]

    def _notes(self) -> Iterator[Any]:
        for page in self._pdf.pages:
            yield from page.obj.get("/Annots", ())

    def _renumbered(self) -> Any:
        """The keys by which pages and links find their tags, behind those of the leaflets before."""
        first = self._first_key
        for thing, key in (
            *((page.obj, "/StructParents") for page in self._pdf.pages),
            *((note, "/StructParent") for note in self._notes()),
        ):
            if key in thing:
                thing[key] = int(thing[key]) + first
        nums = self._pdf.Root.StructTreeRoot.ParentTree.Nums
        told = [int(nums[at]) + first if at % 2 == 0 else nums[at] for at in range(len(nums))]
        self._keys_used = len(nums) // 2 and int(nums[-2]) + 1
        limits = [told[0], told[-2]]
        return self._pdf.make_indirect(Dictionary(Limits=Array(limits), Nums=Array(told)))

    def _share(self, thing: Any) -> None:
        """An object and all that it is made of, from below: what is in the file already is not written again."""
        if not isinstance(thing, pikepdf.Object) or (thing.is_indirect and thing.objgen[0] in self._numbers):
            return
        for part in objects.parts(thing):
            self._share(part)
        if not thing.is_indirect:
            return
        body, data = self._worded(thing), b""
        if isinstance(thing, Stream):
            data = thing.read_raw_bytes()
            if "/Filter" not in thing:
                data, body = zlib.compress(data, 9), body + b"/Filter/FlateDecode"
        mark = sha256(b"%d %b%b" % (len(body), body, data)).digest()
        number = self._file.shared.get(mark)
        if number is None:
            number = self._file.shared[mark] = self._file.number()
            if isinstance(thing, Stream):
                self._file.stream(number, body, data)
            else:
                self._file.packing.append((number, body))
        self._numbers[thing.objgen[0]] = number

    def _worded(self, thing: Any) -> bytes:
        """An object as it stands in the file; of one with data, what its dictionary says but for the length."""
        if isinstance(thing, Stream):
            return self._led(objects.entries(thing))
        return self._led(thing.unparse(resolved=True))

    def _led(self, body: bytes) -> bytes:
        numbers = self._numbers

        def led(found: re.Match[bytes]) -> bytes:
            return b"%d 0 R" % numbers[int(found[1])] if found[1] else found[0]

        return _REFERENCE.sub(led, body)


def _roles(pdf: Any) -> dict[str, str]:
    return {str(key): str(role) for key, role in pdf.Root.StructTreeRoot.get("/RoleMap", Dictionary()).items()}


# ---------------------------------------------------------------- what holds them together


def _frame(file: _File, parts: list[_Part], roles: dict[str, str], next_key: int) -> None:
    """Catalogue, pages, tags and bookmarks over all leaflets."""
    language = parts[0].language if parts else ""
    marks = [file.number() for _ in parts]

    def listed(numbers: Iterable[int]) -> bytes:
        return b"[%b]" % b" ".join(b"%d 0 R" % number for number in numbers)

    said = {
        ROOT: b"<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/Outlines %d 0 R/Metadata %d 0 R/Lang %b"
        b"/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true/Duplex/DuplexFlipLongEdge>>>>"
        % (PAGES, TREE, OUTLINES, METADATA, String(language).unparse()),
        INFO: Dictionary(Title=String(TITLE), Producer=String(PRODUCER)).unparse(),
        PAGES: b"<</Type/Pages/Count %d/Kids %b>>"
        % (sum(part.page_count for part in parts), listed(part.pages for part in parts)),
        DOCUMENT: b"<</Type/StructElem/S/Document/P %d 0 R/K %b>>" % (TREE, listed(part.tags for part in parts)),
        TREE: b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d/RoleMap %b>>"
        % (DOCUMENT, PARENTS, next_key, Dictionary({key: Name(roles[key]) for key in sorted(roles)}).unparse()),
        PARENTS: b"<</Kids %b>>" % listed(part.keys for part in parts),
        OUTLINES: b"<</Type/Outlines/Count %d/First %d 0 R/Last %d 0 R>>" % (len(marks), marks[0], marks[-1]),
    }
    for at, (mark, part) in enumerate(zip(marks, parts, strict=True)):
        beside = b"/Prev %d 0 R" % marks[at - 1] if at else b""
        beside += b"/Next %d 0 R" % marks[at + 1] if mark != marks[-1] else b""
        said[mark] = b"<</Title %b/Parent %d 0 R%b/Dest[%d 0 R/Fit]>>" % (
            *(String(part.label).unparse(), OUTLINES),
            *(beside, part.first),
        )
    file.packing += said.items()
    metadata = _METADATA.format(title=TITLE, producer=PRODUCER).encode()
    file.stream(METADATA, b"/Type/Metadata/Subtype/XML", metadata)
