"""Parts of briefs."""
