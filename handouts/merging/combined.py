"""The leaflets of a list, from their folder into one print file in the order of the list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from handouts import binding, reading, saving
from handouts.batch.folder import Folder
from handouts.binding import Bound
from handouts.diagnostics import Diagnostic
from handouts.merging.orders import Order


class _ChangedError(Exception):
    """The leaflet of this row is not the one that was printed."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def save(path: Path, orders: Iterable[Order], folder: Folder) -> tuple[Bound, list[Diagnostic]]:
    """Binds the leaflets of these orders; the bookmark of each is the number of its row. Reports HND702 and HND915."""
    told = Bound()
    try:
        return told, saving.save(path, binding.bound(_read(orders, folder), told))
    except _ChangedError as fault:
        message = f"row {fault.number}: its leaflet was changed or removed after it was printed"
        return told, [Diagnostic("HND915", message, "delete its file, then run the same command again")]
    except binding.TooLargeError:
        message = f"a print file cannot hold more than the first {told.leaflets - 1} leaflets"
        return told, [Diagnostic("HND915", message, "divide the list; the leaflets themselves are printed")]


def _read(orders: Iterable[Order], folder: Folder) -> Iterator[tuple[str, bytes]]:
    for order in orders:
        try:
            data = reading.read_bytes(folder.path / order.name, reading.MAX_LEAFLET, folder.path)
        except OSError:
            raise _ChangedError(order.number) from None
        known = folder.known(order.name)
        if known is None or sha256(data).hexdigest() != known.sha256:
            raise _ChangedError(order.number)
        yield str(order.number), data
