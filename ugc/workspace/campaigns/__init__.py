"""Campaigns of a workspace: what joins their files and their log with the catalog."""
