"""Workspace on disk: layout, atomic writing, git, links, store."""
