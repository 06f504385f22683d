"""Galleries: which posts may be shown, their pages made of what is known, and what stands in a folder verified."""
