"""Postures: from a typed pose to a solved body whose skin touches what the pose names."""
