"""Leaflets put together from parts that were laid out before: `printing.print_leaflet`."""
