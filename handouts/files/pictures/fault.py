"""Why a picture is not printed: an error that carries words for the user."""

from __future__ import annotations


class PictureError(ValueError):
    """A picture is not printed: `why` in lower case without a full stop, and `remedy`, what the user can do."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(why)
        self.why, self.remedy = why, remedy
