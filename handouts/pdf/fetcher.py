"""What a leaflet may load and link to: pictures from the declared folders or written into the page, safe links.

Nothing is fetched from a network, nothing outside of the folders is read, and nothing that could block the engine (a
pipe, a device, a huge picture) is opened. Refused addresses are reported as HND502.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from handouts.diagnostics import Diagnostic
from handouts.files.pictures import MAX_BYTES, TYPES, Picture, PictureError, safe_picture
from handouts.files.reading import MissingError, ReadError, read_bytes

#: The base URL of every page: no folder of the machine, so that no path of it gets into a PDF.
PAGE_BASE = "file:///"


class RefusedError(ValueError):
    """A picture is not loaded: the reason, and the remedy."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(why)
        self.why = why
        self.remedy = remedy


class ImageLoader:
    """Loads pictures from folders, the first that has the file, and keeps what was refused."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self.roots = tuple(root.resolve() for root in roots)
        self.refused: dict[str, RefusedError] = {}

    def take(self, url: str) -> Picture:
        """The picture at an address of the page.

        Raises:
            RefusedError: kept for `diagnostics` too.
        """
        try:
            return self._take(url)
        except RefusedError as refused:
            self.refused.setdefault(url, refused)
            raise

    def _take(self, url: str) -> Picture:
        scheme = urlsplit(url).scheme.lower()
        if scheme == "data":
            return _safe(*_from_data_url(url))
        if scheme not in ("", "file") or urlsplit(url).netloc:
            raise RefusedError("nothing is loaded from a network", "put the file into the clinic's folder")
        name = unquote(urlsplit(url).path).lstrip("/")
        return _safe(_kind_of(name), self._read(name))

    def _read(self, name: str) -> bytes:
        for root in self.roots:
            try:
                return read_bytes(root / name, MAX_BYTES, root)
            except MissingError:
                continue
            except ReadError as error:
                raise RefusedError(error.why, error.remedy) from None
        raise RefusedError("there is no such file", "put the file into the clinic's folder, or correct its name")

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """One HND502 for each refused address."""
        return tuple(
            Diagnostic("HND502", f"`{as_written(url)}` is not loaded: {refused.why}", refused.remedy)
            for url, refused in self.refused.items()
        )


def as_written(url: str) -> str:
    """An address as it is in the page, shortened for a message."""
    text = unquote(url).removeprefix(PAGE_BASE)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _from_data_url(url: str) -> tuple[str, bytes]:
    """Media type and bytes of a `data:` URL."""
    if len(url) > 2 * MAX_BYTES:
        raise RefusedError("a picture written into the page is larger than 4 MB", "make the picture smaller")
    head, comma, body = url.partition(",")
    kind, *flags = head[len("data:") :].lower().split(";")
    if not comma or kind not in TYPES.values():
        raise RefusedError("it is not a PNG, JPEG or SVG picture", "use a PNG, JPEG or SVG picture")
    try:
        return kind, b64decode(body, validate=True) if "base64" in flags else unquote_to_bytes(body)
    except binascii.Error:
        raise RefusedError("its base64 text is broken", "write the picture into the page again") from None


def _kind_of(name: str) -> str:
    kind = TYPES.get(PurePosixPath(name).suffix.lower())
    if kind is None:
        raise RefusedError("only PNG, JPEG and SVG pictures are printed", "save the picture as PNG, JPEG or SVG")
    return kind


def _safe(kind: str, data: bytes) -> Picture:
    """A picture that was decoded and cleaned: the engine never gets the original bytes of a file."""
    try:
        return safe_picture(kind, data)
    except PictureError as error:
        raise RefusedError(error.why, error.remedy) from None


# ---------------------------------------------------------------- what a leaflet may link to

#: Web pages, telephone numbers, email addresses. Others could run something, or lead into the reader's own machine.
SCHEMES = frozenset(("https", "tel", "mailto"))


def bad_link(target: str) -> Diagnostic | None:
    """HND508 for a link with any other scheme, on paper or on a screen; None for an allowed one."""
    try:
        scheme = urlsplit(target).scheme.lower()
    except ValueError:
        scheme = ""
    if scheme in SCHEMES:
        return None
    return Diagnostic(
        "HND508", f"the link `{as_written(target)}` is not one that a leaflet may have", "use https:, tel: or mailto:"
    )
