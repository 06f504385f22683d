"""Creators as people, joined with what the catalog knows of them."""
