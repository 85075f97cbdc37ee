"""What these tests share with those of the command line."""

from cli.conftest import nowhere, plain_surroundings, zopa

__all__ = ["nowhere", "plain_surroundings", "zopa"]
