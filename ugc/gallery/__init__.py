"""Galleries: cleared posts as static pages that a brand puts on its site."""
