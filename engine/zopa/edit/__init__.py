"""Changing the content of a workspace: several files or none, with the fewest changed bytes."""
