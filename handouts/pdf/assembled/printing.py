"""Leaflets that differ in their exercises, put together from parts: each part is laid out and drawn once in a process.

The full print (`pdf/printing.py`) is the reference: the file has the same content streams, tag tree and links. Where
something cannot be told without a layout of the whole leaflet, it is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256

from handouts.diagnostics import Diagnostic
from handouts.layout import templates, variables
from handouts.layout.tightness import Tightness
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf import fitting, printing, rendering, sheets
from handouts.pdf.assembled import flow as flows
from handouts.pdf.assembled import pages
from handouts.pdf.assembled.base import Base, base_of
from handouts.pdf.assembled.drawing import drawn, parts_of
from handouts.pdf.assembled.flow import Flow, Geometry, part_elements
from handouts.pdf.assembled.parts import Number, Part, Size
from handouts.pdf.assembled.source import HEAD_PARTS, NUMBERED, Source, SourcePart, read
from handouts.pdf.fill.fitting import Refusal
from handouts.pdf.measures import measured
from handouts.pdf.overflow import PageFacts
from handouts.pdf.own_corner import NAME
from handouts.pdf.printed import Printed
from handouts.pdf.printing import PrintAssets
from handouts.pdf.sheets import Fitted, LaidSheet
from handouts.pdf.walk import PX_PER_MM

MOST_PARTS, MOST_SIZES, MOST_BASES = 1500, 20_000, 24  # of a process: a card has some 70 KiB, a base some 10 MiB
_OF_PAGES = frozenset(("HND507", "HND509"))  # findings about pages, which a page of parts alone has too

_PARTS: dict[bytes, Part] = {}
_NUMBERS: dict[tuple[str, str], Number] = {}  # by the kind of the part
_SIZES: dict[bytes, Size] = {}
_GEOMETRY: dict[bytes, Geometry | None] = {}
_BASES: dict[tuple[object, ...], Base | None] = {}
_READING: dict[tuple[bytes, Tightness], LaidSheet] = {}


def print_leaflet(leaflet: Leaflet, edition: Edition, assets: PrintAssets) -> Printed | Refusal:
    """The file of a leaflet, or why it needs a full print."""
    if edition.stacked or edition.fillable or edition.imposition or leaflet.rtl or leaflet.is_sheet:
        return Refusal("its edition is not put together from parts")
    if leaflet.personal.start:
        return Refusal("a part has words of the person")
    usual = variables.of_no_person(variables.as_prescribed(leaflet, edition))
    reading = _reading(leaflet, edition, assets)
    fit = fitting.fitted(usual, edition, partial(_measured, usual, edition, assets, reading))
    base = _base(leaflet, edition, assets, reading, fit)
    if base is None:
        return Refusal("its sheet for reading cannot be shared")
    source = read(templates.html(leaflet, edition, assets.templates, fit.tightness, only="doing"))
    parts = _drawn(source, assets)
    if parts is None:
        return Refusal("a part of it cannot be put on another page")
    sizes = [_SIZES[part.key] for part in source.parts]
    flow = flows.flow(source.parts, sizes, base.geometry)
    if not {part.kind for part in source.parts} <= {part.kind for part in base.source.parts}:
        return Refusal("it has a part that the others of its kind have not")
    if flow is None or not _as_measured(flow, source, fit) or len(flow) != len(base.frames):
        return Refusal("its pages are not those that were measured")
    made = pages.printed(base, leaflet, edition, source.parts, parts, _NUMBERS, flow)
    if isinstance(made, Refusal) or made.diagnostics:
        return made if isinstance(made, Refusal) else Refusal("the engine reports a finding")
    return printing.with_findings(made, leaflet, edition, base.laid, base.tightness)


def _as_measured(flow: Flow, source: Source, fit: Fitted) -> bool:
    many = tuple(sum(source.parts[at].kind == "card" for at, _ in page) for page in flow)
    cards = tuple(count for count, _ in fit.tightness.spare.cards)
    return len(flow) == fit.pages["doing"] and (not cards or many == cards)


def _reading(leaflet: Leaflet, edition: Edition, assets: PrintAssets) -> bytes:
    """A hash of the sheet for reading at its roomiest, without words of a person: tighter ones have nothing else."""
    marked = replace(leaflet, personal=variables.marked_fields(leaflet.personal))
    page = templates.html(marked, edition, assets.templates, sheet="reading")
    return sha256("\0".join((page, edition.model_dump_json())).encode()).digest()


def _base(leaflet: Leaflet, edition: Edition, assets: PrintAssets, reading: bytes, fit: Fitted) -> Base | None:
    """The base of leaflets that share a sheet for reading and its step, a count of pages, and a note or none."""
    tightness = fit.tightness
    has_note = bool(leaflet.personal.notes)
    key = reading, replace(tightness, spare=replace(tightness.spare, cards=())), fit.pages["doing"], has_note
    if key not in _BASES:
        if len(_BASES) >= MOST_BASES:
            _BASES.clear()
        _BASES[key] = base_of(leaflet, edition, assets, tightness)
        if base := _BASES[key]:
            _learn_sizes(base.laid, base.source)
    return _BASES[key]


def _drawn(source: Source, assets: PrintAssets) -> dict[bytes, Part] | None:
    """The parts of a page but for those of its head, by their keys."""
    keys = {part.key for part in source.parts if part.kind not in HEAD_PARTS}
    new = {part.key for part in source.parts if part.key in keys and not _is_known(part)}
    if len(_PARTS) + len(new) > MOST_PARTS:
        _PARTS.clear()
        new = keys
    for key in new & _PARTS.keys():  # with a number that this one cannot replace: what is not drawn anew is not used
        del _PARTS[key]
    if new:
        _learn(source, new, assets)
    return {key: _PARTS[key] for key in keys} if keys <= _PARTS.keys() else None


def _learn(source: Source, new: Collection[bytes], assets: PrintAssets) -> None:
    """Lays these parts out alone and draws them; nothing where the engine reports a finding."""
    laid = rendering.layout(source.only(new), assets.pictures)
    drawing = drawn(laid)
    if drawing is None or drawing.findings or _has_findings(laid.diagnostics):
        return
    found = parts_of(laid, drawing)
    for key, element in zip(_once(source, new), part_elements(laid.tree), strict=True):
        if part := found.get(id(element)):
            _PARTS[key], _SIZES[key] = part, part.size
            if part.number and element.get(NAME) in NUMBERED:
                _NUMBERS[element.get(NAME), part.number.text] = part.number


def _is_known(part: SourcePart) -> bool:
    """Whether a part was drawn, with its number or one that this may replace."""
    drawn = _PARTS.get(part.key)
    if drawn is None or not part.number or (drawn.number and drawn.number.text == part.number):
        return drawn is not None
    number = _NUMBERS.get((part.kind, part.number))
    return number is not None and number.may_replace(drawn.number)


def _has_findings(found: Sequence[Diagnostic]) -> bool:
    return any(one.code not in _OF_PAGES for one in found)


def _once(source: Source, keys: Collection[bytes]) -> list[bytes]:
    """These keys in the order of the page, each once."""
    return list(dict.fromkeys(part.key for part in source.parts if part.key in keys))


# ---------------------------------------------------------------- measures


def _measured(
    leaflet: Leaflet, edition: Edition, assets: PrintAssets, reading: bytes, tightness: Tightness, sheet: str
) -> LaidSheet:
    """The measures of a sheet: of the exercises, from the heights of their parts where these are known."""
    if sheet == "reading":
        key = reading, replace(tightness, doing=0)
        if key not in _READING:
            _READING[key] = measured(leaflet, edition, assets.templates, assets.pictures, tightness, sheet)
        return _READING[key]
    source = read(templates.html(leaflet, edition, assets.templates, tightness, sheet))
    return _sheet(source, assets) or measured(leaflet, edition, assets.templates, assets.pictures, tightness, sheet)


def _sheet(source: Source, assets: PrintAssets) -> LaidSheet | None:
    if source.context not in _GEOMETRY:
        laid = rendering.layout(source.page, assets.pictures)
        _GEOMETRY[source.context] = flows.geometry(laid, source) if laid.document else None
        _learn_sizes(laid, source)
        return sheets.sheet_of(laid, "doing")
    geometry = _GEOMETRY[source.context]
    new = {part.key for part in source.parts if part.key not in _SIZES}
    if geometry is None:
        return None
    if new:
        _learn(source, new, assets)
        if not new <= _SIZES.keys():
            return None
    sizes = [_SIZES[part.key] for part in source.parts]
    flow = flows.flow(source.parts, sizes, geometry)
    return _facts(flow, source, sizes, geometry) if flow else None


def _facts(flow: Flow, source: Source, sizes: Sequence[Size], geometry: Geometry) -> LaidSheet:
    """The pages of a flow as `overflow` measures them."""
    height = geometry.bottom - geometry.top
    facts, cards = list[PageFacts](), list[int]()
    for number, page in enumerate(flow, 1):
        used = max(top + sizes[at].lowest for at, top in page) - geometry.top
        anchors = {pages.ANCHOR: 0.0} if number == 1 else {}
        used_mm, height_mm = used / PX_PER_MM, height / PX_PER_MM
        facts.append(PageFacts(number, used / height, used_mm, height_mm, False, (), (), anchors))
        cards.append(sum(source.parts[at].kind == "card" for at, _ in page))
    return LaidSheet(facts, cards)


def _learn_sizes(laid: rendering.LaidOut, source: Source) -> None:
    found = flows.laid_flow(laid) if laid.document else None
    if found is not None and len(found[0]) == len(source.parts):
        if len(_SIZES) >= MOST_SIZES:
            _SIZES.clear()
        _SIZES.update(zip((part.key for part in source.parts), found[0], strict=True))
