"""Limits the decompressed size of a PDF (filters: ISO 32000-2, 7.4), on the raw bytes before any library opens it.

A stream of one kilobyte can decompress to a megabyte, and one with two filters to a gigabyte. pikepdf decompresses
whole streams in memory, some of them while it opens the file, so the limit is checked first.
"""

from __future__ import annotations

import re
import zlib

#: The decompressed size of all streams of a file. A leaflet has less than three megabytes.
MOST_BYTES = 64 * 2**20
#: Bytes that are decompressed at a time; none are kept.
PIECE = 2**18

_STREAM = re.compile(rb"stream\r?\n")
#: More than one filter, or a reference to filters elsewhere in the file.
_FILTER_ROW = re.compile(rb"/Filter\s*(?:\[\s*/[^\]/\s]+\s*/|\d+\s+\d+\s+R)")
#: Decompression filters other than FlateDecode, which leaflets use.
_OTHER_FILTER = re.compile(rb"/(?:LZWDecode|RunLengthDecode|JBIG2Decode|JPXDecode)\b")


class TooMuchError(Exception):
    """The streams of a file are larger than the limit, or their size cannot be determined."""


def check(data: bytes) -> None:
    """Checks every stream of a file.

    Raises:
        TooMuchError
    """
    left = MOST_BYTES
    for match in _STREAM.finditer(data):
        left -= _decompressed_size(memoryview(data)[match.end() :], left)
        if left < 0:
            raise TooMuchError(f"its streams unpack to more than {MOST_BYTES // 2**20} MB")
    if _FILTER_ROW.search(data):
        raise TooMuchError("a stream of it is packed more than once")
    if _OTHER_FILTER.search(data):
        raise TooMuchError("a stream of it is packed in a way that leaflets do not use")


def _decompressed_size(rest: memoryview, most: int) -> int:
    """Bytes that the stream at the start of `rest` decompresses to, counted up to a little more than `most`."""
    decompressor = zlib.decompressobj()
    size, at, waiting = 0, 0, b""
    try:
        while not decompressor.eof and size <= most and (waiting or at < len(rest)):
            if not waiting:
                waiting, at = bytes(rest[at : at + PIECE]), at + PIECE
            size += len(decompressor.decompress(waiting, PIECE))
            waiting = decompressor.unconsumed_tail
    except zlib.error:
        pass  # not compressed, or damaged: no more bytes come out of it
    return size
