"""Tests of the figures wing."""
