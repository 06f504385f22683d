"""Whose a found file is: by its bytes, its ids, and what it looks like."""
