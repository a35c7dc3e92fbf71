"""Figures: a pose in a few readable lines becomes wordless line art, checked against feet.

The parts, from the ground up: `style`, `geometry`, `language`, `person`, `props`, `postures`, `render`, `checks`; then
`draw` (an exercise), `pain_map` (where it hurts) and `kept` (their files). `tests/test_house.py` holds the order.
numpy, scipy, shapely, contourpy and Pillow come with the extra `figures`; printing a leaflet never imports them.
"""

from __future__ import annotations

import os

# The matrices are small: a second thread of OpenBLAS waits for most of its time, a third of the processor time of a
# drawing. One thread also adds in one order, whatever the machine. numpy reads this when it is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
