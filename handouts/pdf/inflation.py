"""What the streams of a PDF come to when they are unpacked, measured on the raw bytes before any library opens it.

A stream of one kilobyte may unpack to a megabyte, and one that is packed twice to a gigabyte. The library that reads
the file unpacks whole streams in memory, some of them while it opens the file, so the limit is looked at first.
"""

from __future__ import annotations

import re
import zlib

#: The most that all streams of a file may unpack to. A leaflet has less than three megabytes.
MOST_BYTES = 64 * 2**20
#: What is unpacked at a time; nothing of it is kept.
PIECE = 2**18

_STREAM = re.compile(rb"stream\r?\n")
#: More than one filter in a row, or filters that are named elsewhere in the file.
_FILTER_ROW = re.compile(rb"/Filter\s*(?:\[\s*/[^\]/\s]+\s*/|\d+\s+\d+\s+R)")
#: Filters that unpack, other than the one that leaflets use.
_OTHER_FILTER = re.compile(rb"/(?:LZWDecode|RunLengthDecode|JBIG2Decode|JPXDecode)\b")


class TooMuchError(Exception):
    """The streams of a file come to more than is read, or nobody can say to how much."""


def check(data: bytes) -> None:
    """Looks at every stream of a file. Raises TooMuchError."""
    left = MOST_BYTES
    for found in _STREAM.finditer(data):
        left -= _unpacked(memoryview(data)[found.end() :], left)
        if left < 0:
            raise TooMuchError(f"its streams unpack to more than {MOST_BYTES // 2**20} MB")
    if _FILTER_ROW.search(data):
        raise TooMuchError("a stream of it is packed more than once")
    if _OTHER_FILTER.search(data):
        raise TooMuchError("a stream of it is packed in a way that leaflets do not use")


def _unpacked(rest: memoryview, most: int) -> int:
    """How many bytes the stream at the head of `rest` unpacks to; more than `most` is not counted to its end."""
    unpacker = zlib.decompressobj()
    size, at, waiting = 0, 0, b""
    try:
        while not unpacker.eof and size <= most and (waiting or at < len(rest)):
            if not waiting:
                waiting, at = bytes(rest[at : at + PIECE]), at + PIECE
            size += len(unpacker.decompress(waiting, PIECE))
            waiting = unpacker.unconsumed_tail
    except zlib.error:
        pass  # it is not packed, or damaged: what comes out of it ends here
    return size
