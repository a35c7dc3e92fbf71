"""Lines that an artist draws on a body, as data: one file for each part of the body (docs/figures.md)."""
