"""Leaflets printed only to be measured: for `check --pdf` and `evidence`."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from handouts.answering.shop import Shop
from handouts.cli.dates import EXAMPLE
from handouts.compose import compose
from handouts.diagnostics import Diagnostic
from handouts.leaflet import Request

if TYPE_CHECKING:
    from handouts.proof import Proof


def proofs(shop: Shop, ids: Sequence[str], clinic: str | None, day: datetime.date) -> Iterator[tuple[str, Proof]]:
    """Each leaflet on the paper of the clinic's country, with what the press and the proof found in it."""
    from handouts import formats
    from handouts.guarded import Guarded
    from handouts.proof import Proof

    name = clinic or EXAMPLE
    edition = shop.library.editions[shop.library.regions[shop.library.clinics[name].region].paper]
    with Guarded() as guarded:
        for id_ in ids:
            leaflet, found = compose(shop.library, Request((id_,), name), today=day)
            if leaflet is None:
                yield id_, Proof(tuple(found), {})
                continue
            printed, proved = guarded.pull(leaflet, edition, shop.paper())
            if formats.UNREADY in printed.diagnostics:  # nor will it start for the others
                yield id_, Proof((formats.UNREADY,), {})
                return
            yield id_, Proof(tuple(_of(finding, id_) for finding in printed.diagnostics), proved.facts)


def _of(finding: Diagnostic, id_: str) -> Diagnostic:
    """A finding without a place in the content names its leaflet."""
    return (
        finding if finding.span else Diagnostic(finding.code, f"{id_}: {finding.message}", finding.help, finding.span)
    )
