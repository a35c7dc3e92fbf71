"""Tests of handouts/figures/checks."""
