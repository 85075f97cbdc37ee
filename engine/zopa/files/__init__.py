"""A workspace on disk: layout, atomic writing, git, links, store."""
