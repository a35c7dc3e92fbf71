"""Leaflet to HTML: templates, labels beside drawings, and what an edition decides."""
