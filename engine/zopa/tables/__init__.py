"""Sheets of rows and columns for a workspace, and changes from filled-in sheets."""
