"""Creators are asked, their answers kept, and what is due listed."""
