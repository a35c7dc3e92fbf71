"""Which links a leaflet may have, on paper and on a screen."""

from __future__ import annotations

from urllib.parse import urlsplit

from handouts.diagnostics import Diagnostic
from handouts.pdf.fetcher import as_written

#: A web page, a telephone, a letter box. All else could run something, or lead into the reader's own machine.
SCHEMES = frozenset(("https", "tel", "mailto"))


def bad_link(target: str) -> Diagnostic | None:
    """HND508 when a link leads to anything but a safe place."""
    try:
        scheme = urlsplit(target).scheme.lower()
    except ValueError:
        scheme = ""
    if scheme in SCHEMES:
        return None
    return Diagnostic(
        "HND508", f"the link `{as_written(target)}` is not one that a leaflet may have", "use https:, tel: or mailto:"
    )
