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
    from handouts import formats, proof

    printable = [one for one in answers if one.leaflet is not None]
    if printable and (unready := formats.unready()):
        yield printable[0].request.conditions[0], proof.Proof((unready,), {})
        return
    paper = shop.paper()
    for answer in printable:
        assert answer.leaflet is not None and answer.edition is not None
        (id_,) = answer.request.conditions
        printed, proved = proof.pull(answer.leaflet, shop.library.editions[answer.edition], paper)
        yield id_, proof.Proof(tuple(of_leaflet(finding, id_) for finding in printed.diagnostics), proved.facts)
