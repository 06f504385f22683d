"""Creators of a workspace: listed, shown, written down, joined, and their figures."""
