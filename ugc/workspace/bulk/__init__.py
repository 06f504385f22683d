"""What is done one at a time, done by a sheet: each row is one of it, and all of them are done or none."""
