"""Grants and what stands beside them: releases, permissions, decisions, evidence."""
