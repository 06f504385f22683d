"""The records recomputed, and bundles for lawyers."""
