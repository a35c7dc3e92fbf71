"""Compiled modules are kept in `__pycache__`, also where the shell forbids it with PYTHONDONTWRITEBYTECODE.

Each worker, and each of the many programs that tests start, would compile the package anew: seconds of each start.
"""

import os
import sys

sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
