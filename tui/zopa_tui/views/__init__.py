"""Rows and points of each screen, made from answers. Knows no Textual."""
