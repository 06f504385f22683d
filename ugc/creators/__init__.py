"""What posts and snapshots say of creators: tiers, engagement, hints, comparisons, and who fits a campaign (pure)."""
