"""What people read about a workspace: the check-up of machine and workspace, and contact sheets."""
