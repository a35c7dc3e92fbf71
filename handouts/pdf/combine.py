"""Combines leaflets into one print file: in the order given, each on a new sheet, with one tag tree.

Resources that leaflets share (fonts, pictures, content streams without personal text) are in the file once. The file is
made in parts, leaflet by leaflet, and only object numbers and offsets of a leaflet are kept: a print file of thousands
takes no more memory than one of ten.

ISO 32000-2: object streams 7.5.7, cross-reference stream 7.5.8, page tree 7.7.3, outline 12.3.3, structure tree 14.7.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from handouts.pdf import objects
from handouts.pdf.long_file import LongFile

TITLE = "Patient leaflets"
PRODUCER = "handouts"

# Object numbers of the parts that belong to no leaflet.
ROOT, INFO, PAGES, DOCUMENT, TREE, PARENTS, OUTLINES, METADATA = range(1, 9)

#: A reference in the source of an object (7.3.10). Strings are matched first, since their text may look like one.
_REFERENCE = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9a-fA-F]+>|\b(\d+) 0 R\b", re.DOTALL)

_METADATA = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer="{producer}"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt>\
<rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(slots=True)
class Combined:
    """The statistics of a print file. `pages` does not count the `blank` ones."""

    leaflets: int = 0
    pages: int = 0
    blank: int = 0


@dataclass(slots=True)
class PrintFile:
    """A print file in parts, which are made while they are read, and its statistics so far."""

    parts: Iterator[bytes]
    statistics: Combined = field(default_factory=Combined)


def combine_leaflets(leaflets: Iterable[tuple[str, bytes]]) -> PrintFile:
    """Combines leaflets into one print file; the same leaflets give the same bytes.

    A leaflet with an odd number of pages gets a blank one, so that each begins on a new sheet in duplex printing.

    Args:
        leaflets: outline title and PDF of each.

    Returns:
        The file: one part for each leaflet, and a last one. Reading a part raises TooLargeError where the leaflets so
        far have too many objects; the statistics count the leaflet that was too much.
    """
    statistics = Combined()
    return PrintFile(_parts(leaflets, statistics), statistics)


def _parts(leaflets: Iterable[tuple[str, bytes]], statistics: Combined) -> Iterator[bytes]:
    file, parts, next_key = LongFile(ROOT, INFO, METADATA + 1), list[_Part](), 0
    roles: dict[str, str] = {}
    file.write(objects.HEAD)
    for label, data in leaflets:
        statistics.leaflets += 1
        with pikepdf.open(io.BytesIO(data)) as pdf:
            roles = _roles(pdf) | roles
            part = _Leaflet(pdf, file, next_key).add(label)
        statistics.pages += part.own_pages
        statistics.blank += part.page_count - part.own_pages
        parts.append(part)
        next_key = part.next_key
        yield file.take()
    _frame(file, parts, roles, next_key)
    file.end()
    yield file.take()


# ---------------------------------------------------------------- one leaflet


@dataclass(frozen=True, slots=True)
class _Part:
    """A leaflet in the file: object numbers of its page tree, first page, tags and parent tree."""

    label: str
    language: str
    own_pages: int
    page_count: int  # with a blank one
    pages: int
    first: int
    tags: int
    keys: int
    next_key: int


class _Leaflet:
    """A leaflet that is being added to a file."""

    def __init__(self, pdf: Any, file: LongFile, first_key: int) -> None:
        self._pdf, self._file, self._first_key = pdf, file, first_key
        self._numbers: dict[int, int] = {}  # numbers in the file, by those in the leaflet

    def add(self, label: str) -> _Part:
        """Writes the leaflet into the file; `label` is the title of its outline item."""
        pdf, count = self._pdf, len(self._pdf.pages)
        self._resolve_destinations()
        if count % 2:
            last = pdf.pages[-1]
            pdf.pages.append(pikepdf.Page(Dictionary(Type=Name.Page, MediaBox=last.mediabox, Resources=Dictionary())))
        keys = self._renumber()
        tags = pdf.Root.StructTreeRoot.K[0]
        tags.S, language = Name.Part, str(pdf.Root.get("/Lang", ""))
        if language and "/Lang" not in tags:
            tags.Lang = String(language)
        pages = pdf.Root.Pages
        self._numbers |= {pdf.Root.StructTreeRoot.objgen[0]: TREE}
        # Only what a page shows is shared. Page objects and tags refer to their parents: they belong to one leaflet.
        for page in pdf.pages:
            for key in ("/Contents", "/Resources"):
                self._share(page.obj.get(key))
        own = objects.reached([pages, tags, keys], self._numbers)
        self._numbers |= {number: self._file.number() for number in own}
        above = {pages.objgen[0]: ("/Parent", PAGES), tags.objgen[0]: ("/P", DOCUMENT)}
        for number in own:
            value = pdf.get_object(number, 0)
            up, parent = above.get(number, ("", 0))
            if parent:
                value = Dictionary({key: entry for key, entry in value.items() if key != up})
            body = self._source(value)
            if parent:
                body = body.rstrip()[:-2] + f"{up} {parent} 0 R >>".encode()
            self._file.packing.append((self._numbers[number], body))
        self._file.pack()
        at = {name: self._numbers[one.objgen[0]] for name, one in
              (("pages", pages), ("tags", tags), ("keys", keys), ("first", pdf.pages[0].obj))}  # fmt: skip
        return _Part(label, language, count, len(pdf.pages), next_key=self._first_key + self._keys_used, **at)

    def _resolve_destinations(self) -> None:
        """Replaces named destinations of links by explicit ones: the names are the same in every leaflet."""
        names = self._pdf.Root.get("/Names", {}).get("/Dests", {}).get("/Names", [])
        places = {str(names[at]): names[at + 1] for at in range(0, len(names), 2)}
        for note in self._notes():
            if isinstance(note.get("/Dest"), String):
                note.Dest = places[str(note.Dest)]

    def _notes(self) -> Iterator[Any]:
        for page in self._pdf.pages:
            yield from page.obj.get("/Annots", ())

    def _renumber(self) -> Any:
        """Moves the parent tree keys of pages and links behind those of the leaflets before (14.7.5.4)."""
        first = self._first_key
        for value, key in (
            *((page.obj, "/StructParents") for page in self._pdf.pages),
            *((note, "/StructParent") for note in self._notes()),
        ):
            if key in value:
                value[key] = int(value[key]) + first
        nums = self._pdf.Root.StructTreeRoot.ParentTree.Nums
        entries = [int(nums[at]) + first if at % 2 == 0 else nums[at] for at in range(len(nums))]
        self._keys_used = len(nums) // 2 and int(nums[-2]) + 1
        limits = [entries[0], entries[-2]]
        return self._pdf.make_indirect(Dictionary(Limits=Array(limits), Nums=Array(entries)))

    def _share(self, value: Any) -> None:
        """Writes an object after all its parts, unless the file has an equal one.

        Parts come first, so that equal objects refer to equal numbers and have equal bytes.
        """
        if not isinstance(value, pikepdf.Object) or (value.is_indirect and value.objgen[0] in self._numbers):
            return
        for part in objects.parts(value):
            self._share(part)
        if not value.is_indirect:
            return
        body, data = self._source(value), b""
        if isinstance(value, Stream):
            data = value.read_raw_bytes()
            if "/Filter" not in value:
                data, body = zlib.compress(data, 9), body + b"/Filter/FlateDecode"
        key = sha256(b"%d %b%b" % (len(body), body, data)).digest()
        number = self._file.shared.get(key)
        if number is None:
            number = self._file.shared[key] = self._file.number()
            if isinstance(value, Stream):
                self._file.stream(number, body, data)
            else:
                self._file.packing.append((number, body))
        self._numbers[value.objgen[0]] = number

    def _source(self, value: Any) -> bytes:
        """The source of an object in the file; of a stream, the entries of its dictionary without the length."""
        if isinstance(value, Stream):
            return self._with_references(objects.entries(value))
        return self._with_references(value.unparse(resolved=True))

    def _with_references(self, body: bytes) -> bytes:
        numbers = self._numbers

        def renumbered(match: re.Match[bytes]) -> bytes:
            return b"%d 0 R" % numbers[int(match[1])] if match[1] else match[0]

        return _REFERENCE.sub(renumbered, body)


def _roles(pdf: Any) -> dict[str, str]:
    return {str(key): str(role) for key, role in pdf.Root.StructTreeRoot.get("/RoleMap", Dictionary()).items()}


# ---------------------------------------------------------------- catalog, page tree, tag tree and outline


def _frame(file: LongFile, parts: list[_Part], roles: dict[str, str], next_key: int) -> None:
    """Writes the catalog and the roots of page tree, tag tree and outline over all leaflets."""
    language = parts[0].language if parts else ""
    items = [file.number() for _ in parts]  # of the outline

    def references(numbers: Iterable[int]) -> bytes:
        return b"[%b]" % b" ".join(b"%d 0 R" % number for number in numbers)

    sources = {
        ROOT: b"<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/Outlines %d 0 R/Metadata %d 0 R/Lang %b"
        b"/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true/Duplex/DuplexFlipLongEdge>>>>"
        % (PAGES, TREE, OUTLINES, METADATA, String(language).unparse()),
        INFO: Dictionary(Title=String(TITLE), Producer=String(PRODUCER)).unparse(),
        PAGES: b"<</Type/Pages/Count %d/Kids %b>>"
        % (sum(part.page_count for part in parts), references(part.pages for part in parts)),
        DOCUMENT: b"<</Type/StructElem/S/Document/P %d 0 R/K %b>>" % (TREE, references(part.tags for part in parts)),
        TREE: b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d/RoleMap %b>>"
        % (DOCUMENT, PARENTS, next_key, Dictionary({key: Name(roles[key]) for key in sorted(roles)}).unparse()),
        PARENTS: b"<</Kids %b>>" % references(part.keys for part in parts),
        OUTLINES: b"<</Type/Outlines/Count %d/First %d 0 R/Last %d 0 R>>" % (len(items), items[0], items[-1]),
    }
    for at, (item, part) in enumerate(zip(items, parts, strict=True)):
        siblings = b"/Prev %d 0 R" % items[at - 1] if at else b""
        siblings += b"/Next %d 0 R" % items[at + 1] if item != items[-1] else b""
        sources[item] = b"<</Title %b/Parent %d 0 R%b/Dest[%d 0 R/Fit]>>" % (
            *(String(part.label).unparse(), OUTLINES),
            *(siblings, part.first),
        )
    file.packing += sources.items()
    metadata = _METADATA.format(title=TITLE, producer=PRODUCER).encode()
    file.stream(METADATA, b"/Type/Metadata/Subtype/XML", metadata)
