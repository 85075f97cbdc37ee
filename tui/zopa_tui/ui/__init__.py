"""Actions, keys, themes and background jobs of the interface."""
