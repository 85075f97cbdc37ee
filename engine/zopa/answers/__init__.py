"""Answers: one page for each question, from its typed result."""
