"""What stops a use: holds and revocations, how far they reach, and where posts run."""
