"""Writes a finished tag tree into the engine's PDF as objects; `tag_tree` builds it.

ISO 32000-2: structure tree root 14.7.2, parent tree 14.7.5.4, marked content 14.6, artifacts 14.8.2.2, link annotations
12.5.6.5, document information 14.3.3.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from typing import Any

import pydyf

from handouts.diagnostics import Diagnostic
from handouts.pdf.form_fields import Form
from handouts.pdf.recorder import Recorder
from handouts.pdf.tag_nodes import REQUEST_KEY, REQUEST_META, ROLE_MAP, FieldReference, Mark, Node
from handouts.pdf.tag_tree import TagTree

#: Annotation flag (12.5.3): printed too.
PRINT_FLAG = 4


def tagger(findings: list[Diagnostic], page: Any, recorder: Recorder | None) -> Callable[..., None]:
    """A replacement for the engine's `add_tags`.

    Args:
        findings: findings are added to it.
        page: the root element of the HTML that the document was laid out from.
        recorder: receives the content streams, which are complete when the engine adds tags.
    """

    def add_tags(pdf: Any, document: Any, pdf_version: object, page_streams: Sequence[Any]) -> None:
        tree = tagged(document, page_streams)
        findings.extend(tree.findings)
        findings.extend(out_of_order(tree.root, page))
        findings.extend(_see_through(pdf, page_streams))
        write_tree(pdf, tree.root, len(page_streams), [link.reference for link in tree.dropped_links])
        if "Lang" not in pdf.catalog:
            findings.append(_missing("language", 'write <html lang="en"> or whatever the language is'))
        if not document.metadata.title:
            findings.append(_missing("title", "give the page a <title>"))
        if request := document.metadata.custom.get(REQUEST_META):
            pdf.info[REQUEST_KEY] = pydyf.String(request)
        if recorder is not None:
            recorder.pages(page_streams)

    return add_tags


def tagged(document: Any, page_streams: Sequence[Any]) -> TagTree:
    """The tag tree of a drawn document; the marked content of its decoration is made artifacts."""
    tree = TagTree(document)
    for laid_page, stream in zip(document.pages, page_streams, strict=True):
        tree.add_page(laid_page._page_box, stream._tags)
    tree.root.prune()
    for stream, artifacts in zip(page_streams, tree.artifacts, strict=True):
        _rename(stream.stream, artifacts)
    return tree


def write_tree(pdf: Any, root: Node, pages: int, dropped: Collection[str]) -> None:
    """Writes a tag tree into a file of so many pages, without the links (references) that are in no tag."""
    _drop_links(pdf, dropped)
    _Writer(pdf).write(root, pages)


def out_of_order(root: Node, page: Any) -> list[Diagnostic]:
    """HND504 for the first tag that is read after a tag whose element comes later in the HTML."""
    places = {id(element): place for place, element in enumerate(page.iter())}
    last = -1
    for node in root.descendants():
        place = places.get(id(node.element), last)
        if place < last:
            message = f"<{node.element.tag}> is read after what comes behind it in the page"
            return [Diagnostic("HND504", message, "let the style leave the order of the page as it is")]
        last = place
    return []


def _missing(what: str, remedy: str) -> Diagnostic:
    return Diagnostic("HND504", f"the page has no {what}", remedy)


def _see_through(pdf: Any, page_streams: Sequence[Any]) -> list[Diagnostic]:
    """HND504 for transparent groups.

    The engine draws an element with `opacity` in a form XObject with an MCID of the page; a structure element would
    have to refer to it by the stream (14.7.5.2), which the engine does not do, so that no reader reads it.
    """
    findings = []
    for number, stream in enumerate(page_streams, 1):
        groups = [
            other for other in pdf.objects if getattr(other, "_tags", None) is stream._tags and other is not stream
        ]
        if any(_marks_in(group.stream) for group in groups):
            message = f"content of page {number} is drawn see-through, so that no screen reader finds it"
            findings.append(Diagnostic("HND504", message, "use a lighter colour in place of `opacity`"))
    return findings


def _marks_in(content: list[Any]) -> list[tuple[int, Any]]:
    """The marked-content sequences of a stream: the position and the value of their property lists."""
    return [
        (at, properties)
        for at, (properties, operator) in enumerate(pairwise(content))
        if operator == b"BDC" and isinstance(properties, pydyf.Dictionary) and "MCID" in properties
    ]


def _rename(content: list[Any], artifacts: dict[int, dict[str, Any]]) -> None:
    for at, properties in _marks_in(content):
        kind = artifacts.get(properties["MCID"])
        if kind is not None:
            content[at - 1], content[at] = "/Artifact", pydyf.Dictionary(kind or {"Type": "/Layout"})


def _drop_links(pdf: Any, dropped: Collection[str]) -> None:
    """Removes links in running headers and footers from their pages; gives the others the print flag."""
    dictionaries = [entry for entry in pdf.objects if isinstance(entry, pydyf.Dictionary)]
    for entry in dictionaries:
        if entry.get("Type") == "/Annot":
            entry["F"] = PRINT_FLAG
        elif "Annots" in entry:
            entry["Annots"] = pydyf.Array([link for link in entry["Annots"] if link not in dropped])
            if not entry["Annots"]:
                del entry["Annots"]


class _Writer:
    """Writes nodes as PDF objects, in reading order."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self._owners: dict[int, dict[int, Any]] = {}
        self._form = Form(pdf)
        self._annotations: list[tuple[Any, Any]] = []  # links and fields with the elements that own them
        self._on_page: dict[int, list[Any]] = {}  # annotations of each page, in reading order

    def write(self, root: Node, pages: int) -> None:
        """Writes the whole tree below the catalog, with the parent tree from content back to structure."""
        pdf = self._pdf
        parents = pydyf.Dictionary({})
        pdf.add_object(parents)
        top = pydyf.Dictionary({"Type": "/StructTreeRoot", "ParentTree": parents.reference})
        top["RoleMap"] = pydyf.Dictionary({own: f"/{standard}" for own, standard in ROLE_MAP.items()})
        pdf.add_object(top)
        top["K"] = pydyf.Array([self._node(root, top)])
        parents["Nums"] = self._numbers(pages)
        top["ParentTreeNextKey"] = pages + len(self._annotations)
        self._add_form()
        pdf.catalog["StructTreeRoot"] = top.reference
        pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})

    def _add_form(self) -> None:
        """Adds the form, if there is one; the annotations of each page are then in reading order, as its tabs are."""
        if not self._form.finish():
            return
        for page, notes in self._on_page.items():
            number = int(self._pdf.page_references[page].split()[0])
            self._pdf.objects[number]["Annots"] = pydyf.Array(notes)

    def _node(self, node: Node, parent: Any) -> Any:
        element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.role}", "P": parent.reference})
        self._pdf.add_object(element)
        self._describe(element, node)
        first = next((kid.page for kid in node.kids if isinstance(kid, Mark)), None)
        if first is not None:
            element["Pg"] = self._pdf.page_references[first]
        if node.kids:
            element["K"] = pydyf.Array([self._kid(kid, element, first) for kid in node.kids])
        return element.reference

    def _describe(self, element: Any, node: Node) -> None:
        for key, text in (("Lang", node.lang), ("Alt", node.alt), ("ActualText", node.actual), ("E", node.expansion)):
            if text:
                element[key] = pydyf.String(text)
        if node.attributes:
            element["A"] = pydyf.Dictionary(node.attributes)
        if node.bounds:
            element["A"] = pydyf.Dictionary({"O": "/Layout", "BBox": pydyf.Array(round(pt, 3) for pt in node.bounds)})

    def _kid(self, kid: Any, element: Any, first: int | None) -> Any:
        if isinstance(kid, Node):
            return self._node(kid, element)
        page = self._pdf.page_references[kid.page]
        if isinstance(kid, Mark):
            self._owners.setdefault(kid.page, {})[kid.mcid] = element.reference
            if kid.page == first:
                return kid.mcid
            return pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": kid.mcid})
        annotation = self._form.widget(kid.entry, page) if isinstance(kid, FieldReference) else kid.annotation
        self._annotations.append((annotation, element.reference))
        self._on_page.setdefault(kid.page, []).append(annotation.reference)
        return pydyf.Dictionary({"Type": "/OBJR", "Pg": page, "Obj": annotation.reference})

    def _numbers(self, pages: int) -> Any:
        """The parent tree: for each page, the element of each MCID; after the pages, that of each link and field."""
        numbers = pydyf.Array()
        for page in range(pages):
            owners = self._owners.get(page, {})
            row = [owners.get(mcid, "null") for mcid in range(max(owners, default=-1) + 1)]
            numbers.extend((page, pydyf.Array(row)))
        for key, (annotation, owner) in enumerate(self._annotations, pages):
            annotation["StructParent"] = key
            numbers.extend((key, owner))
        return numbers
