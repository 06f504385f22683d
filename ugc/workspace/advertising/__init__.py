"""Ads: codes and permissions kept, packages prepared and validated, and what runs joined with the records."""
