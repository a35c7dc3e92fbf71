"""Tests of the finished leaflet."""
