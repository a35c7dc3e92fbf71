"""Short digests: names and keys that are the same for the same text."""

from __future__ import annotations

from hashlib import sha256


def short_digest(text: str, digits: int) -> str:
    """The first hexadecimal digits of the SHA-256 of a text in UTF-8.

    Args: `digits` is how many to keep, up to 64. Lone surrogates, as in names of files, are encoded as they are.
    """
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]
