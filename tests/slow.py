"""Which tests a run has: the options, and what becomes of the tests marked slow."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-gold", action="store_true", help="renew the golden pictures; then look at every one")
    parser.addoption("--slow", action="store_true", help="run the tests marked slow too")
    parser.addoption("--every", type=int, default=1, metavar="N", help="of the slow cases of a test run every N-th")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselects the tests marked slow, unless `--slow` is given, `-m` chooses, or a test is named (`file.py::test`)."""
    options = config.option
    if options.every > 1:
        _keep_every(options.every, config, items)
    if options.slow or options.update_gold or options.markexpr or any("::" in name for name in config.args):
        return
    _deselect(config, items, [item for item in items if item.get_closest_marker("slow")])


def _keep_every(every: int, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the slow cases of each test the first and then every so many stay: all of them take half an hour."""
    cases = dict[str, list[pytest.Item]]()
    for item in items:
        if item.get_closest_marker("slow"):
            cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    _deselect(config, items, [item for group in cases.values() for n, item in enumerate(group) if n % every])


def _deselect(config: pytest.Config, items: list[pytest.Item], left_out: list[pytest.Item]) -> None:
    if left_out:
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]
        config.hook.pytest_deselected(items=left_out)
