"""Pages written out: HTML, Markdown, tables."""
