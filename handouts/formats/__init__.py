"""Output formats: a leaflet in, the bytes of a file and the findings out; one file and one line here for each format.

The command line reads this table whenever it starts, so the file of a format is imported by its first leaflet.
"""

from __future__ import annotations

from handouts.formats.record import Format

__all__ = ["FORMATS", "SUFFIXES", "Format", "of_file"]

#: Every format by its name; the first is the usual one.
FORMATS: dict[str, Format] = {
    format_.name: format_
    for format_ in (
        Format("pdf", (".pdf",), paged=True),
        Format("html", (".html", ".htm")),
        Format("text", (".txt",)),
    )
}

#: All endings of files that leaflets are written to.
SUFFIXES = tuple(suffix for format_ in FORMATS.values() for suffix in format_.suffixes)


def of_file(name: str) -> Format | None:
    """The format whose files end as this name does, in any case; None where no format has the ending."""
    return next((format_ for format_ in FORMATS.values() if name.lower().endswith(format_.suffixes)), None)
