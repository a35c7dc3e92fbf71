"""Everything that the work of a merge needs, imported: a worker that is forked from here begins at once."""

from handouts.formats import pdf
from handouts.merging import tasks

__all__ = ["pdf", "tasks"]
