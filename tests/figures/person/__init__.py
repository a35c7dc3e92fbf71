"""Tests of handouts/figures/person."""
