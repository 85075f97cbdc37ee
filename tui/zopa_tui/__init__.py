"""The terminal interface of zopa."""
