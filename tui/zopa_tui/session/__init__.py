"""A draft under work: its engine, file and history. Knows no Textual and no solver."""
