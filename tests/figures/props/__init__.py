"""Tests of handouts/figures/props."""
