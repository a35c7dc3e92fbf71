"""A web address as a QR code, drawn as one path; its size on paper is that of `.qr svg` in `styles/parts.css`."""

from __future__ import annotations

from functools import lru_cache

import segno
from markupsafe import Markup

from handouts.compose.wording import Catalogue


@lru_cache(maxsize=64)
def qr_code(web: str | None, catalogue: Catalogue) -> Markup | None:
    """The web address as a QR code with its quiet zone of four modules, drawn as one path."""
    if web is None:
        return None
    code = segno.make(web, error="m", micro=False)
    size = code.symbol_size(border=4)[0]
    dark = "".join(
        f"M{x + 4} {y + 4}h1v1h-1z" for y, row in enumerate(code.matrix) for x, module in enumerate(row) if module
    )
    alt = catalogue.gettext("QR code: {address}").format(address=web)
    return Markup('<svg viewBox="0 0 {0} {0}" role="img"><title>{1}</title><path d="{2}" fill="#000"/></svg>').format(
        size, alt, dark
    )
