"""Galleries: pages that a brand puts on its own site, from posts that the records allow it to show."""
