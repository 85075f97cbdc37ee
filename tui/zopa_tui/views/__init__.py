"""Rows and points of each screen, made from answers. Independent of Textual."""
