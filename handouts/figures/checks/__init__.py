"""Checks: every measured value of a drawing beside its limit."""
