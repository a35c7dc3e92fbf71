"""What the work of a merge needs, imported: a worker that is forked from here begins at once.

Where the engine cannot start, a worker begins all the same, to say why (`tasks.ReadyTask`).
"""

from handouts.batch.mail_merge import tasks
from handouts.pdf import preload

__all__ = ["preload", "tasks"]
