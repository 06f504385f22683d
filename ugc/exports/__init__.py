"""Documents and archives that leave the workspace."""
