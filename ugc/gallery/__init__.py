"""Cleared posts become static pages that a brand puts on its own site."""
