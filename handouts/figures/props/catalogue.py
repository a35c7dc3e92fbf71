"""All props, found by their records, and their vocabulary together with the uses of bare hands and feet."""

from __future__ import annotations

import pkgutil
from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

from handouts.diagnostics import Diagnostic
from handouts.figures import props, style
from handouts.figures.language import grammar, keys, phrases
from handouts.figures.person import people
from handouts.figures.props.prop import Grip, Placement, Prop
from handouts.figures.props.solids import Solid


def _records() -> dict[str, Prop]:
    """The `PROP` of every module beside this one, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(props.__path__, f"{props.__name__}."))
    modules = (import_module(name) for name in names if name != __name__)
    return {module.PROP.name: module.PROP for module in modules if hasattr(module, "PROP")}


PROPS: Mapping[str, Prop] = _records()
VOCABULARY = phrases.Vocabulary(
    props=tuple(PROPS),
    movable=tuple(prop.name for prop in PROPS.values() if prop.movable),
    feet=(*phrases.BODY_FEET, *(support.use for prop in PROPS.values() for support in prop.feet)),
    hands=(*(support.use for prop in PROPS.values() for support in prop.hands), *phrases.BODY_HANDS),
    surfaces=tuple(name for prop in PROPS.values() for name in prop.surfaces),
    held=tuple(word for prop in PROPS.values() for word in prop.held),
    owners={word: prop.name for prop in PROPS.values() for word in (*prop.surfaces, *prop.held)},
    seats=tuple(prop.name for prop in PROPS.values() if prop.seat_mm),
)
#: How hands hold things, by the words of the things.
GRIPS: Mapping[str, Grip] = ChainMap(*(dict(prop.held) for prop in PROPS.values()))
#: Colours of all materials but those that each person has of its own.
FILLS: Mapping[str, style.Fill] = ChainMap(style.FILLS, *(dict(prop.fills) for prop in PROPS.values()))
#: Which solids a contact means, by the word of the contact.
SOLIDS: Mapping[str, tuple[str, ...]] = ChainMap(*(dict(prop.solids) for prop in PROPS.values()))


def read(pose: Mapping[str, Any], span_of: keys.SpanOf) -> tuple[grammar.Pose | None, list[Diagnostic]]:
    """`grammar.read` with the words of all props."""
    return grammar.read(pose, span_of, VOCABULARY)


def fill(person: str, material: str) -> style.Fill:
    """The colour of a material: the person's own skin, hair and clothes, or that of a prop."""
    return people.PEOPLE[person].own.get(material) or FILLS[material]


def place_props(names: Sequence[str], placement: Placement) -> tuple[Solid, ...]:
    """The solids of these props, each with the name of its prop, in the order of the names."""
    return tuple(replace(solid, prop=name) for name in names for solid in PROPS[name].build(placement))
