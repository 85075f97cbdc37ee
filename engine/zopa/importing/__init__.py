"""Models and domains of other tools, read and written as workspaces."""
