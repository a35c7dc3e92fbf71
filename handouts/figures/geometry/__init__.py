"""Arrays, rotations and curves: mathematics that knows no body."""
