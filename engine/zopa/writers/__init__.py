"""Writers of pages: terminal, HTML, Markdown, tables."""
