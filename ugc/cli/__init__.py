"""The command line: one file a command group; the only place that prints, asks the clock, or exits."""
