"""Leaflets printed only to be measured: for `check --pdf` and `evidence`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from handouts.answering import Answer, of_leaflet
from handouts.answering.shop import Shop

if TYPE_CHECKING:
    from handouts.proof import Proof


def proofs(shop: Shop, answers: Sequence[Answer]) -> Iterator[tuple[str, Proof]]:
    """Each leaflet that nothing stops, printed, with what the engine and the proof found in it."""
    from handouts import formats
    from handouts.guarded import Guarded
    from handouts.proof import Proof

    paper = shop.paper()
    with Guarded() as guarded:
        for answer in answers:
            if answer.leaflet is None or answer.edition is None:
                continue
            (id_,) = answer.request.conditions
            printed, proved = guarded.pull(answer.leaflet, shop.library.editions[answer.edition], paper)
            if formats.UNREADY in printed.diagnostics:  # nor will it start for the others
                yield id_, Proof((formats.UNREADY,), {})
                return
            yield id_, Proof(tuple(of_leaflet(finding, id_) for finding in printed.diagnostics), proved.facts)
