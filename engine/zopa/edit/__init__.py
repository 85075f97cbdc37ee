"""Changing what a workspace says: several files or none, and no byte that need not change."""
