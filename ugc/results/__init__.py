"""What ads did: pure arithmetic over rows of exports and what of ours they show. It knows only the model."""
