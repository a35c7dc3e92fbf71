"""The figures wing: a pose in a few readable lines becomes wordless line art, checked against anatomy.

The wing knows `handouts.diagnostics` and nothing else of the house. Its heavy tools (numpy, shapely,
contourpy, Pillow) come with the extra `figures`; printing a leaflet never imports them.
"""
