"""The words of the answers, each in one place."""
