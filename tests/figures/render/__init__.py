"""Tests of handouts/figures/render."""
