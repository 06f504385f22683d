"""Campaigns of a workspace, joined with its catalog."""
