"""Tests of handouts/figures/language."""
