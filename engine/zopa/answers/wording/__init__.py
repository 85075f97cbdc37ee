"""The words of the answers, each said once."""
