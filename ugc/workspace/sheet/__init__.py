"""The sheet joined with the catalog: what goes out, what comes in, what is undone."""
