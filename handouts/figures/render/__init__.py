"""Rendering: camera, raster, contour tracing, strokes, highlight, arrow, SVG."""
