"""Tests of handouts/figures/postures."""
