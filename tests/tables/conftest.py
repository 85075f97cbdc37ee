"""Fixtures common to these tests and those of the command line."""

from cli.conftest import nowhere, plain_surroundings, zopa

__all__ = ["nowhere", "plain_surroundings", "zopa"]
