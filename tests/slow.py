"""Which tests a run has: the options, and what becomes of the tests marked slow."""

import pytest

#: Files and folders whose slow cases the run of `.ci/run` has, and of each test every how many of them. What needs a
#: cluster, a package, the desk in a browser, or minutes is not here.
SAMPLED = {
    # What two conditions say together is composed in a tenth of a second; laid out it takes two.
    "tests/test_merged_words.py": 2,
    "tests/test_merged_exercises.py": 2,
    "tests/test_signs.py": 2,
    "tests/test_merges.py": 6,
    **dict.fromkeys(
        (
            "tests/figures/", "tests/leaflets/", "tests/pdf/", "tests/patients/", "tests/fuzz/test_fuzz.py",
            "tests/mail_merge/test_filled_in.py", "tests/checks/test_checks.py", "tests/checks/test_preflight.py",
            "tests/checks/test_standards_page.py", "tests/checks/test_verbs.py", "tests/cli/test_guarded.py",
            "tests/test_choosing.py", "tests/test_docs.py", "tests/test_draw.py", "tests/test_exercise_sheet.py",
            "tests/test_logos.py", "tests/test_new.py", "tests/test_own_pictures.py",
        ),
        16,
    ),
}  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-gold", action="store_true", help="renew the golden pictures; then look at every one")
    parser.addoption("--slow", action="store_true", help="run the tests marked slow too")
    parser.addoption("--sample", action="store_true", help="run those slow tests too that .ci/run has")
    parser.addoption("--every", type=int, default=1, metavar="N", help="of the slow cases of a test run every N-th")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselects the tests marked slow, unless `--slow` is given, `-m` chooses, or a test is named (`file.py::test`)."""
    options = config.option
    slow = [item for item in items if item.get_closest_marker("slow")]
    if options.sample:
        _deselect(config, items, [item for item in slow if not item.nodeid.startswith((*SAMPLED,))])
        for place, every in SAMPLED.items():
            _keep_every(every, config, items, [item for item in slow if item.nodeid.startswith(place)])
        return
    _keep_every(options.every, config, items, slow)
    if options.slow or options.update_gold or options.markexpr or any("::" in name for name in config.args):
        return
    _deselect(config, items, slow)


def _keep_every(every: int, config: pytest.Config, items: list[pytest.Item], slow: list[pytest.Item]) -> None:
    """Of the slow cases of each test the first and then every so many stay: all of them take half an hour."""
    cases = dict[str, list[pytest.Item]]()
    for item in slow:
        cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    _deselect(config, items, [item for group in cases.values() for n, item in enumerate(group) if n % every])


def _deselect(config: pytest.Config, items: list[pytest.Item], left_out: list[pytest.Item]) -> None:
    if gone := {*left_out} & {*items}:
        items[:] = [item for item in items if item not in gone]
        config.hook.pytest_deselected(items=[*gone])
