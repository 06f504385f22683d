"""What leaves the workspace: the archive, policies, registers, calendars."""
