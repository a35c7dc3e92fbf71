"""The engine's import leaves out what it hardly ever calls, and calls still work."""

from __future__ import annotations

import subprocess
import sys

from handouts.pdf.postponed import postponed

ENGINE = """
import sys
from handouts.pdf import engine
from weasyprint.pdf import fonts
assert not set(engine.UNUSED) & set(sys.modules), "imported"
options = fonts.subset.Options(retain_gids=True)
import fontTools.subset
assert type(options) is fontTools.subset.Options and options.retain_gids
from fontTools.varLib import instancer
assert callable(instancer.instantiateVariableFont) and instancer.__file__
"""


def test_the_engine_imports_what_it_hardly_calls_at_the_first_call() -> None:
    done = subprocess.run([sys.executable, "-c", ENGINE], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr


def test_a_module_that_is_there_stays_as_it_is() -> None:
    import json

    with postponed("json"):
        import json as inside
    assert inside is json is sys.modules["json"]
