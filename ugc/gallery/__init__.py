"""Static pages of posts that may be shown, for a brand's own site."""
