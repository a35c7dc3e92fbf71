"""Printable patient handouts: YAML content in, tagged PDF leaflets out."""

__version__ = "0.1.0"
